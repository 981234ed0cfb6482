# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The kept lists of columns and their counts are what the documents say, and are proved to be (ADR 0015)."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F

from gongkai.organs.models import Role
from gongkai.portal.press.lists import column_series, organs_counted, organs_of, years_counted, years_of
from gongkai.publishing import actions
from gongkai.publishing.listed import check_listings, coming, count_of_organ, counted, counts_by_column
from gongkai.publishing.models import Column, Document, DocumentCount, Interpretation, Listing
from gongkai.publishing.queries import in_column, public
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=9)


@pytest.fixture
def history():
    """Two organs and columns of every kind, with what came, moved, ended, was taken away and is still to come."""
    organ, other = OrganFactory(), OrganFactory()
    column, topic = ColumnFactory(owner=organ), ColumnFactory(owner=organ, kind=Column.Kind.TOPIC)
    field = ColumnFactory(owner=organ, kind=Column.Kind.FIELD)
    subs = [ColumnFactory(owner=organ, kind=Column.Kind.SUBCOLUMN, parent=field) for _ in range(2)]
    rows = [
        DocumentFactory(organ=(organ, other)[n % 2], column=column, formed_on=date(2022, 12, 30), on=DAY - timedelta(days=n * 200 % 500))
        for n in range(7)
    ]  # fmt: skip
    DocumentFactory(organ=organ, column=subs[0], also_in=[subs[1], topic])  # once in its field
    actions.place(actor=SYSTEM, document=rows[0], column=subs[1], on=DAY)
    actions.place(actor=SYSTEM, document=rows[1], column=topic, on=DAY)
    actions.unplace(actor=SYSTEM, document=rows[1], column=topic, on=DAY, reason="示例")
    actions.withdraw(actor=SYSTEM, document=rows[2], on=DAY, reason="示例")
    papers = [
        DocumentFactory(organ=organ, column=column, register="normative", number=f"测〔2024〕{n}号", effective_from=DAY, expires_on=DAY if n == 1 else None)
        for n in range(4)
    ]  # fmt: skip
    actions.repeal(actor=SYSTEM, document=papers[2], on=DAY + timedelta(days=2), basis="示例")
    actions.set_term(actor=SYSTEM, document=papers[3], on=DAY, expires_on=LATER, basis="示例")
    actions.interpret(actor=SYSTEM, document=rows[3], policy=papers[0], form="qa", on=DAY)
    # Signed for a later day, and moved to one that is later still.
    signer = person(organ, Role.SIGNER)
    Document.objects.filter(pk=rows[4].pk).update(published_on=LATER)
    actions.reschedule(
        actor=signer, document=rows[4], on=DAY, publish_on=LATER + timedelta(days=3), reason="示例"
    )
    return organ, [column, topic, field, *subs]


@pytest.mark.parametrize(
    "day",
    [
        DAY,
        DAY + timedelta(days=1),
        DAY + timedelta(days=2),
        LATER + timedelta(days=1),
        LATER + timedelta(days=3),
    ],
)
def test_lists_and_counts_say_what_the_documents_say_on_any_day(history, day):
    organ, columns = history
    hidden = coming(day)
    assert count_of_organ(organ.pk, hidden) == public(day).filter(organ=organ).count()
    shown = counts_by_column(coming(day))
    for column in columns:
        rows, counts = in_column(column, as_of=day), counted(column.pk, day, hidden)
        assert shown[column.pk] == counts.all == rows.count()
        assert years_counted(counts) == list(years_of(rows, bool(counts.registered)))
        assert organs_counted(counts) == list(organs_of(rows))
        for series in column_series(column, day):
            ordered = list(series.rows.order_by("published_on", "pk"))
            assert series.total() == len(ordered)
            keys = [document.pk for document in ordered]
            assert [row.pk for row in series.slice(0, len(ordered), len(ordered))] == keys
            # read from the other end
            assert [row.pk for row in series.slice(1, len(ordered), len(ordered))] == keys[1:]
            for place, document in enumerate(ordered, 1):
                assert (
                    series.kind.newer(document.published_on, document.pk, *series.given)
                    == len(ordered) - place
                )


def _drift_count():
    DocumentCount.objects.filter(facet="organ").update(n=F("n") + 1)


def _drift_line():
    Listing.objects.filter(pk=Listing.objects.earliest("pk").pk).update(published_on=date(2020, 1, 1))


def _drift_interpretation():
    Interpretation.objects.update(published_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    "drift",
    [
        _drift_count,
        _drift_line,
        _drift_interpretation,
        DocumentCount.objects.all().delete,
        Listing.objects.all().delete,
    ],
)
def test_a_count_or_line_that_drifted_is_named_and_made_anew(history, drift):
    assert list(check_listings()) == []
    drift()
    found = list(check_listings())
    assert found and all("press recount" in line for line in found)
    assert actions.relist() == Document.objects.count()
    assert list(check_listings()) == []


def test_an_older_instance_is_listed_and_counted_by_its_migration(history):
    Listing.objects.all().delete()
    DocumentCount.objects.all().delete()
    import_module("gongkai.publishing.migrations.0016_listings_filled").fill(apps, None)
    assert list(check_listings()) == []
