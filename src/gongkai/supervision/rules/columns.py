# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目不更新 and 空白栏目 (国办秘函〔2019〕19号; 条例第五十三条第二项)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from gongkai.law.catalogue import STALE_AFTER, UpdateClass
from gongkai.law.clock import cn
from gongkai.publishing.models import Column, Placement
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting

_NORM = "国办秘函〔2019〕19号"
# name of the setting, class, whether the number is the norm's own
CLASSES = (
    ("news", UpdateClass.NEWS, True), ("notices", UpdateClass.NOTICES, True), ("messages", UpdateClass.MESSAGES, False),
    ("statistics", UpdateClass.STATISTICS, False), ("yearly", UpdateClass.YEARLY, False),
)  # fmt: skip


def open_columns(look: Look) -> QuerySet[Column]:
    """Columns that hold items of their own and are open on the day; a field holds those of its sub-columns."""
    rows = Column.objects.filter(opened_on__lte=look.as_of).exclude(kind=Column.Kind.FIELD)
    rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=look.as_of))
    return look.narrowed(rows)


def last_updates(look: Look) -> dict[int, tuple[int, date]]:
    """Of each column that has any: how many public items, and the day of the newest."""
    rows = Placement.objects.filter(
        document__withdrawn_on__isnull=True, document__published_on__lte=look.as_of
    ).order_by()
    rows = look.narrowed(rows, "column")
    found = rows.values_list("column").annotate(n=Count("pk"), last=Max("document__published_on"))
    return {pk: (n, last) for pk, n, last in found}


def named(column: Column) -> str:
    return f"{column.parent.name}·{column.name}" if column.parent else column.name


def quoted(column: Column) -> str:
    """Its name in quotation marks, not in two pairs where it has its own."""
    name = named(column)
    return f"栏目{name}" if "“" in name else f"栏目“{name}”"


def duty(column: Column, values: dict[str, int]) -> int | None:
    """Days of silence the column may keep: its own number, else that of its class; None for what is lasting or undefined."""
    if column.duty_days is not None:
        return column.duty_days
    return next((values[name] for name, kind, _ in CLASSES if kind.value == column.update_class), None)


class Stale(Rule):
    """栏目超过更新期限."""

    code, label, article = "column_stale", "栏目不更新", f"{_NORM}；条例第五十三条第二项"
    says = "栏目超过应当更新的期限没有新的信息。栏目自己定了天数的按栏目，没有定的按更新类别。"
    severity = Severity.FAULT
    settings = tuple(
        Setting(name, kind.value, STALE_AFTER[kind] or 0, "日", _NORM if norm else "本机关设置", norm)
        for name, kind, norm in CLASSES
    )

    def find(self, look: Look) -> Iterator[Found]:
        updates, values = last_updates(look), dict(look.values)
        for c in open_columns(look).select_related("parent"):
            allowed, known = duty(c, values), updates.get(c.pk)
            if allowed is None or known is None:
                continue
            silent = (look.as_of - known[1]).days
            if silent > allowed:
                yield Found(
                    f"column/{c.pk}", c.owner_id, named(c), f"column/{c.pk}",
                    f"{quoted(c)}{silent}日没有更新，应当{allowed}日内更新",
                    f"/column/{c.slug}/", {"最近更新": cn(known[1]), "应当多少日内更新": allowed, "已经多少日": silent},
                )  # fmt: skip


class Empty(Rule):
    """空白栏目."""

    code, label, article = "column_empty", "空白栏目", f"{_NORM}；条例第五十三条第二项"
    says = "栏目开设以后一直没有公开信息。"
    severity = Severity.VETO
    settings = (Setting("after", "开设多少日以后算空白", 30, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        updates, before = last_updates(look), look.as_of - timedelta(days=look.values["after"])
        for c in open_columns(look).filter(opened_on__lt=before).select_related("parent"):
            if c.pk not in updates:
                yield Found(
                    f"column/{c.pk}", c.owner_id, named(c), f"column/{c.pk}",
                    f"{quoted(c)}{cn(c.opened_on)}开设，到现在没有信息", f"/column/{c.slug}/",
                    {"开设日期": cn(c.opened_on)},
                )  # fmt: skip


class SiteQuiet(Rule):
    """首页不更新."""

    code, label, article = "site_quiet", "平台不更新", _NORM
    says = "整个平台在期限内没有公开任何信息。"
    severity = Severity.VETO
    settings = (Setting("days", "多少日没有更新", 14, "日", _NORM, True),)

    def find(self, look: Look) -> Iterator[Found]:
        from gongkai.organs.models import Organ

        last = Placement.objects.filter(
            document__withdrawn_on__isnull=True, document__published_on__lte=look.as_of
        ).aggregate(last=Max("document__published_on"))["last"]
        site = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
        if last is None or site is None or (look.as_of - last).days <= look.values["days"]:
            return
        yield Found(
            "site", site.pk, "平台首页", f"organ/{site.pk}", f"平台{(look.as_of - last).days}日没有公开信息", "/",
            {"最近公开": cn(last)},
        )  # fmt: skip
