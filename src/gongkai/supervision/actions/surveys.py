# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 社会评议: asked, answered by anyone, concluded into the year's report (条例第四十六条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongkai.applications.sealing import keyed_digest, seal, unseal
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.recording import within_a_year
from gongkai.supervision.actions.core import Refused, printable, record, site_organ
from gongkai.supervision.actions.reviews import record_review
from gongkai.supervision.models import Review, Survey, SurveyAnswer

PUBLIC = System("公众")
QUESTIONS = (
    "需要的信息在网站上容易找到", "公开的信息及时、准确", "政策解读看得懂、用得上", "申请公开的答复按期、清楚",
    "对政府信息公开工作总体上",
)  # fmt: skip
MOST = 12
SATISFIED = 4  # of 5


@transaction.atomic
def open_survey(
    *, actor: Actor, year: int, on: date, title: str, intro: str, questions: Sequence[str], opens_on: date, closes_on: date
) -> Survey:  # fmt: skip
    """组织社会评议 of a year; the last question asks for the whole."""
    site = site_organ()
    require(actor, site, Role.SUPERVISOR)
    title, intro = printable(title, "标题"), printable(intro, "说明")
    asked = [printable(q, "题目") for q in questions if q.strip()]
    if not 1 <= len(asked) <= MOST or any(len(q) > 100 for q in asked):
        raise Refused(f"题目1至{MOST}道，每道不超过100字")
    if opens_on < on:
        raise Refused("开始日期不能早于今天")
    if closes_on <= opens_on:
        raise Refused("截止日期应当晚于开始日期")
    within_a_year(closes_on, opens_on, "截止日期", Refused)
    if Survey.objects.filter(organ=site, year=year).exists():
        raise Refused(f"{year}年已经组织了社会评议")
    row = Survey(
        organ=site, year=year, title=title, intro=intro, questions=asked, opens_on=opens_on,
        closes_on=closes_on,
    )  # fmt: skip
    row.clean_fields(exclude=["organ", "concluded_on", "result"])
    row.save()
    record(
        row.stream, actor, "survey.opened", on,
        {"year": year, "questions": asked, "opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()},
    )  # fmt: skip
    return row


def answered_before(nonce: str) -> bool:
    """Whether this very form was received: sent twice, it counts once."""
    return SurveyAnswer.objects.filter(submission=keyed_digest("survey", nonce)).exists()


@transaction.atomic
def answer_survey(
    *, survey: Survey, on: date, scores: Sequence[int], comment: str, nonce: str
) -> SurveyAnswer:
    """填写评议, by anyone: one number a question; what is written is sealed and never enters the ledger."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    before = SurveyAnswer.objects.filter(submission=keyed_digest("survey", nonce)).first()
    if before is not None:
        return before
    if not row.opens_on <= on <= row.closes_on:
        raise Refused(f"评议{cn(row.opens_on)}开始，{cn(row.closes_on)}截止")
    if len(scores) != len(row.questions) or any(s not in range(1, 6) for s in scores):
        raise Refused("每道题都要选一项")
    if len(comment) > 500:
        raise Refused("意见不超过500字")
    made = SurveyAnswer.objects.create(
        survey=row, on=on, scores=list(scores), comment_sealed=seal(comment.strip()) if comment.strip() else None,
        submission=keyed_digest("survey", nonce),
    )  # fmt: skip
    record(row.stream, PUBLIC, "survey.answered", on, {"answer": made.pk, "scores": list(scores)})
    return made


def satisfied(answers: Sequence[Sequence[int]], question: int) -> float:
    """The share, in percent, of those content with one question: 4 or 5 of 5."""
    return round(100 * sum(a[question] >= SATISFIED for a in answers) / len(answers), 1) if answers else 0.0


@transaction.atomic
def conclude_survey(*, actor: Actor, survey: Survey, on: date) -> Survey:
    """公布评议结果, after its last day, computed from the answers; it goes into the year's report."""
    row = Survey.objects.select_for_update(of=("self",)).select_related("organ").get(pk=survey.pk)
    require(actor, row.organ, Role.SUPERVISOR)
    Organ.objects.select_for_update().get(pk=row.organ_id)
    if row.concluded_on is not None:
        raise Refused(f"已于{cn(row.concluded_on)}公布结果")
    if on <= row.closes_on:
        raise Refused(f"评议{cn(row.closes_on)}截止，截止以后才能公布结果")
    answers = list(row.answers.values_list("scores", flat=True))
    if not answers:
        raise Refused("没有收到评议，没有结果可以公布")
    if Review.objects.filter(organ=row.organ, year=row.year, kind=Review.Kind.SOCIAL).exists():
        raise Refused(f"{row.year}年社会评议的结果已经登记")
    percent = satisfied(answers, len(row.questions) - 1)
    row.result = f"{cn(row.opens_on)}至{cn(row.closes_on)}组织社会评议，收回有效评议{len(answers)}份，总体满意率{percent}%。"
    row.concluded_on = on
    row.save(update_fields=["result", "concluded_on"])
    record(row.stream, actor, "survey.concluded", on, {"answers": len(answers), "result": row.result})
    record_review(
        actor=actor, organ=row.organ, kind=Review.Kind.SOCIAL, year=row.year, result=row.result, on=on
    )
    return row


@transaction.atomic
def read_comments(*, actor: Actor, survey: Survey, on: date, purpose: str) -> list[str]:
    """查看评议意见, with a purpose and a trace: people write of themselves in them."""
    require(actor, survey.organ, Role.SUPERVISOR)
    if not purpose.strip():
        raise Refused("查看评议意见要写明用途")
    sealed = survey.answers.filter(comment_sealed__isnull=False).values_list("comment_sealed", flat=True)
    record(survey.stream, actor, "survey.comments_viewed", on, {"purpose": purpose.strip()})
    return [unseal(x) for x in sealed]
