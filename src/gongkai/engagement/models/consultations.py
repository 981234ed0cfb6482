# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Drafts open to the public, what the public said of them, hearings, and the yearly catalogue of major decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.sealing import unseal
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document


class DecisionCatalogue(models.Model):
    """重大行政决策事项目录 of an organ and year, public with the consent of the party committee (国务院令第713号第三条)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="decision_catalogues")
    year = models.PositiveSmallIntegerField()
    agreed_on = models.DateField("同级党委同意的日期")
    published_on = models.DateField("公布日期")

    class Meta:
        ordering = ["-year", "organ"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="decision_catalogue_once_a_year"),
            models.CheckConstraint(
                condition=Q(published_on__gte=F("agreed_on")), name="decision_catalogue_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}{self.year}年度重大行政决策事项目录"

    @property
    def stream(self) -> str:
        return f"decisions/{self.pk}"


class DecisionItem(models.Model):
    """One decision of a catalogue; what became of it is told by its consultation. Taken out with a reason, never erased."""

    catalogue = models.ForeignKey(DecisionCatalogue, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("事项名称", max_length=160)
    drafter = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="decision_items")
    planned = models.CharField("计划完成时间", max_length=40)
    added_on = models.DateField()
    dropped_on = models.DateField(null=True, blank=True)
    dropped_why = models.CharField("调出目录的理由", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="decision_item_numbered"),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True, dropped_why__isnull=True)
                | Q(dropped_on__gte=F("added_on"), dropped_why__isnull=False),
                name="decision_item_dropped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Consultation(models.Model):
    """意见征集 (条例第十九条; 国务院令第713号第十四至十八条): a draft open to the public until a day."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="consultations")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="consultation")
    item = models.ForeignKey(
        DecisionItem, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    title = models.CharField(max_length=160)
    explanation = models.TextField("起草说明", null=True, blank=True)
    ways = models.CharField("网上以外的方式", max_length=200, null=True, blank=True)
    major_decision = models.BooleanField("重大行政决策", default=False)
    opened_on = models.DateField()
    closes_on = models.DateField()
    short_reason = models.CharField("时间较短的理由", max_length=200, null=True, blank=True)
    feedback_on = models.DateField("公布采纳情况的日期", null=True, blank=True)
    feedback = models.TextField(null=True, blank=True)
    decision = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_after"
    )

    class Meta:
        ordering = ["closes_on", "id"]
        # What is open now is found without the archive of documents.
        indexes = [models.Index(fields=["closes_on"], name="consultation_closes_on")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="consultation_in_order"),
            models.CheckConstraint(
                condition=Q(feedback__isnull=True, feedback_on__isnull=True)
                | Q(feedback__isnull=False, feedback_on__gte=F("closes_on")),
                name="consultation_feedback_after_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"consultation/{self.pk}"


class Opinion(models.Model):
    """One opinion on a draft, and whether it was adopted, with the reason (令713第十八条、第三十二条).

    What is said and who sent it, where that is not left out, are sealed: people write of themselves and of others. An opinion is withheld from the public only on a ground
    of law; it is studied and counted like every other.
    """

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "未采纳"

    class Ground(models.TextChoices):
        SECRET = "secret", "涉及国家秘密（保守国家秘密法）"
        PRIVACY = (
            "privacy",
            "含有他人个人信息或者侵害他人名誉、隐私（民法典第一千零二十四条、第一千零三十二条）",
        )
        TRADE = "trade", "含有他人商业秘密（反不正当竞争法）"
        ILLEGAL = "illegal", "含有法律、行政法规禁止传播的内容（网络安全法第十二条）"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    received_on = models.DateField()
    text_sealed = models.BinaryField()
    name_sealed = models.BinaryField(null=True)
    contact_sealed = models.BinaryField(null=True)
    submission = models.CharField(max_length=64, null=True, unique=True)
    screened_on = models.DateField("看过的日期", null=True, blank=True)
    withheld = models.CharField("不予公布的依据", max_length=8, choices=Ground.choices, null=True, blank=True)
    withheld_why = models.CharField("不予公布的说明", max_length=200, null=True, blank=True)
    adoption = models.CharField(max_length=8, choices=Adoption.choices, null=True, blank=True)
    reason = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld__isnull=True, withheld_why__isnull=True)
                | Q(withheld__isnull=False, withheld_why__isnull=False, screened_on__isnull=False),
                name="opinion_withheld_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def text(self) -> str:
        """What it says; shown to the public only once it was read (screened)."""
        return unseal(self.text_sealed)

    @property
    def named(self) -> bool:
        """Whether the sender left a name or how to be reached."""
        return self.name_sealed is not None or self.contact_sealed is not None

    def person(self) -> dict[str, str]:
        """Who sent it. For the verb that logs the look."""
        sealed = {"name": self.name_sealed, "contact": self.contact_sealed}
        return {key: unseal(value) if value is not None else "" for key, value in sealed.items()}


class Hearing(models.Model):
    """听证、座谈, 专家论证 and the like on a draft (令713第十四条、第十六条)."""

    class Kind(models.TextChoices):
        HEARING = "hearing", "听证会"
        TALK = "talk", "座谈会"
        VISIT = "visit", "实地走访"
        SURVEY = "survey", "问卷或者民意调查"
        EXPERTS = "experts", "专家论证会"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    held_on = models.DateField()
    place = models.CharField("地点", max_length=120)
    people = models.PositiveIntegerField("参加人数")
    who = models.CharField("参加人", max_length=200)
    material_on = models.DateField("材料送达日期", null=True, blank=True)
    summary = models.TextField("主要意见")

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["hearing", "talk", "visit", "survey", "experts"]),
                name="hearing_kind_known",
            ),
            # 听证材料 reach those who take part beforehand; how long is the verb's to judge.
            models.CheckConstraint(
                condition=~Q(kind="hearing") | Q(material_on__lt=F("held_on")), name="hearing_material_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.held_on}"
