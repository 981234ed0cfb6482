# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""答复前沟通: one talk about a case before it is answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Person


class Contact(models.Model):
    """答复前沟通 (条例第二十八条、第三十条): when, how, with whom, and what came of it. What was said is sealed."""

    class Way(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "当面"
        LETTER = "letter", "书信"
        MAIL = "mail", "电子邮件"
        MESSAGE = "message", "短信、平台消息"

    class Whom(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        AGENT = "agent", "代理人"
        THIRD_PARTY = "third_party", "第三方"
        ORGAN = "organ", "其他机关"

    class Result(models.TextChoices):
        CLARIFIED = "clarified", "明确了所需信息"
        NARROWED = "narrowed", "缩小了范围"
        FORM = "form", "商定了提供方式"
        GUIDED = "guided", "告知了其他渠道"
        WITHDRAWS = "withdraws", "申请人表示撤回"
        UNCHANGED = "unchanged", "按原申请办理"
        UNREACHED = "unreached", "没有联系上"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="contacts")
    on = models.DateField("日期")
    way = models.CharField(max_length=10, choices=Way.choices)
    whom = models.CharField(max_length=12, choices=Whom.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    note_sealed = models.BinaryField()
    recorded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["phone", "visit", "letter", "mail", "message"]),
                name="contact_way_known",
            ),
            models.CheckConstraint(
                condition=Q(whom__in=["applicant", "agent", "third_party", "organ"]),
                name="contact_whom_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    result__in=[
                        "clarified",
                        "narrowed",
                        "form",
                        "guided",
                        "withdraws",
                        "unchanged",
                        "unreached",
                    ]
                ),
                name="contact_result_known",
            ),
        ]

    def __str__(self) -> str:
        return f"沟通{self.pk}"

    @property
    def note(self) -> str:
        return unseal(self.note_sealed)
