# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网站检查: ordered by a list of addresses, with how far each is; what looks at sites found, by rule, with place and evidence."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.annual_report.bars import bars
from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm
from gongkai.desk.fields import text
from gongkai.desk.supervising import must_supervise
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today
from gongkai.supervision.actions import Refused, site_organ
from gongkai.supervision.errands import actions
from gongkai.supervision.errands import queries as errands
from gongkai.supervision.queries import supervises
from gongkai.supervision.sites import queries
from gongkai.supervision.sites.rules import RULES, SEVERITIES

_TONES = {"severe": "no", "fault": "wa", "note": "info"}
MOST_SITES = 100


class OrderForm(SeenForm):
    """交办网站检查."""

    addresses = text(
        "网址清单", lines=4, max_length=30_000,
        help_text="一行一个网址；后面空一格可以写主办单位的全称或者简称，不写就是本级政府，例如：https://www.example.gov.cn/ 县教育局",
    )  # fmt: skip
    pages = forms.IntegerField(
        label="每个网站最多看多少个地址", min_value=1, max_value=actions.MOST_PAGES, initial=500, widget=forms.NumberInput({"class": "in short"}),
        help_text="每秒最多问2次，500个地址大约4分钟", error_messages={"required": "请写1到20000的整数", "invalid": "请写整数"},
    )  # fmt: skip
    outgoing = forms.BooleanField(label="也看外部链接打不打得开", required=False)

    def __init__(self, organs: list[Organ], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organs = {name: o for o in organs for name in (o.name, o.short_name)}

    def clean_addresses(self) -> list[tuple[int, str, Organ]]:
        """Line, address, who answers for it."""
        found, wrong, own = [], [], site_organ()
        for n, line in enumerate(str(self.cleaned_data["addresses"]).splitlines(), 1):
            address, _, unit = line.strip().partition(" ")
            organ = self.organs.get(unit.strip()) if unit.strip() else own
            if not address:
                continue
            if organ is None:
                wrong.append(f"第{n}行：没有“{unit.strip()[:40]}”这个单位，或者您不能检查它的网站")
            elif address in (a for _, a, _ in found):
                wrong.append(f"第{n}行：{address[:80]}写了两次")
            else:
                found.append((n, address, organ))
        if len(found) > MOST_SITES:
            wrong.append(f"一次最多{MOST_SITES}个网站，现在是{len(found)}个")
        if wrong:
            raise ValidationError(wrong)
        return found


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Looks ordered and how far they are; every look that is done, newest first."""
    person = screens.signed_in(request)
    may = supervises(person)
    if request.method == "POST":
        must_supervise(person, "检查网站")
    form = OrderForm(
        list(working_organs(person)) if may else [], request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid() and _ordered(form, person):
        messages.success(
            request, f"已交办，{len(form.cleaned_data['addresses'])}个网站，看完以后结果列在下面"
        )
        return redirect("desk:sites")
    found, query = paged(request, queries.visible_to(person), "次")
    return page(
        request, "sites", status=422 if form.is_bound else 200, found=found, query=query, form=form, may=may,
        errands=errands.under_way(person, "site") if may else [],
    )  # fmt: skip


def _ordered(form: OrderForm, person: Person) -> bool:
    """All of the list, or none of it with what stands against each line."""
    facts = {"pages": form.cleaned_data["pages"], "outgoing": form.cleaned_data["outgoing"]}
    with transaction.atomic():
        for n, address, organ in form.cleaned_data["addresses"]:
            try:
                actions.order_site(actor=person, organ=organ, address=address, on=today(), **facts)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except Refused as refusal:
                form.add_error("addresses", f"第{n}行：{refusal}")
        if form.errors:
            transaction.set_rollback(True)
    return not form.errors


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One look: how many by rule, and each finding with what became of it."""
    person = screens.signed_in(request)
    row = get_object_or_404(queries.visible_to(person), pk=pk)
    rule = request.GET.get("rule", "")
    counted = Counter(row.faults.order_by().values_list("rule", flat=True))
    rules = [
        (code, label, SEVERITIES[grave], _TONES[grave], article, counted[code])
        for code, (label, grave, article) in RULES.items()
        if counted[code]
    ]
    rows = row.faults.select_related("detection__finding__notice").order_by("pk")
    found, query = paged(request, rows.filter(rule=rule) if rule in RULES else rows, "处")
    return page(
        request, "site", row=row, rule=rule, rules=rules, found=found, query=query, labels=RULES, severities=SEVERITIES, tones=_TONES,
        bars=bars([(label, n, f"?rule={code}") for code, label, _, _, _, n in rules], unit="处"), may=supervises(person),
    )  # fmt: skip
