# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The pages there is one of: home, the statutory entries, the map."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from gongkai.engagement.demands.queries import promised
from gongkai.engagement.queries import open_to_public
from gongkai.law.disclosure import ART20_ITEMS
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared, counting
from gongkai.portal.cards import Row, asked_of, cards, href
from gongkai.portal.columns import counted
from gongkai.portal.press.documents import turn_of
from gongkai.portal.press.libraries import topics
from gongkai.portal.press.pages import Single, earliest, once
from gongkai.portal.press.reports import linked, of_the_site
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Interpretation

Content = tuple[dict[str, Any], date | None]
LATEST, CONSULTATIONS, INTERPRETATIONS = 6, 3, 4


@once
def column_turns(day: date) -> date | None:
    """The next day on which a column opens or is closed."""
    rows = _turning(day)
    days = [
        d
        for opened, closed in rows
        for d in (opened, closed + timedelta(days=1) if closed else None)
        if d and d > day
    ]
    return min(days, default=None)


class ColumnLine(NamedTuple):
    """A column as the fronts name it. They name every one at each publication, and making models of them costs more than all else they ask."""

    pk: int
    slug: str
    name: str
    kind: str
    article_item: int | None
    opened_on: date
    parent_id: int | None


@once
def statutory(day: date) -> list[tuple[ColumnLine, int]]:
    """The columns of 条例第二十条 with how many items each shows."""
    return counted(open_columns(Column.Kind.STATUTORY, day), day)


def open_columns(kind: str, day: date) -> list[ColumnLine]:
    """Columns of a kind that are open on the day."""
    return _by_kind(day)[str(kind)]


@once
def _by_kind(day: date) -> dict[str, list[ColumnLine]]:
    found: dict[str, list[ColumnLine]] = defaultdict(list)
    for column in map(ColumnLine._make, _open(day)):
        found[column.kind].append(column)
    return found


_turning = Prepared(
    lambda day: Column.objects.filter(Q(opened_on__gt=day) | Q(closed_on__gte=day)).values_list(
        "opened_on", "closed_on"
    )
)
_open = Prepared(lambda day: publishing.columns_open_on(day).values_list(*ColumnLine._fields))
_reports = Prepared(lambda day: of_the_site(day)[:1])
_reports_listed = Prepared(lambda day: of_the_site(day).defer("snapshot"))
_latest = Prepared(lambda day: publishing.public(day).select_related(None).values_list(*asked_of())[:LATEST])
_consulting = Prepared(lambda day: open_to_public(day)[:CONSULTATIONS])
_explained = Prepared(
    lambda day: Interpretation.objects.filter(document__withdrawn_on__isnull=True, published_on__lte=day)
    .select_related("document", "policy").order_by("-published_on", "-pk")[:INTERPRETATIONS]
)  # fmt: skip
_offices = Prepared(lambda: counting(Organ.objects.filter(parent__isnull=False)))


class Home(Single):
    """首页."""

    address = "/"
    template = "portal/home.html"

    def content(self, day: date) -> Content:
        report = next(iter(_reports(day)), None)
        explained, latest = _explained(day), [Row(*row) for row in _latest(day)]
        rows, open_now = cards(latest, as_of=day), _consulting(day)
        closing = [c.closes_on + timedelta(days=1) for c in open_now]
        context = {
            "latest": rows, "consultations": open_now, "interpretations": [(i, href(i.document), _said(i, day)) for i in explained],
            "topics": sorted(open_columns(Column.Kind.TOPIC, day), key=lambda c: (c.opened_on, c.pk), reverse=True)[:2],
            "columns": statutory(day), "fields": len(open_columns(Column.Kind.FIELD, day)),
            "organs": sum(_offices()), "report": report, "shown": _figures(report),
        }  # fmt: skip
        turns = earliest(
            *(turn_of(d, day) for d in latest), *(c.turns for c in rows), *closing, column_turns(day)
        )
        return context, turns


def _said(row: Interpretation, day: date) -> str:
    """How the home page names what is explained; a withdrawn policy is not named."""
    policy = row.policy
    is_public = policy.withdrawn_on is None and policy.published_on <= day
    return policy.number if is_public and policy.number else "专栏文件"


def _figures(report: Any) -> list[tuple[str, str, str]]:
    """Four figures of the last report, each openable."""
    if report is None:
        return []
    on_time = report.snapshot["figures"]["applications.late"] == 0
    chosen = [
        ("applications.handled", "件申请办结，均在法定期限内" if on_time else "件申请办结"),
        ("training.sessions", "场面向企业的培训"),
        ("hotline.consultations", "条重点政策咨询由12345解答"),
        ("findings.rectified", "处公开问题完成整改"),
    ]
    figures = report.snapshot["figures"]
    return [(key, f"{figures[key]:,}", words) for key, words in chosen if figures.get(key)]


@once
def fields_of(day: date) -> list[tuple[ColumnLine, list[tuple[ColumnLine, int]]]]:
    """The fields with their sub-columns and how many items each shows."""
    fields = open_columns(Column.Kind.FIELD, day)
    below: dict[int, list[tuple[ColumnLine, int]]] = {f.pk: [] for f in fields}
    for column, count in counted(open_columns(Column.Kind.SUBCOLUMN, day), day):
        below.setdefault(column.parent_id or 0, []).append((column, count))
    return [(f, below[f.pk]) for f in fields]


class Disclosure(Single):
    """法定主动公开内容: the index of 条例第二十条, the topics and the fields."""

    address, template, current = "/disclosure/", "portal/disclosure.html", "disclosure"

    def content(self, day: date) -> Content:
        topics = open_columns(Column.Kind.TOPIC, day)
        items = [(c, n, ART20_ITEMS[c.article_item - 1] if c.article_item else "") for c, n in statutory(day)]
        context = {"items": items, "topics": counted(topics, day), "fields": fields_of(day)}
        return context, column_turns(day)


class Fields(Single):
    """基层政务公开领域 (国办发〔2019〕54号)."""

    address, template, current = "/fields/", "portal/fields.html", "disclosure"

    def content(self, day: date) -> Content:
        return {"fields": fields_of(day)}, column_turns(day)


class Guide(Single):
    """政府信息公开指南 (条例第十二条), from the organ's own register."""

    address, template, current = "/guide/", "portal/guide.html", "guide"

    def content(self, day: date) -> Content:
        return {"organs": list(Organ.objects.filter(closed_on__isnull=True).order_by("position", "pk"))}, None


class Commitments(Single):
    """承诺清单: problems the office promised to mend, who mends them and by when; overdue ones say so."""

    address, template = "/engage/commitments/", "portal/commitments.html"

    def content(self, day: date) -> Content:
        rows = list(promised(day))
        left = [c for c in rows if c.closed_on is None]
        turns = [c.due_on + timedelta(days=1) for c in left if c.due_on >= day]
        context = {"open": left, "closed": [c for c in rows if c.closed_on is not None], "day": day}
        return context, min(turns, default=None)


class Accessibility(Single):
    """无障碍说明."""

    address, template = "/accessibility/", "portal/accessibility.html"


class Missing(Single):
    """没有这一页: what the web server in front gives out for an address that is nothing, where no application answers."""

    address, template = "/missing/", "portal/missing.html"


class Unavailable(Single):
    """暂时不能办理: what the web server in front gives out for search, applications and the like while no application answers."""

    address, template = "/unavailable/", "portal/unavailable.html"


class SiteMap(Single):
    """网站地图."""

    address, template = "/sitemap/", "portal/sitemap.html"

    def content(self, day: date) -> Content:
        context = {
            "statutory": [c for c, _ in statutory(day)],
            "topics": open_columns(Column.Kind.TOPIC, day), "reports": linked(_reports_listed(day)),
        }  # fmt: skip
        return context, column_turns(day)


class Catalogue(Single):
    """政府信息公开目录 (条例第十二条): by column and by organ; each organ's own page is its catalogue, with index numbers and dates."""

    address, template, current = "/catalogue/", "portal/catalogue.html", "disclosure"

    def content(self, day: date) -> Content:
        columns = [c for c, _ in statutory(day)]
        return {"organs": list(Organ.objects.order_by("position", "pk")), "columns": columns}, column_turns(
            day
        )


class Topics(Single):
    """专题专栏."""

    address, template, current = "/topics/", "portal/topics.html", "disclosure"

    def content(self, day: date) -> Content:
        return {"topics": topics(day)}, column_turns(day)
