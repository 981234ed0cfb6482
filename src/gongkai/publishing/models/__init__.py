# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is published, and what is on its way there. One module per noun; callers import from here."""

from gongkai.publishing.models.documents import (
    Column,
    Companion,
    DecisionCount,
    Document,
    Form,
    Interpretation,
    Placement,
    Register,
    Tag,
    Tagging,
    Version,
)
from gongkai.publishing.models.drafts import Draft, Opinion, ReviewStep, WatchedWord

__all__ = [
    "Column",
    "Companion",
    "DecisionCount",
    "Document",
    "Draft",
    "Form",
    "Interpretation",
    "Opinion",
    "Placement",
    "Register",
    "ReviewStep",
    "Tag",
    "Tagging",
    "Version",
    "WatchedWord",
]
