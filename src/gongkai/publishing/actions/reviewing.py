# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""审核、保密审查、公开: what others do with an editor's text on its way to the public (条例第十七条).

Each step of a column's review is another person, none of them one who wrote or changed the text; the last one's passing publishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from gongkai.ledger.actions import StreamMoved
from gongkai.ledger.models import Event
from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import NotAllowed, acting_for, holds, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.beside import link_interpretation
from gongkai.publishing.actions.documents import AMENDABLE, Refused, put_out, put_version
from gongkai.publishing.actions.drafts import locked
from gongkai.publishing.models import DESCRIBING, Column, Document, Draft, Opinion
from gongkai.publishing.prechecks import Doubt, doubts
from gongkai.publishing.prechecks.copying import quality


@dataclass(frozen=True)
class Step:
    """One step of a review: its place from 1, its name, the role that does it."""

    position: int
    label: str
    role: Role


# 三审: the usual three, where a column does not say otherwise.
USUAL = (Step(1, "初审", Role.REVIEWER), Step(2, "复审", Role.REVIEWER), Step(3, "终审", Role.SIGNER))


class Stopped(Refused):
    """The draft has faults that stop it; doubts names each with its place."""

    def __init__(self, found: Sequence[Doubt]) -> None:
        super().__init__("；".join(f"{d.where}：{d.message}，{d.mend}" for d in found))
        self.doubts = tuple(found)


# Events by which a draft's words or files come from a person.
WRITING = ("draft.started", "draft.revised")


def wrote(person: Person, draft: Draft) -> bool:
    """Whether the person wrote or changed this draft: then they review nothing of it (条例第十七条)."""
    return draft.author_id == person.pk or bool(written_by(person, [draft]))


def written_by(person: Person, drafts: Iterable[Draft]) -> set[str]:
    """The streams of those of these drafts that the person wrote or changed, in one question."""
    streams = [d.stream for d in drafts]
    rows = Event.objects.filter(stream__in=streams, kind__in=WRITING, actor=person)
    return set(rows.order_by().values_list("stream", flat=True))


def steps_of(column: Column) -> tuple[Step, ...]:
    """The steps a draft of this column goes through."""
    own = tuple(Step(s.position, s.label, Role(s.role)) for s in column.review_steps.all())
    return own or USUAL


@transaction.atomic
def submit_draft(*, actor: Person, draft: Draft, on: date) -> Draft:
    """送审. Raises Stopped with every fault that must be mended first."""
    row = locked(draft)
    require(actor, row.organ, Role.EDITOR)
    if row.state not in (Draft.State.WRITING, Draft.State.RETURNED):
        raise Refused(f"这篇稿件{row.get_state_display()}，不能送审")
    if row.opinions.filter(version=row.version).exists():
        raise Refused("有人审过这一稿，退回、撤回以后还没有修改；请改好再送审")
    stops = [d for d in doubts(row, as_of=on) if d.blocks]
    if stops:
        raise Stopped(stops)
    row.state, row.step, row.changed_on = Draft.State.REVIEWING, 1, on
    row.save(update_fields=["state", "step", "changed_on"])
    record(row.stream, actor, "draft.submitted", on, {"version": row.version})
    return row


@transaction.atomic
def review_secrecy(*, actor: Person, draft: Draft, on: date, basis: str) -> Draft:
    """保密审查 of this version by someone other than its author (条例第十七条; 保守国家秘密法第三十五条)."""
    row = locked(draft)
    require(actor, row.organ, Role.REVIEWER, Role.SIGNER)
    if row.state != Draft.State.REVIEWING:
        raise Refused("送审以后才做保密审查")
    if wrote(actor, row):
        raise Refused("起草、修改过这篇稿件的人不能做它的保密审查（条例第十七条）")
    if not basis.strip():
        raise Refused("保密审查要写明结论和依据")
    row.secrecy_by, row.secrecy_on, row.secrecy_basis = actor, on, basis.strip()
    row.save(update_fields=["secrecy_by", "secrecy_on", "secrecy_basis"])
    record(row.stream, actor, "draft.secrecy_reviewed", on, {"version": row.version, "basis": basis.strip()})
    return row


@transaction.atomic
def accept_copying(*, actor: Person, draft: Draft, on: date, reason: str) -> Draft:
    """准许照抄: why this version of an interpretation may go on although it repeats its document; by another than its author."""
    row = locked(draft)
    require(actor, row.organ, Role.REVIEWER, Role.SIGNER)
    if row.state in (Draft.State.PUBLISHED, Draft.State.DROPPED):
        raise Refused(f"这篇稿件{row.get_state_display()}")
    if wrote(actor, row):
        raise Refused("起草、修改过这篇稿件的人不能准许它照抄原文")
    found = quality(row)
    if found is None or not found.stops:
        raise Refused("这篇稿件没有因为照抄原文被拦下")
    if not reason.strip():
        raise Refused("请写明照抄原文仍要公开的理由")
    row.copied_by, row.copied_reason = actor, reason.strip()
    row.save(update_fields=["copied_by", "copied_reason"])
    record(
        row.stream, actor, "draft.copying_accepted", on,
        {"version": row.version, "share": found.percent, "reason": reason.strip()},
    )  # fmt: skip
    return row


def _reviewer(actor: Person, row: Draft) -> Step:
    """The step the draft waits for, if this person may do it. Raises Refused or NotAllowed."""
    if row.state != Draft.State.REVIEWING:
        raise Refused(f"这篇稿件{row.get_state_display()}，不在审核中")
    step = steps_of(row.column)[row.step - 1]
    if not holds(actor, row.organ, step.role):
        raise NotAllowed(f"{step.label}需要{row.organ.short_name}的“{step.role.label}”岗位")
    if wrote(actor, row):
        raise Refused("起草、修改过这篇稿件的人不能审核它")
    if row.opinions.filter(version=row.version, person=actor).exists():
        raise Refused("三审应当由不同的人，您已经审过这一稿")
    return step


def _leaves_the_rest(actor: Person, row: Draft) -> None:
    """Whoever passes a step may pass no other: the only one who could sign does not take the second look. Raises Refused."""
    here, *after = steps_of(row.column)[row.step - 1 :]
    if not after:
        return
    used = set(row.opinions.filter(version=row.version).values_list("person", flat=True))
    used |= set(
        Event.objects.filter(stream=row.stream, kind__in=WRITING).order_by().values_list("actor", flat=True)
    )
    held: dict[str, set[int]] = {}
    rows = Appointment.objects.filter(organ__in=acting_for(row.organ), person__is_active=True).exclude(
        person__in=used - {None}
    )
    for role, pk in rows.values_list("role", "person"):
        held.setdefault(role, set()).add(pk)
    could = [held.get(step.role, set()) for step in (here, *after)]
    without = [who - {actor.pk} for who in could]
    if not _each_another(without[1:]) and _each_another([without[0], *could[1:]]):
        only = next((s for s, who in zip(after, without[1:], strict=True) if not who), after[-1])
        raise Refused(
            f"后面的{only.label}要留给您做：这一稿的{here.label}请由别的{here.role.label}岗位的人通过"
        )


def _each_another(choices: Sequence[set[int]]) -> bool:
    """Whether each of these can be a person of its own."""
    taken: dict[int, int] = {}

    def find(n: int, tried: set[int]) -> bool:
        for pk in choices[n] - tried:
            tried.add(pk)
            if pk not in taken or find(taken[pk], tried):
                taken[pk] = n
                return True
        return False

    return all(find(n, set()) for n in range(len(choices)))


@transaction.atomic
def pass_step(*, actor: Person, draft: Draft, on: date, expected_version: int | None = None) -> Draft:
    """通过 the step it waits for. The last step publishes, today or on the day that was set."""
    row = locked(draft)
    step = _reviewer(actor, row)
    if expected_version is not None and row.version != expected_version:
        raise StreamMoved(f"这篇稿件已改到第{row.version}稿，您看的是第{expected_version}稿")
    _leaves_the_rest(actor, row)
    last = row.step == len(steps_of(row.column))
    if last and row.explains is not None and row.policy_id is None:
        raise Refused(f"它解读的文件“{row.explains.title}”还没有公开，解读不能先公开")
    if last and row.secrecy_by_id is None:
        raise Refused("还没有做保密审查，不能公开（条例第十七条）")
    Opinion.objects.create(
        draft=row, version=row.version, step=row.step, label=step.label, person=actor, passed=True, on=on
    )
    record(
        row.stream, actor, "draft.passed", on, {"version": row.version, "step": row.step, "label": step.label}
    )
    if last:
        return _publish(actor, row, on)
    row.step += 1
    row.save(update_fields=["step"])
    return row


@transaction.atomic
def return_draft(*, actor: Person, draft: Draft, on: date, reason: str) -> Draft:
    """退回 with the reason; the author mends it and it is reviewed from the start."""
    row = locked(draft)
    step = _reviewer(actor, row)
    if not reason.strip():
        raise Refused("退回要写明原因")
    Opinion.objects.create(
        draft=row, version=row.version, step=row.step, label=step.label, person=actor, passed=False,
        reason=reason.strip(), on=on,
    )  # fmt: skip
    row.state, row.step, row.changed_on = Draft.State.RETURNED, 0, on
    row.save(update_fields=["state", "step", "changed_on"])
    record(
        row.stream,
        actor,
        "draft.returned",
        on,
        {"version": row.version, "label": step.label, "reason": reason.strip()},
    )
    return row


@transaction.atomic
def recall_draft(*, actor: Person, draft: Draft, on: date, reason: str) -> Draft:
    """撤回修改 what was sent for review: an editor found something, or nobody is left who may review this version."""
    row = locked(draft)
    require(actor, row.organ, Role.EDITOR)
    if row.state != Draft.State.REVIEWING:
        raise Refused(f"这篇稿件{row.get_state_display()}，不用撤回")
    if not reason.strip():
        raise Refused("撤回要写明原因")
    row.state, row.step, row.changed_on = Draft.State.WRITING, 0, on
    row.save(update_fields=["state", "step", "changed_on"])
    record(row.stream, actor, "draft.recalled", on, {"version": row.version, "reason": reason.strip()})
    return row


def _publish(actor: Person, row: Draft, on: date) -> Draft:
    stops = [d for d in doubts(row, as_of=on) if d.blocks]
    if stops:  # the record moved while it was under review: a number taken, a column closed
        raise Stopped(stops)
    if row.amends is not None:
        document = put_version(
            actor=actor,
            document=row.amends,
            on=on,
            title=row.title,
            body=row.body,
            note=row.note or "",
            files=row.files.all(), facts={name: getattr(row, name) for name in AMENDABLE},
        )  # fmt: skip
    else:
        document = _first_publication(actor, row, on)
    row.state, row.step, row.document, row.changed_on = Draft.State.PUBLISHED, 0, document, on
    row.save(update_fields=["state", "step", "document", "changed_on"])
    record(
        row.stream, actor, "draft.published", on, {"version": row.version, "document": document.index_number}
    )
    return row


def _first_publication(actor: Person, row: Draft, on: date) -> Document:
    if row.formed_on is None or row.summary is None:  # _publish has asked; the type needs it said
        raise Refused("没有成文日期或者内容概述")
    passed = row.opinions.filter(version=row.version, passed=True).select_related("person")
    names = "、".join(f"{o.label}{o.person.name}" for o in passed)
    day = max(on, row.publish_on or on)
    document = put_out(
        actor=actor, organ=row.organ, column=row.column, also_in=row.also_in.all(), title=row.title, body=row.body,
        summary=row.summary, formed_on=row.formed_on, on=day, recorded_on=on,
        reviewed_by=f"{names}；保密审查{row.secrecy_by.name if row.secrecy_by else ''}",
        index_number=_next_index(row.organ, on.year), number=row.number, tags=(), register=row.register,
        effective_from=row.effective_from, expires_on=row.expires_on, files=row.files.all(),
        clarifies=row.clarifies, described={name: getattr(row, name) for name in DESCRIBING},
    )  # fmt: skip
    if row.policy is not None and row.form is not None:
        link_interpretation(actor=actor, document=document, policy=row.policy, form=row.form, on=on)
    row.explained_by.update(
        policy=document
    )  # the drafts that explain it know from now on what they are linked to
    return document


def _next_index(organ: Organ, year: int) -> str:
    """{机关代字}/{年}-{五位序号}, the next in the organ's year."""
    # two organs may write the same letters: both wait
    alike = Organ.objects.select_for_update().order_by("pk")
    list(alike.filter(letter_code=organ.letter_code) if organ.letter_code else alike.filter(pk=organ.pk))
    prefix = f"{organ.letter_code or organ.slug.upper()}/{year}-"
    used = Document.objects.filter(**_beginning(prefix)).values_list("index_number", flat=True)
    last = max((int(n[len(prefix) :]) for n in used if n[len(prefix) :].isdigit()), default=0)
    return f"{prefix}{last + 1:05}"


def _beginning(prefix: str) -> dict[str, str]:
    """A filter for index numbers that begin so, one that each database answers from its index: SQLite's LIKE reads them all."""
    if connection.vendor == "sqlite":
        return {"index_number__gte": prefix, "index_number__lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)}
    return {"index_number__startswith": prefix}
