# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What officers write about demands holds no person's number: it is read by many, and part of it by everyone."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.engagement.actions.core import Refused as NumberFound
from gongkai.engagement.actions.core import numberless
from gongkai.engagement.demands.grouping import Refused


def require_numberless(words: Iterable[str], what: str) -> None:
    """Raise Refused, saying which number, where one of the words holds it."""
    try:
        for some in words:
            numberless(some, what)
    except NumberFound as refusal:
        raise Refused(str(refusal)) from None
