# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every verb of this room does: say what the facts do not allow, and write what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.applications.actions.core import Refused as RefusedByLaw
from gongkai.ledger.models import Event
from gongkai.organs.permissions import Actor
from gongkai.organs.recording import has_come
from gongkai.organs.recording import record as append
from gongkai.redaction import kinds_of_numbers, numbers_in


class Refused(RefusedByLaw):
    """The facts do not allow the verb; the message says which."""


def must_have_come(on: date) -> None:
    """Raise Refused for a day that has not come."""
    has_come(on, Refused)


def note(stream: str, actor: Actor, kind: str, on: date, payload: dict[str, Any]) -> Event:
    """Append what was done. Raises Refused for a day that has not come."""
    must_have_come(on)
    return append(stream, actor, kind, on, payload)


def numberless(words: str, what: str) -> str:
    """Words that are shown to everyone hold no person's number. Raises Refused naming what looks like one."""
    if kinds := kinds_of_numbers(words):
        raise Refused(f"{what}里疑似有{kinds}，请去掉或者遮盖以后再公布")
    return words


def told(words: str, what: str, most: int = 2000) -> str:
    """Words for everyone or for the ledger: written, not too long, without a person's number. Raises Refused."""
    return numberless(said(words, what, most), what)


def masked(text: str) -> str:
    """A register's words without persons' numbers: 138***78 instead of the whole."""
    for found in reversed(numbers_in(text)):
        text = f"{text[: found.start]}{found.excerpt}{text[found.end :]}"
    return text


def covered(words: str) -> str:
    """A citizen's words as everyone may read them: every number that points at a person is covered, its own included."""
    for found in reversed(numbers_in(words)):
        words = f"{words[: found.start]}＊＊＊{words[found.end :]}"
    return words


def said(words: str, what: str, most: int = 2000) -> str:
    """Words without blank ends. Raises Refused when nothing is written, or too much."""
    words = words.strip()
    if not words:
        raise Refused(f"请写明{what}")
    if len(words) > most:
        raise Refused(f"{what}最多{most}字，现在是{len(words)}字")
    return words
