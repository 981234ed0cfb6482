# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Applications, applicants and what followed in reconsideration and court.

An application is its ledger events; every column of Application that an event can move is a projection of them,
rewritten by `actions` and proved by `queries.check_projections`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.sealing import match_key, seal, unseal
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Organ, Person


class Applicant(models.Model):
    """申请人 (条例第二十七条、第二十九条): a natural person or one of five kinds of organisation; particulars sealed."""

    kind = models.CharField(max_length=2, choices=[(k.value, k.label) for k in ApplicantKind])
    name_sealed = models.BinaryField()
    identity_sealed = models.BinaryField(null=True)
    contact_sealed = models.BinaryField(null=True)
    # Finds the same applicant again (fees, repeated requests) without opening anything.
    identity_key = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in ApplicantKind]), name="applicant_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"申请人{self.pk}"

    @classmethod
    def sealed(cls, *, kind: str, name: str, identity: str | None, contact: str | None) -> Applicant:
        """An applicant with its particulars sealed; not yet saved."""
        return cls(
            kind=ApplicantKind(kind).value,
            name_sealed=seal(name),
            identity_sealed=seal(identity) if identity else None,
            contact_sealed=seal(contact) if contact else None,
            identity_key=match_key(identity or name),
        )

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)


class State(models.TextChoices):
    """Where a case stands, from its events (the clock's own states, and one before receipt)."""

    UNCONFIRMED = "unconfirmed", "待确认"
    RUNNING = "running", "办理中"
    AWAITING_SUPPLEMENT = "awaiting_supplement", "等待补正"
    AWAITING_PAYMENT = "awaiting_payment", "等待缴费"
    CLOSED = "closed", "已办结"


class Application(models.Model):
    """政府信息公开申请: one 件 of the register."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField("登记编号", max_length=40, unique=True)
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    channel = models.CharField(max_length=16, choices=[(c.value, c.label) for c in Channel])
    title = models.CharField(max_length=200)
    description = models.TextField()
    form = models.CharField("获取方式", max_length=40)
    submitted_on = models.DateField()
    # Projections of the events:
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices)
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    handler = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases")
    outcome = models.CharField(max_length=8, null=True)
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="application_open", condition=~Q(state="closed")),
            models.Index(fields=["organ", "received_on"], name="application_received"),
            models.Index(fields=["organ", "closed_on"], name="application_closed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.id for o in OUTCOMES]),
                name="application_outcome_known",
            ),
            # Closed cases, and only they, have an outcome and the day it was issued.
            models.CheckConstraint(
                condition=Q(state="closed", outcome__isnull=False, closed_on__isnull=False)
                | (~Q(state="closed") & Q(outcome__isnull=True, closed_on__isnull=True)),
                name="application_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", received_on__isnull=True)
                | (~Q(state="unconfirmed") & Q(received_on__isnull=False)),
                name="application_received_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("submitted_on")),
                name="application_received_after_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"application/{self.pk}"


class Proceeding(models.Model):
    """行政复议 or 行政诉讼 about an application: one row of what table 4 counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proceedings")
    block = models.CharField(max_length=40, choices=[(b.value, b.label) for b in Block])
    body = models.CharField("复议机关、法院", max_length=80)
    case_number = models.CharField(max_length=60)
    accepted_on = models.DateField()
    concluded_on = models.DateField(null=True, blank=True)
    result = models.CharField(
        max_length=12,
        null=True,
        blank=True,
        choices=[(r.value, r.label) for r in Result if r is not Result.PENDING],
    )

    class Meta:
        ordering = ["accepted_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["block", "body", "case_number"], name="proceeding_once"),
            models.CheckConstraint(
                condition=Q(result__isnull=True, concluded_on__isnull=True)
                | Q(result__isnull=False, concluded_on__isnull=False),
                name="proceeding_result_with_date",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=F("accepted_on")),
                name="proceeding_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_block_display()} {self.case_number}"
