# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One figure of the report opened: its records as they are today, and the list that was frozen when it was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gongkai.annual_report import frozen, gates, report
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.opening import Mark, is_of_cases, open_cases
from gongkai.annual_report.records import Record
from gongkai.annual_report.scope import Scope
from gongkai.desk import screens
from gongkai.desk.fields import whole_number
from gongkai.desk.record_pages import address_of
from gongkai.desk.views import page
from gongkai.law.citations import FIRST_YEAR
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today

PAGE = 50
Seen = list[tuple[Record, str]]


def organ_of(request: HttpRequest, slug: str, year: int) -> Organ:
    """The organ a report of the year is of, where the person works; else 404."""
    if not FIRST_YEAR <= year <= today().year:
        raise Http404
    organ = working_organs(screens.signed_in(request)).filter(slug=slug).first()
    if organ is None:
        raise Http404
    return organ


def seen(actor: Actor, rows: Iterable[Any]) -> Seen:
    """Records as this person may see them, each with its address; one behind the gate has none."""
    return [(face, _address(face)) for face in gates.visible(actor, rows)]


def _address(row: Record) -> str:
    kind, _, pk = row.ref.partition("/")
    if not kind:
        return ""
    if kind == "document":  # as its readers see it
        return reverse("portal:document", kwargs={"pk": int(pk)})
    return address_of(kind, pk) or reverse("desk:record", kwargs={"kind": kind, "pk": int(pk)})


def first_of(actor: Actor, opened: report.Trace, size: int = 6) -> Seen:
    """The first records of a figure, for the pane beside the report."""
    f, scope = opened.figure, opened.scope
    return seen(actor, open_cases(f, scope, size=size).rows if is_of_cases(f) else f.rows(scope)[:size])


def _editions(organ: Organ, year: int) -> list[PublishedReport]:
    """The published editions without what they print, the newest first."""
    return list(PublishedReport.objects.filter(organ=organ, year=year).defer("snapshot"))


@login_required
def records(request: HttpRequest, slug: str, year: int, key: str) -> HttpResponse:
    """Every record behind a figure today. Cases go by marks, of which any number opens as fast as a few."""
    scope = Scope(organ_of(request, slug, year), year)
    try:
        opened = report.trace(scope, key)
    except KeyError:
        raise Http404 from None
    person, f = screens.signed_in(request), opened.figure
    if is_of_cases(f):
        after, before = (Mark.read(request.GET.get(name, "")) for name in ("after", "before"))
        cases = open_cases(f, scope, after=after, before=before, size=PAGE)
        rows, found, links = cases.rows, None, {"earlier": cases.earlier, "later": cases.later}
    else:
        ordered = f.rows(scope)
        found = Paginator(ordered if ordered.ordered else ordered.order_by("pk"), PAGE).get_page(
            request.GET.get("page")
        )
        found.unit = "条记录"
        rows, links = found.object_list, {}
    return page(
        request, "records", organ=scope.organ, year=year, key=key, opened=opened, found=found, links=links,
        records=seen(person, rows), editions=_editions(scope.organ, year),
    )  # fmt: skip


@login_required
def frozen_cell(request: HttpRequest, slug: str, year: int, edition: int, key: str) -> HttpResponse:
    """The list behind a printed number: when it was frozen, whether it still is what it was, and what today's records are."""
    organ = organ_of(request, slug, year)
    row = get_object_or_404(
        PublishedReport.objects.select_related("organ"), organ=organ, year=year, edition=edition
    )
    try:
        held = frozen.frozen(row, key)
    except KeyError:
        raise Http404 from None
    person, live = screens.signed_in(request), report.trace(Scope(organ, year), key)
    first = max(0, whole_number(request.GET.get("after")) or 0)
    entries = held.page(first, PAGE)
    faces = iter(seen(person, [there for _, there in entries if there is not None]))
    listed = [
        (first + n, entry.partition("=")[2], *(next(faces) if there is not None else (None, "")))
        for n, (entry, there) in enumerate(entries, 1)
    ]
    many = max(held.total, int(live.value) if is_of_cases(live.figure) else 0) > frozen.AT_ONCE
    asked = not held.unlisted and (not many or request.GET.get("compare") == "1")
    differs = held.against_today() if asked else None
    return page(
        request, "frozen_cell", organ=organ, year=year, key=key, row=row, held=held, live=live, listed=listed, first=first, size=PAGE,
        printed=held.printed, one="这一格" if key.startswith("T") else "这个数", broken=held.broken, differs=differs, asked=asked, corrected=frozen.corrections(row, key),
        editions=[e for e in _editions(organ, year) if e.pk != row.pk],
        added=seen(person, differs.added) if differs else [],
        gone=[(*face, g.now) for g, face in zip(differs.gone, seen(person, [g.row for g in differs.gone]), strict=True)] if differs else [],
    )  # fmt: skip
