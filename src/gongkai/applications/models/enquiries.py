# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""咨询答疑、申请指引: what people ask the office before, beside or instead of applying."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Organ, Person


class Enquiry(models.Model):
    """One asking, however it came, and what it was told (条例第二十八条、第三十条). No statutory limit; not in table 3.

    The subject names nobody; a number to call back and the answer are sealed.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "咨询答疑"
        GUIDANCE = "guidance", "申请指引"

    class Channel(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "来访"
        LETTER = "letter", "信函"
        MAIL = "mail", "电子邮件"
        ONLINE = "online", "网上留言"
        HOTLINE = "hotline", "热线转办"

    class Result(models.TextChoices):
        TOLD = "told", "已经解答"
        PUBLIC = "public", "告知已公开的途径"
        APPLY = "apply", "指引提交申请"
        ORGAN = "organ", "指引到其他机关"
        CHANNEL = "channel", "指引到其他渠道"

    number = models.CharField("登记编号", max_length=40, unique=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="enquiries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    subject = models.CharField("事由", max_length=160)
    asked_on = models.DateField("咨询日期")
    handler = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    contact_sealed = models.BinaryField(null=True, blank=True)
    # Projections of the ledger:
    answered_on = models.DateField("答复日期", null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices, null=True, blank=True)
    answer_sealed = models.BinaryField(null=True, blank=True)
    closed_on = models.DateField("了结日期", null=True, blank=True)
    closed_why = models.CharField("没有答复的原因", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "-id"]
        indexes = [models.Index(fields=["organ", "asked_on"], name="enquiry_of_organ")]
        constraints = [
            models.CheckConstraint(condition=~Q(subject="") & ~Q(number=""), name="enquiry_named"),
            models.CheckConstraint(condition=Q(kind__in=["question", "guidance"]), name="enquiry_kind_known"),
            models.CheckConstraint(
                condition=Q(channel__in=["phone", "visit", "letter", "mail", "online", "hotline"]),
                name="enquiry_channel_known",
            ),
            # Open, answered on a day with a result and words, or ended without an answer and with a reason.
            models.CheckConstraint(
                condition=Q(
                    answered_on__isnull=True, result__isnull=True, answer_sealed__isnull=True,
                    closed_on__isnull=True, closed_why__isnull=True,
                )
                | Q(
                    answered_on__gte=F("asked_on"), result__in=["told", "public", "apply", "organ", "channel"],
                    answer_sealed__isnull=False, closed_on__isnull=True, closed_why__isnull=True,
                )
                | Q(
                    answered_on__isnull=True, result__isnull=True, answer_sealed__isnull=True,
                    closed_on__gte=F("asked_on"), closed_why__isnull=False,
                ),
                name="enquiry_ends_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"enquiry/{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.closed_on is None

    @property
    def answer(self) -> str:
        return unseal(self.answer_sealed) if self.answer_sealed else ""

    @property
    def contact(self) -> str:
        return unseal(self.contact_sealed) if self.contact_sealed else ""
