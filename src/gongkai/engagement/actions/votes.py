# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a reader says of a page."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from gongkai.applications.actions.online import submission_key
from gongkai.applications.sealing import seal
from gongkai.engagement.actions.core import note
from gongkai.engagement.models import PageVote
from gongkai.organs.permissions import Actor, System

READER = System("读者")


def voted_before(nonce: str) -> PageVote | None:
    """The vote this form made when it was sent the first time."""
    return PageVote.objects.filter(submission=submission_key(nonce)).first()


def judge_page(
    *, page: str, useful: bool, on: date, nonce: str, words: str = "", actor: Actor = READER
) -> PageVote:
    """有用、没有用. The same form (nonce) sent again is one vote; the words are sealed, for they may name people."""
    if before := voted_before(nonce):
        return before
    row = PageVote(
        page=page, useful=useful, on=on, submission=submission_key(nonce),
        words_sealed=seal(words.strip()) if words.strip() else None,
    )  # fmt: skip
    row.clean_fields(exclude=["words_sealed"])
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(
                f"votes/{on:%Y-%m}",
                actor,
                "page.judged",
                on,
                {"vote": row.pk, "page": page, "useful": useful},
            )
    except IntegrityError:
        if before := voted_before(nonce):
            return before
        raise
    return row
