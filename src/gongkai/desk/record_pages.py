# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which records have a page of their own on the desk: what the report, the inspection and the record page lead to."""

from __future__ import annotations

from django.urls import reverse

PAGES = {
    "application": "desk:case", "proceeding": "desk:proceeding", "conversion": "desk:conversion", "enquiry": "desk:enquiry",
    "meeting": "desk:meeting", "matter": "desk:matter", "document": "desk:document", "draft": "desk:draft", "notice": "desk:notice",
    "finding": "desk:finding", "consultation": "desk:consultation", "message": "desk:citizen_message", "sentiment": "desk:sentiment",
    "ticket": "desk:ticket", "announcement": "desk:announcement", "activity": "desk:activity", "problem": "desk:problem", "detection": "desk:detection", "commitment": "desk:commitment",
}  # fmt: skip


def address_of(kind: str, pk: str | int) -> str | None:
    """The page of the record, or None where its kind has none of its own."""
    return reverse(PAGES[kind], kwargs={"pk": int(pk)}) if kind in PAGES else None
