# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书: what an organ writes about an application, from draft to service; and how each organ heads and words it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.remedies import OrganLevel, Scope
from gongkai.law.service import Way
from gongkai.organs.models import Organ, Person

KINDS = [(kind.key, kind.title) for kind in LETTERS]


class Letter(models.Model):
    """One 文书. Its words and facts are sealed; from signing on it is its snapshot, which never changes.

    The state is a projection of the letter's events in its application's stream; void letters keep their number.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        REVIEW = "review", "送审"
        SIGNED = "signed", "已签发"
        SERVED = "served", "已送达"
        VOID = "void", "已作废"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    # The organ that issues it: it stays when the case goes on in another organ.
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24, choices=KINDS)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField(max_length=8, null=True)
    refused_for = models.CharField(max_length=8, null=True)
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    facts_sealed = models.BinaryField()
    remark_sealed = models.BinaryField(null=True)  # why it was returned or made void
    year = models.PositiveSmallIntegerField(null=True)
    series = models.CharField(max_length=20, null=True)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField("文号", max_length=60, null=True)
    letter_on = models.DateField(null=True)
    snapshot_sealed = models.BinaryField(null=True)
    snapshot_digest = models.CharField(max_length=64, null=True)
    way = models.CharField(max_length=20, null=True, choices=[(w.value, w.value) for w in Way])
    served_on = models.DateField(null=True)
    tracking = models.CharField("邮件号", max_length=40, null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "organ"], name="letter_open", condition=Q(state="review"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[key for key, _ in KINDS])
                & Q(state__in=["draft", "review", "signed", "served", "void"]),
                name="letter_kind_and_state_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.id for o in OUTCOMES]),
                name="letter_outcome_known",
            ),
            # 文号 is taken at signing and never given back, so the numbers of a series have no gap.
            models.UniqueConstraint(fields=["organ", "year", "series", "sequence"], name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review", "void"], number__isnull=True, snapshot_sealed__isnull=True)
                | (
                    Q(state__in=["signed", "served", "void"], sequence__gte=1)
                    & Q(number__isnull=False, letter_on__isnull=False, year__isnull=False, series__isnull=False)
                    & Q(snapshot_sealed__isnull=False, snapshot_digest__isnull=False)
                ),
                name="letter_signed_with_number_and_snapshot",
            ),
            models.CheckConstraint(
                condition=Q(state="served", way__isnull=False, served_on__gte=F("letter_on"))
                | (~Q(state="served") & Q(way__isnull=True, served_on__isnull=True)),
                name="letter_served_with_way_and_day",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | Q(drafted_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                name="letter_two_persons",
            ),
            # One reply at a time: a second one waits until the first is made void.
            models.UniqueConstraint(
                fields=["application"], name="letter_one_reply_open",
                condition=Q(outcome__isnull=False, state__in=["draft", "review", "signed"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()}（{self.get_state_display()}）"


class Letterhead(models.Model):
    """How an organ heads and numbers its letters, and whom they name for the remedy. Empty: as the organ above it."""

    organ = models.OneToOneField(Organ, on_delete=models.CASCADE, related_name="letterhead")
    code = models.CharField("机关代字", max_length=20, null=True)
    level = models.CharField(
        max_length=20, null=True, choices=[(x.value, x.value) for x in OrganLevel]
    )  # null: follows from the organ's kind
    county_government = models.CharField("本级人民政府", max_length=80, null=True)
    upper_government = models.CharField("上一级人民政府", max_length=80, null=True)
    upper_authority = models.CharField("上一级主管部门", max_length=80, null=True)
    court = models.CharField("管辖法院", max_length=80, null=True)
    disputed_scope = models.CharField(
        max_length=8, default=Scope.NARROW.value, choices=[(x.value, x.value) for x in Scope]
    )
    # letter kind → its series word, over applications.letters.numbers
    series = models.JSONField(default=dict)
    seal_image = models.BinaryField("印章图样", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(disputed_scope__in=[x.value for x in Scope])
                & (Q(level__isnull=True) | Q(level__in=[x.value for x in OrganLevel])),
                name="letterhead_choices_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} 文书设置"


class LetterTemplate(models.Model):
    """An organ's own wording of one kind of letter, in versions; without one the shipped text is used."""

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="letter_templates")
    kind = models.CharField(max_length=24, choices=KINDS)
    version = models.PositiveIntegerField()
    text = models.TextField()
    edited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    edited_on = models.DateField()

    class Meta:
        ordering = ["kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "version"], name="letter_template_version_once"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(text="") & Q(kind__in=[key for key, _ in KINDS]),
                name="letter_template_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.get_kind_display()} 第{self.version}版"
