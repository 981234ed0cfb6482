# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""巡查: what is wrong now by rule, unit and age, the list of what was found, and one thing found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.fields import text
from gongkai.desk.record_pages import address_of
from gongkai.desk.views import page, paged
from gongkai.organs.models import Person
from gongkai.organs.today import today
from gongkai.supervision import actions, queries, rules
from gongkai.supervision.errands import queries as errands
from gongkai.supervision.errands.actions import order_inspection
from gongkai.supervision.models import Detection, Finding, Severity

STATES = (
    ("", "现在存在"),
    ("noticed", "已列入通知书"),
    ("free", "还没有列入"),
    ("dismissed", "不作为问题"),
    ("closed", "已不再发现"),
)
TONES = {Severity.VETO: "no", Severity.FAULT: "wa", Severity.NOTE: "info"}


def rule_of(code: str) -> Any:
    """The rule, or what stands in for one the software no longer has."""
    return rules.rule(code)


def label_of(code: str) -> str:
    one = rules.rule(code)
    return one.label if one else code


def record_of(detection: Detection) -> str | None:
    """The desk's page of the record something was found at; a column's is where its duties are set."""
    kind, _, pk = detection.ref.partition("/")
    if kind == rules.OUTSIDE:
        fault = detection.site_faults.order_by("-pk").first()
        return (
            f"{reverse('desk:site', kwargs={'pk': fault.inspection_id})}?rule={fault.rule}" if fault else None
        )
    return reverse("desk:column", kwargs={"pk": int(pk)}) if kind == "column" else address_of(kind, pk)


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """巡查: the numbers, each leading to its list."""
    person, day = screens.signed_in(request), today()
    rows = queries.standing(queries.detections_visible_to(person))
    units, counts = queries.by_unit(rows), queries.by_rule(rows)
    asked = [(r, counts.get(r.code, 0)) for r in rules.every() if counts.get(r.code, 0)]
    asked.sort(key=lambda x: -x[1])
    weights = {s: sum(n for r, n in asked if r.severity == s) for s in Severity}
    notices = list(queries.notices_visible_to(person).order_by("-issued_on", "-pk")[:8])
    late = queries.visible_to(person).filter(rectified_on__isnull=True, due_on__lt=day)
    return page(
        request, "supervision/dashboard", run=queries.last_run(), total=sum(counts.values()), weights=weights, tones=TONES,
        asked=asked, units=units, ages=queries.by_age(rows, day), may=queries.supervises(person), day=day,
        free=rows.filter(finding__isnull=True).count(), notices=notices, progress=queries.progress_of(person, notices, day),
        unsigned=queries.unsigned(person), late=late.count(), levels=actions.LEVELS,
        errands=errands.under_way(person, "record"),
        waiting=queries.clean_ups_visible_to(person).filter(state="proposed").count(),
    )  # fmt: skip


@login_required
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """现在巡查: ordered, and done by a process of its own."""
    form = SeenForm({})
    done, _ = tried(form, order_inspection, actor=screens.signed_in(request), on=today())
    if not done:
        messages.error(request, "；".join(form.non_field_errors()))
    else:
        messages.success(request, "开始巡查，完成以后本页换成新的结果")
    return redirect("desk:supervision")


def sought(request: HttpRequest, person: Person) -> tuple[QuerySet[Detection], dict[str, str]]:
    """What the address asks for, and what of it was understood."""
    rows, day = queries.detections_visible_to(person), today()
    asked = {k: request.GET.get(k, "") for k in ("state", "rule", "organ", "age", "severity")}
    state = asked["state"] if asked["state"] in dict(STATES) else ""
    known = {"state": state} if state else {}
    match state:
        case "closed":
            rows = rows.filter(closed_on__isnull=False)
        case "dismissed":
            rows = rows.filter(closed_on__isnull=True, dismissed_on__isnull=False)
        case _:
            rows = queries.standing(rows)
            if state:
                rows = rows.filter(finding__isnull=state == "free")
    if rules.rule(asked["rule"]):
        rows, known["rule"] = rows.filter(rule=asked["rule"]), asked["rule"]
    if asked["organ"] and rows.filter(organ__slug=asked["organ"][:40]).exists():
        rows, known["organ"] = rows.filter(organ__slug=asked["organ"]), asked["organ"]
    if asked["severity"] in Severity.values:
        rows, known["severity"] = rows.filter(severity=asked["severity"]), asked["severity"]
    if asked["age"] in {str(n) for n in range(len(queries.AGES))}:
        rows, known["age"] = queries.of_age(rows, asked["age"], day), asked["age"]
    return rows, known


@login_required
def found(request: HttpRequest) -> HttpResponse:
    """What was found: filtered, the ones to be put in a notice ticked."""
    person = screens.signed_in(request)
    rows, known = sought(request, person)
    here, query = paged(
        request,
        rows.select_related("finding__notice").order_by("organ__position", "organ", "rule", "pk"),
        "处",
    )
    every = queries.detections_visible_to(person)
    return page(
        request, "supervision/found", found=here, query=query, known=known, states=STATES, tones=TONES, label=label_of,
        units=queries.by_unit(every), rules=[r for r in rules.every()], ages=list(enumerate(a for _, a in queries.AGES)),
        severities=Severity.choices, may=queries.supervises(person), day=today(), run=queries.last_run(),
    )  # fmt: skip


class DismissForm(RowForm):
    """不作为问题."""

    reason = text("理由", lines=2, max_length=200, help_text="以后每次巡查仍会看到它，但不再计数")


class RestoreForm(RowForm):
    """重新作为问题."""

    reason = text("理由", lines=2, max_length=200)


_DEEDS = {
    "dismiss": Deed("不作为问题", DismissForm, lambda **facts: actions.dismiss(on=today(), **facts)),
    "restore": Deed("重新作为问题", RestoreForm, lambda **facts: actions.restore(on=today(), **facts)),
}


def _detection(request: HttpRequest, pk: int) -> Detection:
    rows = queries.detections_visible_to(screens.signed_in(request))
    return get_object_or_404(
        rows.select_related("opened_by", "closed_by", "dismissed_by", "finding__notice"), pk=pk
    )


def _finding_of(row: Detection) -> Finding | None:
    return getattr(row, "finding", None)


def _names(row: Detection, person: Person) -> list[str]:
    if not queries.supervises(person) or row.closed_on is not None or _finding_of(row) is not None:
        return []
    return ["restore"] if row.dismissed_on else ["dismiss"]


def _more(row: Detection, person: Person) -> dict[str, Any]:
    earlier = Detection.objects.filter(rule=row.rule, key=row.key).exclude(pk=row.pk).order_by("-pk")[:5]
    return {
        "rule": rule_of(row.rule), "label": label_of(row.rule), "tones": TONES, "finding": _finding_of(row), "day": today(),
        "record": record_of(row), "earlier": list(earlier), "may": queries.supervises(person), "office": actions.site_organ().office_name,
    }  # fmt: skip


# One thing found: where, what is wrong in law, the facts, since when, what became of it; set aside, or taken up again.
DETECTION = RecordPage(
    "supervision/detection", "desk:detection", "detection", _DEEDS, _detection, _names, _more
)
detection, act = DETECTION.views()
