# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 主动公开: the only code that writes columns, drafts and documents. Callers import from here."""

from gongkai.publishing.actions.documents import (
    Refused,
    accompany,
    amend,
    clean,
    close_column,
    declare_count,
    digest,
    interpret,
    open_column,
    publish,
    repeal,
    void_partly,
    withdraw,
)
from gongkai.publishing.actions.drafts import (
    accept_copying,
    drop_draft,
    pass_step,
    return_draft,
    review_secrecy,
    revise_draft,
    set_watched_words,
    start_draft,
    submit_draft,
)
from gongkai.publishing.actions.importing import Item, publish_all

__all__ = [
    "Item",
    "Refused",
    "accept_copying",
    "accompany",
    "amend",
    "clean",
    "close_column",
    "declare_count",
    "digest",
    "drop_draft",
    "interpret",
    "open_column",
    "pass_step",
    "publish",
    "publish_all",
    "repeal",
    "return_draft",
    "review_secrecy",
    "revise_draft",
    "set_watched_words",
    "start_draft",
    "submit_draft",
    "void_partly",
    "withdraw",
]
