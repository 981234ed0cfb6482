# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记申请 that came over the counter, by letter, fax, mail or word of mouth."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.models import PendingUpload
from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.entry_forms import BY_CHANNEL, WAYS_IN, EntryForm, Way
from gongkai.desk.views import page
from gongkai.law.clock import cn
from gongkai.law.receipt import Channel
from gongkai.organs.models import Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today


@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """登记申请; what is wrong is said beside its field, and nothing typed or chosen is lost."""
    person = screens.signed_in(request)
    organs = list(organs_with_role(person, Role.INTAKE).filter(closed_on__isnull=True))
    if not organs:
        raise PermissionDenied("登记申请需要“受理”岗位")
    way = BY_CHANNEL.get(request.POST.get("channel") or request.GET.get("channel", ""), WAYS_IN[0])
    if request.method != "POST":
        start = {"organ": person.organ.slug}
        if way.channel in (Channel.COUNTER, Channel.ORAL):
            start["submitted_on"] = today().isoformat()
        return _shown(request, way, EntryForm(way, organs, initial=start, auto_id="e_%s"))
    form = EntryForm(way, organs, request.POST, request.FILES, auto_id="e_%s")
    kept = _scan(form) if form.is_valid() or form.files else None
    if not form.is_valid():
        return _shown(request, way, form, kept=kept, status=422)
    alike = applications.earlier_of(
        form.cleaned_data["organ"], form.applicant, form.cleaned_data["title"], form.cleaned_data["description"],
        digest=kept.digest if kept else None,
    )  # fmt: skip
    if alike and not form.cleaned_data["checked"]:
        return _shown(request, way, form, kept=kept, alike=alike, status=422)
    with refusals(form, actions.Refused):
        case = actions.enter(actor=person, on=today(), scan=kept.key if kept else "", **form.for_verb())
        last = f"，最后答复日{cn(case.due_on)}" if case.due_on else "，与申请人确认后起算期限"
        messages.success(request, f"已登记{case.number}{last}")
        if "again" in request.POST:
            return redirect(f"{request.path}?channel={way.channel.value}")
        return redirect("desk:case", pk=case.pk)
    return _shown(request, way, form, kept=kept, alike=alike, status=422)


def _scan(form: EntryForm) -> PendingUpload | None:
    """The scan chosen now, or the one kept from the time before; a file that is not what it says is an error of its field."""
    chosen = form.files.get("scan")
    if chosen:
        try:
            return actions.keep_scan(name=chosen.name or "", data=chosen.read())
        except actions.Refused as refusal:
            form.add_error("scan", str(refusal))
            return None
    key = form.data.get("kept", "")[:43]
    return PendingUpload.objects.filter(key=key).first() if key else None


def _shown(
    request: HttpRequest,
    way: Way,
    form: EntryForm,
    *,
    kept: PendingUpload | None = None,
    alike: Any = (),
    status: int = 200,
) -> HttpResponse:
    return page(
        request, "entry", status=status, form=form, way=way, ways=WAYS_IN, kept=kept, alike=alike, day=today()
    )
