# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What an officer decides about the groups stays, whatever comes in and however often the stream is grouped."""

from datetime import date

import pytest
from django.test import Client

from gongkai.engagement import actions as engagement
from gongkai.engagement.demands import actions, queries
from gongkai.engagement.demands.models import Demand, DemandGroup
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, OrganFactory, person

DAY = date(2024, 6, 20)
LAMPS = ("路灯不亮", "路灯坏了没人修", "巷子里路灯太暗", "路灯杆歪了", "路灯早上还亮")
BUSES = ("公交车等半小时", "公交站没有雨棚", "末班公交车太早", "公交司机到站不停", "公交卡在哪里充值")
BASKETS = ("灵溪吊篮几点开", "吊篮票在哪里买", "吊篮一次坐几个人", "吊篮怕高能下来吗")  # no list knows them


@pytest.fixture
def county(settings):
    settings.GONGKAI_TODAY = DAY
    made = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT, short_name="县政府")
    tickets(made, *LAMPS, *BUSES, *BASKETS)
    run(made)
    return made


def tickets(organ, *texts):
    for text in texts:
        engagement.record_ticket(
            actor=SYSTEM, organ=organ, number=f"T{Demand.objects.count()}{text}", subject=text, on=date(2024, 5, 6),
            policy_consultation=False, answered_on=None,
        )  # fmt: skip


def run(county):
    actions.regroup(actor=SYSTEM, organ=county, on=DAY)


def group(name):
    return DemandGroup.objects.get(name__contains=name)


def texts_in(row):
    return set(row.demands.values_list("text", flat=True))


def demand(text):
    return Demand.objects.filter(text=text).first()


@pytest.mark.django_db
def test_a_demand_moved_stays_where_it_was_moved_and_the_same_words_follow(county):
    lamps, buses = group("路灯"), group("公交")
    actions.move_demand(actor=SYSTEM, demand=demand("路灯杆歪了"), to=buses, on=DAY)
    actions.move_demand(actor=SYSTEM, demand=demand("路灯早上还亮"), to=None, on=DAY)
    with pytest.raises(actions.Refused, match="已经在"):
        actions.move_demand(actor=SYSTEM, demand=demand("路灯杆歪了"), to=buses, on=DAY)
    assert not list(queries.check_projections())
    tickets(county, "路灯杆歪了", "路灯闪")
    run(county)
    assert Demand.objects.filter(text="路灯杆歪了", group=buses).count() == 2
    assert demand("路灯早上还亮").group is None and demand("路灯闪").group == lamps
    assert not list(queries.check_projections())
    moved = Event.objects.filter(kind="demand.moved").order_by("seq").first()
    assert moved.payload["from"] == lamps.pk and "路灯" not in str(moved.payload)
    Demand.objects.filter(text="路灯闪").update(group=buses)
    assert any("不符" in line for line in queries.check_projections())


@pytest.mark.django_db
def test_merged_groups_stay_merged_and_can_be_parted(county):
    lamps, buses = group("路灯"), group("公交")
    promise = actions.list_problem(
        actor=SYSTEM, organ=county, group=lamps, owner=county, title="路灯要亮", measure="每月巡查", due_on=date(2024, 8, 1), on=DAY
    )  # fmt: skip
    actions.merge_groups(actor=SYSTEM, group=lamps, into=buses, on=DAY)
    tickets(county, "路灯闪")
    run(county)
    assert texts_in(buses) >= {*LAMPS, *BUSES, "路灯闪"} and not texts_in(lamps)
    assert list(queries.commitments_about(SYSTEM, buses)) == [promise]
    assert [(g.pk, g.listed) for g in queries.groups(SYSTEM) if g.pk in {lamps.pk, buses.pk}] == [
        (buses.pk, True)
    ]
    with pytest.raises(actions.Refused, match="已经列为"):
        actions.list_problem(
            actor=SYSTEM, organ=county, group=buses, owner=county, title="再列", measure="再做", due_on=date(2024, 8, 1), on=DAY
        )  # fmt: skip
    with pytest.raises(actions.Refused, match="取消合并"):
        actions.merge_groups(actor=SYSTEM, group=lamps, into=group("吊篮"), on=DAY)
    assert not list(queries.check_projections())
    actions.part_group(actor=SYSTEM, group=lamps, on=DAY)
    assert texts_in(lamps) == {*LAMPS, "路灯闪"} and not list(queries.check_projections())
    DemandGroup.objects.filter(pk=lamps.pk).update(merged_into=buses)
    assert any("与账本不同" in line for line in queries.check_projections())


@pytest.mark.django_db
def test_a_part_split_off_by_words_takes_what_comes_later_and_goes_back_when_merged(county):
    buses = group("公交")
    for words, why in ((["站台"], "没有含"), (["公交"], "分不开"), (["站"] * 2, "两个字")):
        with pytest.raises(actions.Refused, match=why):
            actions.split_group(actor=SYSTEM, group=buses, words=words, name="另一组", on=DAY)
    part = actions.split_group(actor=SYSTEM, group=buses, words=["公交站", "到站"], name="公交站台", on=DAY)
    tickets(county, "公交站牌看不清")
    run(county)
    assert (
        texts_in(part) == {"公交站没有雨棚", "公交司机到站不停", "公交站牌看不清"}
        and part.pk == group("公交站台").pk
    )
    with pytest.raises(actions.Refused, match="分出来"):
        actions.merge_groups(actor=SYSTEM, group=buses, into=part, on=DAY)
    actions.merge_groups(actor=SYSTEM, group=part, into=buses, on=DAY)
    run(county)
    assert texts_in(buses) >= {*BUSES, "公交站牌看不清"} and not list(queries.check_projections())


@pytest.mark.django_db
def test_an_affair_no_list_knows_keeps_its_group_once_something_was_promised(county):
    baskets = group("吊篮")
    assert baskets.subject is None and texts_in(baskets) == set(BASKETS)
    actions.list_problem(
        actor=SYSTEM, organ=county, group=baskets, owner=county, title="吊篮时刻看不到", measure="公开时刻", due_on=date(2024, 8, 1), on=DAY
    )  # fmt: skip
    actions.name_group(actor=SYSTEM, group=baskets, name="缆车", on=DAY)
    tickets(county, *(f"吊篮{what}" for what in ("坐不上", "停了", "排队两小时", "票价太高")))
    run(county)
    baskets.refresh_from_db()
    assert baskets.name == "缆车" and texts_in(baskets) > set(BASKETS) and baskets.commitments.count() == 1
    before = dict(Demand.objects.values_list("pk", "group_id"))
    run(county)
    assert dict(Demand.objects.values_list("pk", "group_id")) == before and not list(
        queries.check_projections()
    )


@pytest.mark.django_db
def test_only_the_office_of_the_site_decides_and_the_desk_offers_it(county, django_assert_max_num_queries):
    lamps, buses = group("路灯"), group("公交")
    other = person(OrganFactory(slug="ju", parent=county, short_name="某局"), Role.EDITOR)
    with pytest.raises(NotAllowed):
        actions.merge_groups(actor=other, group=lamps, into=buses, on=DAY)
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/desk/demands/groups/{lamps.pk}/do/merge/", {"into": buses.pk}).status_code == 403
    client.force_login(person(county, *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(34):
        page = client.get(f"/desk/demands/groups/{buses.pk}/?split=公交站").content.decode()
    assert "领域：交通运输" in page and "凭“公交" in page and 'value="公交站"' in page
    refused = client.post(
        f"/desk/demands/groups/{buses.pk}/do/split/", {"words": "没有的词", "name": "站台问题"}
    )
    assert refused.status_code == 422 and "站台问题" in refused.content.decode()
    for name, data in (
        ("split", {"words": "公交站、到站", "name": "站台"}),
        ("name", {"name": "公交车"}),
        ("merge", {"into": lamps.pk}),
    ):
        assert client.post(f"/desk/demands/groups/{buses.pk}/do/{name}/", data).status_code == 302, name
    assert client.post(f"/desk/demands/groups/{buses.pk}/do/part/").status_code == 302
    at = f"/desk/demands/{demand('路灯不亮').pk}/move/"
    assert "不归入任何一组" in client.get(at).content.decode() and client.post(at, {}).status_code == 422
    assert client.post(at, {"to": "none"}).status_code == 302 and demand("路灯不亮").group is None
    shown = client.get("/desk/demands/?field=交通运输").content.decode()
    assert "公交车" in shown and f"/groups/{lamps.pk}/" not in shown
