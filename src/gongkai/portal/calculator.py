# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""期限计算器: anyone may put in the dates of a case and see the last day, the articles, and every day counted.

And 条文对照: which provision is in which code, with which tests.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from gongkai.applications.clock_view import clock_view
from gongkai.law.calendar import FIRST_DAY, LAST_DAY
from gongkai.law.citations import instrument
from gongkai.law.clock import Event, run
from gongkai.law.receipt import CONFIRMED, Channel, receipt_date
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.portal.views import page


def _day(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"class": "in", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}", "invalid": f"{label}请写成2024-06-03这样"},
    )  # fmt: skip


class CalculatorForm(forms.Form):
    """The facts that move a reply's last day (条例第三十至三十四条)."""

    use_required_attribute = False
    channel = forms.ChoiceField(
        label="怎样提交的", choices=[(c.value, c.label) for c in Channel], widget=forms.Select({"class": "in"}),
        error_messages={"required": "请选择怎样提交", "invalid_choice": "没有这种提交方式"},
    )  # fmt: skip
    submitted_on = _day("提交日期", required=True)
    fixed_on = _day("签收或者确认日期", "邮寄的填签收日期，网上、传真和平常信函的填双方确认日期")
    sent_on = _day("征求意见书发出日期")
    answered_on = _day("收到意见日期", "第三方没有答复的可以不填，15个工作日后恢复计算")
    asked_on = _day("告知补正日期")
    supplemented_on = _day("收到补正日期", "收到补正后重新计算")
    extended_on = _day("告知延期日期")
    extended_by = forms.IntegerField(
        label="延长的工作日数", required=False, min_value=1, max_value=20,
        widget=forms.NumberInput({"class": "in", "min": 1, "max": 20}), help_text="最长20个工作日",
        error_messages={"invalid": "请填写整数", "min_value": "至少1个工作日", "max_value": "最长20个工作日（条例第三十三条第二款）"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name, value in list(facts.items()):
            if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
                self.add_error(name, f"应在{FIRST_DAY.year}年到{LAST_DAY.year}年之间")
        channel = facts.get("channel")
        if (
            channel
            and Channel(channel) in {*CONFIRMED, Channel.POST_SIGNED}
            and not facts.get("fixed_on")
            and "fixed_on" not in self.errors
        ):
            self.add_error("fixed_on", "这种提交方式的收到之日由签收或者确认决定，请填写")
        pairs = (("answered_on", "sent_on"), ("supplemented_on", "asked_on"), ("extended_by", "extended_on"), ("extended_on", "extended_by"))  # fmt: skip
        for given, needed in pairs:
            if facts.get(given) and not facts.get(needed) and needed not in self.errors:
                self.add_error(needed, f"填了“{self.fields[given].label}”，这一项也要填")
        return facts


def _events(f: dict[str, Any]) -> list[Event]:
    found = []
    if f["sent_on"]:
        found.append(Event("consultation_sent", f["sent_on"], id="1", to="third_party"))
    if f["answered_on"]:
        found.append(Event("consultation_closed", f["answered_on"], id="1"))
    if f["asked_on"]:
        found.append(Event("supplement_requested", f["asked_on"]))
    if f["supplemented_on"]:
        found.append(Event("supplement_received", f["supplemented_on"]))
    if f["extended_on"]:
        found.append(Event("extended", f["extended_on"], working_days=f["extended_by"]))
    return found


def calculator(request: HttpRequest) -> HttpResponse:
    """期限计算器: everything in the address, nothing kept."""
    asked = "submitted_on" in request.GET
    form = CalculatorForm(request.GET if asked else None, initial={"submitted_on": today()})
    view = clock = None
    if asked and form.is_valid():
        f, days = form.cleaned_data, workdays()
        channel = Channel(f["channel"])
        receipt = receipt_date(
            channel, submitted_on=f["submitted_on"], arrived_on=f["fixed_on"], confirmed_on=f["fixed_on"]
        )
        received = receipt.received_on or f["submitted_on"]
        last = max([today(), received, *(e.on for e in _events(f))])
        clock = run(received, _events(f), as_of=last, workdays=days)
        view = clock_view(
            clock,
            channel=channel.value,
            submitted_on=f["submitted_on"],
            today=today(),
            workdays=days,
            outcome="",
        )
        view = replace(
            view, remaining="", tone=""
        )  # the date is the answer; whether it has passed is nobody's here
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "calculator", "rules", status=status, form=form, view=view, clock=clock)


@cache
def _coverage() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (Path(__file__).parent / "law_coverage.json").read_text(encoding="utf-8")
    )
    return rows


def law(request: HttpRequest) -> HttpResponse:
    """条文对照."""
    groups = [
        (instrument(short), list(rows)) for short, rows in groupby(_coverage(), key=lambda r: r["instrument"])
    ]
    return page(request, "law", "rules", groups=groups, total=len(_coverage()))
