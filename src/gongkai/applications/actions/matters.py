# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on 公众来件: raise, answer, look at who it is (条例第四十一条、第四十四条第二款、第四十七条第二款、第五十一条)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.applications.actions.core import Refused, must_have_come
from gongkai.applications.actions.intake import ApplicantFacts, content_key
from gongkai.applications.actions.online import APPLICANT, Filed, filed_before, submission_key
from gongkai.applications.codes import code_digest, code_for
from gongkai.applications.models import RESULTS_OF, Application, Matter, QueryCode
from gongkai.applications.sealing import keyed_digest, seal, unseal
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record

LETTERS = {Matter.Kind.CORRECTION: "GZ", Matter.Kind.SUGGESTION: "JY", Matter.Kind.COMPLAINT: "TS"}
# Who answers: a complaint is looked into by the supervising office, not by the organ complained about.
ROLES = {
    Matter.Kind.CORRECTION: (Role.INTAKE, Role.HANDLER),
    Matter.Kind.SUGGESTION: (Role.INTAKE, Role.HANDLER),
    Matter.Kind.COMPLAINT: (Role.SUPERVISOR,),
}


def handling_organ(kind: Matter.Kind, about: Organ) -> Organ:
    """A complaint goes to the organ above (条例第五十一条), everything else to the organ itself."""
    return about.parent or about if kind == Matter.Kind.COMPLAINT else about


def raise_matter(
    *,
    kind: Matter.Kind,
    about: Organ,
    title: str,
    text: str,
    on: date,
    nonce: str,
    person: ApplicantFacts | None = None,
    application: Application | None = None,
    actor: Actor = APPLICANT,
) -> Filed:
    """登记来件 under a number of its own. A correction needs to know who asks; the other two may stay unnamed."""
    if before := filed_before(nonce):
        return before
    if kind == Matter.Kind.CORRECTION and (person is None or not person.identity):
        raise Refused("申请更正本人信息要写明姓名和证件号码（条例第四十一条）")
    if not text.strip():
        raise ValidationError({"text": "请写明内容"})
    must_have_come(on)
    try:
        with transaction.atomic():
            return _write(kind, about, title, text, on, nonce, person, application, actor)
    except IntegrityError:
        if before := filed_before(nonce):
            return before
        raise


def _write(
    kind: Matter.Kind,
    about: Organ,
    title: str,
    text: str,
    on: date,
    nonce: str,
    person: ApplicantFacts | None,
    application: Application | None,
    actor: Actor,
) -> Filed:
    organ = handling_organ(kind, about)
    matter = Matter(
        kind=kind.value,
        number=_next_number(organ, kind, on.year),
        organ=organ,
        about=about,
        application=application,
        title=title,
        text_sealed=seal(text),
        name_sealed=seal(person.name) if person else None,
        identity_sealed=seal(person.identity) if person and person.identity else None,
        contact_sealed=seal(person.contact) if person and person.contact else None,
        content_key=content_key(title, text),
        submitted_on=on,
    )
    matter.clean_fields(exclude=["answered_on", "result", "answer_sealed", "organ", "about", "application"])
    matter.save()
    QueryCode.objects.create(
        matter=matter, digest=code_digest(code_for(nonce)), submission=submission_key(nonce)
    )
    record(
        matter.stream, actor, "matter.registered", on,
        {"number": matter.number, "kind": kind.value, "organ": organ.slug, "about": about.slug,
         "application": application.number if application else None, "content_key": matter.content_key},
    )  # fmt: skip
    return Filed(matter, code_for(nonce))


def _next_number(organ: Organ, kind: Matter.Kind, year: int) -> str:
    """{机关代字}-GZ|JY|TS-{年}-{四位序号}."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    prefix = f"{organ.letter_code or organ.slug.upper()}-{LETTERS[kind]}-{year}-"
    used = Matter.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(n[len(prefix) :]) for n in used if n[len(prefix) :].isdigit()), default=0)
    return f"{prefix}{last + 1:04}"


def _lock(matter: Matter) -> Matter:
    return Matter.objects.select_for_update(of=("self",)).select_related("organ", "about").get(pk=matter.pk)


@transaction.atomic
def answer_matter(*, actor: Actor, matter: Matter, on: date, result: Matter.Result, answer: str) -> Matter:
    """答复来件 with one of the results of its kind, in words the person who brought it will read."""
    row = _lock(matter)
    kind = Matter.Kind(row.kind)
    require(actor, row.organ, *ROLES[kind])
    must_have_come(on)
    if row.answered_on is not None:
        raise Refused(f"这件来件已于{cn(row.answered_on)}答复")
    if on < row.submitted_on:
        raise Refused(f"答复日期{cn(on)}早于提交日期{cn(row.submitted_on)}")
    if result not in RESULTS_OF[kind]:
        raise Refused(f"“{Matter.Result(result).label}”不是{kind.label}的处理结果")
    if not answer.strip():
        raise Refused("请写明答复的内容")
    row.answered_on, row.result, row.answer_sealed = on, Matter.Result(result).value, seal(answer)
    row.save(update_fields=["answered_on", "result", "answer_sealed"])
    digest = keyed_digest("matter-answer", answer)
    record(row.stream, actor, "matter.answered", on, {"result": row.result, "digest": digest})
    return row


@transaction.atomic
def reveal_person(*, actor: Actor, matter: Matter, on: date, purpose: str) -> dict[str, str]:
    """查看来件人信息, with a purpose and a trace (个人信息保护法第五十四条)."""
    row = _lock(matter)
    require(actor, row.organ, *ROLES[Matter.Kind(row.kind)])
    if not purpose.strip():
        raise Refused("查看来件人信息要写明用途")
    record(row.stream, actor, "matter.person_viewed", on, {"purpose": purpose})
    sealed = {"name": row.name_sealed, "identity": row.identity_sealed, "contact": row.contact_sealed}
    return {k: unseal(v) if v is not None else "" for k, v in sealed.items()}
