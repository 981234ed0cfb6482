# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""有效性: what a document is marked with on a day, worked out from its facts and true without any job."""

from __future__ import annotations

from datetime import date

from gongkai.law.validity import Standing, Validity, validity
from gongkai.publishing.models import Document


def validity_of(document: Document, as_of: date) -> Validity | None:
    """The standing of a registered document, or what other information is marked with; none where there is neither."""
    if document.mark is not None:
        return Validity(Standing.EXPIRED, document.get_mark_display())
    if document.register is None or document.effective_from is None:
        return None
    return validity(
        as_of,
        effective_from=document.effective_from,
        expires_on=document.expires_on,
        repealed_on=document.repealed_on,
        partly=bool(document.partly_void),
    )
