# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How often one address, or one registration number, may ask. Counted in the database, so that every process agrees.

Addresses are kept as keyed digests and thrown away with their hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from gongkai.applications.models import Tally
from gongkai.applications.sealing import keyed_digest


@dataclass(frozen=True)
class Limit:
    """So many times an hour."""

    purpose: str
    most: int


SUBMIT = Limit("submit", 20)
UPLOAD = Limit("upload", 60)
LOOK_UP = Limit("look-up", 30)  # wrong codes from one address
NUMBER = Limit(
    "number", 200
)  # wrong codes for one number: a code cannot be guessed, a number must not be locked
LOOK = Limit("look", 1200)


def _key(limit: Limit, who: str) -> str:
    return keyed_digest("throttle", f"{limit.purpose}/{who}")


def spent(limit: Limit, who: str) -> bool:
    """Whether this one has used up the hour."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return Tally.objects.filter(key=_key(limit, who), hour=hour, count__gte=limit.most).exists()


def count(limit: Limit, who: str) -> None:
    """One more."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    mine = Tally.objects.filter(key=_key(limit, who), hour=hour)
    if mine.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            Tally.objects.create(key=_key(limit, who), hour=hour, count=1)
    except IntegrityError:  # another process was first
        mine.update(count=F("count") + 1)
    Tally.objects.filter(hour__lt=hour - timedelta(hours=1)).delete()
