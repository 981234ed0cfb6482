# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Handing out the evidence of number and frequency, with a trace in the case's story."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import lock, record_event
from gongkai.applications.models import Application
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require


@transaction.atomic
def take_evidence(*, actor: Actor, application: Application, on: date) -> Application:
    """导出数量和频次的依据: gathers what one applicant filed, so it is a look at the person and is recorded as one."""
    case, _ = lock(application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    record_event(case, actor, "application.evidence_made", on, {})
    return case
