# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""更正 of a published report: a new edition with its reason and every change; the printed one stays as it was."""

from datetime import date

import pytest
from django.test import Client

from gongkai.annual_report import actions, queries
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import PublishedReport
from gongkai.applications.actions import correct_outcome
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

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
    assert row.snapshot["records"]["T3.R3.1.np"] == [f"application/{case.pk}"]
    assert row.snapshot["records"]["T3.R1.np"] == [f"application/{case.pk}"]


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
