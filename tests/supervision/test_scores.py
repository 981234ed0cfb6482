# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""考核、社会评议、投诉: computed from records, confirmed once, and what the report then says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongkai.annual_report.models import Submission
from gongkai.applications import actions as applications
from gongkai.applications.models import Matter
from gongkai.engagement import actions as engagement
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.supervision import actions, queries, scoring
from gongkai.supervision.actions import FindingFacts, Refused
from gongkai.supervision.models import Review, Scorecard, SurveyAnswer
from tests.factories import (
    DAY,
    SYSTEM,
    ApplicationFactory,
    ColumnFactory,
    DocumentFactory,
    OrganFactory,
    person,
    reply,
)

pytestmark = pytest.mark.django_db
END, AFTER = date(2024, 12, 31), date(2025, 1, 10)


@pytest.fixture
def county(db):
    site = OrganFactory(slug="site", kind=Organ.Kind.GOVERNMENT)
    return site, OrganFactory(slug="good", parent=site), OrganFactory(slug="poor", parent=site)


def items(card):
    return {i.code: (i.good, i.total) for i in card.items}


@pytest.mark.law("条例第四十六条")
def test_a_score_is_so_many_of_so_many_and_what_there_was_nothing_of_weighs_nothing(county):
    _, good, poor = county
    DocumentFactory(organ=good, column=ColumnFactory(owner=good, duty_days=366))
    DocumentFactory(organ=poor, column=ColumnFactory(owner=poor, duty_days=14), formed_on=date(2024, 4, 1))
    reply(ApplicationFactory(organ=good))
    ApplicationFactory(organ=poor)
    DocumentFactory(
        organ=poor,
        column=ColumnFactory(owner=good, duty_days=366),
        number="示发〔2024〕1号",
        register="normative",
        effective_from=DAY,
    )
    problem = engagement.collect_problem(actor=SYSTEM, organ=poor, title="招工难", on=DAY)
    engagement.answer_problem(actor=SYSTEM, problem=problem, on=DAY, answer="已答复")
    first, last = scoring.cards([poor, good], 2024, AFTER)
    assert (
        first.organ == good and items(first)["columns"] == (2, 2) and items(first)["applications"] == (1, 1)
    )
    assert first.total == 100 and items(first)["interpretations"] == (0, 0)
    assert items(last) == {
        "columns": (0, 1), "timely": (1, 2), "applications": (0, 1), "interpretations": (0, 1), "rectified": (0, 0), "answered": (1, 1),
        "report": (0, 0),
    }  # fmt: skip
    # 20×0 + 15×1/2 + 20×0 + 15×0 + 10×1 of the 80 that apply
    assert last.total == Decimal("21.9")
    actions.record_accountability(actor=SYSTEM, organ=poor, on=DAY, facts="未按期公开", measure="通报批评")
    assert scoring.cards([poor], 2024, AFTER)[0].total == Decimal("16.9")


@pytest.mark.law("条例第四十九条")
def test_a_report_handed_in_by_its_limit_counts_and_paper_of_the_first_year_is_no_fault(county):
    _, good, poor = county

    def handed_in(organ, year, on):
        Submission.objects.create(
            organ=organ, year=year, round=1, submitted_on=on, notes={}, snapshot={}, digest="0"
        )

    def seen(as_of):
        found = {c.organ: items(c)["report"] for c in scoring.cards([good, poor], 2025, as_of)}
        return found[good], found[poor]

    later = date(2025, 2, 10)
    handed_in(good, 2024, date(2025, 1, 27))
    assert seen(later) == ((1, 1), (0, 0))
    # the second year of collecting here: everyone is judged, once the limit has passed
    handed_in(good, 2023, date(2024, 1, 20))
    assert seen(later) == ((1, 1), (0, 1)) and seen(date(2025, 1, 28)) == ((1, 1), (0, 0))
    handed_in(poor, 2024, date(2025, 2, 5))
    assert seen(later) == ((1, 1), (0, 1))
    assert sum(i.weight for i in scoring.indicators()) == 100


def test_weights_are_data_and_the_year_is_confirmed_once(county):
    site, good, _ = county
    DocumentFactory(organ=good, column=ColumnFactory(owner=good))
    boss = person(site, Role.SUPERVISOR)
    values = {**scoring.weights_of(2024), "columns": 35, "timely": 0}
    with pytest.raises(Refused, match="应当是100"):
        actions.set_weights(
            actor=boss, year=2024, on=AFTER, values={**values, "columns": 36}, reason="考核办法"
        )
    actions.set_weights(actor=boss, year=2024, on=AFTER, values=values, reason="考核办法")
    assert scoring.weights_of(2025)["columns"] == 35 and scoring.weights_of(2023)["columns"] == 20
    with pytest.raises(NotAllowed):
        actions.confirm_scores(actor=person(good, Role.SUPERVISOR), year=2024, on=AFTER)
    with pytest.raises(Refused, match="没有结束"):
        actions.confirm_scores(actor=boss, year=2024, on=END)
    assert len(actions.confirm_scores(actor=boss, year=2024, on=AFTER)) == 2
    said = Review.objects.get(kind=Review.Kind.ASSESSMENT, year=2024).result
    assert "2个单位" in said
    for verb, facts in (
        (actions.confirm_scores, {}),
        (actions.set_weights, {"values": values, "reason": "改"}),
    ):
        with pytest.raises(Refused, match="已经确认"):
            verb(actor=boss, year=2024, on=AFTER, **facts)
    assert list(queries.check_projections()) == []
    Scorecard.objects.filter(organ=good).update(total=1)
    assert "考核得分与账本不同" in "".join(queries.check_projections())


def test_a_result_on_record_keeps_its_words(county):
    site, *_ = county
    actions.record_review(
        actor=SYSTEM, organ=site, kind=Review.Kind.ASSESSMENT, year=2024, result="已通报。", on=AFTER
    )
    actions.confirm_scores(actor=SYSTEM, year=2024, on=AFTER)
    assert Review.objects.get().result == "已通报。"


def opened(site, **facts):
    base = {
        "actor": SYSTEM, "year": 2024, "on": DAY, "title": "评议", "intro": "请评价", "questions": ["好找", "总体"],
        "opens_on": DAY, "closes_on": DAY + timedelta(days=10),
    }  # fmt: skip
    return actions.open_survey(**{**base, **facts})


@pytest.mark.law("条例第四十六条", "条例第五十条")
def test_a_survey_is_answered_without_a_name_and_concluded_into_the_report(county):
    site, good, _ = county
    row = opened(site)
    with pytest.raises(Refused, match="已经组织"):
        opened(site)
    for n, scores in enumerate(([5, 5], [1, 4], [3, 2])):
        actions.answer_survey(
            survey=row, on=DAY, scores=scores, comment="王某某的意见" if n == 0 else "", nonce=f"n{n}"
        )
    actions.answer_survey(survey=row, on=DAY, scores=[1, 1], comment="", nonce="n0")  # the same form again
    with pytest.raises(Refused, match="每道题"):
        actions.answer_survey(survey=row, on=DAY, scores=[5], comment="", nonce="n9")
    with pytest.raises(Refused, match="截止"):
        actions.answer_survey(survey=row, on=DAY + timedelta(days=11), scores=[5, 5], comment="", nonce="n9")
    assert SurveyAnswer.objects.count() == 3
    assert "王某某" not in str(bytes(SurveyAnswer.objects.first().comment_sealed))
    with pytest.raises(Refused, match="截止以后"):
        actions.conclude_survey(actor=SYSTEM, survey=row, on=row.closes_on)
    done = actions.conclude_survey(actor=SYSTEM, survey=row, on=row.closes_on + timedelta(days=1))
    assert "收回有效评议3份，总体满意率66.7%" in done.result
    assert Review.objects.get(kind=Review.Kind.SOCIAL).result == done.result
    with pytest.raises(NotAllowed):
        actions.read_comments(actor=person(good, Role.SUPERVISOR), survey=row, on=DAY, purpose="看看")
    with pytest.raises(Refused, match="用途"):
        actions.read_comments(actor=SYSTEM, survey=row, on=DAY, purpose=" ")
    assert actions.read_comments(actor=SYSTEM, survey=row, on=DAY, purpose="整理意见") == ["王某某的意见"]
    assert list(queries.check_projections()) == []
    SurveyAnswer.objects.filter(pk=SurveyAnswer.objects.first().pk).update(scores=[1, 1])
    assert "评议与账本不同" in "".join(queries.check_projections())


@pytest.mark.law("条例第四十七条")
def test_a_complaint_found_true_leads_to_a_notice_once(county):
    site, good, _ = county
    matter = applications.raise_matter(
        kind=Matter.Kind.COMPLAINT, about=good, title="没有公开", text="应当公开", on=DAY, nonce="x" * 32
    ).record
    facts = FindingFacts(good, "公开应当公开的信息", DAY + timedelta(days=10), complaint=matter)

    def issue():
        matter.refresh_from_db()
        return actions.issue_notice(actor=SYSTEM, organ=site, on=DAY, title="通知书", findings=[facts])

    with pytest.raises(Refused, match="没有查证属实"):
        issue()
    applications.answer_matter(
        actor=SYSTEM, matter=matter, on=DAY, result=Matter.Result.SUBSTANTIATED, answer="查证属实"
    )
    assert issue().findings.get().complaint == matter
    with pytest.raises(Refused, match="已经列入"):
        issue()
    assert list(queries.check_projections()) == []
