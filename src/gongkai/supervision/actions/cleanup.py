# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""清理: marks proposed in bulk for what has run out or was replaced, decided by a second person. Nothing is erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from gongkai.law.clock import cn
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import System, require
from gongkai.organs.queries import ids_with_roles
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Column, Document, Mark
from gongkai.supervision.actions.core import Refused, record
from gongkai.supervision.models import CleanUp, Detection

PROPOSING = (Role.EDITOR, Role.SUPERVISOR)
MOST = 500  # proposed at once
DECIDING = (Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR)


@transaction.atomic
def propose_mark(
    *, actor: Person, document: Document, on: date, what: str, basis: str, since: date | None = None,
    successor: Document | None = None, detection: Detection | None = None,
) -> CleanUp:  # fmt: skip
    """提出标注: how, from which day, on what basis."""
    row = Document.objects.select_for_update(of=("self",)).select_related("organ").get(pk=document.pk)
    require(actor, row.organ, *PROPOSING)
    if row.withdrawn_on is not None or row.published_on > on:
        raise Refused("没有公开或者已经撤下的信息不用标注")
    if row.mark is not None or row.repealed_on is not None:
        raise Refused(f"“{row.title}”已经标注")
    if what not in Mark.values:
        raise Refused("请选择怎样标注")
    if not basis.strip():
        raise Refused("请写明标注的依据")
    if since is not None and since > on:
        raise Refused("还没有到期的不用标注")
    if row.register and what in (Mark.EXPIRED, Mark.SUPERSEDED) and since is None:
        raise Refused("规范性文件要写明最后有效或者被废止的日期")
    if CleanUp.objects.filter(document=row, state=CleanUp.State.PROPOSED).exists():
        raise Refused(f"“{row.title}”已经提出，在等复核")
    made = CleanUp.objects.create(
        document=row, detection=detection, what=what, since=since, successor=successor, basis=basis.strip(),
        proposed_on=on, proposed_by=actor,
    )  # fmt: skip
    record(
        made.stream, actor, "cleanup.proposed", on,
        {"document": row.index_number, "what": str(what), "basis": made.basis},
    )  # fmt: skip
    return made


@transaction.atomic
def decide_mark(*, actor: Person, proposal: CleanUp, on: date, approve: bool, remark: str = "") -> CleanUp:
    """复核 by another person: what is approved is marked where it stands; what is refused says why."""
    row = (
        CleanUp.objects.select_for_update(of=("self",))
        .select_related("document__organ", "successor")
        .get(pk=proposal.pk)
    )
    require(actor, row.document.organ, *DECIDING)
    if row.state != CleanUp.State.PROPOSED:
        raise Refused(f"已于{cn(row.decided_on)}复核" if row.decided_on else "已经复核")
    if row.proposed_by_id == actor.pk:
        raise Refused("提出的人不能自己复核，请由另一人复核")
    if not approve and not remark.strip():
        raise Refused("不标注要写明理由")
    if approve:
        _apply(actor, row, on)
    row.state = CleanUp.State.APPROVED if approve else CleanUp.State.REFUSED
    row.decided_on, row.decided_by, row.remark = on, actor, remark.strip() or None
    row.save(update_fields=["state", "decided_on", "decided_by", "remark"])
    record(row.stream, actor, "cleanup.decided", on, {"approved": approve, "remark": row.remark})
    return row


def _apply(actor: Person, row: CleanUp, on: date) -> None:
    """A registered document by its term or its repeal, anything else by a mark."""
    document, by = row.document, System(str(actor), behalf=actor)
    try:
        if document.register and row.what == Mark.EXPIRED and row.since:
            publishing.set_term(actor=by, document=document, on=on, expires_on=row.since, basis=row.basis)
        elif document.register and row.what == Mark.SUPERSEDED and row.since:
            publishing.repeal(actor=by, document=document, on=row.since, basis=row.basis)
        else:
            publishing.mark(
                actor=by, document=document, on=on, what=row.what, basis=row.basis, successor=row.successor
            )
    except publishing.Refused as refusal:
        raise Refused(str(refusal)) from None


def propose_all(
    *, actor: Person, items: Iterable[tuple[Detection, str]], on: date
) -> tuple[list[CleanUp], list[str]]:
    """提出标注 for what the inspection saw, in bulk: what was proposed, and what stood against the rest."""
    made, refused = [], []
    for detection, basis in items:
        kind, _, pk = detection.ref.partition("/")
        document = Document.objects.filter(pk=pk).first() if kind == "document" else None
        if document is None:
            refused.append(f"“{detection.place}”不是公开的信息")
            continue
        what = Mark.SUPERSEDED if detection.rule == "superseded_unmarked" else Mark.EXPIRED
        said = detection.facts.get("到期日")
        other = (
            Document.objects.filter(pk=detection.facts.get("文件")).first()
            if what == Mark.SUPERSEDED
            else None
        )
        since = (
            date.fromisoformat(said)
            if said
            else (other.effective_from or other.published_on)
            if other
            else None
        )
        try:
            made.append(
                propose_mark(
                    actor=actor, document=document, on=on, what=what, since=since, detection=detection, basis=basis,
                    successor=other if other and document.register is None else None,
                )
            )  # fmt: skip
        except Refused as refusal:
            refused.append(str(refusal))
    return made, refused


@transaction.atomic
def propose_archive(*, actor: Person, column: Column, before: date, on: date, basis: str) -> list[CleanUp]:
    """成批提出归档: what a column holds from before a day, of the organs the person may propose for, at most MOST at once.

    It stays where it is and readable, marked as 历史信息 once a second person has agreed. Registered documents are left out:
    they stand until their term or repeal.
    """
    if before > on:
        raise Refused("归档的日期不能晚于今天")
    if not basis.strip():
        raise Refused("请写明标注的依据")
    rows = Document.objects.filter(
        column=column,
        published_on__lt=before,
        withdrawn_on__isnull=True,
        mark__isnull=True,
        register__isnull=True,
    ).exclude(clean_ups__state=CleanUp.State.PROPOSED)
    ids = ids_with_roles(actor, *PROPOSING)
    if ids is not None:
        rows = rows.filter(organ__in=ids)
    found = list(rows.order_by("published_on", "pk")[:MOST])
    if not found:
        raise Refused(f"“{column.name}”里没有{cn(before)}以前公开、可以归档的信息")
    return [propose_mark(actor=actor, document=d, on=on, what=Mark.ARCHIVED, basis=basis) for d in found]
