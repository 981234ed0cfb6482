# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of engagement: recording what was held, collected, asked and answered."""

from gongkai.engagement.actions.activities import (
    answer_problem,
    assign_problem,
    collect_problem,
    describe_activity,
    hold,
    open_kind,
    solve_problem,
    step_problem,
)
from gongkai.engagement.actions.announcements import (
    announce,
    cancel_announcement,
    hold_announced,
    move_announcement,
)
from gongkai.engagement.actions.catalogues import add_decision, drop_decision, publish_catalogue
from gongkai.engagement.actions.consultations import (
    PUBLIC,
    enter_opinion,
    feed_back,
    hold_hearing,
    judge_opinion,
    judge_opinions,
    link_decision,
    open_consultation,
    paper_nonce,
    receive_opinion,
    received_before,
    reveal_sender,
    screen_opinions,
)
from gongkai.engagement.actions.core import Refused
from gongkai.engagement.actions.faqs import draft_faq, publish_faq, withdraw_faq
from gongkai.engagement.actions.hotline import answer_ticket, record_ticket, tag_ticket
from gongkai.engagement.actions.messages import (
    Sent,
    answer_message,
    enter_letter,
    keep_message,
    letter_nonce,
    publish_message,
    rate_message,
    reveal_writer,
    send_message,
    sent_before,
    transfer_message,
    unpublish_message,
)
from gongkai.engagement.actions.posts import drop_post, list_post
from gongkai.engagement.actions.responses import (
    amend_station,
    close_station,
    open_station,
    raise_sentiment,
    report_goal,
    respond_by,
    respond_sentiment,
    set_goal,
)
from gongkai.engagement.actions.votes import judge_page

__all__ = [
    "PUBLIC", "Refused", "Sent", "add_decision", "amend_station", "announce", "answer_message", "answer_problem", "answer_ticket",
    "assign_problem", "cancel_announcement", "close_station", "collect_problem", "describe_activity", "draft_faq", "drop_decision", "drop_post", "enter_letter", "enter_opinion",
    "feed_back", "hold", "hold_announced", "hold_hearing", "judge_opinion", "judge_opinions", "judge_page", "keep_message", "letter_nonce",
    "link_decision", "list_post", "move_announcement", "open_consultation", "open_kind", "open_station", "paper_nonce", "publish_catalogue", "publish_faq",
    "publish_message", "raise_sentiment", "rate_message", "receive_opinion", "received_before", "record_ticket", "report_goal",
    "respond_by", "respond_sentiment", "reveal_sender", "reveal_writer", "screen_opinions", "send_message", "sent_before",
    "set_goal", "solve_problem", "step_problem", "tag_ticket", "transfer_message", "unpublish_message",
    "withdraw_faq",
]  # fmt: skip
