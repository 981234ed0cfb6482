# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理单: every open case by the day of its next step, in working days, with why; right on whatever day it is read."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.applications import actions, queries
from gongkai.applications.models import NO_DAY, Application, Due
from gongkai.applications.queries import Wanted, standing, work_list
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Role
from gongkai.organs.workdays import workdays
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
D = date(2024, 6, 20)


@pytest.fixture
def organ():
    return OrganFactory(slug="xian")


def lines(as_of=D, **wanted):
    return work_list(SYSTEM, as_of=as_of, wanted=Wanted(**wanted)).lines


def only(as_of=D):
    (line,) = lines(as_of)
    return line


def check():
    assert list(queries.check_projections()) == []


def test_cases_stand_by_the_day_of_their_next_step(organ):
    late = ApplicationFactory(organ=organ, submitted_on=date(2024, 5, 6))
    new = ApplicationFactory(organ=organ, submitted_on=D)
    waits = ApplicationFactory(organ=organ, submitted_on=D, channel=Channel.ONLINE)
    reply(ApplicationFactory(organ=organ))
    assert [x.pk for x in lines()] == [late.pk, waits.pk, new.pk]
    assert [x.step for x in lines()] == ["待交办", "待与申请人确认", "待交办"]
    check()


def test_a_line_says_how_many_working_days_are_left_and_why(organ):
    case = ApplicationFactory(organ=organ)
    actions.consult(actor=SYSTEM, application=case, on=date(2024, 6, 12), id="a", to="third_party")
    case.refresh_from_db()
    actions.close_consultation(actor=SYSTEM, application=case, on=date(2024, 6, 25), id="a", answer="agreed")
    line = only(date(2024, 6, 28))
    assert (line.due, line.remaining) == (date(2024, 7, 15), 11)
    assert line.why == "20个工作日，征求意见不计9日"
    case.refresh_from_db()
    actions.extend(actor=SYSTEM, application=case, on=date(2024, 6, 28), working_days=5, reason="档案较多")
    assert only(date(2024, 6, 28)).why == "20个工作日，延期5个工作日，征求意见不计9日"
    check()


def test_what_time_alone_brings_about_needs_no_job_and_no_writing(organ):
    ApplicationFactory(organ=organ)  # due 2024-07-02
    stored = Application.objects.values_list("act_on", "version").get()
    days = [date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 3), date(2024, 7, 8)]
    assert [(only(d).remaining, only(d).late) for d in days] == [
        (1, False),
        (0, False),
        (-1, True),
        (-4, True),
    ]
    assert [len(lines(d, due="late")) for d in days] == [0, 0, 1, 1]
    assert [standing(SYSTEM, as_of=d).today for d in days] == [0, 1, 0, 0]
    assert Application.objects.values_list("act_on", "version").get() == stored


def test_a_supplement_that_never_comes_lapses_by_its_own_date(organ):
    case = ApplicationFactory(organ=organ)
    until = date(2024, 6, 28)
    actions.request_supplement(
        actor=SYSTEM, application=case, on=date(2024, 6, 11), respond_by=until, what="哪年"
    )
    assert (only().step, only().why, only().act_on) == ("等待补正", "等补正后重新起算", until)
    passed = only(date(2024, 7, 1))
    assert passed.lapsed
    assert (passed.step, passed.next_verb) == ("待决定是否不再处理", "决定")
    assert not passed.late
    assert [x.pk for x in lines(date(2024, 7, 1), due="lapsed")] == [case.pk]
    check()


def test_an_application_not_confirmed_within_a_working_day_is_said_so(organ):
    ApplicationFactory(organ=organ, channel=Channel.ONLINE, submitted_on=date(2024, 6, 18))
    assert not only(date(2024, 6, 19)).unconfirmed_late
    assert only(date(2024, 6, 20)).unconfirmed_late
    assert "没有确认" in only(date(2024, 6, 20)).why


def test_a_letter_waits_for_confirmation_from_the_day_it_arrived(organ):
    case = ApplicationFactory(
        organ=organ,
        channel=Channel.POST_UNSIGNED,
        submitted_on=date(2024, 6, 11),
        arrived_on=date(2024, 6, 18),
    )
    assert only().act_on == date(2024, 6, 19)
    actions.confirm(actor=SYSTEM, application=case, on=date(2024, 6, 19))
    assert only().act_on == date(2024, 7, 17)
    check()


@pytest.mark.law("条例第三十三条")
def test_while_another_organ_is_asked_the_limit_recedes_and_is_never_stored(organ):
    case = ApplicationFactory(organ=organ)
    actions.consult(actor=SYSTEM, application=case, on=date(2024, 6, 12), id="a", to="organ")
    assert Application.objects.get().act_on == NO_DAY
    for day in (date(2024, 6, 20), date(2024, 7, 2), date(2024, 8, 1)):
        clock = queries.case_clock(case, as_of=day)
        assert (only(day).due, only(day).remaining) == (clock.due, clock.remaining_working_days)
        assert not only(day).late
    assert "期限顺延" in only().why
    assert only().next_verb == "交办"
    assert [x.pk for x in lines(due="undated")] == [case.pk]
    case.refresh_from_db()
    actions.close_consultation(actor=SYSTEM, application=case, on=date(2024, 6, 20), id="a", answer="agreed")
    assert only().act_kind == Due.REPLY
    check()


def test_asking_another_organ_after_the_limit_does_not_hide_that_it_passed(organ):
    case = ApplicationFactory(organ=organ)
    actions.consult(actor=SYSTEM, application=case, on=date(2024, 7, 8), id="a", to="organ")
    assert (only(date(2024, 7, 9)).late, only(date(2024, 7, 9)).due) == (True, date(2024, 7, 2))


def test_every_day_agrees_with_the_clock_of_the_law(organ):
    """The line read on any day says what the whole clock says on that day."""
    one = ApplicationFactory(organ=organ, submitted_on=date(2024, 9, 2))
    actions.consult(actor=SYSTEM, application=one, on=date(2024, 9, 10), id="a", to="co_maker")
    two = ApplicationFactory(organ=organ, submitted_on=date(2024, 9, 3))
    actions.consult(actor=SYSTEM, application=two, on=date(2024, 9, 12), id="a", to="organ")
    two.refresh_from_db()
    actions.extend(actor=SYSTEM, application=two, on=date(2024, 9, 13), working_days=7, reason="档案较多")
    cases = list(Application.objects.all())
    for n in range(0, 90, 6):
        day = date(2024, 9, 13) + timedelta(days=n)
        found = {x.pk: (x.due, x.late, x.remaining) for x in lines(day)}
        clocks = queries.clocks(cases, as_of=day)
        assert found == {pk: (c.due, c.overdue, c.remaining_working_days) for pk, c in clocks.items()}


def test_filters_narrow_by_state_organ_owner_due_source_and_kind(organ):
    owner = person(organ, Role.HANDLER)
    mine = ApplicationFactory(organ=organ, channel=Channel.FAX, confirmed_on=date(2024, 6, 4))
    actions.assign(actor=SYSTEM, application=mine, on=date(2024, 6, 4), handler=owner)
    other = ApplicationFactory(
        applicant=actions.ApplicantFacts(ApplicantKind.COMPANY, "示例公司"), channel=Channel.ONLINE
    )
    assert [x.pk for x in lines(owner=owner.pk)] == [mine.pk]
    assert [x.pk for x in lines(unowned=True)] == [other.pk]
    assert [x.pk for x in lines(channel="fax")] == [mine.pk]
    assert [x.pk for x in lines(kind=ApplicantKind.COMPANY.value)] == [other.pk]
    assert [x.pk for x in lines(state="unconfirmed")] == [other.pk]
    assert [x.pk for x in lines(organs=(organ.pk,))] == [mine.pk]
    assert [x.pk for x in lines(date(2024, 7, 4), due="soon")] == []
    assert [x.pk for x in lines(date(2024, 7, 1), due="soon")] == [mine.pk]
    assert next(x for x in lines() if x.pk == mine.pk).handler == owner.name


def test_pages_go_on_after_the_last_line_seen_and_back(organ):
    for n in range(7):
        ApplicationFactory(organ=organ, submitted_on=date(2024, 6, 3 + n // 3))
    seen, after = [], None
    while True:
        page = work_list(SYSTEM, as_of=D, after=after, size=3)
        seen.append([x.pk for x in page.lines])
        after = (page.lines[-1].act_on, page.lines[-1].pk)
        if not page.later:
            break
    assert [len(p) for p in seen] == [3, 3, 1]
    assert sorted(pk for found in seen for pk in found) == sorted(
        Application.objects.values_list("pk", flat=True)
    )
    first_of_last = Application.objects.get(pk=seen[2][0])
    back = work_list(SYSTEM, as_of=D, before=(first_of_last.act_on, first_of_last.pk), size=3)
    assert [x.pk for x in back.lines] == seen[1]
    assert back.earlier
    with CaptureQueriesContext(connection) as asked:
        work_list(SYSTEM, as_of=D, after=after, size=3)
    assert "OFFSET" not in asked[0]["sql"]


def test_another_organs_cases_are_in_no_line_and_no_number(organ):
    ApplicationFactory()
    staff = person(organ, Role.HANDLER)
    assert work_list(staff, as_of=D).lines == ()
    assert standing(staff, as_of=D).total == 0
    assert queries.due_by_day(staff, start=date(2024, 7, 2), days=1) == [(date(2024, 7, 2), 0)]


def test_the_numbers_of_the_desk_are_one_query(organ):
    ApplicationFactory(organ=organ, submitted_on=date(2024, 5, 6))
    ApplicationFactory(organ=organ, channel=Channel.ONLINE)
    with CaptureQueriesContext(connection) as asked:
        found = standing(SYSTEM, as_of=D)
    assert (found.total, found.late, found.unowned, found.unconfirmed) == (2, 1, 2, 1)
    assert len(asked) == 1


def test_the_check_finds_a_line_that_does_not_follow_from_the_ledger(organ):
    case = ApplicationFactory(organ=organ)
    Application.objects.filter(pk=case.pk).update(act_on=date(2024, 12, 31))
    assert any("act_on" in said for said in queries.check_projections())


def test_the_database_refuses_an_open_case_without_a_line(organ):
    case = ApplicationFactory(organ=organ)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(act_on=None)


def test_the_migration_fills_lines_and_names_from_what_is_there(organ):
    from importlib import import_module

    from django.apps import apps

    case = ApplicationFactory(organ=organ)
    before = Application.objects.values("act_on", "act_kind", "why", "consulting").get()
    key = case.applicant.name_key
    Application.objects.update(act_on=date(2020, 1, 1), why="旧的")
    type(case.applicant).objects.update(name_key="0" * 64)
    import_module("gongkai.applications.migrations.0009_work_lines_filled").fill(apps, None)
    assert Application.objects.values("act_on", "act_kind", "why", "consulting").get() == before
    case.applicant.refresh_from_db()
    assert case.applicant.name_key == key
    assert workdays().between(date(2024, 6, 3), before["act_on"]) == 20
