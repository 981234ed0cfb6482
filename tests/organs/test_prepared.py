# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A query compiled once gives what the QuerySet gives; what a page reads of permissions is what a verb would find."""

from datetime import date, timedelta

import pytest

from gongkai.applications import queries
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.prepared import Prepared, counting
from gongkai.organs.queries import every_organ, held, limiting_ids
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Document
from tests.factories import ApplicationFactory, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)


def test_it_gives_the_same_rows_for_every_value():
    organs = [OrganFactory(), OrganFactory()]
    mine = [person(o, Role.HANDLER) for o in organs]
    of = Prepared(lambda organ, word: Person.objects.select_related("organ").filter(organ=organ, name=word))
    for one in (*mine, *mine):
        (found,) = of(one.organ_id, one.name)
        assert (
            found == one
            and found.name == one.name
            and found.organ == one.organ
            and found.organ.name == one.organ.name
        )
    assert of(organs[0].pk, "查无此人") == []


def test_a_value_that_is_no_parameter_is_refused_when_it_is_compiled():
    with pytest.raises(TypeError, match="does not reach"):
        Prepared(lambda count: Organ.objects.filter(pk__gt=1)[:count])(3)


def test_what_a_page_reads_of_roles_is_what_a_verb_would_find():
    top = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    below, line, gone = (
        OrganFactory(parent=top),
        OrganFactory(parent=top, vertical_line=True),
        OrganFactory(parent=top),
    )
    gone.closed_on, gone.merged_into = "2024-01-01", below
    gone.save()
    office, clerk, left = person(top, *Role.values), person(below, Role.HANDLER), person(below, Role.HANDLER)
    left.is_active = False
    left.save()
    for who in (office, clerk, left):
        for organ in (top, below, line, gone):
            fresh = Person.objects.get(pk=who.pk)
            assert held(fresh, organ) == {role for role in Role if holds(who, organ, role)}, (who, organ)


def test_the_gate_of_one_case_is_the_gate_of_the_list():
    mine, other = ApplicationFactory(), ApplicationFactory()
    clerk = person(mine.organ, Role.HANDLER)
    assert queries.one_visible_to(clerk, mine.pk) == mine == queries.visible_to(clerk).get()
    assert queries.one_visible_to(clerk, other.pk) is None
    assert queries.one_visible_to(person(mine.organ), mine.pk) is None  # works there without a role


def test_who_sees_every_organ_is_asked_of_none_in_particular():
    top = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    below = OrganFactory(parent=top)
    office, clerk = person(top, Role.SUPERVISOR), person(below, Role.HANDLER)
    assert every_organ(office).keys() == {top.pk, below.pk}
    assert limiting_ids(office) is None and limiting_ids(clerk) == {below.pk}
    OrganFactory(vertical_line=True, parent=top)
    assert limiting_ids(Person.objects.get(pk=office.pk)) == {top.pk, below.pk}


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
        return publishing.public(day).filter(pk__in=ids).order_by("-published_on")

    def values(day, slug):
        return (
            publishing.public(day)
            .filter(organ__slug=slug)
            .order_by("pk")
            .values_list("pk", "published_on", "organ__name")[:3]
        )

    asked, lines, count = (
        Prepared(models),
        Prepared(values),
        Prepared(lambda day: counting(publishing.public(day))),
    )
    ids = [r.pk for r in rows]
    for chosen in (ids[:1], ids[:3], ids, ids[1:4], []):
        for day in (DAY, DAY + timedelta(days=2)):
            assert asked(day, chosen) == list(models(day, chosen))
    with django_assert_num_queries(1):
        assert {(r.organ.name, r.column.name) for r in asked(DAY, ids)} == {("甲局", rows[0].column.name)}
    for day in (DAY, DAY + timedelta(days=1), DAY - timedelta(days=9)):
        assert lines(day, rows[0].organ.slug) == list(values(day, rows[0].organ.slug))
        assert sum(count(day)) == publishing.public(day).count()
    assert lines(DAY, "nobody") == []


def test_an_argument_that_would_be_lost_is_refused(rows):
    with pytest.raises(TypeError):
        Prepared(lambda words: Document.objects.filter(title__icontains=words))("条")
    with pytest.raises(TypeError):
        Prepared(lambda flag: Document.objects.filter(register__isnull=flag))(True)
