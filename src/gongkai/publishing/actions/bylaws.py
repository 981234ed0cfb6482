# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开制度: issue, replace, withdraw. Public at once, after the examination the regulations ask (条例第十七条)."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from gongkai.law.bylaws import BY_KEY
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import has_come, record
from gongkai.publishing.actions.documents import Refused, said
from gongkai.publishing.models import Bylaw, BylawText
from gongkai.redaction import kinds_of_numbers

MAKING = (Role.REVIEWER, Role.SUPERVISOR, Role.ADMIN)
MOST_WORDS = 100_000


@transaction.atomic
def issue_bylaw(
    *, actor: Actor, organ: Organ, on: date, name: str, ground: str, text: str, in_force_on: date, reviewed_by: str,
    document_number: str = "",
) -> BylawText:  # fmt: skip
    """公布 a rule of the organ. ground is a key of law.bylaws.GROUNDS; it may take effect on a later day, not on an earlier one."""
    require(actor, organ, *MAKING)
    has_come(on, Refused)
    name = " ".join(name.split())
    if ground not in BY_KEY:
        raise Refused("请选择制度的依据")
    if organ.closed_on is not None and organ.closed_on <= on:
        raise Refused(f"{organ.short_name}已于{cn(organ.closed_on)}撤销或者并入其他机关")
    if Bylaw.objects.filter(organ=organ, name=name, withdrawn_on__isnull=True).exists():
        raise Refused(f"{organ.short_name}已有“{name}”，改内容请在它的页面上修订")
    row = Bylaw(organ=organ, name=name, ground=ground, issued_on=on)
    row.full_clean(exclude=["organ"])
    row.save()
    made = _write(row, 1, actor, on, in_force_on, text, document_number, reviewed_by, "")
    record(
        row.stream,
        actor,
        "bylaw.issued",
        on,
        {**_said(made), "organ": organ.slug, "name": name, "ground": ground},
    )
    return made


@transaction.atomic
def replace_bylaw(
    *, actor: Actor, bylaw: Bylaw, on: date, text: str, in_force_on: date, changes: str, reviewed_by: str,
    document_number: str = "", seen: int | None = None,
) -> BylawText:  # fmt: skip
    """修订: the new text holds from its day on; until then, and as history after it, the one before stays readable."""
    row = _locked(actor, bylaw, on)
    last = row.texts.order_by("-number")[0]
    if on < last.issued_on:
        raise Refused(f"公布日期{cn(on)}早于第{last.number}版的{cn(last.issued_on)}，请核对")
    if in_force_on <= last.in_force_on:
        raise Refused(f"新的一版要在第{last.number}版施行的{cn(last.in_force_on)}以后施行")
    changes = said(changes, "请写明改了什么、为什么改")
    made = _write(
        row, last.number + 1, actor, on, in_force_on, text, document_number, reviewed_by, changes, last=last
    )
    record(row.stream, actor, "bylaw.replaced", on, _said(made), expected_version=seen)
    return made


@transaction.atomic
def withdraw_bylaw(*, actor: Actor, bylaw: Bylaw, on: date, reason: str, seen: int | None = None) -> Bylaw:
    """停止执行并撤下: its page goes; that it was there, and why it is not, stays on the organ's list."""
    row = _locked(actor, bylaw, on)
    if on < row.issued_on:
        raise Refused(f"早于公布的{cn(row.issued_on)}，请核对")
    row.withdrawn_on, row.withdrawn_why = on, said(reason, "停止执行要写明原因")
    row.full_clean(exclude=["organ"])
    row.save(update_fields=["withdrawn_on", "withdrawn_why"])
    record(row.stream, actor, "bylaw.withdrawn", on, {"reason": row.withdrawn_why}, expected_version=seen)
    return row


def _locked(actor: Actor, bylaw: Bylaw, on: date) -> Bylaw:
    row = Bylaw.objects.select_for_update(of=("self",)).select_related("organ").get(pk=bylaw.pk)
    require(actor, row.organ, *MAKING)
    has_come(on, Refused)
    if row.withdrawn_on:
        raise Refused(f"“{row.name}”已于{cn(row.withdrawn_on)}停止执行")
    return row


def _write(
    row: Bylaw, number: int, actor: Actor, on: date, in_force_on: date, text: str, document_number: str, reviewed_by: str,
    changes: str, *, last: BylawText | None = None,
) -> BylawText:  # fmt: skip
    if in_force_on < on:
        raise Refused(f"施行日期{cn(in_force_on)}早于公布日期{cn(on)}，不能溯及以前")
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if not text:
        raise Refused("请写正文")
    if len(text) > MOST_WORDS:
        raise Refused(f"正文超过{MOST_WORDS // 10_000}万字，请分成几份")
    if kinds := kinds_of_numbers(text):
        raise Refused(f"正文里疑似有{kinds}，请去掉以后再公布")
    if not reviewed_by.strip():
        raise Refused("请写明公开审查人：公开以前要审查（条例第十七条）")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if last is not None and digest == last.digest:
        raise Refused(f"内容与第{last.number}版相同，没有改动")
    made = BylawText(
        bylaw=row, number=number, document_number=document_number.strip() or None, issued_on=on, in_force_on=in_force_on,
        changes=changes or None, text=text, digest=digest, reviewed_by=reviewed_by.strip(), made_by=person_or_none(actor),
    )  # fmt: skip
    made.full_clean(exclude=["bylaw", "made_by"])
    made.save()
    return made


def _said(made: BylawText) -> dict[str, object]:
    return {
        "text": made.number, "in_force_on": made.in_force_on.isoformat(), "digest": made.digest,
        "document_number": made.document_number, "reviewed_by": made.reviewed_by,
    }  # fmt: skip
