# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""各单位年报: what the units hand in, how far each is, and one submission looked at and decided."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.annual_report import chain, likeness, problems, report, rewritten, units
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import Submission
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.text import PART_TITLES
from gongkai.desk import screens
from gongkai.desk.fields import notes_of, typed
from gongkai.desk.report_views import organ_of
from gongkai.desk.views import page
from gongkai.law.table3 import ROWS
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today

STATES = ("未报送", "待审核", "已退回", "已通过，未公布", "已公布")


@login_required
def collect(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every unit of an office with the state of its report."""
    office = organ_of(request, slug, year)
    if not _oversees(request, office):
        raise Http404
    found = units.standings(office, year, today())
    count = Counter(s.state[0] for s in found)
    state = request.GET.get("state", "")
    shown = [s for s in found if not state or s.state[0] == state]
    return page(
        request, "report_units", organ=office, year=year, found=shown, state=state,
        states=[(name, count[name]) for name in STATES], settled=sum(s.settled for s in found), all=len(found),
        due=found[0].due if found else None, late=sum(s.overdue for s in found),
    )  # fmt: skip


def _oversees(request: HttpRequest, office: Organ) -> bool:
    return holds(screens.signed_in(request), office, Role.SUPERVISOR, Role.COMPILER)


def _submission(request: HttpRequest, pk: int) -> Submission:
    """One the person may see: of an organ they work in."""
    mine = working_organs(screens.signed_in(request))
    row = (
        Submission.objects.select_related("organ__parent", "submitted_by", "decided_by")
        .filter(pk=pk, organ__in=mine)
        .first()
    )
    if row is None:
        raise Http404
    return row


@login_required
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed in: texts, tables, how it differs from the round and the year before, and how alike it is to others."""
    return _show(request, _submission(request, pk))


def _show(
    request: HttpRequest, row: Submission, *, typed_in: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    person, organ = screens.signed_in(request), row.organ
    office = units.supervising(organ)
    deciding = row.state == Submission.State.SUBMITTED and office is not None and _oversees(request, office)
    rounds = (
        Submission.objects.filter(organ=organ, year=row.year).select_related("decided_by").defer("snapshot")
    )
    earlier = Submission.objects.filter(organ=organ, year=row.year, round=row.round - 1).first()
    return page(
        request, "report_submission", status=status, row=row, organ=organ, office=office, s=row.snapshot,
        may_decide=deciding and row.submitted_by_id != person.pk, own=deciding and row.submitted_by_id == person.pk,
        rounds=list(rounds), part_titles=PART_TITLES, parts_of={p["key"]: p for p in row.snapshot["parts"]},
        rows=list(zip(ROWS, row.snapshot["table3"], strict=True)),
        rewritten=rewritten.parts(earlier.snapshot, row.snapshot) if earlier else [],
        mended=_numbers(report.changes(earlier.snapshot, row.snapshot)) if earlier else None,
        before=_before(organ, row.year, row.snapshot), alike=likeness.last_year(organ, row.year, row.snapshot),
        others=likeness.others(organ, row.year, row.snapshot), typed_in=typed_in, error=error,
        late=row.submitted_on > units.due(organ, row.year), due=units.due(organ, row.year),
    )  # fmt: skip


def _before(organ: Organ, year: int, snapshot: dict[str, Any]) -> list[dict[str, Any]] | None:
    before = problems.previous(Scope(organ, year))
    return _numbers(report.changes(before.snapshot, snapshot)) if before else None


def _numbers(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures and cells as they are read; a text or table 2 is only named."""
    plain = int | float
    return [{**c, "both": isinstance(c["was"], plain) and isinstance(c["now"], plain)} for c in changes]


@login_required
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """退回 or 审核通过."""
    row = _submission(request, pk)
    if request.method != "POST":
        return redirect("desk:report_submission", pk=pk)
    words = typed(request, "remark")
    person = screens.signed_in(request)
    try:
        if name == "return":
            chain.send_back(actor=person, submission=row, on=today(), reason=words)
        elif name == "accept":
            chain.accept(actor=person, submission=row, on=today(), remark=words)
        else:
            raise Http404
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        return _show(request, row, typed_in=words, error=str(refusal), status=422)
    messages.success(request, "已退回，单位会看到原因" if name == "return" else "审核通过，单位可以公布")
    return redirect("desk:report_submission", pk=pk)


@login_required
def submit(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """报送 from the editor."""
    organ = organ_of(request, slug, year)
    if request.method == "POST":
        try:
            row = chain.submit(
                actor=screens.signed_in(request), organ=organ, year=year, on=today(), notes=notes_of(request)
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except Refused as refusal:
            last = units.latest(organ, year)
            again = (
                last is not None and last.state == Submission.State.SUBMITTED and last.submitted_on == today()
            )
            if (
                last and again and last.submitted_by_id == screens.signed_in(request).pk
            ):  # the button was pressed twice
                messages.success(request, f"已第{last.round}次报送，等待审核")
                return redirect("desk:report_submission", pk=last.pk)
            messages.error(request, f"没有报送。{refusal}")
        else:
            messages.success(request, f"已第{row.round}次报送，等待审核")
            return redirect("desk:report_submission", pk=row.pk)
    return redirect("desk:report", slug=slug, year=year)
