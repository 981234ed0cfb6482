# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is published, and what is on its way there. One module per noun; callers import from here."""

from gongkai.publishing.models.bylaws import Bylaw, BylawText
from gongkai.publishing.models.columns import CatalogueItem, Column
from gongkai.publishing.models.documents import (
    DESCRIBING,
    Attachment,
    Companion,
    CompanionDraft,
    CountFile,
    DecisionCount,
    Document,
    Form,
    Interpretation,
    Mark,
    Placement,
    Register,
    Tag,
    Tagging,
    Version,
)
from gongkai.publishing.models.drafts import Draft, Opinion, ReviewStep, WatchedWord
from gongkai.publishing.models.feeds import Feed, FeedEntry, FeedLink, FeedOffer, FeedTry

__all__ = [
    "DESCRIBING",
    "Attachment",
    "Bylaw",
    "BylawText",
    "CatalogueItem",
    "Column",
    "Companion",
    "CompanionDraft",
    "CountFile",
    "DecisionCount",
    "Document",
    "Draft",
    "Feed",
    "FeedEntry",
    "FeedLink",
    "FeedOffer",
    "FeedTry",
    "Form",
    "Interpretation",
    "Mark",
    "Opinion",
    "Placement",
    "Register",
    "ReviewStep",
    "Tag",
    "Tagging",
    "Version",
    "WatchedWord",
]
