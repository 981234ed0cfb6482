# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书设置: how an organ heads and words its letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries
from gongkai.applications.letters.remedy import head_of
from gongkai.applications.letters.wording import versions_of, wording_for
from gongkai.applications.letters.words import mandatory, placeholders
from gongkai.applications.models import Letterhead
from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.letter_forms import LetterheadForm, SeriesForm, WordingForm
from gongkai.desk.views import page
from gongkai.law.letters import LETTERS
from gongkai.law.letters import letter as kind_of
from gongkai.organs.models import Organ
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today

_SHOWN = ("code", "county_government", "upper_government", "upper_authority", "court")


def _organ(request: HttpRequest, slug: str) -> Organ:
    return get_object_or_404(working_organs(screens.signed_in(request)), slug=slug)


def _done(form: Any, act: Any) -> bool:
    """Run a verb of the settings; what stands against it goes onto the form."""
    if not form.is_valid():
        return False
    with refusals(form, actions.Refused):
        act()
    return not form.errors


@login_required
def head(request: HttpRequest, slug: str) -> HttpResponse:
    """机关代字, 复议机关, 管辖法院, 印章, and the kinds whose wording may be edited."""
    organ = _organ(request, slug)
    own = Letterhead.objects.filter(organ=organ).first()
    form = LetterheadForm(
        request.POST or None, request.FILES or None, initial={name: getattr(own, name, "") for name in _SHOWN}
    )

    def act() -> None:
        facts = {k: v or None for k, v in form.cleaned_data.items() if k != "seal_image" or v}
        actions.set_letterhead(actor=screens.signed_in(request), organ=organ, on=today(), **facts)

    if request.method == "POST" and _done(form, act):
        messages.success(request, "已保存文书设置")
        return redirect("desk:letterhead", slug=slug)
    return _head_page(request, organ, form)


def _head_page(
    request: HttpRequest, organ: Organ, form: LetterheadForm, series: SeriesForm | None = None
) -> HttpResponse:
    own = versions_of(organ)
    kinds = [(kind, own.get(kind.key, 0)) for kind in LETTERS]
    head = head_of(organ)
    wrong = bool(form.errors or (series and series.errors))
    return page(
        request, "letterhead", status=422 if wrong else 200, organ=organ, form=form, kinds=kinds,
        lacking=head.lacking, code=head.code, series=series or SeriesForm(head.series), series_open=bool(series),
        taken=queries.number_series(organ), year=today().year,
    )  # fmt: skip


@login_required
@require_POST
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """文号的系列名: from here on; numbers taken stay as they are, and a series goes on from its own last number."""
    organ = _organ(request, slug)
    form = SeriesForm(head_of(organ).series, request.POST)

    def act() -> None:
        actions.set_letterhead(actor=screens.signed_in(request), organ=organ, on=today(), series=form.own())

    if _done(form, act):
        messages.success(request, "已保存文号的系列名，以后签发的文书用新的")
        return redirect("desk:letterhead", slug=slug)
    own = Letterhead.objects.filter(organ=organ).first()
    first = {name: getattr(own, name, "") for name in _SHOWN}
    return _head_page(request, organ, LetterheadForm(initial=first), form)


@login_required
def wording(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The wording of one kind; what the law wants said cannot be left out."""
    organ = _organ(request, slug)
    try:
        chosen = kind_of(kind)
    except KeyError:
        raise Http404 from None
    used = wording_for(organ, chosen)
    form = WordingForm(request.POST or None, initial={"text": used.text})

    def act() -> None:
        actions.word_template(
            actor=screens.signed_in(request),
            organ=organ,
            on=today(),
            kind=kind,
            text=form.cleaned_data["text"],
        )

    if request.method == "POST" and _done(form, act):
        messages.success(request, "已保存用语，以后拟的文书用这一版")
        return redirect("desk:letterhead", slug=slug)
    must = mandatory(chosen)
    return page(
        request, "letter_wording", status=422 if form.errors else 200, organ=organ, kind=chosen, form=form, used=used,
        must=must, may=[name for name in placeholders(chosen) if name not in must],
    )  # fmt: skip
