# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""成批办理: many alike applications handled as one piece of work, each still answered on its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Organ, Person


class CaseGroup(models.Model):
    """一批相同的申请: one owner and one draft text. Every member keeps its own clock, letter and row of table 3."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="case_groups")
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    draft_sealed = models.BinaryField(null=True, blank=True)
    drafted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="case_group_named")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"group/{self.pk}"

    @property
    def draft(self) -> str:
        return unseal(self.draft_sealed) if self.draft_sealed else ""


class GroupMember(models.Model):
    """A case of a group; it belongs to one at a time. Taking it out removes the row; the ledger keeps both days."""

    group = models.ForeignKey(CaseGroup, on_delete=models.PROTECT, related_name="members")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="membership")
    added_on = models.DateField()

    class Meta:
        ordering = ["application_id"]

    def __str__(self) -> str:
        return f"{self.group}／{self.application}"
