# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What an applicant leaves and needs without an account: a query code, an agent, what is sent in later, uploads on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.cases import Application
from gongkai.applications.models.matters import Matter
from gongkai.applications.sealing import unseal


class QueryCode(models.Model):
    """查询码 of a case or of a 公众来件: only its keyed digest. submission finds the form it came with, so that the same
    form sent twice makes one record."""

    application = models.OneToOneField(
        Application, null=True, on_delete=models.PROTECT, related_name="query_code"
    )
    matter = models.OneToOneField(Matter, null=True, on_delete=models.PROTECT, related_name="query_code")
    digest = models.CharField(max_length=64)
    submission = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, matter__isnull=True)
                | Q(application__isnull=True, matter__isnull=False),
                name="query_code_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"查询码{self.pk}"


class OnlineParticulars(models.Model):
    """What the form asked beyond 申请人: certificate, telephone, mail, address, way of delivery; one sealed JSON document."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="online")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"网上申请{self.pk}"


class Agent(models.Model):
    """代理人: acts for the applicant, who stays the principal; particulars sealed."""

    class Basis(models.TextChoices):
        GUARDIAN = "guardian", "监护人（法定代理人）"
        ENTRUSTED = "entrusted", "委托代理人"

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="agent")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    name_sealed = models.BinaryField()
    identity_sealed = models.BinaryField()
    contact_sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=["guardian", "entrusted"]), name="agent_basis_known")
        ]

    def __str__(self) -> str:
        return f"代理人{self.pk}"


class Message(models.Model):
    """What the applicant sent in after applying: a supplement, a proof of payment, the wish to withdraw, a word."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", "补正"
        PAYMENT = "payment", "缴费凭证"
        REASONS = "reasons", "说明理由"
        WITHDRAW = "withdraw", "要求撤回"
        NOTE = "note", "留言"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sent_on = models.DateField()
    text_sealed = models.BinaryField()
    submission = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["supplement", "payment", "reasons", "withdraw", "note"]),
                name="message_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"

    @property
    def text(self) -> str:
        return unseal(self.text_sealed)


class PendingUpload(models.Model):
    """A file chosen in a form that is not sent yet: sealed, thrown away after a day."""

    key = models.CharField(max_length=43, unique=True)
    name_sealed = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"待提交{self.pk}"

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)


class Tally(models.Model):
    """How often one address asked in one hour; key is a keyed digest."""

    key = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="tally_once_an_hour")]

    def __str__(self) -> str:
        return f"频次{self.pk}"
