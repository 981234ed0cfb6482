# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""有效性: what a document is marked with on a day, worked out from its facts and true without any job."""

from __future__ import annotations

from datetime import date

from gongkai.law.validity import Standing, Validity, validity
from gongkai.publishing.models import Document, Mark


def validity_of(document: Document, as_of: date) -> Validity | None:
    """The standing of a registered document, or what other information is marked with; none where there is neither."""
    if document.mark is None and document.register is None:
        return None  # most of what is public, and lists ask it of every row
    return standing(as_of, *(getattr(document, name) for name in FACTS))


FACTS = ("mark", "register", "effective_from", "expires_on", "repealed_on", "partly_void")


def standing(
    as_of: date, mark: str | None, register: str | None, effective_from: date | None, expires_on: date | None,
    repealed_on: date | None, partly_void: str | None,
) -> Validity | None:  # fmt: skip
    """The same of a document's FACTS, for rows that are read without making documents of them."""
    if mark is not None:
        return Validity(Standing.EXPIRED, Mark(mark).label)
    if register is None or effective_from is None:
        return None
    return validity(
        as_of,
        effective_from=effective_from,
        expires_on=expires_on,
        repealed_on=repealed_on,
        partly=bool(partly_void),
    )
