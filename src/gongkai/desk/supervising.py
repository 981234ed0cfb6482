# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the screens of supervision ask before they show a form: whether the person looks into the work of the units below."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from gongkai.organs.models import Person, Role
from gongkai.supervision import queries
from gongkai.supervision.actions import site_organ


def must_supervise(person: Person, what: str) -> None:
    """Answer 403 to who does not, naming the organ whose appointment is needed."""
    if not queries.supervises(person):
        raise PermissionDenied(f"{what}需要{site_organ().short_name}的“{Role.SUPERVISOR.label}”岗位")
