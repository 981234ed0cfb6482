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
    receive_supplement,
    request_supplement,
)
from gongkai.applications.actions.closing import correct_outcome, end, reply, withdraw
from gongkai.applications.actions.contacts import open_contact, record_contact
from gongkai.applications.actions.core import Refused, expect, project, projection
from gongkai.applications.actions.entry import enter
from gongkai.applications.actions.evidence import take_evidence
from gongkai.applications.actions.fees import (
    compute_fee,
    decide_fee,
    notify_fee,
    rank_of,
    receive_payment,
    refund_fee,
)
from gongkai.applications.actions.files import (
    GROUNDS,
    Blocked,
    attach_file,
    keep_scan,
    limits,
    look_at_file,
    redact_file,
    release_file,
)
from gongkai.applications.actions.groups import (
    Done,
    add_to_group,
    apply_to_group,
    open_group,
    remove_from_group,
    write_group_draft,
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
from gongkai.applications.actions.particulars import find_by_name, reveal_applicant
from gongkai.applications.actions.parties import (
    add_party,
    ask_party,
    confirm_party_receipt,
    judge_objection,
    open_party,
    record_opinion,
    refuse_release,
    tell_third_party,
)
from gongkai.applications.actions.proceedings import (
    answer_proceeding,
    assign_new_reply,
    conclude_proceeding,
    open_proceeding,
    receive_copy,
    record_new_reply,
    unusual_suit,
)
from gongkai.applications.actions.reasons import judge_reasons, open_reasons, receive_reasons, request_reasons
from gongkai.applications.actions.tasks import (
    accept_task,
    answer_task,
    ask_colleagues,
    beyond_limit,
    cancel_task,
    open_task,
    remind_task,
    return_task,
)

__all__ = [
    "GROUNDS",
    "AgentFacts",
    "ApplicantFacts",
    "Blocked",
    "Done",
    "Filed",
    "OnlineFacts",
    "Refused",
    "accept_task",
    "add_party",
    "add_to_group",
    "answer_matter",
    "answer_proceeding",
    "answer_task",
    "apply_online",
    "apply_to_group",
    "ask_colleagues",
    "ask_party",
    "assign",
    "assign_new_reply",
    "attach_file",
    "beyond_limit",
    "cancel_task",
    "choose_outcome",
    "close_consultation",
    "compute_fee",
    "conclude_proceeding",
    "confirm",
    "confirm_party_receipt",
    "consult",
    "content_key",
    "correct_outcome",
    "decide_fee",
    "delay",
    "draft_letter",
    "drop_upload",
    "end",
    "enter",
    "expect",
    "extend",
    "find_by_name",
    "issue_code",
    "judge",
    "judge_objection",
    "judge_reasons",
    "keep_scan",
    "keep_upload",
    "limits",
    "look",
    "look_at_file",
    "notify_fee",
    "open_contact",
    "open_file",
    "open_group",
    "open_letter",
    "open_party",
    "open_proceeding",
    "open_reasons",
    "open_task",
    "project",
    "projection",
    "purge_uploads",
    "raise_matter",
    "rank_of",
    "receive",
    "receive_copy",
    "receive_payment",
    "receive_reasons",
    "receive_supplement",
    "record_contact",
    "record_new_reply",
    "record_opinion",
    "redact_file",
    "refund_fee",
    "refuse_release",
    "release_file",
    "remind_task",
    "remove_from_group",
    "reply",
    "request_reasons",
    "request_supplement",
    "return_letter",
    "return_task",
    "reveal_applicant",
    "reveal_person",
    "review_letter",
    "revise_letter",
    "send_for_review",
    "send_message",
    "serve_letter",
    "set_letterhead",
    "sign_letter",
    "take_evidence",
    "tell_third_party",
    "unusual_suit",
    "void_letter",
    "withdraw",
    "withdraw_online",
    "word_template",
    "write_group_draft",
]
