# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 主动公开: the only code that writes columns, drafts and documents. Callers import from here."""

from gongkai.publishing.actions.attachments import (
    add_file,
    add_picture,
    clean_file,
    describe_picture,
    hold_picture,
    remove_file,
)
from gongkai.publishing.actions.beside import (
    accompany,
    decide_companion,
    interpret,
    propose_companion,
    unaccompany,
)
from gongkai.publishing.actions.bylaws import issue_bylaw, replace_bylaw, withdraw_bylaw
from gongkai.publishing.actions.columns import (
    change_column,
    close_column,
    drop_item,
    open_column,
    put_item,
    set_steps,
)
from gongkai.publishing.actions.counts import declare_count
from gongkai.publishing.actions.documents import (
    Refused,
    amend,
    place,
    publish,
    reschedule,
    unplace,
    withdraw,
)
from gongkai.publishing.actions.drafts import drop_draft, revise_draft, set_watched_words, start_draft
from gongkai.publishing.actions.feeds import (
    Broken,
    decide_feed,
    end_feed,
    fail_feed,
    offer_feed,
    pull_feed,
    set_feed,
    take_feed,
)
from gongkai.publishing.actions.importing import Item, publish_all
from gongkai.publishing.actions.listings import relist
from gongkai.publishing.actions.marks import mark, unmark
from gongkai.publishing.actions.reviewing import (
    accept_copying,
    pass_step,
    recall_draft,
    return_draft,
    review_secrecy,
    submit_draft,
)
from gongkai.publishing.actions.validity import repeal, set_term, void_partly
from gongkai.publishing.body import clean, digest

__all__ = [
    "Broken",
    "Item",
    "Refused",
    "accept_copying",
    "accompany",
    "add_file",
    "add_picture",
    "amend",
    "change_column",
    "clean",
    "clean_file",
    "close_column",
    "decide_companion",
    "decide_feed",
    "declare_count",
    "describe_picture",
    "digest",
    "drop_draft",
    "drop_item",
    "end_feed",
    "fail_feed",
    "hold_picture",
    "interpret",
    "issue_bylaw",
    "mark",
    "offer_feed",
    "open_column",
    "pass_step",
    "place",
    "propose_companion",
    "publish",
    "publish_all",
    "pull_feed",
    "put_item",
    "recall_draft",
    "relist",
    "remove_file",
    "repeal",
    "replace_bylaw",
    "reschedule",
    "return_draft",
    "review_secrecy",
    "revise_draft",
    "set_feed",
    "set_steps",
    "set_term",
    "set_watched_words",
    "start_draft",
    "submit_draft",
    "take_feed",
    "unaccompany",
    "unmark",
    "unplace",
    "void_partly",
    "withdraw",
    "withdraw_bylaw",
]
