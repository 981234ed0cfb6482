# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""活动预告: announced ahead with its moment, place and contact; turning by itself; then held with its counts, or cancelled."""

from datetime import date, datetime

import pytest

from gongkai.engagement import actions, queries
from gongkai.engagement.models import Activity, Announcement
from gongkai.engagement.registers import announcements
from gongkai.engagement.sheets import import_rows
from gongkai.organs import today as days
from gongkai.organs.models import Organ, Role
from gongkai.organs.today import CHINA
from gongkai.supervision.rules.base import Look
from gongkai.supervision.rules.messages import Unrecorded
from tests.desk.test_practice import client_of, post
from tests.engagement.test_holding import book
from tests.factories import OrganFactory, person
from tests.portal.walk import html_of

pytestmark = pytest.mark.django_db
FAIR = {
    "on": "2024-06-20", "kind": "job_fair", "title": "夏季招聘会", "starts_at": "2024-06-22T09:00", "ends_at": "2024-06-22T16:00",
    "place": "县体育馆", "contact": "县就业服务中心，67220000", "about": "现场报名",
}  # fmt: skip


@pytest.fixture
def clock(settings, monkeypatch):
    """A clock of the minute that the test turns."""

    def turn(day, hour, minute=0):
        settings.GONGKAI_TODAY = date(2024, 6, day)
        at = datetime(2024, 6, day, hour, minute, tzinfo=CHINA)
        for place in (
            "gongkai.engagement.actions.announcements",
            "gongkai.desk.engagement_announcements",
            "gongkai.portal.engage.coming_views",
        ):
            monkeypatch.setattr(f"{place}.now", lambda: at)  # fmt: skip

    turn(20, 10)
    return turn


@pytest.fixture
def office(clock):
    return person(OrganFactory(kind=Organ.Kind.GOVERNMENT, short_name="桥头镇"), Role.EDITOR)


def announced(desk, **facts):
    organ = Organ.objects.get()
    post(desk, "/desk/activities/announcements/new/", organ=organ.pk, **{**FAIR, **facts})
    return Announcement.objects.get()


def test_a_fair_is_announced_turns_by_itself_at_its_minute_and_counts_once_it_was_held(office, clock, client):
    desk = client_of(office)
    assert "疑似有手机号码" in post(
        desk, "/desk/activities/announcements/new/", 422, **{**FAIR, "organ": office.organ_id, "contact": "王先生13800138000"}
    )  # fmt: skip
    row = announced(desk)
    at, shown = f"/desk/activities/announcements/{row.pk}/", f"/engage/coming/{row.pk}/"
    assert "夏季招聘会" in html_of(client.get("/engage/activities/"))
    assert Activity.objects.count() == 0  # nothing for the report to count
    for moment, word in (((22, 8, 59), "即将举办"), ((22, 9), "正在举办"), ((22, 16), "已经结束")):
        clock(*moment)
        assert word in html_of(client.get(shown)) and word in html_of(client.get("/engage/coming/"))
    assert "等登记结果" in html_of(desk.get("/desk/activities/announcements/"))
    late = Unrecorded()
    found = [[*late.find(Look(date(2024, 7, day), late.defaults()))] for day in (2, 3)]
    assert found[0] == [] and found[1][0].text == "“夏季招聘会”2024年6月22日结束，没有登记举办或者取消"
    assert "实际在别的日子办的" in post(
        desk, f"{at}do/held/", 422, on="2024-06-21", posts="300", evidence="汇总表"
    )
    post(desk, f"{at}do/held/", on="2024-06-22", posts="300", evidence="汇总表")
    held = Activity.objects.get()
    assert (held.kind, held.posts, held.held_on) == ("job_fair", 300, date(2024, 6, 22))
    assert "300个岗位" in html_of(client.get(shown))
    assert "夏季招聘会" not in html_of(client.get("/engage/activities/")).split("发布、访谈和节目")[0]
    assert "do/cancel/" not in html_of(desk.get(at))
    assert list(queries.check_projections()) == []
    Announcement.objects.update(place="别处")
    assert list(queries.check_projections()) == [f"预告{row.pk}“夏季招聘会”：与账本不同"]


def test_what_is_moved_or_cancelled_says_why_and_is_never_counted(office, clock, client):
    desk = client_of(office)
    row = announced(desk)
    at = f"/desk/activities/announcements/{row.pk}/"
    moved = {**FAIR, "starts_at": "2024-06-23T09:00", "ends_at": "2024-06-23T12:00", "reason": "场地调整"}
    assert "已经过了" in post(desk, f"{at}do/move/", 422, **{**moved, "starts_at": "2024-06-19T09:00"})
    post(desk, f"{at}do/move/", **moved)
    assert "场地调整" in html_of(client.get(f"/engage/coming/{row.pk}/"))
    post(desk, f"{at}do/cancel/", on="2024-06-20", reason="台风影响")
    for address in ("/engage/coming/", f"/engage/coming/{row.pk}/", "/engage/activities/"):
        assert "台风影响" in html_of(client.get(address))
    clock(24, 9)
    row.refresh_from_db()
    with pytest.raises(actions.Refused, match="取消"):
        actions.hold_announced(
            actor=office, announcement=row, on=date(2024, 6, 23), posts=3, evidence="汇总表"
        )
    assert Activity.objects.count() == 0 and list(queries.check_projections()) == []


def test_announcements_come_in_from_a_sheet_and_the_same_one_once(office):
    register = announcements()
    lines = book(
        register, ["招聘会", "桥头镇", "夏季招聘会", "2024-06-22 09:00", "2024-06-22 16:00", "县体育馆", "否", "67220000", ""],
        ["新闻发布会", "桥头镇", "上半年经济", "2024-06-21 09:00", "2024-06-21 10:00", "县行政中心", "", "67220001", ""],
    )  # fmt: skip
    run = {"actor": office, "register": register, "data": lines}
    assert import_rows(dry_run=True, **run).usable and not Announcement.objects.exists()
    assert len(import_rows(dry_run=False, **run).new) == 2
    assert len(import_rows(dry_run=False, **run).unchanged) == 2
    assert Announcement.objects.count() == 2
    assert days.today() == date(2024, 6, 20)
