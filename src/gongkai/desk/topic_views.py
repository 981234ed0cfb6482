# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请转公开 (条例第四十四条): what several people applied for, offered for publication, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications import queries as applications
from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import indexed
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page, paged
from gongkai.desk.work_forms import PICK
from gongkai.engagement import conversion
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Conversion
from gongkai.organs.models import Organ, Person, Role
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


class PublishedForm(RowForm):
    """已公开: the item its draft became is offered."""

    on = day("公开日期")
    index_number = text("公开信息的索引号", max_length=40)

    def __init__(self, row: Conversion, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        out = row.draft.document if row.draft else None
        self.initial["index_number"] = out.index_number if out else ""

    def clean_index_number(self) -> Document:
        return indexed(str(self.cleaned_data["index_number"]))


class DeclineForm(RowForm):
    """不转."""

    on = day("决定日期")
    reason = text("不转为主动公开的理由", lines=2, max_length=300)


def _conclude(*, index_number: Document, **facts: Any) -> Conversion:
    return conversion.conclude_conversion(document=index_number, **facts)


_DEEDS = {
    "published": Deed("登记已公开", PublishedForm, _conclude), "decline": Deed("不转", DeclineForm, conversion.decline_conversion),
}  # fmt: skip


def _conversion(request: HttpRequest, pk: int) -> Conversion:
    return get_object_or_404(conversion.visible_to(screens.signed_in(request)), pk=pk)


def _names(row: Conversion, person: Person) -> Iterable[str]:
    return _DEEDS if row.concluded_on is None and row.organ in organs_with_role(person, Role.EDITOR) else ()


def _more(row: Conversion, person: Person) -> dict[str, Any]:
    traced = [link.application_id for link in row.cases.all()]
    cases = applications.visible_to(person).filter(pk__in=traced).order_by("pk")
    return {"cases": cases, "total": len(traced)}


# One conversion with its trace; registered as public, or not to be.
CONVERSION = RecordPage(
    "conversion", "desk:conversion", "conversion", _DEEDS, _conversion, _names, _more, done_as="已登记"
)
show, act = CONVERSION.views()
