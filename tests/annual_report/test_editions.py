# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""更正 of a published report: a new edition with its reason and every change; the printed one stays as it was."""

from datetime import date

import pytest
from django.test import Client

from gongkai.annual_report import actions, frozen, queries
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import PublishedReport
from gongkai.applications import actions as applications
from gongkai.applications.actions import correct_outcome
from gongkai.engagement import actions as engagement
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import DAY, SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
OUT, LATER = date(2025, 1, 20), date(2025, 2, 10)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def printed(county):
    """The county with one case, its report published."""
    case = reply(ApplicationFactory(organ=county))
    write_all(county)
    return case, actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=OUT, notes=NOTES)


def corrected(county, **more):
    actions.open_correction(actor=SYSTEM, organ=county, year=YEAR, on=LATER, reason="一件申请的结果登记有误")
    return actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=LATER, notes=NOTES, **more)


def test_each_cell_is_frozen_with_the_records_it_was_counted_from(printed):
    case, row = printed
    for key in ("T3.R3.1.np", "T3.R1.np", "T3.R3.1.total", "T3.R3.7.np", "T3.R3.7.total"):
        held = frozen.frozen(row, key)
        assert (held.total, held.page(0, 50), held.broken) == (1, [(str(case.pk), case)], [])
    assert frozen.frozen(row, "T3.R3.2.np").total == 0
    with pytest.raises(KeyError):
        frozen.frozen(row, "commitments.demands.1")  # the text does not say it


def test_a_list_that_was_touched_no_longer_hashes_and_is_named(printed):
    _, row = printed
    cell = row.cells.get(key="T3.R3.1.np")
    row.cells.filter(pk=cell.pk).update(entries="999")
    assert "不符" in frozen.frozen(row, "T3.R3.1.np").broken[0]
    assert [f for f in queries.check_projections() if "T3.R3.1.np" in f]
    row.cells.filter(pk=cell.pk).delete()
    assert frozen.frozen(row, "T3.R3.7.total").broken
    assert [f for f in queries.check_projections() if "名单缺失" in f]


def test_an_edition_from_before_lists_had_rows_of_their_own_opens_too(printed):
    case, row = printed
    row.snapshot["records"] = {"T3.R3.1.np": [f"application/{case.pk}"]}
    held = frozen.frozen(row, "T3.R3.1.np")
    assert held.page(0, 50) == [(str(case.pk), case)]
    assert held.broken == ["报告的内容与它的摘要不符"]  # which this test changed


def test_the_frozen_list_is_held_against_today_with_the_correction_that_explains_it(
    county, printed, settings
):
    settings.GONGKAI_TODAY = LATER
    case, _ = printed
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    at = f"/desk/reports/xian/{YEAR}/edition/1/figure/T3.R3.1.np/"
    same = desk.get(at).text
    assert "也是这1条" in same and "核对一致" in same and case.number in same
    correct_outcome(actor=SYSTEM, application=case, on=LATER, outcome_id="R3.4.1", reason="选错")
    moved = desk.get(at).text
    assert "公布时计入，现在不计入这一格" in moved and "现在计入表三" in moved and "没有更正过" in moved
    corrected(county)
    assert "原因：一件申请的结果登记有误" in desk.get(at).text
    told = desk.get(f"/report/{YEAR}/figure/T3.R3.4.1.np/").text
    assert (
        "1条记录的名单一并固定" in told
        and frozen.frozen(queries.public(LATER).get(), "T3.R3.4.1.np").digest in told
    )
    assert case.number not in told
    came = desk.get(at.replace("T3.R3.1.np", "T3.R3.4.1.total")).text
    assert "公布以后才计入" in came and "印的是0" in came
    assert "也是这1条" in desk.get(at.replace("/1/figure/T3.R3.1.np", "/2/figure/T3.R3.4.1.total")).text
    for wrong in (
        at.replace("/1/", "/3/"),
        at.replace("T3.R3.1.np", "T9.x"),
        at.replace("T3.R3.1.np", "commitments.demands.1"),
    ):
        assert desk.get(wrong).status_code == 404


def test_each_figure_of_the_text_is_frozen_with_its_records_and_their_quantities(county, settings):
    settings.GONGKAI_TODAY = LATER
    training = engagement.hold(
        actor=SYSTEM, organ=county, kind="training", title="惠企政策培训（示例）", on=date(2024, 5, 6), place="县会议中心",
        evidence="签到表", people=40,
    )  # fmt: skip
    case = applications.notify_fee(
        actor=SYSTEM, application=ApplicationFactory(organ=county), on=DAY, yuan=100, basis="按件"
    )
    case = reply(applications.receive_payment(actor=SYSTEM, application=case, on=DAY, yuan=100))
    write_all(county)
    row = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=OUT, notes=NOTES)

    def held(key):
        found = frozen.frozen(row, key)
        return found.total, [entry for entry, _ in found.page(0, 9)], found.broken

    assert held("training.sessions") == (1, [f"{training.pk}"], [])
    assert held("training.people") == (1, [f"{training.pk}=40"], [])
    assert held("applications.handled") == held("T3.R3.7.total") == (1, [str(case.pk)], [])
    assert held("fees.handling")[1][0].endswith("=100")
    assert held("press.conferences") == (0, [], [])
    assert list(queries.check_projections()) == []

    type(training).objects.update(people=60)  # as a correction of the register would
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    at = f"/desk/reports/xian/{YEAR}/edition/1/figure/"
    page = desk.get(f"{at}training.people/").text
    assert "现在的数量是60" in page and "40人" in page and "核对一致" in page
    assert "也是这1条" in desk.get(f"{at}training.sessions/").text
    assert "1条记录的名单一并固定" in desk.get(f"/report/{YEAR}/figure/training.people/").text
    # an edition from before figures of the text had lists says so, and not that there was nothing
    row.snapshot["records"] = {k: v for k, v in row.snapshot["records"].items() if k.startswith("T")}
    PublishedReport.objects.filter(pk=row.pk).update(snapshot=row.snapshot)
    early = desk.get(f"{at}training.people/").text
    assert "没有固定名单" in early and "印的是0" not in early

    row.cells.filter(key="training.people").update(entries=f"{training.pk}=41")
    row.snapshot["records"] = {
        "training.people": frozen.shown([frozen._held(row.cells.get(key="training.people"))])[
            "training.people"
        ]
    }
    PublishedReport.objects.filter(pk=row.pk).update(snapshot=row.snapshot)
    assert any("相加不等于印出的40" in said for said in frozen.check())


def test_who_works_in_the_county_alone_sees_how_many_and_not_which(county, settings):
    settings.GONGKAI_TODAY = LATER
    bureau = OrganFactory(parent=county)
    theirs, ours = reply(ApplicationFactory(organ=bureau)), reply(ApplicationFactory(organ=county))
    write_all(county)
    notes = {**NOTES, "S.units": "按记录计入"}
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=OUT, notes=notes)
    cell = f"/desk/reports/xian/{YEAR}/figure/T3.R3.1.np/"
    paths = [
        cell, cell.replace("figure", "edition/1/figure"), f"/desk/reports/xian/{YEAR}/?figure=T3.R3.1.np",
    ]  # fmt: skip
    pages = {}
    for who, organ, role in (
        ("handler", county, Role.HANDLER),
        ("compiler", county, Role.COMPILER),
        ("bureau", bureau, Role.COMPILER),
    ):
        desk = Client()
        desk.force_login(person(organ, role, username=who))
        pages[who] = [desk.get(path) for path in paths]
    for answer in pages["handler"]:
        assert (
            ours.number in answer.text
            and theirs.number not in answer.text
            and "其他机关的记录" in answer.text
        )
        assert f"/desk/cases/{theirs.pk}/" not in answer.text
    assert all(theirs.number in answer.text for answer in pages["compiler"])
    assert {answer.status_code for answer in pages["bureau"]} == {404}


def test_a_new_edition_says_why_and_what_changed_and_the_first_stays(county, printed):
    case, first = printed
    correct_outcome(actor=SYSTEM, application=case, on=LATER, outcome_id="R3.4.1", reason="选错")
    second = corrected(county)
    assert (second.edition, second.reason) == (2, "一件申请的结果登记有误")
    moved = {c["key"]: (c["was"], c["now"]) for c in second.snapshot["correction"]["changes"]}
    assert moved == {
        "T3.R3.1.np": (1, 0), "T3.R3.1.total": (1, 0), "T3.R3.4.1.np": (0, 1), "T3.R3.4.1.total": (0, 1)
    }  # fmt: skip
    first.refresh_from_db()
    assert first.snapshot["table3"][2][0] == 1
    assert list(queries.public(LATER)) == [second]
    assert list(queries.public(OUT)) == [first]
    assert list(queries.check_projections()) == []


def test_a_published_text_is_written_again_only_under_a_correction(county, printed):
    write = {
        "actor": SYSTEM,
        "organ": county,
        "year": YEAR,
        "part": "6",
        "text": "没有其他事项，特此更正。",
        "on": LATER,
    }
    with pytest.raises(Refused, match="先登记更正"):
        actions.write(**write)
    actions.open_correction(actor=SYSTEM, organ=county, year=YEAR, on=LATER, reason="文字有误")
    actions.write(**write)
    second = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=LATER, notes=NOTES)
    assert [c["key"] for c in second.snapshot["correction"]["changes"]] == ["6"]
    with pytest.raises(Refused, match="先登记更正"):
        actions.write(**write)


def test_a_correction_that_changes_nothing_is_not_published(county, printed):
    with pytest.raises(Refused, match="没有不同"):
        corrected(county)
    assert PublishedReport.objects.count() == 1


def test_a_correction_needs_a_published_report_a_reason_and_the_role(county):
    facts = {"organ": county, "year": YEAR, "on": LATER, "reason": "有误"}
    with pytest.raises(Refused, match="还没有公布"):
        actions.open_correction(actor=SYSTEM, **facts)
    write_all(county)
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=OUT, notes=NOTES)
    with pytest.raises(Refused, match="写明原因"):
        actions.open_correction(actor=SYSTEM, **{**facts, "reason": " "})
    with pytest.raises(NotAllowed):
        actions.open_correction(actor=person(county, Role.SIGNER), **facts)
    with pytest.raises(Refused, match="早于公布日期"):
        actions.open_correction(actor=SYSTEM, **{**facts, "on": date(2025, 1, 19)})
    actions.open_correction(actor=SYSTEM, **facts)
    with pytest.raises(Refused, match="已经登记了更正"):
        actions.open_correction(actor=SYSTEM, **facts)


def test_the_portal_shows_the_new_edition_with_its_changes_and_keeps_the_old_one(
    county, printed, client, settings
):
    settings.GONGKAI_TODAY = LATER
    case, _ = printed
    correct_outcome(actor=SYSTEM, application=case, on=LATER, outcome_id="R3.4.1", reason="选错")
    corrected(county)
    page = client.get(f"/report/{YEAR}/").text
    assert "更正说明（第2版）" in page and "一件申请的结果登记有误" in page and "原为1，现为0" in page
    old = client.get(f"/report/{YEAR}/edition/1/").text
    assert "这是第1版" in old and "第2版" in old
    assert client.get(f"/report/{YEAR}/edition/3/").status_code == 404


def test_a_correction_from_the_desk(county, printed, settings):
    settings.GONGKAI_TODAY = LATER
    desk = Client()
    desk.force_login(person(county, Role.COMPILER), backend="django.contrib.auth.backends.ModelBackend")
    at = f"/desk/reports/xian/{YEAR}/"
    assert "更正已公布的报告" in desk.get(at).text
    desk.post(f"{at}correct/", {"reason": "文字有误"})
    page = desk.get(at).text
    assert "正在更正第1版：文字有误" in page and "改文字" in page
