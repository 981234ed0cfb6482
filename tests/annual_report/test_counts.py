# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The counts kept beside the register: table 3 from them is what its cells open to, and a wrong count is found and mended."""

from datetime import date
from itertools import product

import pytest

from gongkai.annual_report import opening, report, tables
from gongkai.annual_report.figures import FIGURES
from gongkai.annual_report.opening import Mark
from gongkai.annual_report.scope import Scope
from gongkai.applications import actions, queries
from gongkai.applications.models import Applicant, Application, CaseCount
from gongkai.law.receipt import Channel
from gongkai.law.table3 import COLUMNS, HANDLED, LEAF_COLUMNS, ROW_IDS
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, reply

pytestmark = pytest.mark.django_db
# The days on which a case changes its row of table 3, and one within.
TURNS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 3), date(2024, 12, 31), date(2025, 1, 1)]
FACTS = ("organ_id", "kind", "received_year", "closed_year", "outcome", "late", "n")


def held():
    return set(CaseCount.objects.exclude(n=0).values_list(*FACTS))


def every_kind_of_case(organ):
    """One row for each order of days around two turns of the year, in time or late, open or closed; rows only, no history."""
    kinds, outcomes = LEAF_COLUMNS, ("R3.1", "R3.3.5", "R3.6.3")
    people = Applicant.objects.bulk_create(
        [Applicant(kind=kind, name_sealed=b"-", identity_key="", name_key="") for kind in kinds]
    )
    days = [d for d in product(TURNS, [None, *TURNS], [None, *TURNS]) if all(d[0] <= x for x in d[1:] if x)]
    rows = []
    for n, ((received, closed, due), late) in enumerate(product(days, (False, True))):
        open_ = {"state": "running", "act_on": received, "act_kind": "reply", "why": "示例"}
        ended = {"state": "closed", "outcome": outcomes[n % 3], "closed_on": closed, "on_time": not late}
        rows.append(
            Application(
                organ=organ, number=f"N{organ.pk}-{n}", applicant=people[n % len(people)], channel="counter", title="示例", topic="示例", description="",
                form="", submitted_on=received, received_on=received, version=1, due_on=due, **(ended if closed else open_),
            )
        )  # fmt: skip
    return Application.objects.bulk_create(rows)


def test_every_cell_and_figure_from_the_counts_is_the_number_of_records_it_opens_to():
    organ, elsewhere = OrganFactory(), OrganFactory()
    rows = every_kind_of_case(organ)
    ApplicationFactory(organ=elsewhere)
    assert actions.recount() == len(rows) + 1
    assert CaseCount.objects.count() < len(rows)
    for year in (2022, 2023, 2024, 2025, 2026):
        scope = Scope(organ, year)
        table, opened = tables.table3(scope), tables.cases_by_cell(scope)
        leaves = {
            f"T3.{r}.{c}": n for (r, c), n in table.cells.items() if c != "total" and r != HANDLED and n
        }
        assert leaves == {key: len(pks) for key, pks in opened.items()}
        for f in FIGURES:
            if f.kept or f.groups:
                assert f.value(scope) == f.rows(scope).count(), (f.key, year)
        brought = tables.table3_by_organ(scope)
        for key in (f"T3.{r}.{c}" for r in ROW_IDS for c in COLUMNS):
            assert report.composition(report.find(key), scope) == tuple(brought.get(key, {}).items()), key
    assert tables.table3(Scope(organ, 2024)).cells["R1", "total"] == sum(
        r.received_on.year == 2024 for r in rows
    )


def test_a_cell_opens_page_by_page_in_both_directions_to_every_case_once():
    county = OrganFactory()
    organs = [county, *(OrganFactory(parent=county) for _ in range(2))]
    for organ in organs:
        every_kind_of_case(organ)
    actions.recount()
    scope, small = Scope(county, 2024), opening.SMALL
    try:
        for opening.SMALL in (2, small):  # organs one by one, and together
            for key in ("T3.R3.7.total", "T3.R4.np"):
                f = report.find(key)
                pages = [opening.open_cases(f, scope, size=60)]
                while pages[-1].later:
                    pages.append(opening.open_cases(f, scope, after=Mark.read(str(pages[-1].later)), size=60))
                met = [row.pk for page in pages for row in page.rows]
                assert sorted(met) == sorted(f.rows(scope).values_list("pk", flat=True)), key
                assert {page.total for page in pages} == {len(met)} == {f.value(scope)}
                back = [pages[-1]]
                while back[-1].earlier:
                    back.append(opening.open_cases(f, scope, before=back[-1].earlier, size=60))
                assert [p.rows for p in reversed(back)] == [p.rows for p in pages]
    finally:
        opening.SMALL = small
    assert [
        Mark.read(x) for x in ("", "1.2024-13-01.3", "a.b.c", "1.2024-01-01", "9" * 40 + ".2024-01-01.1")
    ] == [None] * 5


def test_a_case_moves_from_group_to_group_with_its_verbs():
    organ = OrganFactory()
    case = ApplicationFactory(
        organ=organ, channel=Channel.ONLINE, submitted_on=date(2024, 12, 30)
    )  # not received until confirmed
    assert held() == set()
    actions.confirm(actor=SYSTEM, application=case, on=date(2024, 12, 31))
    assert held() == {(organ.pk, "np", 2024, None, None, False, 1)}
    reply(case, on=date(2025, 3, 3))
    assert held() == {(organ.pk, "np", 2024, 2025, "R3.1", True, 1)}
    facts = {"actor": SYSTEM, "application": case, "on": date(2025, 3, 4), "reason": "登记错了"}
    actions.correct_outcome(**facts, outcome_id="R3.2")
    assert held() == {(organ.pk, "np", 2024, 2025, "R3.2", True, 1)}
    early = ApplicationFactory(organ=organ, channel=Channel.ONLINE, submitted_on=date(2025, 3, 4))
    actions.withdraw(actor=SYSTEM, application=early, on=date(2025, 3, 5))  # 收到以前撤回，不计
    assert {n for *_, n in held()} == {1} and list(queries.check_counts()) == []


def test_a_count_changed_by_hand_is_named_keeps_no_verb_back_and_is_counted_anew():
    organ = OrganFactory(short_name="示例局")
    case, _ = ApplicationFactory(organ=organ), ApplicationFactory(organ=organ)
    CaseCount.objects.update(n=5)
    assert list(queries.check_projections()) == [
        "件数：示例局2024年收到、自然人申请、没有办结，存的是5件，登记簿里是2件；用 gongkai report recount 重新计数"
    ]
    CaseCount.objects.all().delete()
    reply(case)
    wrong = list(queries.check_counts())
    assert len(wrong) == 1 and "存的是-1件，登记簿里是1件" in wrong[0]
    assert actions.recount() == 2 and list(queries.check_projections()) == []
    assert {(outcome, n) for *_, outcome, _, n in held()} == {("R3.1", 1), (None, 1)}
