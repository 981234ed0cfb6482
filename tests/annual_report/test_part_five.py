# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""第五部分 drafted: last year's problems answered one by one, this year's from supervision, every number by reference."""

from datetime import date

import pytest

from gongkai.annual_report import actions, archive, narrative, problems, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.engagement.demands.models import Commitment
from gongkai.organs.models import Organ
from gongkai.supervision.actions.findings import rectify
from gongkai.supervision.actions.notices import FindingFacts, issue_notice
from tests.annual_report.test_report import NOTES, YEAR, declare_nothing
from tests.factories import SYSTEM, DocumentFactory, OrganFactory

pytestmark = [pytest.mark.django_db, pytest.mark.law("条例第五十条")]
ON, DUE = date(YEAR, 6, 3), date(YEAR, 7, 3)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def supervised(county, *texts, unit=None):
    """A notice with one finding a text."""
    facts = [FindingFacts(unit or county, text, DUE) for text in texts]
    return list(
        issue_notice(actor=SYSTEM, organ=county, on=ON, title="问题清单", findings=facts).findings.all()
    )


def drafted(organ, year=YEAR):
    parts = {p.key: p for p in report.compute(organ, year).parts}
    return parts["5.1"], parts["5.2"]


def publish_last_year(county, named, improved):
    declare_nothing(county, YEAR - 1)
    for part, text in (
        ("1.1", "已写。"),
        ("1.3", "已写。"),
        ("1.4", "已写。"),
        ("5.1", named),
        ("5.2", improved),
    ):
        actions.write(actor=SYSTEM, organ=county, year=YEAR - 1, part=part, text=text, on=date(YEAR, 1, 8))
    return actions.publish(actor=SYSTEM, organ=county, year=YEAR - 1, on=date(YEAR, 1, 9), notes=NOTES)


def test_this_years_problems_are_the_findings_by_kind_with_what_is_left_open(county):
    one, *_ = supervised(
        county, "“教育”栏目超过期限没有更新", "“就业”栏目超过期限没有更新（示例）", "“养老”链接打不开"
    )
    rectify(actor=SYSTEM, finding=one, on=date(YEAR, 6, 20), evidence="复查记录")
    rectify(
        actor=SYSTEM,
        finding=county.findings.get(text__contains="链接"),
        on=date(YEAR, 6, 20),
        evidence="复查记录",
    )
    named, improved = drafted(county)
    assert named.plain == (
        "监督检查全年发现问题3处，年末还有1处没有整改。"
        "一是栏目超过期限没有更新，发现2处，年末还有1处没有整改。二是链接打不开，发现1处，年末以前已经全部整改。"
    )
    assert "整改期限最迟到2024年7月3日，年末已经超过" in improved.plain
    assert "关于链接打不开，已经逐处整改，销号都有依据" in improved.plain
    for piece in named.pieces:
        if piece.key:
            assert len(report.trace(Scope(county, YEAR), piece.key).records()) == piece.value
    assert not narrative.check("5.1", named.text)
    # mended after the year's end: the report of the year says what was so at its end
    rectify(
        actor=SYSTEM,
        finding=county.findings.get(rectified_on__isnull=True),
        on=date(YEAR + 1, 2, 1),
        evidence="记录",
    )
    assert drafted(county)[0].plain == named.plain


def test_last_years_problems_are_answered_one_by_one_from_the_records_or_left_to_be_written(county):
    publish_last_year(
        county, "一是主动公开不够，信息少。二是天气预报不准。", "一是扩大公开范围。二是请教专家。"
    )
    DocumentFactory(organ=county, on=ON, formed_on=ON)
    _, improved = drafted(county)
    assert "一是关于“主动公开不够”的问题。上年提出“扩大公开范围”。今年公开政府信息1条。" in improved.plain
    assert "二是关于“天气预报不准”的问题。上年提出“请教专家”。（待写：" in improved.plain
    assert "N.unwritten" in {f.code for f in report.compute(county, YEAR).blocking}
    # it may be saved as it stands, and published only once it is written
    actions.write(
        actor=SYSTEM, organ=county, year=YEAR, part="5.2", text=improved.text, on=date(YEAR + 1, 1, 6)
    )
    with pytest.raises(Refused, match="今年做了什么"):
        actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(YEAR + 1, 1, 20), notes=NOTES)


def test_the_problem_list_of_a_unit_is_told_with_how_far_each_is(county):
    unit = OrganFactory(parent=county, short_name="某局")
    facts = {"organ": county, "owner": unit, "words": "学区", "measure": "公开12处学区划分。", "demands": 145}
    Commitment.objects.create(
        **facts, title="去年的", listed_on=date(YEAR - 1, 5, 6), due_on=DUE, closed_on=ON, evidence="已公开"
    )
    now = Commitment.objects.create(**facts, title="学区划分依据不好找", listed_on=ON, due_on=DUE)
    named, improved = drafted(unit)
    assert named.plain == "一是群众反映“学区划分依据不好找”，有关诉求145次。"
    assert "“去年的”由某局负责，已于2024年6月3日办结" in improved.plain
    assert "措施是“公开12处学区划分”，年末没有办结，完成期限是2024年7月3日，年末已经超过。" in improved.plain
    assert {f.code for f in narrative.check("5.2", improved.text)} == {
        "N.unwritten"
    }  # last year's report is not here
    assert not drafted(county)[0].plain  # the office has not accepted it for its own report
    Commitment.objects.filter(pk=now.pk).update(report_year=YEAR)
    assert "145" in drafted(county)[0].plain
    assert "S.problem" not in {f.code for f in report.compute(county, YEAR).findings}


def test_nothing_on_record_drafts_nothing_and_says_so(county):
    named, improved = drafted(county)
    assert (named.text, improved.text) == ("", "")
    said = [f.message for f in report.compute(county, YEAR).findings if "主要问题" in f.where]
    assert "记录里没有可写的" in said[0]


def test_last_years_problems_come_from_a_kept_file_too(county):
    text = (
        f"{county.name}{YEAR - 1}年政府信息公开工作年度报告\n一、总体情况\n已写。\n五、存在的主要问题及改进情况\n"
        "一是更新不够及时。二是解读少。\n改进情况：一是按季更新。二是增加图解。\n六、其他需要报告的事项\n无。"
    )
    tried = archive.attempt("上年.txt", text.encode())
    archive.keep(actor=SYSTEM, office=county, tried=archive.replace(tried, refused=""), on=ON)
    kept = problems.before(Scope(county, YEAR))
    assert kept.pairs == [("更新不够及时", "按季更新"), ("解读少", "增加图解")]


def test_a_kind_named_in_the_text_opens_in_the_published_report_too(county):
    supervised(county, "“教育”栏目没有更新")
    declare_nothing(county)
    for part in ("1.1", "1.3", "1.4", "5.2"):
        actions.write(
            actor=SYSTEM, organ=county, year=YEAR, part=part, text="已写。", on=date(YEAR + 1, 1, 6)
        )
    row = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(YEAR + 1, 1, 20), notes=NOTES)
    key = f"findings.found.like-{county.findings.get().pk}"
    assert row.snapshot["trace"][key]["value"] == 1
    assert PublishedReport.objects.get().snapshot["parts"][5]["pieces"]
