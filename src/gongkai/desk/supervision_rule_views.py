# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""巡查规则: what each says in law, its numbers, and the runs so far."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, history, refusals
from gongkai.desk.fields import text
from gongkai.desk.supervision_views import TONES
from gongkai.desk.views import page, paged
from gongkai.organs.today import today
from gongkai.supervision import actions, queries, rules
from gongkai.supervision.models import RuleSetting, Run


class RuleForm(SeenForm):
    """The numbers of one rule, and whether it is asked."""

    def __init__(self, rule: rules.Rule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for s in rule.settings:
            said = f"{s.source}{'，规定的数' if s.verified else ''}；原定{s.default}{s.unit}"
            self.fields[s.name] = forms.IntegerField(
                label=f"{s.label}（{s.unit}）", min_value=0, max_value=36_500, help_text=said,
                widget=forms.NumberInput({"class": "in"}),
                error_messages={"required": "请写整数", "invalid": "请写整数", "max_value": "这个数太大"},
            )  # fmt: skip
        self.fields["off"] = forms.BooleanField(label="暂时不用这条规则", required=False)
        self.fields["reason"] = text("调整的原因", max_length=200)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every rule."""
    held = {row.rule: row for row in RuleSetting.objects.all()}
    rows = [
        (r, rules.values_of(r, held.get(r.code)), held[r.code].off if r.code in held else False)
        for r in rules.every()
    ]
    return page(
        request,
        "supervision/rules",
        rows=rows,
        tones=TONES,
        may=queries.supervises(screens.signed_in(request)),
    )


@login_required
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One rule, and the form of its numbers."""
    rule, person = rules.rule(code), screens.signed_in(request)
    if rule is None:
        raise Http404
    held = RuleSetting.objects.filter(rule=code).first()
    first = {**rules.values_of(rule, held), "off": held.off if held else False}
    form: Any = RuleForm(rule, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals(form, actions.Refused):
            actions.set_rule(
                actor=person, rule=code, on=today(), values={s.name: given[s.name] for s in rule.settings},
                off=given["off"], reason=given["reason"],
            )  # fmt: skip
            messages.success(request, f"已调整“{rule.label}”，下一次巡查起按新的数")
            return redirect("desk:rules")
    return page(
        request, "supervision/rule", status=422 if form.is_bound else 200, rule=rule, form=form, tones=TONES,
        values=rules.values_of(rule, held), off=held.off if held else False, events=history(f"rule/{code}"),
        may=queries.supervises(person),
    )  # fmt: skip


@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """Every run: who, when, as of which day, how many."""
    found, query = paged(request, Run.objects.select_related("by", "site"), "次")
    named = {r.code: r.label for r in rules.every()}
    return page(request, "supervision/runs", found=found, query=query, named=named)
