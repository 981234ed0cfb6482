# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whether words that everyone will read hold a person's number (条例第十五条)."""

from __future__ import annotations

from gongkai.redaction.leaks import LABELS
from gongkai.redaction.numbers import numbers_in

_OFFICIAL = frozenset({"landline", "email"})  # an organ's own may stand in what it says to everyone


def kinds_of_numbers(words: str) -> str:
    """What kinds of numbers in the words point at a person, named and joined by 、; empty where there is none."""
    kinds = (found.kind for found in numbers_in(words))
    return "、".join(dict.fromkeys(LABELS.get(kind, kind) for kind in kinds if kind not in _OFFICIAL))
