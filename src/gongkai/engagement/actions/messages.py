# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on what people write: send, answer, hand on, show a reviewed copy, say whether the answer helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from gongkai.applications.actions.online import submission_key
from gongkai.applications.codes import code_digest, code_for
from gongkai.applications.sealing import keyed_digest, seal
from gongkai.engagement.actions.core import Refused, must_have_come, note, said, told
from gongkai.engagement.models import CitizenMessage
from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, System, require

WRITER = System("来信人")
ANSWERING = (Role.INTAKE, Role.HANDLER, Role.EDITOR)
LETTERS = {
    CitizenMessage.Kind.QUESTION: "LY",
    CitizenMessage.Kind.IDEA: "LY",
    CitizenMessage.Kind.SITE_ERROR: "JC",
}


@dataclass(frozen=True)
class Sent:
    """A message that was sent, and the code to follow it by."""

    record: CitizenMessage
    code: str


def sent_before(nonce: str) -> Sent | None:
    """What this form made when it was sent the first time."""
    row = CitizenMessage.objects.select_related("organ").filter(submission=submission_key(nonce)).first()
    return Sent(row, code_for(nonce)) if row else None


def send_message(
    *, kind: CitizenMessage.Kind, organ: Organ, title: str, text: str, on: date, nonce: str, name: str = "",
    contact: str = "", agrees: bool = False, page: str | None = None, actor: Actor = WRITER,
) -> Sent:  # fmt: skip
    """来信 under a number and a query code. The same form (nonce) sent again gives the message it made the first time."""
    if before := sent_before(nonce):
        return before
    must_have_come(on)
    if organ.closed_on is not None and organ.closed_on <= on:
        raise Refused(f"{organ.short_name}已经撤销或者合并，请选择别的机关")
    title, text = said(title, "标题", 100), said(text, "内容")
    try:
        with transaction.atomic():
            row = CitizenMessage(
                kind=kind, number=_next_number(organ, kind, on.year), organ=organ, title_sealed=seal(title), text_sealed=seal(text),
                name_sealed=seal(name.strip()) if name.strip() else None,
                contact_sealed=seal(contact.strip()) if contact.strip() else None, page=page or None, agrees=agrees,
                code_digest=code_digest(code_for(nonce)), submission=submission_key(nonce), submitted_on=on,
            )  # fmt: skip
            row.clean_fields(exclude=["organ", *(f.name for f in row._meta.fields if f.null)])
            row.save(force_insert=True)
            note(
                row.stream, actor, "message.sent", on,
                {"number": row.number, "kind": str(kind), "organ": organ.slug, "agrees": agrees, "page": row.page,
                 "digest": keyed_digest("message", f"{title}\n{text}")},
            )  # fmt: skip
    except IntegrityError:
        if before := sent_before(nonce):
            return before
        raise
    return Sent(row, code_for(nonce))


@transaction.atomic
def enter_letter(
    *, actor: Actor, organ: Organ, source: str, kind: str, title: str, text: str, on: date, name: str = "",
    contact: str = "", agrees: bool = False,
) -> CitizenMessage:  # fmt: skip
    """登记一封别处收到的来信 under the number it had there: the same number is entered once."""
    require(actor, organ, *ANSWERING)
    sent = send_message(
        actor=actor, kind=CitizenMessage.Kind(kind), organ=organ, title=title, text=text, on=on, name=name, contact=contact,
        agrees=agrees, nonce=letter_nonce(source),
    )  # fmt: skip
    return sent.record


def letter_nonce(source: str) -> str:
    """What tells a letter that came elsewhere from the others."""
    return f"letter|{source.strip()}"


def _next_number(organ: Organ, kind: CitizenMessage.Kind, year: int) -> str:
    """{机关代字}-LY|JC-{年}-{四位序号}."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    prefix = f"{organ.letter_code or organ.slug.upper()}-{LETTERS[kind]}-{year}-"
    used = CitizenMessage.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(n[len(prefix) :]) for n in used if n[len(prefix) :].isdigit()), default=0)
    return f"{prefix}{last + 1:04}"


def _locked(message: CitizenMessage) -> CitizenMessage:
    return CitizenMessage.objects.select_for_update(of=("self",)).select_related("organ").get(pk=message.pk)


def _unanswered(actor: Actor, message: CitizenMessage, on: date) -> CitizenMessage:
    row = _locked(message)
    require(actor, row.organ, *ANSWERING)
    if row.answered_on is not None:
        raise Refused(f"已于{cn(row.answered_on)}答复")
    if on < row.submitted_on:
        raise Refused(f"日期早于来信的{cn(row.submitted_on)}")
    return row


@transaction.atomic
def answer_message(*, actor: Actor, message: CitizenMessage, on: date, answer: str) -> CitizenMessage:
    """答复, once, in words the writer will read."""
    row = _unanswered(actor, message, on)
    answer = said(answer, "答复内容")
    row.answered_on, row.answer_sealed = on, seal(answer)
    row.save(update_fields=["answered_on", "answer_sealed"])
    note(row.stream, actor, "message.answered", on, {"digest": keyed_digest("message-answer", answer)})
    return row


@transaction.atomic
def transfer_message(
    *, actor: Actor, message: CitizenMessage, organ: Organ, on: date, why: str
) -> CitizenMessage:
    """转给负责的机关; its number and code stay, its days go on."""
    row = _unanswered(actor, message, on)
    if organ.pk == row.organ_id:
        raise Refused("已经在这个机关")
    if organ.closed_on is not None and organ.closed_on <= on:
        raise Refused(f"{organ.short_name}已经撤销或者合并")
    before, row.organ = row.organ.slug, organ
    row.save(update_fields=["organ"])
    payload = {"from": before, "organ": organ.slug, "why": told(why, "转办的理由", 200)}
    note(row.stream, actor, "message.transferred", on, payload)
    return row


@transaction.atomic
def publish_message(
    *, actor: Actor, message: CitizenMessage, on: date, title: str, text: str, answer: str
) -> CitizenMessage:
    """审核后公布 a copy without personal data: with the writer's consent, by another than who answered."""
    row = _locked(message)
    require(actor, row.organ, Role.REVIEWER)
    if not row.agrees:
        raise Refused("来信人没有同意公布")
    if row.answered_on is None:
        raise Refused("答复以后才公布")
    if row.published_on is not None:
        raise Refused(f"已于{cn(row.published_on)}公布")
    if (
        isinstance(actor, Person)
        and Event.objects.filter(stream=row.stream, kind="message.answered", actor=actor).exists()
    ):
        raise Refused("答复的人不能审核自己的答复，请另一人审核")
    if on < row.answered_on:
        raise Refused(f"早于答复的{cn(row.answered_on)}")
    row.public_title = told(title, "标题", 100)
    row.public_text = told(text, "来信内容")
    row.public_answer = told(answer, "答复内容")
    row.published_on, row.kept_why = on, None
    row.save(update_fields=["public_title", "public_text", "public_answer", "published_on", "kept_why"])
    digest = keyed_digest("message-public", f"{row.public_title}\n{row.public_text}\n{row.public_answer}")
    note(row.stream, actor, "message.published", on, {"digest": digest})
    return row


@transaction.atomic
def keep_message(*, actor: Actor, message: CitizenMessage, on: date, why: str) -> CitizenMessage:
    """不公布, though the writer agreed: with the reason."""
    row = _locked(message)
    require(actor, row.organ, Role.REVIEWER)
    if row.published_on is not None:
        raise Refused("已经公布；要撤下的，用“撤下”")
    if row.answered_on is None or not row.agrees:
        raise Refused("来信人同意公布、已经答复的，才需要决定公布不公布")
    row.kept_why = told(why, "不公布的理由", 200)
    row.save(update_fields=["kept_why"])
    note(row.stream, actor, "message.kept", on, {"why": row.kept_why})
    return row


@transaction.atomic
def unpublish_message(*, actor: Actor, message: CitizenMessage, on: date, why: str) -> CitizenMessage:
    """撤下 the public copy."""
    row = _locked(message)
    require(actor, row.organ, Role.REVIEWER)
    if row.published_on is None:
        raise Refused("没有公布")
    row.published_on = row.public_title = row.public_text = row.public_answer = None
    row.kept_why = told(why, "撤下的理由", 200)
    row.save(update_fields=["published_on", "public_title", "public_text", "public_answer", "kept_why"])
    note(row.stream, actor, "message.unpublished", on, {"why": row.kept_why})
    return row


@transaction.atomic
def rate_message(
    *,
    message: CitizenMessage,
    on: date,
    rating: CitizenMessage.Rating,
    words: str = "",
    actor: Actor = WRITER,
) -> CitizenMessage:
    """评价答复, once, by who holds the code."""
    row = _locked(message)
    if row.answered_on is None:
        raise Refused("还没有答复，答复以后再评价")
    if row.rating is not None:
        raise Refused("已经评价过了")
    row.rating, row.rated_on = int(rating), on
    row.rating_sealed = seal(words.strip()) if words.strip() else None
    row.save(update_fields=["rating", "rated_on", "rating_sealed"])
    note(row.stream, actor, "message.rated", on, {"rating": int(rating)})
    return row


@transaction.atomic
def reveal_writer(*, actor: Actor, message: CitizenMessage, on: date, purpose: str) -> dict[str, str]:
    """查看来信人, with a purpose and a trace (个人信息保护法第五十四条)."""
    row = _locked(message)
    require(actor, row.organ, *ANSWERING)
    note(row.stream, actor, "message.writer_viewed", on, {"purpose": told(purpose, "查看的用途", 100)})
    return row.person()
