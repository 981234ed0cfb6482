# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What people write to an organ, what they say of a page, and the questions that are answered once for all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.sealing import unseal
from gongkai.engagement.models.hotline import HotlineTicket
from gongkai.organs.models import Organ, Person
from gongkai.publishing.models import Companion, Document


class CitizenMessage(models.Model):
    """咨询、建议, 我为政府网站找错. What was written and by whom is sealed; what is shown is a reviewed copy (public_*)."""

    class Kind(models.TextChoices):
        QUESTION = "question", "咨询"
        IDEA = "idea", "建议"
        SITE_ERROR = "site_error", "网站找错"

    class Rating(models.IntegerChoices):
        GOOD = 3, "满意"
        FAIR = 2, "基本满意"
        BAD = 1, "不满意"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField("编号", max_length=40, unique=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="citizen_messages")
    title_sealed = models.BinaryField()
    text_sealed = models.BinaryField()
    name_sealed = models.BinaryField(null=True)
    contact_sealed = models.BinaryField(null=True)
    page = models.CharField("哪一页", max_length=200, null=True, blank=True)
    agrees = models.BooleanField("同意公布", default=False)
    code_digest = models.CharField(max_length=64)
    submission = models.CharField(max_length=64, unique=True)
    submitted_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer_sealed = models.BinaryField(null=True)
    published_on = models.DateField(null=True, blank=True)
    public_title = models.CharField(max_length=100, null=True, blank=True)
    public_text = models.TextField(null=True, blank=True)
    public_answer = models.TextField(null=True, blank=True)
    kept_why = models.CharField("不公布的理由", max_length=200, null=True, blank=True)
    rated_on = models.DateField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(choices=Rating.choices, null=True, blank=True)
    rating_sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ["-submitted_on", "-id"]
        indexes = [models.Index(fields=["organ", "submitted_on"], name="message_of_organ")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["question", "idea", "site_error"]), name="citizen_message_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer_sealed__isnull=True)
                | Q(answered_on__gte=F("submitted_on"), answer_sealed__isnull=False),
                name="citizen_message_answered_whole",
            ),
            # Public only with consent, after the answer, and as a reviewed copy.
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | Q(agrees=True, answered_on__isnull=False, published_on__gte=F("answered_on"), public_title__isnull=False,
                    public_text__isnull=False, public_answer__isnull=False, kept_why__isnull=True),
                name="citizen_message_published_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True, rated_on__isnull=True)
                | Q(rating__in=[1, 2, 3], rated_on__gte=F("answered_on")),
                name="citizen_message_rated_after_answer",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"message/{self.pk}"

    @property
    def title(self) -> str:
        return unseal(self.title_sealed)

    @property
    def text(self) -> str:
        return unseal(self.text_sealed)

    @property
    def answer(self) -> str:
        return unseal(self.answer_sealed) if self.answer_sealed is not None else ""

    @property
    def rating_words(self) -> str:
        return unseal(self.rating_sealed) if self.rating_sealed is not None else ""

    def person(self) -> dict[str, str]:
        """Who wrote it. For the verb that logs the look."""
        sealed = {"name": self.name_sealed, "contact": self.contact_sealed}
        return {key: unseal(value) if value is not None else "" for key, value in sealed.items()}


class PageVote(models.Model):
    """Whether a page was useful to someone who read it, and their words."""

    page = models.CharField(max_length=200)
    useful = models.BooleanField()
    words_sealed = models.BinaryField(null=True)
    on = models.DateField()
    submission = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["page"], name="vote_of_page")]

    def __str__(self) -> str:
        return f"{self.page} {'有用' if self.useful else '没有用'}"

    @property
    def words(self) -> str:
        return unseal(self.words_sealed) if self.words_sealed is not None else ""


class Faq(models.Model):
    """常见问题: drafted from what people asked, reviewed by a second person, shown, and beside the policy it is about."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="faqs")
    question = models.CharField("问", max_length=160)
    answer = models.TextField("答")
    policy = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="faqs")
    ticket = models.ForeignKey(
        HotlineTicket, null=True, blank=True, on_delete=models.PROTECT, related_name="faqs"
    )
    message = models.ForeignKey(
        CitizenMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="faqs"
    )
    drafted_on = models.DateField()
    drafter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    companion = models.OneToOneField(
        Companion, null=True, blank=True, on_delete=models.SET_NULL, related_name="faq"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["-drafted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("drafted_on")),
                name="faq_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_why__isnull=False),
                name="faq_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def stream(self) -> str:
        return f"faq/{self.pk}"
