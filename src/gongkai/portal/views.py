# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The portal's pages: everything here is for anyone, and reads only what is public on the day."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.annual_report import queries as reports
from gongkai.engagement.queries import open_to_public
from gongkai.law.disclosure import ART20_ITEMS, timeliness
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.portal.cards import cards, cn, href, validity_of
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Companion, Interpretation, Register

PAGE = 20


def page(request: HttpRequest, name: str, current: str = "", /, **context: Any) -> HttpResponse:
    """Render one of the portal's templates; current marks the statutory entry the page belongs to."""
    return render(request, f"portal/{name}.html", {"current": current, **context})


def home(request: HttpRequest) -> HttpResponse:
    """首页."""
    day = today()
    columns = list(publishing.open_columns(Column.Kind.STATUTORY, as_of=day))
    report = reports.public(day).first()
    interpretations = (
        Interpretation.objects.filter(document__withdrawn_on__isnull=True, document__published_on__lte=day)
        .select_related("document", "policy")
        .order_by("-document__published_on")[:4]
    )
    return page(
        request, "home",
        latest=cards(list(publishing.public(day)[:6]), as_of=day),
        consultations=list(open_to_public(day)[:3]),
        interpretations=[(i, href(i.document)) for i in interpretations],
        columns=[(c, n) for c, n in _counted(columns)],
        fields=publishing.open_columns(Column.Kind.FIELD, as_of=day).count(),
        organs=Organ.objects.filter(parent__isnull=False).count(),
        report=report,
        shown=_shown(report),
    )  # fmt: skip


def _counted(columns: list[Column]) -> list[tuple[Column, int]]:
    counts = publishing.counts_by_column(columns, as_of=today())
    return [(c, counts.get(c.pk, 0)) for c in columns]


def _shown(report: Any) -> list[tuple[str, str, str]]:
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


def disclosure(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: the index of 条例第二十条, the topics and the fields."""
    day = today()
    statutory = list(publishing.open_columns(Column.Kind.STATUTORY, as_of=day))
    topics = list(publishing.open_columns(Column.Kind.TOPIC, as_of=day))
    return page(
        request, "disclosure", "disclosure",
        items=[(c, n, ART20_ITEMS[c.article_item - 1] if c.article_item else "") for c, n in _counted(statutory)],
        topics=_counted(topics),
        fields=_fields(),
    )  # fmt: skip


def _fields() -> list[tuple[Column, list[tuple[Column, int]]]]:
    day = today()
    fields = list(publishing.open_columns(Column.Kind.FIELD, as_of=day))
    below: dict[int, list[tuple[Column, int]]] = {f.pk: [] for f in fields}
    for column, count in _counted(list(publishing.open_columns(Column.Kind.SUBCOLUMN, as_of=day))):
        below.setdefault(column.parent_id or 0, []).append((column, count))
    return [(f, below[f.pk]) for f in fields]


def fields(request: HttpRequest) -> HttpResponse:
    """基层政务公开领域 (国办发〔2019〕54号)."""
    return page(request, "fields", "disclosure", fields=_fields())


def column(request: HttpRequest, slug: str) -> HttpResponse:
    """栏目: what belongs here, its duty in public, its items."""
    day = today()
    shown = get_object_or_404(Column.objects.select_related("owner", "parent"), slug=slug, opened_on__lte=day)
    rows = publishing.in_column(shown, as_of=day)
    newest = rows.order_by("-published_on").values_list("published_on", flat=True).first()
    registered = rows.filter(register__isnull=False).exists()
    tabs: list[tuple[str, str, int]] = []
    tab = request.GET.get("有效性", "")
    if registered:
        live, ended = rows.filter(publishing.in_force(day)), rows.exclude(publishing.in_force(day))
        tabs = [("", "现行有效", live.count()), ("失效", "失效、废止", ended.count())]
        rows = ended if tab == "失效" else live
    words = request.GET.get("q", "").strip()[:60]
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    facets = _facets(rows, "formed_on" if registered else "published_on")
    year, organ = request.GET.get("年份", ""), request.GET.get("机关", "")
    dated = "formed_on" if registered else "published_on"
    if re.fullmatch(r"[12][0-9]{3}", year):
        rows = rows.filter(**{f"{dated}__year": int(year)})
    if organ:
        rows = rows.filter(organ__slug=organ)
    rows = rows.order_by(f"-{dated}", "-pk")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found.unit = "件" if registered else "条"
    query = request.GET.copy()
    query.pop("page", None)
    children = _counted(list(shown.children.all())) if shown.kind == Column.Kind.FIELD else []
    return page(
        request, "column", "disclosure",
        column=shown, found=found, rows=cards(list(found.object_list), as_of=day, term=registered),
        tabs=tabs, tab=tab, words=words, facets=facets, year=year, organ=organ, newest=newest,
        query=f"{query.urlencode()}&" if query else "", dated="成文" if registered else "公开", children=children,
        unit=found.unit, stale=_stale(shown, newest),
    )  # fmt: skip


def _facets(rows: Any, dated: str) -> dict[str, list[tuple[str, str, int]]]:
    years = rows.order_by().annotate(y=ExtractYear(dated)).values("y").annotate(n=Count("pk")).order_by("-y")
    organs = rows.order_by().values("organ__slug", "organ__short_name").annotate(n=Count("pk"))
    return {
        "年份": [(str(r["y"]), f"{r['y']}年", r["n"]) for r in years[:12]],
        "机关": [(r["organ__slug"], r["organ__short_name"], r["n"]) for r in organs.order_by("-n")[:12]],
    }


def _stale(shown: Column, newest: Any) -> int | None:
    """Days past the column's own duty, or none."""
    if shown.duty_days is None or newest is None or shown.closed_on is not None:
        return None
    late = (today() - newest).days - shown.duty_days
    return late if late > 0 else None


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """一条政府信息: whether it is in force, its text, its facts, why it was in time, and what stands beside it."""
    day = today()
    stone = publishing.tombstone(pk, as_of=day)
    if stone is not None:
        shown = page(request, "tombstone", "disclosure", stone=stone)
        shown.status_code = 410
        return shown
    row = get_object_or_404(publishing.public(day), pk=pk)
    versions = list(row.versions.all())
    companions = list(row.companions.all())
    explains = list(
        row.interpretations.filter(document__withdrawn_on__isnull=True, document__published_on__lte=day)
        .select_related("document")
        .order_by("document__published_on")
    )
    interprets = Interpretation.objects.filter(document=row).select_related("policy").first()
    places = [p.column for p in row.placements.select_related("column__parent")]
    related = list(
        publishing.public(day)
        .filter(placements__column=row.column)
        .exclude(pk=row.pk)
        .order_by("-published_on", "-pk")[:4]
    )
    return page(
        request, "document", "disclosure",
        d=row, version=versions[-1], versions=versions, validity=validity_of(row, day),
        timely=timeliness(row.formed_on, row.published_on, workdays()),
        services=[c for c in companions if c.kind == Companion.Kind.SERVICE],
        questions=[c for c in companions if c.kind == Companion.Kind.QUESTION],
        explains=[(i, href(i.document)) for i in explains],
        policy=(interprets.policy, href(interprets.policy)) if interprets else None,
        places=places, related=[(r, href(r)) for r in related],
        consultation=getattr(row, "consultation", None),
        registered=row.register == Register.NORMATIVE, cn=cn,
    )  # fmt: skip


def guide(request: HttpRequest) -> HttpResponse:
    """政府信息公开指南 (条例第十二条), from the organ's own register."""
    organs = list(Organ.objects.order_by("position", "pk"))
    return page(request, "guide", "guide", organs=organs)


def rules(request: HttpRequest) -> HttpResponse:
    """政府信息公开制度."""
    return page(request, "rules", "rules")


def accessibility(request: HttpRequest) -> HttpResponse:
    """无障碍说明."""
    return page(request, "accessibility")


def sitemap(request: HttpRequest) -> HttpResponse:
    """网站地图."""
    day = today()
    return page(
        request, "sitemap",
        statutory=publishing.open_columns(Column.Kind.STATUTORY, as_of=day),
        topics=publishing.open_columns(Column.Kind.TOPIC, as_of=day), reports=reports.public(day),
    )  # fmt: skip


def mode(request: HttpRequest, mode: str) -> HttpResponse:
    """长者版 switch: the same address, remembered in a cookie."""
    if mode not in ("elder", "standard"):
        raise Http404
    onward = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if mode == "standard":
        response.delete_cookie("mode")
    else:
        response.set_cookie("mode", mode, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response
