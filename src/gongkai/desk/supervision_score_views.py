# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作考核: every unit's score with what it was computed from, the weights, and the confirmation once a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, history, refusals
from gongkai.desk.fields import text, whole_number
from gongkai.desk.supervising import must_supervise
from gongkai.desk.views import page
from gongkai.organs.models import Organ
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import working_ids
from gongkai.organs.today import today
from gongkai.supervision import actions, queries, scoring
from gongkai.supervision.models import Review, Scorecard


class WeightForm(SeenForm):
    """What each indicator weighs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(i.code, f"{i.label}（分）", i.says) for i in scoring.indicators()]
        for code, label, says in [
            *rows,
            (scoring.DEDUCTION[0], f"{scoring.DEDUCTION[1]}（分）", "不计入100分，从总分里扣"),
        ]:
            self.fields[code] = forms.IntegerField(
                label=label, min_value=0, max_value=100, help_text=says, widget=forms.NumberInput({"class": "in short"}),
                error_messages={"required": "请写0到100的整数", "invalid": "请写整数", "max_value": "不能超过100"},
            )  # fmt: skip
        self.fields["reason"] = text("依据的文件或者原因", max_length=200)


def _year(request: HttpRequest) -> int:
    return whole_number(request.GET.get("year")) or today().year - 1


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every unit the person may see, the best first; of a confirmed year as it was confirmed."""
    person, year = screens.signed_in(request), _year(request)
    if not 2000 <= year <= today().year:
        raise Http404
    site = actions.site_organ()
    kept = {c.organ_id: c for c in Scorecard.objects.filter(year=year).select_related("organ")}
    seen = working_ids(person)
    units = [o for o in actions.scored_units(site, year) if seen is None or o.pk in seen]
    computed = [] if kept else scoring.cards(units, year, today())
    rows = (
        [(c.organ, c.total, c.items, 0) for c in kept.values() if seen is None or c.organ_id in seen]
        if kept
        else [(c.organ, c.total, c.as_json(), c.cases) for c in computed]
    )
    better = [total for _, total, _, _ in rows]
    rows = [
        (1 + sum(b > total for b in better), organ, total, items, cases)
        for organ, total, items, cases in rows
    ]
    review = Review.objects.filter(organ=site, year=year, kind=Review.Kind.ASSESSMENT).first()
    return page(
        request, "supervision/scores", year=year, rows=rows, kept=bool(kept), indicators=scoring.indicators(),
        weights=scoring.weights_of(year), deduction=scoring.DEDUCTION, may=queries.supervises(person), review=review,
        over=today().year > year, years=range(today().year, today().year - 4, -1), confirmed=next(iter(kept.values()), None),
    )  # fmt: skip


@login_required
def card(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One unit's scorecard: each indicator, so many of so many."""
    person = screens.signed_in(request)
    seen = working_ids(person)
    organ = get_object_or_404(Organ, slug=slug)
    if not 2000 <= year <= today().year or (seen is not None and organ.pk not in seen):
        raise Http404
    kept = Scorecard.objects.filter(organ=organ, year=year).first()
    computed = None if kept else scoring.cards([organ], year, today())[0]
    says = {i.code: i for i in scoring.indicators()}
    return page(
        request, "supervision/scorecard", organ=organ, year=year, kept=kept, says=says,
        items=kept.items if kept else computed.as_json() if computed else [], total=kept.total if kept else computed.total if computed else 0,
        cases=computed.cases if computed else 0, deduction=scoring.DEDUCTION, weights=scoring.weights_of(year),
    )  # fmt: skip


@login_required
def weights(request: HttpRequest) -> HttpResponse:
    """考核权重 of a year."""
    person, year = screens.signed_in(request), _year(request)
    must_supervise(person, "定考核权重")
    form = WeightForm(request.POST if request.method == "POST" else None, initial=scoring.weights_of(year))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        given.pop("seen", None)
        with refusals(form, actions.Refused):
            actions.set_weights(actor=person, year=year, on=today(), values=given, reason=reason)
            messages.success(request, f"已定{year}年的考核权重")
            return redirect(f"{request.path.rsplit('weights', 1)[0]}?year={year}")
    return page(
        request, "supervision/weights", status=422 if form.is_bound else 200, year=year, form=form,
        events=history(f"scores/{year}"),
    )  # fmt: skip


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """确认考核得分."""
    year = _year(request)
    try:
        rows = actions.confirm_scores(actor=screens.signed_in(request), year=year, on=today())
        messages.success(request, f"已确认{year}年{len(rows)}个单位的得分")
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{request.path.rsplit('confirm', 1)[0]}?year={year}")
