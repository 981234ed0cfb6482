# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年度报告 on the desk: the six parts, what stands in the way, and every figure opened to its records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.annual_report import actions, moved, notes, report, rewritten, units
from gongkai.annual_report.bars import bars
from gongkai.annual_report.figures import FIGURES
from gongkai.annual_report.models import FigureNote, Paragraph, PublishedReport, Remark
from gongkai.annual_report.narrative import CLAIMS, PART_LABELS
from gongkai.annual_report.renderings import FORMS, file_name, of_published
from gongkai.annual_report.text import PART_TITLES
from gongkai.applications.comparing import Change, compare
from gongkai.desk import screens
from gongkai.desk.declare_views import DeclareForm, form_of
from gongkai.desk.fields import notes_of, typed
from gongkai.desk.report_cell_views import first_of, organ_of, seen
from gongkai.desk.views import page
from gongkai.law.findings import Severity
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, ROWS
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import held, organs_with_role
from gongkai.organs.today import today
from gongkai.typesetting import NoFont


@dataclass
class Kept:
    """What was typed into a form that was refused: which form, the words, where, and why."""

    form: str  # write, note, remark, resolve
    text: str
    part: str = ""
    key: str = ""
    public: bool = False
    why: str = ""
    against: list[Change] | None = None  # what was typed, against what somebody else saved meanwhile


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are to work on."""
    person = screens.signed_in(request)
    published = {(r.organ_id, r.year): r for r in PublishedReport.objects.order_by("edition")}
    year = today().year
    mine = list(organs_with_role(person, Role.COMPILER))
    rows = [_row(o, y, published.get((o.pk, y))) for o in mine[:1] for y in (year, year - 1)]
    checking = organs_with_role(person, Role.SUPERVISOR, Role.COMPILER)
    offices = checking.filter(children__reporting_unit=True, children__vertical_line=False).distinct()
    return page(request, "reports", rows=rows, others=mine[1:], year=year - 1, offices=offices)


def _row(organ: Organ, year: int, published: PublishedReport | None) -> dict[str, Any]:
    """A line of the index: the report, how far it is, and its limit."""
    handed_in, due = units.latest(organ, year), units.due(organ, year)
    standing = units.Standing(organ, handed_in, published, due, today())
    return {
        "organ": organ,
        "year": year,
        "published": published,
        "standing": standing,
        "due": due,
        "ended": today().year > year,
    }


@login_required
def editor(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The report editor."""
    return show(request, organ_of(request, slug, year), year)


def show(
    request: HttpRequest,
    organ: Organ,
    year: int,
    *,
    kept: Kept | None = None,
    declare: DeclareForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the editor; kept is what a refused form must not lose."""
    roles = held(screens.signed_in(request), organ)
    published = PublishedReport.objects.filter(organ=organ, year=year).first()
    correction = actions.open_correction_of(organ, year) if published is not None else None
    compiler, closed = Role.COMPILER in roles, published is not None and correction is None
    computed = report.compute(organ, year)
    key = kept.key if kept else request.GET.get("figure", "")
    opened = None
    if key:
        try:
            opened = report.trace(computed.scope, key, computed.previous)
        except KeyError:
            raise Http404 from None
    shown = computed.as_json()
    return page(
        request, "report", status=status, report=computed, s=shown, organ=organ, year=year, published=published,
        written=computed.parts, pieces={p["key"]: p["pieces"] for p in shown["parts"]}, part_titles=PART_TITLES,
        part_states=_states(computed, published is not None), rows=list(zip(ROWS, shown["table3"], strict=True)), balance=_balance(computed),
        balanced=all(left == right for _, left, right in _balance(computed)),
        errors=[f for f in computed.findings if f.severity is Severity.ERROR],
        warnings=[f for f in computed.findings if f.severity is Severity.WARNING],
        figure=key, opened=opened, records=first_of(screens.signed_in(request), opened) if opened else [],
        bars=bars(((n, v, "") for n, v in opened.composition[:6]), unit="") if opened else [], kept=kept,
        **_against(computed, published, correction is not None),
        figures=FIGURES, values=computed.values, claims=tuple(CLAIMS),
        may_write=compiler and not closed, may_correct=compiler and closed, may_remark=bool(roles),
        correction=correction,
        office=units.supervising(organ), handed_in=units.latest(organ, year), due=units.due(organ, year), overdue=(today() - units.due(organ, year)).days if published is None else 0,
        marks={p.key: actions.mark_of(p.text if p.written else None) for p in computed.parts},
        **_beside(request, computed, closed=closed),
        last_year=computed.last_year if not closed else None,
        supervised=computed.seen.kinds if not closed else [],
        declare=declare or (form_of(organ, year) if compiler and not closed else None),
        forms=FORMS, public_at=_public_at(organ, year) if published else "",
        may_publish=today().year > year, lite=request.GET.get("columns") != "all",
    )  # fmt: skip


def _beside(request: HttpRequest, computed: report.Report, *, closed: bool) -> dict[str, Any]:
    """口径说明, 批注, and what moved since the day asked for (else the last day the report was looked at before today)."""
    scope, day = computed.scope, today()
    all_notes = notes.in_order(FigureNote.objects.filter(organ=scope.organ, year=scope.year))
    remarks = list(
        Remark.objects.filter(organ=scope.organ, year=scope.year).select_related("written_by", "resolved_by")
    )
    known = [] if closed else moved.days(scope, day)
    asked = request.GET.get("since", "")
    base = next((d for d in known if d.isoformat() == asked), known[0] if known else None)
    if not closed:
        moved.keep(computed, day)
    return {
        "notes": [(n, notes.label_of(n.figure)) for n in all_notes], "noted": {n.figure: n for n in all_notes},
        "remarks": notes.by_place(remarks), "open_remarks": [(r, _where(r)) for r in remarks if r.resolved_on is None],
        "days": known, "since": base, "moved": _moved(screens.signed_in(request), computed, base) if base else [],
    }  # fmt: skip


def _where(row: Remark) -> str:
    return PART_LABELS[row.part] if row.part else notes.label_of(str(row.figure))


def _moved(
    person: Person, computed: report.Report, base: date
) -> list[tuple[moved.Moved, list[Any], list[Any]]]:
    return [(m, seen(person, m.came), seen(person, m.went)) for m in moved.since(computed, base)]


def _public_at(organ: Organ, year: int) -> str:
    if organ.parent_id is None:
        return reverse("portal:report", kwargs={"year": year})
    return reverse("portal:unit_report", kwargs={"slug": organ.slug, "year": year})


def _states(computed: report.Report, published: bool) -> list[tuple[str, str]]:
    """A word under each of the six parts, and its tone. A published report has nothing left to write."""
    missing = [] if published else [f for f in computed.findings if f.code.startswith(("S.", "N."))]
    wrong = {n: [f for f in computed.findings if f.code.startswith(f"T{n}")] for n in (2, 3, 4)}
    unsaid = all(f.code in ("T2.missing_cell", "T2.undeclared") for f in wrong[2])
    one = [f for f in missing if "5." not in f.where and "改进" not in f.where and "问题" not in f.where]
    five = [f for f in missing if "改进" in f.where or "问题" in f.where]
    fees = computed.values["fees.handling"]
    return [
        (f"{len(one)}处待办", "ochre") if one else ("写好了", "green"),
        (f"{len(wrong[2])}处{'待申报' if unsaid else '不符'}", "ochre" if unsaid else "red")
        if wrong[2]
        else ("10格齐", "green"),
        (f"{len(wrong[3])}处不符", "red") if wrong[3] else ("175格，账平", "green"),
        (f"{len(wrong[4])}处不符", "red") if wrong[4] else ("15格齐", "green"),
        (f"{len(five)}处待写", "ochre") if five else ("写好了", "green"),
        (f"收费{fees:,}元", "green"),
    ]


def _balance(computed: report.Report) -> list[tuple[str, int, int]]:
    cells = computed.table3.cells
    return [
        (
            COLUMN_LABELS[c],
            (cells["R1", c] or 0) + (cells["R2", c] or 0),
            (cells["R3.7", c] or 0) + (cells["R4", c] or 0),
        )
        for c in COLUMNS
    ]


def _against(computed: report.Report, published: PublishedReport | None, correcting: bool) -> dict[str, Any]:
    """What the records say now and the published report did not: numbers, and while it is corrected the text too."""
    if published is None:
        return {"differs": [], "rewritten": []}
    now, plain = report.draft(computed), int | float
    numbers = [
        (c["key"], c["label"], f"{c['was']:,}", f"{c['now']:,}")
        for c in report.changes(published.snapshot, now)
        if isinstance(c["was"], plain) and isinstance(c["now"], plain)
    ]
    return {"differs": numbers, "rewritten": rewritten.parts(published.snapshot, now) if correcting else []}


@login_required
def write(request: HttpRequest, slug: str, year: int, part: str) -> HttpResponse:
    """Save the text of a part; a refused text stays in the form with the reason."""
    organ = organ_of(request, slug, year)
    if request.method == "POST":
        text = typed(request, "text")
        try:
            actions.write(
                actor=screens.signed_in(request), organ=organ, year=year, part=part, text=text, on=today(),
                was=typed(request, "was") or None,
            )  # fmt: skip
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Moved as refusal:
            saved = (
                Paragraph.objects.filter(organ=organ, year=year, part=part)
                .values_list("text", flat=True)
                .first()
            )
            kept = Kept(
                "write",
                text,
                part=part,
                why=str(refusal),
                against=compare(saved or "", actions.as_written(text)),
            )
            return show(request, organ, year, kept=kept, status=409)
        except actions.Refused as refusal:
            kept = Kept("write", text, part=part, why=str(refusal))
            return show(request, organ, year, kept=kept, status=422)
        messages.success(request, "已保存，数字按记录重新计算")
    return redirect(f"{reverse('desk:report', kwargs={'slug': slug, 'year': year})}#part-{part}")


@login_required
def publish(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """公布, with a note for each warning that stands."""
    organ = organ_of(request, slug, year)
    if request.method == "POST":
        try:
            actions.publish(
                actor=screens.signed_in(request), organ=organ, year=year, on=today(), notes=notes_of(request)
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            if _just_done(request, organ, year):
                messages.success(request, "报告已公布，数字已固定")
            else:
                messages.error(request, f"没有公布。{refusal}")
        else:
            messages.success(request, "报告已公布，数字已固定")
    return redirect("desk:report", slug=slug, year=year)


def _just_done(request: HttpRequest, organ: Organ, year: int) -> bool:
    """Whether this person published the report today: the button was pressed twice."""
    if not actions.is_closed(organ, year):
        return False
    stream = f"report/{organ.slug}/{year}"
    last = Event.objects.filter(stream=stream, kind="report.published").order_by("-seq").first()
    return last is not None and last.actor_id == screens.signed_in(request).pk and last.occurred_on == today()


@login_required
def correct(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """登记更正: the text may be written again, and a new edition published."""
    organ = organ_of(request, slug, year)
    if request.method == "POST":
        try:
            actions.open_correction(
                actor=screens.signed_in(request), organ=organ, year=year, on=today(),
                reason=typed(request, "reason"),
            )  # fmt: skip
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已登记更正。改好以后公布新版，已公布的一版保留")
    return redirect("desk:report", slug=slug, year=year)


@login_required
def download(request: HttpRequest, slug: str, year: int, name: str) -> HttpResponse:
    """The report (as published, else as it stands) or its 图解 as a file; without a Chinese font no PDF and no picture."""
    organ = organ_of(request, slug, year)
    if name not in FORMS:
        raise Http404
    published = PublishedReport.objects.filter(organ=organ, year=year).first()
    try:
        if published is not None:
            data = of_published(published, name)
        else:
            now = {**report.draft(report.compute(organ, year)), "published_on": today().isoformat()}
            data = FORMS[name].make(now)
    except NoFont as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:report", slug=slug, year=year)
    response = HttpResponse(data, content_type=FORMS[name].media)
    response["Content-Disposition"] = f'attachment; filename="{file_name(slug, year, name)}"'
    response["Cache-Control"] = "no-store"
    return response
