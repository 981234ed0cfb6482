# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on applications: the only code that writes them.

Each verb locks the case, asks for the role, lets the clock refuse what the law does not allow, appends one ledger
event and projects the case's events onto its row. One module per kind of work; callers import from here.
"""

from gongkai.applications.actions.attachments import drop_upload, keep_upload, open_file, purge_uploads
from gongkai.applications.actions.clock import (
    close_consultation,
    consult,
    delay,
    extend,
    notify_fee,
    receive_payment,
    receive_supplement,
    request_reasons,
    request_supplement,
)
from gongkai.applications.actions.closing import correct_outcome, end, reply, withdraw
from gongkai.applications.actions.core import Refused, expect, project, projection
from gongkai.applications.actions.files import (
    GROUNDS,
    Blocked,
    attach_file,
    limits,
    look_at_file,
    redact_file,
    release_file,
)
from gongkai.applications.actions.intake import ApplicantFacts, assign, confirm, content_key, receive
from gongkai.applications.actions.judging import choose_outcome, judge
from gongkai.applications.actions.letterheads import set_letterhead, word_template
from gongkai.applications.actions.letters import (
    draft_letter,
    open_letter,
    return_letter,
    review_letter,
    revise_letter,
    send_for_review,
    serve_letter,
    sign_letter,
    void_letter,
)
from gongkai.applications.actions.matters import answer_matter, raise_matter, reveal_person
from gongkai.applications.actions.online import (
    AgentFacts,
    Filed,
    OnlineFacts,
    apply_online,
    issue_code,
    look,
    send_message,
    withdraw_online,
)
from gongkai.applications.actions.particulars import reveal_applicant
from gongkai.applications.actions.proceedings import (
    answer_proceeding,
    assign_new_reply,
    conclude_proceeding,
    open_proceeding,
    receive_copy,
    record_new_reply,
    unusual_suit,
)

__all__ = [
    "GROUNDS",
    "AgentFacts",
    "ApplicantFacts",
    "Blocked",
    "Filed",
    "OnlineFacts",
    "Refused",
    "answer_matter",
    "answer_proceeding",
    "apply_online",
    "assign",
    "assign_new_reply",
    "attach_file",
    "choose_outcome",
    "close_consultation",
    "conclude_proceeding",
    "confirm",
    "consult",
    "content_key",
    "correct_outcome",
    "delay",
    "draft_letter",
    "drop_upload",
    "end",
    "expect",
    "extend",
    "issue_code",
    "judge",
    "keep_upload",
    "limits",
    "look",
    "look_at_file",
    "notify_fee",
    "open_file",
    "open_letter",
    "open_proceeding",
    "project",
    "projection",
    "purge_uploads",
    "raise_matter",
    "receive",
    "receive_copy",
    "receive_payment",
    "receive_supplement",
    "record_new_reply",
    "redact_file",
    "release_file",
    "reply",
    "request_reasons",
    "request_supplement",
    "return_letter",
    "reveal_applicant",
    "reveal_person",
    "review_letter",
    "revise_letter",
    "send_for_review",
    "send_message",
    "serve_letter",
    "set_letterhead",
    "sign_letter",
    "unusual_suit",
    "void_letter",
    "withdraw",
    "withdraw_online",
    "word_template",
]
