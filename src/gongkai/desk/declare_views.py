# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申报 beside table 2: how many licences, penalties and coercive measures, and which fees, the organ had in the year; 0 is an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk import screens
from gongkai.desk.fields import text
from gongkai.desk.report_cell_views import organ_of
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.models import DecisionCount

Kind = DecisionCount.Kind
MOST = Decimal(10) ** 12


class DeclareForm(forms.Form):
    """One field for each kind. An empty one is left as it is: nothing is declared by leaving it out."""

    use_required_attribute = False

    def __init__(self, organ: Organ, year: int, *args: Any, **kwargs: Any) -> None:
        self.now = {c.kind: c for c in DecisionCount.objects.filter(organ=organ, year=year)}
        kwargs.setdefault("initial", {kind: _plain(row.amount) for kind, row in self.now.items()})
        super().__init__(*args, **kwargs)
        for kind in Kind:
            fees = kind is Kind.FEES
            self.fields[kind.value] = forms.DecimalField(
                label=f"{kind.label}（{'元' if fees else '件'}）", required=False, min_value=0, max_value=MOST, decimal_places=2 if fees else 0,
                widget=forms.TextInput({"class": "in", "inputmode": "decimal", "autocomplete": "off"}),
                help_text="" if kind in self.now else "还没有申报。没有发生的填0",
                error_messages={
                    "invalid": "请填数字，没有发生的填0", "min_value": "数量不能是负数", "max_value": "请核对数量",
                    "max_decimal_places": "收费金额最多到分" if fees else "件数应为整数",
                },
            )  # fmt: skip
        self.fields["source"] = text(
            "依据", max_length=120, required=False, help_text="数量从哪里来，例如统计台账、业务系统导出"
        )

    @property
    def left(self) -> list[str]:
        """What has not been declared."""
        return [kind.label for kind in Kind if kind not in self.now]

    def changed(self) -> dict[Kind, Decimal]:
        """What is to be declared: the fields that say something new."""
        given = ((kind, self.cleaned_data.get(kind.value)) for kind in Kind)
        return {
            kind: amount
            for kind, amount in given
            if amount is not None and (kind not in self.now or self.now[kind].amount != amount)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.changed():
            raise forms.ValidationError("没有填新的数量。没有发生的填0；空着的不会当作0")
        if not self.errors and any(self.changed().values()) and not cleaned.get("source"):
            self.add_error("source", "请写明数量的依据")
        return cleaned


def _plain(amount: Decimal) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".")


def form_of(organ: Organ, year: int) -> DeclareForm:
    """The form as the report shows it to a compiler."""
    return DeclareForm(organ, year, auto_id="declare_%s")


@login_required
def declare(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """申报, all or none of what was typed."""
    from gongkai.desk.report_views import show  # the editor shows this form again when it is refused

    organ = organ_of(request, slug, year)
    at = f"{reverse('desk:report', kwargs={'slug': slug, 'year': year})}#p2"
    if request.method != "POST":
        return redirect(at)
    person = screens.signed_in(request)
    if not holds(person, organ, Role.COMPILER):
        raise PermissionDenied(f"申报需要{organ.short_name}的“{Role.COMPILER.label}”岗位")
    form = DeclareForm(organ, year, request.POST, auto_id="declare_%s")
    if not form.is_valid():
        return show(request, organ, year, declare=form, status=422)
    try:
        with transaction.atomic():
            for kind, amount in form.changed().items():
                actions.declare_count(
                    actor=person, organ=organ, year=year, kind=kind, amount=amount, on=today(),
                    source=form.cleaned_data["source"] or "编制年度报告时核实，本年没有发生",
                )  # fmt: skip
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, organ, year, declare=form, status=422)
    said = "、".join(kind.label for kind in form.changed())
    messages.success(request, f"已申报{said}，表二重新计算")
    return redirect(at)
