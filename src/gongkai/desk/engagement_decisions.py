# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""重大行政决策事项目录 on the desk: publish a year's, put in and take out (国务院令第713号第三条)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.desk import screens
from gongkai.desk.attempts import tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import PICK, OrganForm, found_as, mine
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page, paged
from gongkai.engagement import actions
from gongkai.engagement.actions.catalogues import DecisionFacts
from gongkai.engagement.models import DecisionCatalogue, DecisionItem
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today

_PARTS = re.compile(r"\s*[|｜\t]\s*")


class CatalogueForm(OrganForm):
    """公布目录; rows pasted from a table, or written with strokes."""

    organ = choice("决策机关", [])
    year = forms.IntegerField(
        label="年度", min_value=2019, max_value=2100, widget=forms.NumberInput({"class": "in short"}),
        error_messages={"required": "请写明年度", "invalid": "年度应为整数"},
    )  # fmt: skip
    agreed_on = day("同级党委同意的日期")
    on = day("公布日期")
    items = text(
        "决策事项",
        lines=8,
        max_length=8000,
        help_text="一行一项：事项名称｜承办单位｜计划完成时间。可以从表格粘贴",
    )

    def clean_items(self) -> list[DecisionFacts]:
        organs = {name: o for o in Organ.objects.all() for name in (o.name, o.short_name)}
        found, wrong = [], []
        for number, line in enumerate(str(self.cleaned_data["items"]).splitlines(), 1):
            if not line.strip():
                continue
            parts = _PARTS.split(line.strip())
            if len(parts) != 3:
                wrong.append(f"第{number}行应有三段：事项名称｜承办单位｜计划完成时间")
            elif parts[1] not in organs:
                wrong.append(f"第{number}行：没有“{parts[1]}”这个单位")
            else:
                found.append(DecisionFacts(parts[0], organs[parts[1]], parts[2]))
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class AddForm(RowForm):
    """调入."""

    on = day("调入日期")
    title = text("事项名称", max_length=160)
    drafter = choice("承办单位", [])
    planned = text("计划完成时间", max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Organ.objects.filter(closed_on__isnull=True)
        self.fields["drafter"].choices = [PICK, *((o.pk, o.short_name) for o in organs)]  # type: ignore[attr-defined]

    def clean_drafter(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["drafter"])


class DropForm(RowForm):
    """调出."""

    on = day("调出日期")
    item = choice("哪一项", [])
    reason = text("理由", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = self.row.items.filter(dropped_on__isnull=True)
        self.fields["item"].choices = [PICK, *((i.pk, f"{i.number}．{i.title}") for i in items)]  # type: ignore[attr-defined]

    def clean_item(self) -> DecisionItem:
        return DecisionItem.objects.get(pk=self.cleaned_data["item"])


def _drop(*, catalogue: DecisionCatalogue, **facts: Any) -> DecisionItem:
    return actions.drop_decision(**facts)


DEEDS = {"add": Deed("调入一项", AddForm, actions.add_decision), "drop": Deed("调出一项", DropForm, _drop)}


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Catalogues, the newest year first."""
    person = screens.signed_in(request)
    found, query = paged(request, visible_to(person, DecisionCatalogue).prefetch_related("items"), "份")
    return page(request, "engage/catalogues", found=found, query=query, may=bool(mine(person, Role.EDITOR)))


@login_required
def publish(request: HttpRequest) -> HttpResponse:
    """公布目录."""
    person = screens.signed_in(request)
    first = {"on": today(), "year": today().year, "organ": person.organ_id}
    form = CatalogueForm(person, request.POST or None, initial=first)
    if request.method != "POST":
        return page(request, "engage/catalogue_new", form=form)
    was_done, row = tried(form, actions.publish_catalogue, actor=person)
    if not was_done:
        return page(request, "engage/catalogue_new", status=422, form=form)
    messages.success(request, "目录已公布")
    return redirect("desk:catalogue", pk=row.pk)


CATALOGUE = RecordPage(
    "engage/catalogue", "desk:catalogue", "catalogue", DEEDS, found_as(DecisionCatalogue),
    names=lambda row, person: ["add", "drop"] if holds(person, row.organ, Role.EDITOR) else [],
    more=lambda row, _person: {"items": list(row.items.select_related("drafter").prefetch_related("consultations"))},
)  # fmt: skip
show, act = CATALOGUE.views()
