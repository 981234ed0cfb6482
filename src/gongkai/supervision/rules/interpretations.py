# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政策解读: what has none, and what only copies (国办发〔2016〕80号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, F, Q

from gongkai.law.clock import cn
from gongkai.organs.workdays import workdays
from gongkai.publishing.copied import Source, copied, source
from gongkai.publishing.models import Document, Interpretation, Register, Version
from gongkai.publishing.prechecks.copying import LEAST
from gongkai.publishing.prechecks.reading import parsed
from gongkai.publishing.queries import in_force
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short


class Unexplained(Rule):
    """政策文件没有解读."""

    code, label, article = "policy_unexplained", "文件没有解读", "国办发〔2016〕80号"
    says = "现行有效的行政规范性文件公开以后，过了期限没有关联的解读。"
    severity = Severity.FAULT
    settings = (
        Setting("within", "公开后多少个工作日内应当有解读", 3, "个工作日", "各地规定不同，本机关设置"),
        Setting("back", "只查近多少日公开的", 365, "日", "本机关设置"),
    )

    def find(self, look: Look) -> Iterator[Found]:
        explained = Interpretation.objects.filter(
            document__withdrawn_on__isnull=True, document__published_on__lte=look.as_of
        ).values("policy")
        rows = Document.objects.filter(
            in_force(look.as_of) | Q(register=Register.NORMATIVE, effective_from__gt=look.as_of),
            register=Register.NORMATIVE, withdrawn_on__isnull=True,
            published_on__range=(look.as_of - timedelta(days=look.values["back"]), look.as_of),
        ).exclude(pk__in=explained)  # fmt: skip
        rows = look.narrowed(rows)
        calendar = workdays()
        for d in rows.order_by("pk").iterator(2000):
            due = calendar.add(d.published_on, look.values["within"])
            if due < look.as_of:
                yield Found(
                    f"document/{d.pk}", d.organ_id, d.title, f"document/{d.pk}",
                    f"“{short(d.title)}”{cn(d.published_on)}公开，没有解读", f"/document/{d.pk}/",
                    {"文号": d.number, "最迟应当有解读": cn(due)},
                )  # fmt: skip


class FewForms(Rule):
    """解读形式单一."""

    code, label, article = "interpretation_forms", "解读形式单一", "国办发〔2016〕80号"
    says = "行政规范性文件的解读形式少于规定的种数（文字、图解、视频、问答等）。没有解读的，另按“文件没有解读”提出。"
    severity = Severity.NOTE
    settings = (
        Setting("forms", "至少几种形式", 2, "种", "本机关设置"),
        Setting("after", "公开多少日以后提出", 30, "日", "本机关设置"),
        Setting("back", "只查近多少日公开的", 365, "日", "本机关设置"),
    )

    def find(self, look: Look) -> Iterator[Found]:
        first, last = (look.as_of - timedelta(days=look.values[n]) for n in ("back", "after"))
        shown = Q(
            interpretations__document__withdrawn_on__isnull=True,
            interpretations__document__published_on__lte=look.as_of,
        )
        rows = Document.objects.filter(
            in_force(look.as_of), register=Register.NORMATIVE, withdrawn_on__isnull=True, published_on__range=(first, last)
        )  # fmt: skip
        rows = look.narrowed(rows)
        counted = rows.annotate(n=Count("interpretations__form", filter=shown, distinct=True))
        for d in counted.filter(n__gte=1, n__lt=look.values["forms"]).order_by("pk"):
            yield Found(
                f"document/{d.pk}", d.organ_id, d.title, f"document/{d.pk}",
                f"“{short(d.title)}”的解读只有{d.n}种形式", f"/document/{d.pk}/", {"文号": d.number, "形式": d.n},
            )  # fmt: skip


class Copied(Rule):
    """解读照抄文件."""

    code, label, article = "interpretation_copied", "解读照抄原文", "国办发〔2016〕80号"
    says = "解读的文字与文件原文相同的比例超过界限。按连续十三个字相同计算，只算汉字。"
    severity = Severity.FAULT
    settings = (
        Setting("share", "相同的比例达到", round(settings.GONGKAI_COPIED_WARN * 100), "%", "本机关设置"),
    )

    def find(self, look: Look) -> Iterator[Found]:
        rows = Interpretation.objects.filter(
            document__withdrawn_on__isnull=True, document__published_on__lte=look.as_of
        )
        rows = look.narrowed(rows, "document")
        pairs = list(
            rows.order_by("policy", "document").values_list("document", "policy", "document__title", "document__organ", "policy__title")
        )  # fmt: skip
        for n in range(0, len(pairs), 300):
            yield from self._of(pairs[n : n + 300], look)

    def _of(self, pairs: list[tuple[int, int, str, int, str]], look: Look) -> Iterator[Found]:
        ids = {p[0] for p in pairs} | {p[1] for p in pairs}
        bodies = dict(
            Version.objects.filter(document__in=ids, number=F("document__version")).values_list(
                "document", "body"
            )
        )
        sources: dict[int, Source] = {}
        for pk, policy, title, organ, named in pairs:
            if policy not in bodies or pk not in bodies:
                continue
            if policy not in sources:
                sources[policy] = source("\n".join(parsed(bodies[policy]).paragraphs))
            found = copied("\n".join(parsed(bodies[pk]).paragraphs), sources[policy])
            if found.characters >= LEAST and found.share * 100 >= look.values["share"]:
                percent = round(found.share * 100, 1)
                yield Found(
                    f"document/{pk}", organ, title, f"document/{pk}",
                    f"“{short(title)}”有{percent}%与所解读的文件相同", f"/document/{pk}/",
                    {"相同的比例": f"{percent}%", "解读的文件": named, "汉字": found.characters},
                )  # fmt: skip
