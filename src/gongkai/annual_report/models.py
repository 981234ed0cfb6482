# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What people write for the report and beside it, and reports as they were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.organs.models import Organ, Person


class Paragraph(models.Model):
    """A part's text as the compiler last left it; its numbers are references to figures, never typed."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="report_paragraphs")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "part"], name="paragraph_once"),
            models.CheckConstraint(condition=~Q(text=""), name="paragraph_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.part}"


class PublishedReport(models.Model):
    """One edition of a report as published (条例第四十九条): figures, texts, traces and the records behind each cell, frozen.

    A later correction is a new edition with its reason; the earlier one stays as it was printed.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="published_reports")
    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField("更正的原因", max_length=300, null=True)
    published_on = models.DateField()
    ledger_seq = models.BigIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "edition"], name="published_report_once"),
            models.CheckConstraint(
                condition=Q(edition=1, reason__isnull=True) | Q(edition__gte=2, reason__isnull=False),
                name="published_report_new_edition_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年年度报告" + (f"（第{self.edition}版）" if self.edition > 1 else "")


class FrozenCell(models.Model):
    """名单: which records a printed cell or figure was counted from, as it stood when the edition was published.

    `entries` are keys of one kind of record, set off by spaces; with "=" the quantity each added. The edition's snapshot
    holds the digest of each list, and the ledger that of the snapshot.
    """

    report = models.ForeignKey(PublishedReport, on_delete=models.PROTECT, related_name="cells")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    n = models.PositiveIntegerField()
    entries = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="frozen_cell_once"),
            models.CheckConstraint(condition=~Q(entries="") & Q(n__gt=0), name="frozen_cell_holds_records"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.key}的名单"


class Correction(models.Model):
    """更正 of a published report, opened with its reason: until the new edition is out the text may be written again."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="report_corrections")
    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    opened_on = models.DateField()
    edition = models.OneToOneField(
        PublishedReport, null=True, on_delete=models.PROTECT, related_name="correction"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year"], name="correction_one_open", condition=Q(edition__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年年度报告的更正"


class Submission(models.Model):
    """报送: a unit's report handed to the office that supervises it (条例第四十九条), round by round.

    The snapshot is what was handed in; the office returns it with reasons or accepts it, and what is accepted may be published.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已通过"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="report_submissions")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.JSONField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField("审核意见", max_length=1000, null=True)

    class Meta:
        ordering = ["-year", "organ", "-round"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "round"], name="submission_round_once"),
            models.UniqueConstraint(
                fields=["organ", "year"], name="submission_one_open", condition=Q(state="submitted")
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", decided_on__isnull=True)
                | Q(state__in=["returned", "accepted"], decided_on__isnull=False),
                name="submission_decided_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(remark__isnull=False), name="submission_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年年度报告（第{self.round}次报送）"


class ArchivedReport(models.Model):
    """A report read from a file: an earlier year's own, or another body's. What could not be read is null in its tables."""

    kept_by = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="archived_reports")
    organ_name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    content = models.JSONField()  # table2, table3, table4, text, findings, format
    kept_on = models.DateField()
    removed_on = models.DateField(null=True)
    removed_why = models.CharField(max_length=300, null=True)

    class Meta:
        ordering = ["organ_name", "-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kept_by", "organ_name", "year"],
                name="archived_once",
                condition=Q(removed_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | Q(removed_why__isnull=False),
                name="archived_removal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_name}{self.year}年年度报告（{self.file_name}）"


class FigureNote(models.Model):
    """口径说明: what a compiler fixes to a figure or a cell; a public one is printed with the report."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="figure_notes")
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    public = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "figure"], name="figure_note_once"),
            models.CheckConstraint(condition=~Q(text=""), name="figure_note_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.figure}的口径说明"


class Remark(models.Model):
    """批注: what a colleague says of a part or a figure while the report is written; never published."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="report_remarks")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, null=True)
    figure = models.CharField(max_length=60, null=True)
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__isnull=True, figure__isnull=False)
                | Q(part__isnull=False, figure__isnull=True),
                name="remark_on_a_part_or_a_figure",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="remark_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.part or self.figure}的批注"


class DayCount(models.Model):
    """What the figures were, and of which records, when the report was first looked at on a day: a projection, kept to compare with."""

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="day_counts")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    ledger_seq = models.BigIntegerField()
    values = models.JSONField()  # figure → number; a cell that is 0 is left out
    records = (
        models.JSONField()
    )  # figure → [id, …] or, of quantities, [[id, quantity], …]; null where too many

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["organ", "year", "on"], name="day_count_once")]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.on}的数"
