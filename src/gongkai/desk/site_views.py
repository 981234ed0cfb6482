# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网站检查: what looks at sites found, by rule, with place and evidence. The look itself is a command: it takes its time."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gongkai.annual_report.bars import bars
from gongkai.desk import screens
from gongkai.desk.views import page, paged
from gongkai.supervision.sites import queries
from gongkai.supervision.sites.rules import RULES, SEVERITIES

_TONES = {"severe": "no", "fault": "wa", "note": "info"}


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every look, newest first."""
    found, query = paged(request, queries.visible_to(screens.signed_in(request)), "次")
    return page(request, "sites", found=found, query=query)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One look: how many by rule, and each finding."""
    row = get_object_or_404(queries.visible_to(screens.signed_in(request)), pk=pk)
    rule = request.GET.get("rule", "")
    counted = Counter(row.faults.order_by().values_list("rule", flat=True))
    rules = [
        (code, label, SEVERITIES[grave], _TONES[grave], article, counted[code])
        for code, (label, grave, article) in RULES.items()
        if counted[code]
    ]
    rows = row.faults.order_by("pk")
    found, query = paged(request, rows.filter(rule=rule) if rule in RULES else rows, "处")
    return page(
        request, "site", row=row, rule=rule, rules=rules, found=found, query=query, labels=RULES, severities=SEVERITIES, tones=_TONES,
        bars=bars([(label, n, f"?rule={code}") for code, label, _, _, _, n in rules], unit="处"),
    )  # fmt: skip
