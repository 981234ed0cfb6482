# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Kinds of activities as data, problems followed to their solution, responses within their hours, stations, goals."""

import io
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from openpyxl import Workbook

from gongkai.engagement import actions, holding, queries
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Activity, CitizenMessage, CollectedProblem, Goal, SentimentCase, Station
from gongkai.engagement.registers import GOALS, LETTERS, OPINIONS, PROBLEMS, SENTIMENTS, STATIONS
from gongkai.engagement.registers import activities as register
from gongkai.engagement.sheets import import_rows
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
CHINA = timezone(timedelta(hours=8))
LATER = date(2024, 6, 12)


def held(**facts):
    base = {
        "actor": SYSTEM,
        "organ": OrganFactory(),
        "kind": "press",
        "title": "发布会",
        "on": DAY,
        "place": "三楼",
        "evidence": "实录",
    }
    return actions.hold(**{**base, **facts})


def test_a_county_adds_a_kind_of_its_own_and_the_database_holds_every_quantity_to_its_kind():
    gov = OrganFactory()
    office = person(gov, Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        actions.open_kind(
            actor=person(gov, Role.EDITOR), organ=gov, key="open_day", label="政府开放日", on=DAY
        )
    with pytest.raises(Refused, match="已经有"):
        actions.open_kind(actor=office, organ=gov, key="press", label="发布", on=DAY)
    actions.open_kind(actor=office, organ=gov, key="open_day", label="政府开放日", measure="people", on=DAY)
    with pytest.raises(Refused, match="政府开放日按人数统计"):
        held(kind="open_day")
    with pytest.raises(Refused, match="没有“party”"):
        held(kind="party")
    row = held(kind="open_day", people=80)
    assert (row.get_kind_display(), row.amount) == ("政府开放日", "80人")
    assert [(t.kind.label, t.said) for t in holding.tallies(DAY)] == [("政府开放日", "1次，80人")]
    for wrong in (
        {"people": None},
        {"firms": 3},
        {"measure": None},
        {"kind": "visit", "measure": None, "people": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=row.pk).update(**wrong)
    assert list(queries.check_projections()) == []


def test_a_record_has_its_transcript_video_and_policies_and_stands_against_the_ledger():
    row, policy = held(), DocumentFactory()
    with pytest.raises(Refused, match="https"):
        actions.describe_activity(actor=SYSTEM, activity=row, on=DAY, video_url="http://v.example/1")
    facts = {"transcript": "主持人：开始。", "video_url": "https://v.example/1", "policies": [policy]}
    actions.describe_activity(actor=SYSTEM, activity=row, on=DAY, **facts)
    assert list(queries.check_projections()) == []
    Activity.objects.update(transcript="换了")
    assert "与账本不同" in next(iter(queries.check_projections()))
    Activity.objects.update(transcript="主持人：开始。")
    row.policies.clear()
    assert "与账本不同" in next(iter(queries.check_projections()))


def test_a_problem_is_given_to_an_organ_until_a_day_and_answered_is_not_yet_solved():
    organ, other = OrganFactory(), OrganFactory()
    problem = actions.collect_problem(actor=SYSTEM, organ=organ, title="用电增容慢", on=DAY)
    with pytest.raises(Refused, match="早于交办"):
        actions.assign_problem(actor=SYSTEM, problem=problem, handler=other, on=LATER, due_on=DAY)
    theirs = person(other, Role.HANDLER)
    with pytest.raises(NotAllowed):
        actions.step_problem(actor=theirs, problem=problem, organ=other, on=DAY, text="看了")
    actions.assign_problem(actor=SYSTEM, problem=problem, handler=other, on=DAY, due_on=date(2024, 6, 10))
    with pytest.raises(Refused, match="要延后的由它定"):
        actions.assign_problem(
            actor=theirs, problem=problem, handler=other, on=DAY, due_on=date(2024, 12, 31)
        )
    actions.assign_problem(actor=theirs, problem=problem, handler=other, on=DAY, due_on=date(2024, 6, 10))
    actions.step_problem(actor=theirs, problem=problem, organ=other, on=DAY, text="已到企业核实")
    actions.answer_problem(actor=theirs, problem=problem, on=DAY, answer="正在办")
    rows = CollectedProblem.objects.all()
    assert holding.problem_counts(rows, as_of=LATER) == {"total": 1, "answered": 1, "solved": 0, "late": 1}
    with pytest.raises(Refused, match="依据"):
        actions.solve_problem(actor=theirs, problem=problem, on=LATER, solution=" ")
    actions.solve_problem(actor=theirs, problem=problem, on=LATER, solution="已增容，企业确认单")
    with pytest.raises(Refused, match="解决"):
        actions.step_problem(actor=theirs, problem=problem, organ=other, on=LATER, text="又看")
    assert holding.problem_counts(rows, as_of=LATER)["late"] == 0 and list(queries.check_projections()) == []
    rows.update(handler=None, due_on=None)
    assert ["交办与账本不同" in line for line in queries.check_projections()] == [True]


@pytest.mark.law("国办发〔2016〕61号")
@pytest.mark.parametrize(("major", "hours"), [(True, 24), (False, 48)])
def test_the_clock_of_a_sentiment_runs_in_hours_from_when_it_arose(major, hours):
    arose = datetime(2024, 6, 7, 22, 0, tzinfo=CHINA)  # the eve of a festival: these hours do not rest
    case = actions.raise_sentiment(
        actor=SYSTEM,
        organ=OrganFactory(),
        title="停水",
        source="论坛",
        arose_at=arose,
        major=major,
        on=date(2024, 6, 8),
    )
    running = holding.clock_of(case, arose + timedelta(hours=hours - 1))
    assert (running.due, running.late, running.hours) == (arose + timedelta(hours=hours), False, 1)
    assert holding.clock_of(case, arose + timedelta(hours=hours + 5)).late
    respond = {"actor": SYSTEM, "case": case, "on": LATER, "spokesman": "副局长", "response": "已抢修"}
    with pytest.raises(Refused, match="早于发生"):
        actions.respond_sentiment(**respond, responded_at=arose - timedelta(hours=1))
    with pytest.raises(Refused, match="晚于登记"):
        actions.respond_sentiment(**respond, responded_at=datetime(2024, 6, 13, 9, 0, tzinfo=CHINA))
    done = actions.respond_sentiment(**respond, responded_at=arose + timedelta(hours=hours, minutes=1))
    assert holding.clock_of(done, arose + timedelta(days=300)).late  # late stays late
    assert holding.responded(LATER).get() == done and list(queries.check_projections()) == []
    SentimentCase.objects.update(responded_at=arose)
    assert "与账本不同" in next(iter(queries.check_projections()))


def test_no_hour_that_has_not_come_turns_the_clock(settings):
    settings.GONGKAI_TODAY = LATER  # stands at 18:00
    at = {n: datetime(2024, 6, 12, n, tzinfo=CHINA) for n in (9, 17, 19)}
    raised = {
        "actor": SYSTEM,
        "organ": OrganFactory(),
        "title": "停水",
        "source": "论坛",
        "major": False,
        "on": LATER,
    }
    with pytest.raises(Refused, match="发生时间还没有到"):
        actions.raise_sentiment(**raised, arose_at=at[19])
    case = actions.raise_sentiment(**raised, arose_at=at[9])
    respond = {"actor": SYSTEM, "case": case, "on": LATER, "spokesman": "副局长", "response": "已抢修"}
    with pytest.raises(Refused, match="回应时间还没有到"):
        actions.respond_sentiment(**respond, responded_at=at[19])
    assert actions.respond_sentiment(**respond, responded_at=at[17]).responded_at == at[17]


def test_a_station_is_listed_with_its_address_until_it_closes():
    facts = {
        "name": "零工驿站",
        "address": "示例路1号",
        "phone": "67100000",
        "hours": "每日",
        "services": "求职",
    }
    row = actions.open_station(actor=SYSTEM, organ=OrganFactory(), on=DAY, **facts)
    actions.amend_station(actor=SYSTEM, station=row, on=DAY, **{**facts, "address": "示例路2号"})
    assert [s.address for s in holding.stations(DAY)] == ["示例路2号"] and list(
        queries.check_projections()
    ) == []
    actions.close_station(actor=SYSTEM, station=row, on=LATER, reason="并入")
    with pytest.raises(Refused, match="停止服务"):
        actions.amend_station(actor=SYSTEM, station=row, on=LATER, **facts)
    assert not holding.stations(LATER).exists() and list(queries.check_projections()) == []
    Station.objects.update(address="别处")
    assert "与账本不同" in next(iter(queries.check_projections()))


def test_a_goal_tells_how_far_it_is_also_where_less_is_better():
    organ = OrganFactory()
    facts = {
        "actor": SYSTEM,
        "organ": organ,
        "action": "扩中提低行动",
        "unit": "户",
        "on": DAY,
        "due_on": date(2024, 6, 10),
    }
    with pytest.raises(Refused, match="起点"):
        actions.set_goal(**facts, title="不变", baseline=Decimal(5), target=Decimal(5))
    down = actions.set_goal(**facts, title="低收入户", baseline=Decimal(200), target=Decimal(100))
    actions.report_goal(actor=SYSTEM, goal=down, on=date(2024, 6, 5), value=Decimal(150), evidence="台账")
    with pytest.raises(Refused, match="晚于2024年6月5日"):
        actions.report_goal(actor=SYSTEM, goal=down, on=date(2024, 6, 5), value=Decimal(140), evidence="台账")

    def standing(day):
        return holding.standings(holding.goals_with_progress(Goal.objects.all()), as_of=day)[0]

    assert (standing(DAY).percent, standing(date(2024, 6, 5)).percent, standing(LATER).late) == (0, 50, True)
    actions.report_goal(actor=SYSTEM, goal=down, on=LATER, value=Decimal(90), evidence="台账")
    assert (standing(LATER).percent, standing(LATER).reached, standing(LATER).late) == (100, True, False)
    assert list(queries.check_projections()) == []
    down.progress.update(value=Decimal(80))
    assert "进度与账本不同" in next(iter(queries.check_projections()))


def book(of, *lines):
    made = Workbook()
    made.active.append([c.heading for c in of.columns])
    for line in lines:
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_activities_problems_and_stations_are_imported_by_the_verbs_of_the_desk():
    organ = OrganFactory(short_name="桥头镇")
    clerk = person(organ, Role.EDITOR)
    run = {"actor": clerk, "dry_run": False}
    wrong = book(register(), ["企业培训", "桥头镇", "培训", DAY, "礼堂", "否", "", "3", "", "签到表"])
    (fault,) = import_rows(register=register(), data=wrong, **run).faults
    assert fault.row == 2 and "请写明人数" in fault.reason and not Activity.objects.exists()
    good = book(register(), ["企业培训", "桥头镇", "培训", DAY, "礼堂", "否", "60", "", "", "签到表"])
    assert import_rows(register=register(), data=good, **run).imported
    assert import_rows(register=register(), data=good, **run).unchanged == ["培训"]
    lines = book(PROBLEMS, ["桥头镇", "用电", DAY, "桥头镇", LATER, LATER, "已答复", LATER, "已增容"])
    assert import_rows(register=PROBLEMS, data=lines, **run).imported
    assert CollectedProblem.objects.get().solution == "已增容"
    lines = book(STATIONS, ["桥头镇", "零工驿站", "示例路1号", "13812345678", "每日", "求职", DAY])
    assert (
        import_rows(register=STATIONS, data=lines, **run).imported
        and Station.objects.get().phone == "13812345678"
    )
    assert Event.objects.filter(actor=clerk).count() == 6 and list(queries.check_projections()) == []


def test_written_opinions_letters_sentiment_and_goals_are_imported_with_their_rows_and_once():
    organ = OrganFactory(short_name="桥头镇")
    clerk = person(organ, Role.EDITOR)
    draft = DocumentFactory(organ=organ, index_number="T/1", on=DAY)
    engagement = actions.open_consultation(actor=SYSTEM, organ=organ, document=draft, title="规划草案", on=DAY, closes_on=LATER, major_decision=False, short_reason="急")  # fmt: skip
    run = {"actor": clerk, "dry_run": False}

    def read(of, *lines):
        return import_rows(register=of, data=book(of, *lines), **run)

    one = ["T/1", "来信1", DAY, "张三家门口的路13812345678", "林晓（示例）", "示例联系方式", "未采纳", "", ""]
    faults = read(
        OPINIONS,
        one,
        ["T/9", "来信2", DAY, "好", "", "", "", "", ""],
        ["T/1", "来信3", date(2023, 1, 3), "早", "", "", "", "", ""],
    ).faults
    assert [
        (f.row, w in f.reason)
        for f, w in zip(faults, ("要写明理由", "没有索引号", "征求意见的时间"), strict=True)
    ] == [(2, True), (3, True), (4, True)]
    assert not engagement.opinions.exists()
    one[7] = "已经在建"
    assert read(OPINIONS, one).new == ["来信1"] and read(OPINIONS, one).unchanged == ["来信1"]
    opinion = engagement.opinions.get()
    assert opinion.text == one[3] and opinion.person()["name"] == "林晓（示例）" and opinion.adoption == "not"
    assert "内容或者收到日期" in read(OPINIONS, [*one[:3], "别的", *one[4:]]).faults[0].reason

    letter = [
        "信1",
        "咨询",
        "桥头镇",
        DAY,
        "社保13812345678怎么办",
        "我的情况",
        "林晓（示例）",
        "",
        "否",
        LATER,
        "请到窗口",
    ]
    assert "没有填写" in read(LETTERS, [*letter[:5], "", *letter[6:]]).faults[0].reason
    assert read(LETTERS, letter).imported and read(LETTERS, letter).unchanged == ["信1"]
    row = CitizenMessage.objects.get()
    assert row.title == "社保138******78怎么办" and row.answer == "请到窗口" and row.answered_on == LATER

    case = [
        "桥头镇",
        "网传水质",
        "论坛",
        "2024-06-03 9:30",
        "是",
        DAY,
        "2024年6月4日 10:00",
        "镇长",
        "水质合格",
    ]
    assert "几点几分" in read(SENTIMENTS, [*case[:3], "2024-06-03", *case[4:]]).faults[0].reason
    assert read(SENTIMENTS, case).imported and read(SENTIMENTS, case).unchanged == ["网传水质"]
    assert holding.clock_of(SentimentCase.objects.get(), datetime(2024, 6, 4, 9, tzinfo=CHINA)).late

    goal = ["桥头镇", "强村富民", "达标村", "个", 120, "1,80.5", DAY, LATER, "", "", ""]
    told = [*goal[:5], 180, *goal[6:8], date(2024, 6, 5), 131, "月报"]
    assert "不是数字" in read(GOALS, [*goal[:5], "许多", *goal[6:]]).faults[0].reason
    assert read(GOALS, [*goal[:5], 180, *goal[6:]], told).new == ["达标村", "达标村"]
    assert read(GOALS, told).unchanged == ["达标村"] and Goal.objects.get().progress.get().value == 131
    assert "与登记的不同" in read(GOALS, [*told[:5], 200, *told[6:]]).faults[0].reason
    assert list(queries.check_projections()) == []
