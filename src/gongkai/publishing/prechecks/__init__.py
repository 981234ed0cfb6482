# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Before publishing: what is wrong or doubtful about a draft, with its place and how to mend it. Nothing is changed here.

What blocks stops the submission; the rest is shown to every reviewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from gongkai.publishing.models import Draft
from gongkai.publishing.prechecks.copying import copying, origin
from gongkai.publishing.prechecks.facts import metadata, together
from gongkai.publishing.prechecks.files import attachments
from gongkai.publishing.prechecks.links import links
from gongkai.publishing.prechecks.reading import Doubt, Text, parsed
from gongkai.publishing.prechecks.words import numbers, personal_numbers, wording

__all__ = ["Doubt", "doubts", "parsed", "personal_numbers"]

CHECKS: tuple[Callable[[Draft, Text, date], Iterator[Doubt]], ...] = (
    metadata, numbers, links, attachments, wording, together, copying,
)  # fmt: skip


def doubts(draft: Draft, *, as_of: date, deep: bool = False) -> list[Doubt]:
    """Everything found, what stops the draft first. deep also compares with the whole archive."""
    text = parsed(draft.body)
    checks = [*CHECKS, origin] if deep else CHECKS
    found = [doubt for check in checks for doubt in check(draft, text, as_of)]
    return sorted(found, key=lambda d: not d.blocks)
