# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""应当有而没有的: items of 条例第二十条、第二十一条, the 26 fields, and rows of the standard catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q

from gongkai.law.catalogue import ART21_COUNTY, FIELDS
from gongkai.law.disclosure import ART20_ITEMS
from gongkai.organs.models import Organ
from gongkai.publishing.models import CatalogueItem, Column, Placement
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short
from gongkai.supervision.rules.columns import named


def _open(look: Look) -> Q:
    return Q(opened_on__lte=look.as_of) & (Q(closed_on__isnull=True) | Q(closed_on__gt=look.as_of))


class Statutory(Rule):
    """条例第二十条、第二十一条的事项没有栏目."""

    code, label, article = (
        "coverage_statutory",
        "法定事项没有栏目",
        "条例第二十条、第二十一条；国办公开办函〔2019〕61号",
    )
    says = "条例第二十条的十五项、第二十一条县级人民政府的事项，每一项都应当有开放的栏目。"
    severity = Severity.FAULT

    def find(self, look: Look) -> Iterator[Found]:
        site = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
        if site is None:
            return
        rows = Column.objects.filter(_open(look)).values_list("article_item", "article21")
        items = {item for item, _ in rows}
        matters = {matter for _, matter in rows}
        for n, words in enumerate(ART20_ITEMS, 1):
            if n not in items:
                yield self._found(site, f"20/{n}", f"第二十条第{n}项", words)
        if site.kind == Organ.Kind.GOVERNMENT:
            for matter in ART21_COUNTY:
                if matter not in matters:
                    yield self._found(site, f"21/{matter}", "第二十一条", matter)

    def _found(self, site: Organ, key: str, where: str, words: str) -> Found:
        return Found(
            key, site.pk, f"条例{where}", f"organ/{site.pk}", f"条例{where}“{short(words, 40)}”没有对应的栏目",
            "/disclosure/", {"事项": words},
        )  # fmt: skip


class Fields(Rule):
    """试点领域没有栏目或者没有登记标准目录."""

    code, label, article = "coverage_fields", "试点领域不全", "国办发〔2019〕54号"
    says = "26个试点领域都应当有栏目，每个领域应当登记标准目录条目。"
    severity = Severity.NOTE

    def find(self, look: Look) -> Iterator[Found]:
        site = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
        if site is None:
            return
        fields = list(Column.objects.filter(_open(look), kind=Column.Kind.FIELD))
        there = {c.name for c in fields}
        if there:  # an instance without fields is no county
            for name in FIELDS:
                if name not in there:
                    yield Found(
                        f"field/{name}",
                        site.pk,
                        name,
                        f"organ/{site.pk}",
                        f"没有开设试点领域“{name}”",
                        "/fields/",
                    )
        listed = dict(
            CatalogueItem.objects.order_by().values_list("column__parent").annotate(n=Count("pk"))
        ) | dict(CatalogueItem.objects.order_by().values_list("column").annotate(n=Count("pk")))
        for c in fields:
            if (
                look.only is None or look.only in (f"column/{c.pk}", f"organ/{site.pk}")
            ) and c.pk not in listed:
                yield Found(
                    f"column/{c.pk}", c.owner_id, c.name, f"column/{c.pk}",
                    f"领域“{c.name}”没有登记标准目录条目", f"/column/{c.slug}/",
                )  # fmt: skip


class Rows(Rule):
    """标准目录条目没有信息."""

    code, label, article = "coverage_rows", "目录条目没有信息", "国办发〔2019〕54号"
    says = "标准目录里主动公开、面向全社会的条目，它的栏目一年内没有公开信息。"
    severity = Severity.NOTE
    settings = (Setting("days", "多少日内应当有信息", 366, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        items = CatalogueItem.objects.filter(proactive=True, everyone=True).select_related("column__parent")
        items = look.narrowed(items, "column")
        since = look.as_of - timedelta(days=look.values["days"])
        fed = set(
            Placement.objects.filter(
                document__withdrawn_on__isnull=True, document__published_on__range=(since, look.as_of)
            ).order_by().values_list("column", flat=True).distinct()
        )  # fmt: skip
        missing: dict[int, list[CatalogueItem]] = defaultdict(list)
        for item in items:
            if item.column_id not in fed:
                missing[item.column_id].append(item)
        for rows in missing.values():
            c = rows[0].column
            if c.closed_on is not None and c.closed_on <= look.as_of:
                continue
            said = "、".join(f"{i.number}“{i.first}”" for i in rows)
            yield Found(
                f"column/{c.pk}", c.owner_id, named(c), f"column/{c.pk}",
                f"“{named(c)}”有{len(rows)}条标准目录一年内没有公开信息", f"/column/{c.slug}/", {"条目": short(said, 400)},
            )  # fmt: skip
