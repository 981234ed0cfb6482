# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the verbs of supervision share."""

from __future__ import annotations

from gongkai.applications.actions import Refused as _Refused
from gongkai.organs.models import Organ
from gongkai.organs.permissions import NotAllowed


class Refused(_Refused):
    """The facts do not allow the verb; the message says which."""


def site_organ() -> Organ:
    """The government of the instance: its disclosure office supervises all below it (条例第三条)."""
    row = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
    if row is None:
        raise NotAllowed("还没有登记机关")
    return row
