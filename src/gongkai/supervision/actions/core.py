# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the verbs of supervision share."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.applications.actions import Refused as _Refused
from gongkai.engagement.actions import core as engagement
from gongkai.engagement.actions.core import numberless
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, NotAllowed
from gongkai.organs.recording import has_come
from gongkai.organs.recording import record as append


class Refused(_Refused):
    """The facts do not allow the verb; the message says which."""


def must_have_come(on: date) -> None:
    """Raise Refused for a day that has not come."""
    has_come(on, Refused)


def record(stream: str, actor: Actor, kind: str, on: date, payload: dict[str, Any]) -> Event:
    """Append what was done. Raises Refused for a day that has not come."""
    must_have_come(on)
    return append(stream, actor, kind, on, payload)


def printable(words: str, what: str) -> str:
    """Words that go out on paper or into a register, without blank ends and without a person's number (条例第十五条)."""
    try:
        return numberless(words.strip(), what)
    except engagement.Refused as refusal:
        raise Refused(str(refusal)) from None


def site_organ() -> Organ:
    """The government of the instance: its disclosure office supervises all below it (条例第三条)."""
    row = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
    if row is None:
        raise NotAllowed("还没有登记机关")
    return row
