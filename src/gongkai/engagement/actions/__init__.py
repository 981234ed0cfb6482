# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of engagement: recording what was held, collected, asked and answered."""

from gongkai.engagement.actions.activities import answer_problem, collect_problem, hold
from gongkai.engagement.actions.catalogues import add_decision, drop_decision, publish_catalogue
from gongkai.engagement.actions.consultations import (
    PUBLIC,
    feed_back,
    hold_hearing,
    judge_opinion,
    judge_opinions,
    link_decision,
    open_consultation,
    receive_opinion,
    reveal_sender,
    screen_opinions,
)
from gongkai.engagement.actions.core import Refused
from gongkai.engagement.actions.hotline import record_ticket

__all__ = [
    "PUBLIC", "Refused", "add_decision", "answer_problem", "collect_problem", "drop_decision", "feed_back", "hold", "hold_hearing",
    "judge_opinion", "judge_opinions", "link_decision", "open_consultation", "publish_catalogue", "receive_opinion",
    "record_ticket", "reveal_sender", "screen_opinions",
]  # fmt: skip
