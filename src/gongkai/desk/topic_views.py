# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请转公开 (条例第四十四条): what several people applied for, offered for publication, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import queries as applications
from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page, paged
from gongkai.desk.work_forms import PICK
from gongkai.engagement import conversion
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Conversion
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing.actions import Refused as NotPublished
from gongkai.publishing.models import Column, Document

_REFUSALS = (Refused, NotPublished)


class ConvertForm(forms.Form):
    """提出转为主动公开."""

    use_required_attribute = False
    on = day("提出日期")
    organ = choice("由哪个机关公开", [])
    column = choice("公开在哪个栏目", [])
    name = text("公开的标题", max_length=200)
    reason = text("理由", lines=2, max_length=300)
    cases = forms.MultipleChoiceField(
        label="来自哪些申请", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一件"}
    )

    def __init__(self, person: Person, topic: conversion.Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        mine = organs_with_role(person, Role.EDITOR)
        self.fields["organ"].choices = [PICK, *((str(o.pk), o.short_name) for o in mine)]  # type: ignore[attr-defined]
        columns = Column.objects.filter(closed_on__isnull=True).exclude(kind=Column.Kind.FIELD)
        self.fields["column"].choices = [PICK, *((str(c.pk), c.name) for c in columns)]  # type: ignore[attr-defined]
        rows = [(str(c.pk), f"{c.number}　{c.title}") for c in topic.cases]
        self.fields["cases"].choices = rows  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])

    def clean_column(self) -> Column:
        return Column.objects.get(pk=self.cleaned_data["column"])


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What several people applied for, watched fields first; and what is on its way or public."""
    person = screens.signed_in(request)
    found = conversion.topics(person, as_of=today())
    shown, query = paged(request, found, "项")
    return page(
        request, "topics", found=shown, query=query, conversions=list(conversion.visible_to(person)[:50])
    )


@login_required
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic, named by one of its cases: who asked how often, and the form that offers it for publication."""
    person = screens.signed_in(request)
    case = get_object_or_404(applications.visible_to(person), pk=pk)
    found = next((t for t in conversion.topics(person, as_of=today()) if case in t.cases), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        initial = {
            "on": today(), "name": found.title, "cases": [str(c.pk) for c in found.cases],
            "reason": f"一年内{found.applicants}个申请人申请相同信息（条例第四十四条）",
        }  # fmt: skip
        return page(request, "topic", topic=found, form=ConvertForm(person, found, initial=initial))
    form = ConvertForm(person, found, request.POST)
    if form.is_valid():
        facts = {**form.cleaned_data}
        chosen = set(facts.pop("cases"))
        with refusals(form, *_REFUSALS):
            row = conversion.convert(
                actor=person, applications=[c for c in found.cases if str(c.pk) in chosen], **facts
            )
            messages.success(request, "已经提出，稿件在“稿件和审核”里")
            return redirect("desk:conversion", pk=row.pk)
    return page(request, "topic", topic=found, form=form, status=422)


class PublishedForm(forms.Form):
    """已公开."""

    use_required_attribute = False
    on = day("公开日期")
    index_number = text("公开信息的索引号", max_length=40)

    def clean_index_number(self) -> str:
        number = str(self.cleaned_data["index_number"])
        if not Document.objects.filter(index_number=number).exists():
            raise ValidationError("没有这个索引号的公开信息，请核对")
        return number


class DeclineForm(forms.Form):
    """不转."""

    use_required_attribute = False
    on = day("决定日期")
    reason = text("不转为主动公开的理由", lines=2, max_length=300)


_ACTS: dict[str, tuple[str, type[forms.Form]]] = {
    "published": ("登记已公开", PublishedForm),
    "decline": ("不转", DeclineForm),
}


def _conversion(request: HttpRequest, pk: int) -> Conversion:
    return get_object_or_404(conversion.visible_to(screens.signed_in(request)), pk=pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversion with its trace."""
    return _show(request, _conversion(request, pk))


def _show(
    request: HttpRequest, row: Conversion, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    person, offers = screens.signed_in(request), []
    out = row.draft.document if row.draft else None
    if row.concluded_on is None and row.organ in organs_with_role(person, Role.EDITOR):
        for name, (label, form) in _ACTS.items():
            again = refused is not None and refused[0] == name
            first = {"on": today(), "index_number": out.index_number if out else ""}
            shown = refused[1] if refused and again else form(initial=first, auto_id=f"{name}_%s")
            offers.append((name, label, shown, again))
    traced = [row_.application_id for row_ in row.cases.all()]
    cases = applications.visible_to(person).filter(pk__in=traced).order_by("pk")
    return page(request, "conversion", status=status, row=row, cases=cases, total=len(traced), offers=offers)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """登记已公开、不转."""
    row, person = _conversion(request, pk), screens.signed_in(request)
    if name not in _ACTS:
        raise Http404
    form = _ACTS[name][1](request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        facts = form.cleaned_data
        try:
            if name == "published":
                document = Document.objects.get(index_number=facts["index_number"])
                conversion.conclude_conversion(
                    actor=person, conversion=row, document=document, on=facts["on"]
                )
            else:
                conversion.decline_conversion(actor=person, conversion=row, **facts)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:conversion", pk=pk)
    return _show(request, row, (name, form), 422)
