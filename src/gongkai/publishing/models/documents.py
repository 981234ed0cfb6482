# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Documents and their versions, placements, interpretations, and the counts table 2 asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.law.papers import KINDS
from gongkai.organs.models import Organ
from gongkai.publishing.models.columns import Column


class Register(models.TextChoices):
    """Documents kept in a register because they bind everyone (条例第二十条第一项)."""

    RULE = "rule", "规章"
    NORMATIVE = "normative", "行政规范性文件"


class Mark(models.TextChoices):
    """时效标注 of what is in no register: it stays where it is, marked, and is never erased."""

    EXPIRED = "expired", "已过时效"
    SUPERSEDED = "superseded", "已被替代"
    ARCHIVED = "archived", "历史信息"


class Described(models.Model):
    """How the catalogue describes a paper (条例第十二条), of a draft and then of the document: what is not known is not made up."""

    kind = models.CharField("公文种类", max_length=8, null=True, blank=True, choices=[(k, k) for k in KINDS])
    theme = models.CharField("主题分类", max_length=30, null=True, blank=True)
    drafter = models.CharField("起草单位", max_length=60, null=True, blank=True)  # 谁起草、谁解读
    office = models.CharField("责任处室", max_length=40, null=True, blank=True)

    class Meta:
        abstract = True


DESCRIBING = ("kind", "theme", "drafter", "office")


class Document(Described):
    """政府信息 actively disclosed: one item, whatever the number of its versions."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="documents")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="documents")
    index_number = models.CharField("索引号", max_length=40, unique=True)
    title = models.CharField(max_length=200)
    number = models.CharField("文号", max_length=60, null=True, blank=True)
    summary = models.CharField("内容概述", max_length=300)
    formed_on = models.DateField("成文日期")
    published_on = models.DateField("公开日期")
    withdrawn_on = models.DateField(null=True, blank=True)
    # 规章 or 行政规范性文件 (国办发〔2018〕37号): register facts from which validity on any day follows.
    register = models.CharField(max_length=10, null=True, blank=True, choices=Register.choices)
    effective_from = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    repealed_on = models.DateField(null=True, blank=True)
    repeal_basis = models.CharField(max_length=120, null=True, blank=True)
    partly_void = models.CharField("部分失效的说明", max_length=120, null=True, blank=True)
    # 条例第六条: the false or incomplete information this item clarifies.
    clarifies = models.CharField("澄清的内容", max_length=200, null=True, blank=True)
    # 时效标注, from which day, on what basis, and what stands in its place.
    mark = models.CharField(max_length=10, null=True, blank=True, choices=Mark.choices)
    marked_on = models.DateField(null=True, blank=True)
    mark_basis = models.CharField(max_length=200, null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    version = models.PositiveSmallIntegerField(default=0)
    # The limit it was under when it went out (`due.limit_in`), where it was not that of 条例第二十六条.
    limit = models.JSONField("公开时限", null=True, blank=True)

    class Meta(Described.Meta):
        abstract = False
        ordering = ["-published_on", "-id"]
        indexes = [
            # SQLite ignores an index led by a boolean; partial indexes carry the lists.
            models.Index(
                fields=["-published_on", "-id"],
                name="document_live",
                condition=Q(withdrawn_on__isnull=True),
            ),
            models.Index(
                fields=["-formed_on", "-id"], name="document_register", condition=Q(register__isnull=False)
            ),
            models.Index(fields=["number"], name="document_number"),
            # The desk's list of some organs, withdrawn ones included.
            models.Index(fields=["organ", "-published_on", "-id"], name="document_of_organs"),
            # What a column makes public, from either end.
            models.Index(
                fields=["column", "published_on", "id"],
                name="document_of_column",
                condition=Q(withdrawn_on__isnull=True),
            ),
            # Days on which few documents change: the next of each kind, and what is withdrawn, is found without the archive.
            *(
                models.Index(fields=[day], name=f"document_{day}", condition=Q((f"{day}__isnull", False)))
                for day in ("expires_on", "repealed_on", "effective_from", "withdrawn_on")
            ),
        ]
        constraints = [
            # 公开 never precedes 成文: back-dating is a veto item of the national inspection.
            models.CheckConstraint(
                condition=Q(published_on__gte=F("formed_on")), name="document_published_after_formed"
            ),
            models.CheckConstraint(
                condition=Q(register__isnull=True)
                | Q(register__in=["rule", "normative"], effective_from__isnull=False, number__isnull=False),
                name="document_register_facts",
            ),
            models.CheckConstraint(
                condition=Q(register__isnull=False) | Q(expires_on__isnull=True, repealed_on__isnull=True),
                name="document_validity_only_registered",
            ),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True) | Q(repeal_basis__isnull=False),
                name="document_repeal_has_basis",
            ),
            models.UniqueConstraint(
                fields=["number"], name="document_number_once", condition=Q(register__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(
                    mark__isnull=True, marked_on__isnull=True, mark_basis__isnull=True, successor__isnull=True
                )
                | Q(
                    mark__in=["expired", "superseded", "archived"],
                    marked_on__isnull=False,
                    mark_basis__isnull=False,
                ),
                name="document_mark_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__isnull=True) | Q(kind__in=KINDS), name="document_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"document/{self.pk}"


class Attachment(models.Model):
    """附件 or 正文图片: a file of a draft and, from its publication on, of the versions that have it. The bytes lie in the file store.

    It is public exactly while the present version of a public document has it (`publishing.attachments`).
    """

    class Use(models.TextChoices):
        FILE = "file", "附件"
        PICTURE = "picture", "正文图片"

    key = models.CharField(max_length=32, unique=True)  # its address; says nothing of what it is
    use = models.CharField(max_length=8, choices=Use.choices)
    name = models.CharField(max_length=120)
    ending = models.CharField(max_length=5)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, unique=True)
    text = models.TextField("可检索的文字", default="")
    # What a scan found in it when it came: [kind, place, masked excerpt].
    leaks = models.JSONField(default=list)
    added_by = models.ForeignKey("organs.Person", on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(use__in=["file", "picture"]), name="attachment_use_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="attachment_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its address on the portal, the same before and after publication."""
        return f"/file/{self.key}.{self.ending}"


class Version(models.Model):
    """What a document said from one day on. Rows are only added."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()  # sanitised HTML
    digest = models.CharField(max_length=64)
    made_on = models.DateField()
    note = models.CharField("改动说明", max_length=200)
    files = models.ManyToManyField(Attachment, related_name="versions", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"


class Placement(models.Model):
    """A document shown in a column (its own, and any topic or field it also belongs to)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="placements")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="placements")
    placed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["column", "document"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.column}／{self.document}"


class Tag(models.TextChoices):
    """标签: what the report counts across columns."""

    ENTERPRISE = "enterprise", "涉企信息"
    COMMON_PROSPERITY = "prosperity", "共同富裕"
    EMPLOYMENT = "employment", "稳岗就业"
    EDUCATION = "education", "教育"
    PARTICIPATION = "participation", "政府自身建设和公众参与"


class Tagging(models.Model):
    """A document carries a tag."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="taggings")
    tag = models.CharField(max_length=16, choices=Tag.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "document"], name="tagging_once"),
            models.CheckConstraint(condition=Q(tag__in=Tag.values), name="tagging_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tag_display()}／{self.document}"


class Form(models.TextChoices):
    """解读形式."""

    TEXT = "text", "文字解读"
    GRAPHIC = "graphic", "图解"
    VIDEO = "video", "视频解读"
    CARTOON = "cartoon", "动漫动画"
    QA = "qa", "政策问答"
    EXPERT = "expert", "专家解读"
    LEADER = "leader", "负责人解读"
    INTERVIEW = "interview", "访谈解读"
    CONFERENCE = "conference", "新闻发布会"


class Interpretation(models.Model):
    """政策解读: a published item that explains another; the two link to each other."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="interprets")
    policy = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="interpretations")
    form = models.CharField(max_length=10, choices=Form.choices)
    # The document's own day, kept here so that the newest are found without the archive (ADR 0015).
    published_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-published_on", "-id"], name="interpretation_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=Form.values), name="interpretation_form_known"),
            models.CheckConstraint(condition=~Q(document=F("policy")), name="interpretation_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}：{self.document}"


class Companion(models.Model):
    """What stands beside a policy: an entry of the service platform, or a frequent question and its answer."""

    class Kind(models.TextChoices):
        SERVICE = "service", "办事入口"
        QUESTION = "question", "常见问题"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="companions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()
    url = models.URLField("网址", max_length=300, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class CompanionDraft(models.Model):
    """An entry or a question that an editor proposes: it is public only as a Companion, after another person (条例第十七条)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="companion_drafts")
    kind = models.CharField(max_length=10, choices=Companion.Kind.choices)
    title = models.CharField("名称或者问题", max_length=120)
    text = models.TextField("说明或者回答")
    url = models.URLField("网址", max_length=300, null=True, blank=True)
    author = models.ForeignKey("organs.Person", on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    # Who looked at it, when, and whether it went out; said: the basis of the secrecy review, or why not.
    decided_by = models.ForeignKey(
        "organs.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    said = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    decided_by__isnull=True, decided_on__isnull=True, passed__isnull=True, said__isnull=True
                )
                | Q(
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    passed__isnull=False,
                    said__isnull=False,
                ),
                name="companion_draft_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")),
                name="companion_draft_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"companion-draft/{self.pk}"


class CountFile(models.Model):
    """The file counts were imported from, kept as it came (来源留存)."""

    name = models.CharField(max_length=120)
    ending = models.CharField(max_length=5)
    digest = models.CharField(max_length=64, unique=True)
    stored = models.CharField(max_length=80, unique=True)
    added_by = models.ForeignKey("organs.Person", on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class DecisionCount(models.Model):
    """What one organ decided or charged in one year (条例第二十条第五、六、八项), declared with its source."""

    class Kind(models.TextChoices):
        LICENCES = "licences", "行政许可"
        PENALTIES = "penalties", "行政处罚"
        COERCION = "coercion", "行政强制"
        FEES = "fees", "行政事业性收费"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="decision_counts")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # 件, or for fees 元 with 分
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.CharField(max_length=120)
    file = models.ForeignKey(CountFile, null=True, on_delete=models.PROTECT, related_name="counts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "kind"], name="decision_count_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="decision_count_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年{self.get_kind_display()}"
