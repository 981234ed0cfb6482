# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A question written once answers like the queryset it came from, whatever its arguments."""

from datetime import date, timedelta

import pytest

from gongkai.portal.press.prepared import Prepared, counting
from gongkai.publishing import queries
from gongkai.publishing.models import Document
from tests.factories import ColumnFactory, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)


@pytest.fixture
def rows(db):
    organ = OrganFactory(name="甲局")
    column = ColumnFactory(owner=organ)
    return [
        DocumentFactory(organ=organ, column=column, title=f"第{n}条", on=DAY + timedelta(days=n))
        for n in range(5)
    ]


def test_rows_models_and_counts_are_the_same_for_lists_of_any_length(rows, django_assert_num_queries):
    def models(day, ids):
        return queries.public(day).filter(pk__in=ids).order_by("-published_on")

    def values(day, slug):
        return (
            queries.public(day)
            .filter(organ__slug=slug)
            .order_by("pk")
            .values_list("pk", "published_on", "organ__name")[:3]
        )

    asked, lines, count = (
        Prepared(models),
        Prepared(values),
        Prepared(lambda day: counting(queries.public(day))),
    )
    ids = [r.pk for r in rows]
    for chosen in (ids[:1], ids[:3], ids, ids[1:4], []):
        for day in (DAY, DAY + timedelta(days=2)):
            assert asked(day, chosen) == list(models(day, chosen))
    with django_assert_num_queries(1):
        assert {(r.organ.name, r.column.name) for r in asked(DAY, ids)} == {("甲局", rows[0].column.name)}
    for day in (DAY, DAY + timedelta(days=1), DAY - timedelta(days=9)):
        assert lines(day, rows[0].organ.slug) == list(values(day, rows[0].organ.slug))
        assert sum(count(day)) == queries.public(day).count()
    assert lines(DAY, "nobody") == []


def test_an_argument_that_would_be_lost_is_refused(rows):
    with pytest.raises(TypeError):
        Prepared(lambda words: Document.objects.filter(title__icontains=words))("条")
    with pytest.raises(TypeError):
        Prepared(lambda flag: Document.objects.filter(register__isnull=flag))(True)
