# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the counts of the year's figures beside the register (ADR 0014).

Both writers hold the ledger's lock, under which every verb waits for the one before it until that one is committed: what is
read here is what stands, and no count is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction

from gongkai.applications.models import Application, CaseCount, Group
from gongkai.ledger.actions import hold
from gongkai.organs.prepared import Prepared

BATCH = 1000
# what an event can move of a case's group
COUNTED = (
    "received_on",
    "closed_on",
    "due_on",
    "outcome",
    "on_time",
)
_ASKED = ("version", "organ", "applicant__kind", *COUNTED)
_HELD = Prepared(lambda pk: Application.objects.select_related("applicant").only(*_ASKED).filter(pk=pk))


def follow(case: Application) -> None:
    """Count a case where its events now put it, and no more where its row still stands. Before the row is written.

    A case not received yet, or taken back before it was, is in no figure (条例第三十一条).
    """
    (row,) = _HELD(case.pk)
    kind = row.applicant.kind
    was, now = _group(row, kind) if row.version else None, _group(case, kind)
    if was != now:
        _add([(group, n) for group, n in ((was, -1), (now, 1)) if group is not None])


def _group(case: Application, kind: str) -> Group | None:
    if case.received_on is None:
        return None
    return Group.of(
        case.organ_id, kind, case.received_on, case.closed_on, case.due_on, case.outcome, case.on_time
    )


# One statement for both groups, in words both databases have; its target is the constraint case_count_once.
_ADD = """INSERT INTO {table} AS kept (organ_id, kind, received_year, closed_year, due_year, outcome, late, n) VALUES {rows}
    ON CONFLICT (organ_id, kind, received_year, COALESCE(closed_year, 0), COALESCE(due_year, 0), COALESCE(outcome, ''), late)
    DO UPDATE SET n = kept.n + excluded.n"""


def _add(changes: list[tuple[Group, int]]) -> None:
    """Add to the count of each group, beginning it where there is none."""
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(changes))
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD.format(table=CaseCount._meta.db_table, rows=rows),
            [value for group, n in changes for value in (*group, n)],
        )


def counted(progress: Callable[[int], None] | None = None) -> Counter[Group]:
    """The register counted anew: a walk over every case."""
    rows = Application.objects.filter(received_on__isnull=False).order_by()
    found: Counter[Group] = Counter()
    for done, case in enumerate(rows.values_list("organ_id", "applicant__kind", *COUNTED).iterator(BATCH), 1):
        found[Group.of(*case)] += 1
        if progress and done % BATCH == 0:
            progress(done)
    return found


@transaction.atomic
def recount(progress: Callable[[int], None] | None = None) -> int:
    """Count the register anew and keep that; how many cases. For what was changed beside the verbs: a restored table, a bulk load."""
    hold()
    found = counted(progress)
    CaseCount.objects.all().delete()
    CaseCount.objects.bulk_create(
        (CaseCount(**group._asdict(), n=n) for group, n in found.items()), batch_size=BATCH
    )
    return found.total()
