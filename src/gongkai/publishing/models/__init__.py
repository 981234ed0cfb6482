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
from gongkai.publishing.models.listings import SITE, DocumentCount, Facet, Group, Line, Listing

__all__ = [
    "DESCRIBING",
    "SITE",
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
    "DocumentCount",
    "Draft",
    "Facet",
    "Feed",
    "FeedEntry",
    "FeedLink",
    "FeedOffer",
    "FeedTry",
    "Form",
    "Group",
    "Interpretation",
    "Line",
    "Listing",
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
