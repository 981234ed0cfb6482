# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开指南: where each office is and how it is reached (条例第十二条), kept by those who run it; the site takes it from here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.fields import text
from gongkai.desk.views import page
from gongkai.organs import actions
from gongkai.organs.models import Organ, Role
from gongkai.organs.queries import organs_with_role, working_organs
from gongkai.organs.today import today


class ContactForm(forms.Form):
    """公开工作机构 and how to reach it."""

    use_required_attribute = False
    office_name = text("公开工作机构", max_length=80)
    address = text("办公地址", max_length=160)
    office_hours = text("办公时间", max_length=80)
    phone = text("联系电话", max_length=40)
    fax = text("传真号码", max_length=40, required=False)
    online = text("互联网联系方式", max_length=120, required=False, help_text="邮箱或者网址")


def _mine(request: HttpRequest) -> Any:
    return organs_with_role(screens.signed_in(request), Role.ADMIN).filter(closed_on__isnull=True)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The offices one works in or oversees, what the guide cannot say of them yet, and which of them one keeps."""
    names = {name: field.label for name, field in ContactForm.base_fields.items()}
    mine, person = set(_mine(request).values_list("pk", flat=True)), screens.signed_in(request)
    organs = Organ.objects.filter(Q(pk__in=mine) | Q(pk__in=working_organs(person)), closed_on__isnull=True)
    rows = [
        (o, [label for name, label in names.items() if not getattr(o, name)], o.pk in mine)
        for o in organs.order_by("position", "pk")
    ]
    return page(request, "guides", rows=rows, keeps=bool(mine))


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """更新 one office's."""
    organ: Organ = get_object_or_404(_mine(request), slug=slug)
    if request.method != "POST":
        initial = {name: getattr(organ, name) for name in ContactForm.base_fields}
        return page(request, "guide", organ=organ, form=ContactForm(initial=initial))
    form = ContactForm(request.POST)
    if form.is_valid():
        with refusals(form, actions.Refused):
            actions.set_contact(
                actor=screens.signed_in(request), organ=organ, on=today(), **form.cleaned_data
            )
            messages.success(request, f"已更新{organ.short_name}的公开工作机构，公开指南随之更新")
            return redirect("desk:guides")
    return page(request, "guide", status=422, organ=organ, form=form)
