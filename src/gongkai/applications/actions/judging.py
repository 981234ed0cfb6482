# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎么答复: the answers to the law's questions, kept as a fact of the case; the latest count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.applications.actions.core import Refused, known_outcome, lock, record_event
from gongkai.applications.models import Application
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.replies import Decision, IllegalAnswers, decide
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require

WITH_LETTER = frozenset(row for kind in LETTERS for row in kind.outcomes)
REFUSING = frozenset(o.id for o in OUTCOMES if o.refuses)


def decided(answers: Mapping[str, bool]) -> Decision:
    """Where the answers lead. Raises Refused for two that cannot both be so."""
    try:
        return decide(answers)
    except IllegalAnswers as error:
        raise Refused(str(error)) from None


@transaction.atomic
def judge(*, actor: Actor, application: Application, on: date, answers: Mapping[str, bool]) -> Application:
    """判断怎么答复: the answers so far, refused where they contradict each other (law.replies)."""
    found = decided(answers)
    case, story = lock(application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if story.received_on is None:
        raise Refused("这件申请还没有收到日期，先与申请人确认（条例第三十一条）")
    if story.outcome is not None:
        raise Refused("已办结的申请不再判断；结果写错的，用“更正办理结果”")
    payload: dict[str, Any] = {
        "answers": dict(answers), "outcome": found.outcome, "refused_for": found.refused_for, "waits_for": found.waits_for,
    }  # fmt: skip
    record_event(case, actor, "application.judged", on, payload)
    return case


@transaction.atomic
def choose_outcome(
    *,
    actor: Actor,
    application: Application,
    on: date,
    outcome_id: str,
    refused_for: str | None = None,
    reason: str,
) -> Application:
    """另选一行: the officer answers with another row of table 3 than the questions lead to, and says why."""
    result = known_outcome(outcome_id)
    case, story = lock(application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if story.outcome is not None:
        raise Refused("已办结的申请不再判断；结果写错的，用“更正办理结果”")
    if not reason.strip():
        raise Refused("不按判断的结果答复的，要写明理由")
    if result.id == "R3.2" and refused_for not in REFUSING - {"R3.2"}:
        raise Refused("部分公开要写明不予公开部分的依据（条例第三十七条）")
    payload = {
        "outcome": result.id, "refused_for": refused_for if result.id == "R3.2" else None, "reason": reason.strip(),
    }  # fmt: skip
    record_event(case, actor, "application.outcome_chosen", on, payload)
    return case
