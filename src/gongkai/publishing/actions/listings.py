# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the lists of columns and their counts beside the documents (ADR 0015): the only code that writes them.

`follow` comes after the verb's event, so under the ledger's lock, under which every verb waits for the one before it until that one
is committed: what is read here is what stands, and no count is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from gongkai.ledger.actions import hold
from gongkai.publishing.listed import Lines, all_in_pieces, compared, groups
from gongkai.publishing.models import Document, DocumentCount, Group, Interpretation, Listing

ROWS = 200  # counts a statement

# In words both databases have.
_ADD = """INSERT INTO {table} AS kept (facet, scope, value, n) VALUES {rows}
    ON CONFLICT (facet, scope, value) DO UPDATE SET n = kept.n + excluded.n"""


def follow(ids: Collection[int]) -> None:
    """List these documents where their facts and placements now put them, and count them so."""
    moved: Counter[Group] = Counter()
    fresh: list[Listing] = []
    for facts, kept, lines in compared(ids):
        if kept != lines:
            fresh += _changed(facts.pk, kept, lines)
            moved.update(groups(facts, lines))
            moved.subtract(groups(facts, kept))
    Listing.objects.bulk_create(fresh, batch_size=ROWS)
    _add(sorted((group, n) for group, n in moved.items() if n))


def _changed(document: int, kept: Lines, lines: Lines) -> list[Listing]:
    """Takes away the lines that are others now; what is to be there instead."""
    stale = [column for column, line in kept.items() if lines.get(column) != line]
    if stale:
        Listing.objects.filter(document=document, column__in=stale).delete()
    return [
        Listing(column_id=column, document_id=document, published_on=line.published_on, ends_on=line.ends_on)
        for column, line in lines.items() if kept.get(column) != line
    ]  # fmt: skip


def _add(changes: list[tuple[Group, int]]) -> None:
    """Add to the count of each group, beginning it where there is none."""
    table = DocumentCount._meta.db_table
    for first in range(0, len(changes), ROWS):
        part = changes[first : first + ROWS]
        with connection.cursor() as cursor:
            cursor.execute(
                _ADD.format(table=table, rows=", ".join(["(%s, %s, %s, %s)"] * len(part))),
                [value for group, n in part for value in (*group, n)],
            )


@transaction.atomic
def relist(progress: Callable[[int], None] | None = None) -> int:
    """Make every list and count anew; how many documents. For what was changed beside the verbs: a restored table, a bulk load."""
    hold()
    Listing.objects.all().delete()
    DocumentCount.objects.all().delete()
    done = 0
    for ids in all_in_pieces():
        follow(ids)
        done += len(ids)
        if progress:
            progress(done)
    own = Document.objects.filter(pk=OuterRef("document")).values("published_on")
    Interpretation.objects.exclude(published_on=F("document__published_on")).update(
        published_on=Subquery(own)
    )
    return done
