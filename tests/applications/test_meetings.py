# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政务公开联席会议: called, held, followed up and closed with evidence; seen by whom it concerns."""

from datetime import date

import pytest

from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import actions, queries
from gongkai.applications.actions import Refused
from gongkai.applications.models import FollowUp, JointMeeting
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings):
    settings.GONGKAI_TODAY = date(2024, 8, 30)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def bureau(county):
    return OrganFactory(parent=county)


@pytest.fixture
def meeting(county, bureau):
    return actions.call_meeting(
        actor=SYSTEM, organ=county, on=date(2024, 6, 3), title="第2次联席会议", meets_on=date(2024, 6, 12),
        place="301会议室", agenda="征地信息转公开\n\n协办时限", organs=[bureau],
    )  # fmt: skip


def hold(meeting, *came, on=date(2024, 6, 12), decisions=("征地信息列入主动公开", " "), **facts):
    return actions.hold_meeting(
        actor=SYSTEM, meeting=meeting, on=on, attended=came, decisions=decisions, **facts
    )


def give(meeting, organ, **facts):
    facts = {"on": date(2024, 6, 13), "what": "清理2023年征地方案", "due_on": date(2024, 6, 28), **facts}
    return actions.give_follow_up(actor=facts.pop("actor", SYSTEM), meeting=meeting, organ=organ, **facts)


def test_a_meeting_keeps_its_agenda_who_came_and_what_was_decided(meeting, county, bureau):
    assert meeting.items == ["征地信息转公开", "协办时限"]
    hold(meeting, county)
    kept = JointMeeting.objects.get(pk=meeting.pk)
    assert dict(kept.organs.values_list("organ_id", "attended")) == {county.pk: True, bureau.pk: False}
    assert [d.text for d in kept.decisions.all()] == ["征地信息列入主动公开"]
    assert not list(queries.check_practice())


def test_a_meeting_is_held_once_and_not_called_off_afterwards(meeting, county):
    with pytest.raises(Refused, match="早于通知日期"):
        hold(meeting, county, on=date(2024, 6, 2))
    with pytest.raises(Refused, match="请写明议定事项"):
        hold(meeting, county, decisions=[" "])
    hold(meeting, county)
    with pytest.raises(Refused, match="不能改写"):
        hold(meeting, county)
    with pytest.raises(Refused, match="不能取消"):
        actions.call_off_meeting(actor=SYSTEM, meeting=meeting, on=date(2024, 6, 13), reason="合并")


def test_a_meeting_called_off_needs_a_reason_and_gives_out_nothing(meeting, county):
    with pytest.raises(Refused, match="写明原因"):
        actions.call_off_meeting(actor=SYSTEM, meeting=meeting, on=date(2024, 6, 10), reason=" ")
    actions.call_off_meeting(actor=SYSTEM, meeting=meeting, on=date(2024, 6, 10), reason="与下次合并")
    with pytest.raises(Refused, match="已于2024年6月10日取消"):
        hold(meeting, county)
    with pytest.raises(Refused, match="还没有召开"):
        give(meeting, county)
    assert not list(queries.check_practice())


@pytest.mark.law("条例第十一条")
def test_follow_up_has_an_owner_and_a_day_and_is_closed_only_with_evidence(meeting, county, bureau):
    hold(meeting, county, bureau)
    owner = person(bureau, Role.HANDLER)
    with pytest.raises(Refused, match="早于交办日期"):
        give(meeting, bureau, due_on=date(2024, 6, 1))
    with pytest.raises(Refused, match=f"{owner.name}不是"):
        give(meeting, county, owner=owner)
    task = give(meeting, bureau, owner=owner)
    with pytest.raises(Refused, match="没有依据不能销号"):
        actions.close_follow_up(actor=owner, follow_up=task, on=date(2024, 7, 1), evidence=" ")
    actions.close_follow_up(actor=owner, follow_up=task, on=date(2024, 7, 1), evidence="已公开，索引号1")
    with pytest.raises(Refused, match="已于2024年7月1日登记完成"):
        actions.close_follow_up(actor=owner, follow_up=task, on=date(2024, 7, 2), evidence="再一次")
    assert not list(queries.check_practice())
    FollowUp.objects.filter(pk=task.pk).update(done_on=date(2024, 6, 20))
    assert "落实事项" in next(queries.check_practice())


def test_only_the_calling_organ_gives_out_and_only_who_must_do_it_closes(meeting, county, bureau):
    hold(meeting, county, bureau)
    clerk, stranger = person(bureau, Role.HANDLER), person(OrganFactory(), *Role.values)
    with pytest.raises(NotAllowed):
        give(meeting, bureau, actor=clerk)
    task = give(meeting, bureau)
    with pytest.raises(NotAllowed):
        actions.close_follow_up(actor=stranger, follow_up=task, on=date(2024, 7, 1), evidence="有")
    assert queries.meetings_visible_to(clerk).get() == meeting
    assert queries.follow_ups_visible_to(clerk).get() == task
    assert not queries.meetings_visible_to(stranger).exists()
    assert not queries.follow_ups_visible_to(stranger).exists()


def test_a_case_spoken_about_says_so_in_its_story_and_its_clock_stays(meeting, county):
    case = ApplicationFactory(organ=county)
    before = case.due_on
    actions.link_meeting(actor=SYSTEM, meeting=meeting, application=case, on=date(2024, 6, 12))
    case.refresh_from_db()
    assert case.due_on == before and queries.story_lines(case)[-1].title == "提交联席会议研究"
    actions.extend(actor=SYSTEM, application=case, on=date(2024, 6, 11), working_days=5, reason="档案多")
    with pytest.raises(Refused, match="已经联系到"):
        actions.link_meeting(actor=SYSTEM, meeting=meeting, application=case, on=date(2024, 6, 12))
    assert not list(queries.check_projections())


def test_of_two_who_write_the_minutes_at_once_the_second_is_told(meeting, county):
    hold(meeting, county, seen=1)
    other = actions.call_meeting(
        actor=SYSTEM, organ=county, on=date(2024, 7, 1), title="第3次", meets_on=date(2024, 7, 2), place="同", agenda="一"
    )  # fmt: skip
    with pytest.raises(StreamMoved):
        hold(other, county, on=date(2024, 7, 2), seen=0)
    other.refresh_from_db()
    assert other.held_on is None and not other.decisions.exists()


def test_meetings_held_are_counted_in_the_report_of_the_organ_that_called(meeting, county, bureau):
    assert figure("meetings.held").value(Scope(county, 2024)) == 0
    hold(meeting, county)
    assert figure("meetings.held").value(Scope(county, 2024)) == 1
    assert figure("meetings.held").value(Scope(bureau, 2024)) == 0
