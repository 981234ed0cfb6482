# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The example's catalogue rows go in by the import, and none of them asks for longer than the law."""

import pytest

from gongkai.cli.demo import catalogue
from gongkai.law.catalogue import RowUnit
from gongkai.publishing.models import CatalogueItem, Column
from gongkai.supervision import rules
from tests.factories import ColumnFactory, OrganFactory

pytestmark = pytest.mark.django_db


def test_three_fields_have_their_rows_and_the_inspection_no_longer_misses_them():
    organ = OrganFactory(slug="xian", kind="government")
    fields = [
        ColumnFactory(owner=organ, slug=f"ly{n}", kind=Column.Kind.FIELD, name=f"领域{n}")
        for n in (20, 21, 22, 24)
    ]
    for slug in catalogue.ROWS:
        parent = next(f for f in fields if slug.startswith(f.slug))
        ColumnFactory(owner=organ, slug=slug, kind=Column.Kind.SUBCOLUMN, parent=parent)
    catalogue.build()
    items = CatalogueItem.objects.all()
    assert (len(items), sum(not i.everyone for i in items), sum(not i.proactive for i in items)) == (12, 2, 1)
    assert {(i.rule.unit, i.rule.n <= 20) for i in items} == {(RowUnit.WORKING_DAY, True)}
    missed = rules.rule("coverage_fields").find(rules.Look(catalogue.ON, {}))
    assert {f.key for f in missed if f.key.startswith("column/")} == {f"column/{fields[2].pk}"}
