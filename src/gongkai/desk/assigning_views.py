# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Several cases of the work list to one owner: chosen on the list, looked over here, each with an event of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import actions, queries
from gongkai.applications.models import Application
from gongkai.desk import screens
from gongkai.desk.fields import choice, day, whole_number
from gongkai.desk.views import page
from gongkai.organs.models import Appointment, Person, Role
from gongkai.organs.queries import every_organ, ids_held
from gongkai.organs.today import today

MOST = 100
ASSIGNING = (Role.INTAKE, Role.REVIEWER)


class AssignManyForm(forms.Form):
    """One owner for all that were chosen."""

    use_required_attribute = False
    on = day("交办日期")
    handler = choice("承办人", [])

    def __init__(self, cases: Iterable[Application], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = {case.organ_id for case in cases}
        rows = Appointment.objects.filter(organ__in=organs, role=Role.HANDLER, person__is_active=True)
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in rows.select_related("person", "organ").order_by("organ__position", "person__name"):
            groups.setdefault(row.organ.short_name, []).append((row.person_id, row.person.name))
        some = [("", "请选择")]
        self.fields["handler"].choices = [
            *some,
            *(groups.items() if len(groups) > 1 else next(iter(groups.values()), [])),
        ]  # type: ignore[attr-defined]

    def clean_handler(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["handler"])


def _chosen(request: HttpRequest) -> tuple[list[Application], dict[int, int]]:
    """The cases an address or a post names (at most MOST), and the version each was seen with where it says so."""
    seen: dict[int, int] = {}
    names = request.POST.getlist("case") if request.method == "POST" else request.GET.getlist("case")
    for name in names[:MOST]:
        pk, _, version = name.partition(".")
        if (number := whole_number(pk)) is not None:
            seen[number] = whole_number(version) or 0
    rows = queries.visible_to(screens.signed_in(request)).filter(pk__in=seen).order_by("act_on", "pk")
    return list(rows), seen


@login_required
def assign(request: HttpRequest) -> HttpResponse:
    """交办选中的: looked over, then given to one person; what was refused is told case by case."""
    person = screens.signed_in(request)
    if not ids_held(person, *ASSIGNING):
        raise PermissionDenied("交办需要“受理”或者“审核”岗位")
    cases, seen = _chosen(request)
    if not cases:
        messages.error(request, "请先在办理单上选中要交办的申请")
        return redirect("desk:work_list")
    if request.method != "POST":
        return _show(request, cases, AssignManyForm(cases, initial={"on": today()}))
    form = AssignManyForm(cases, request.POST)
    if not form.is_valid():
        return _show(request, cases, form, status=422)
    done = actions.apply_to_each(
        actor=person, applications=cases, verb=actions.assign, seen=seen, on=form.cleaned_data["on"],
        handler=form.cleaned_data["handler"],
    )  # fmt: skip
    refused = [d for d in done if d.refused]
    said = f"已把{len(done) - len(refused)}件交办给{form.cleaned_data['handler'].name}"
    if not refused:
        messages.success(request, said)
        return redirect("desk:work_list")
    left, _ = _chosen(request)  # as they are now: what another did meanwhile is on the page
    left = [case for case in left if case.pk in {d.case.pk for d in refused}]
    return _show(request, left, form, refused=refused, said=said, status=422)


def _show(
    request: HttpRequest, cases: list[Application], form: AssignManyForm, *, refused: Any = (), said: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    return page(
        request, "assign_many", status=status, cases=cases, form=form, refused=refused, said=said,
        organs=every_organ(screens.signed_in(request)), most=MOST,
    )  # fmt: skip
