# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One item of a notice: what the unit did and showed, the machine's second look, 销号, 延期."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications.filetypes import ACCEPT, MOST_BYTES, SAID
from gongkai.desk import screens
from gongkai.desk.attempts import Offer, SeenForm, history, tried, version_of
from gongkai.desk.fields import choice, day, text
from gongkai.desk.supervision_views import record_of, rule_of
from gongkai.desk.views import page
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today
from gongkai.supervision import actions, queries
from gongkai.supervision.models import Claim, Finding


class FindingForm(SeenForm):
    """A form on one finding."""

    def __init__(self, finding: Finding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding


class ClaimForm(FindingForm):
    """报送整改情况."""

    link = text("网址", max_length=300, required=False, help_text="整改后的页面，例如 /document/12/")
    file = forms.FileField(
        label="依据的文件", required=False, help_text=f"{SAID}，最大{MOST_BYTES // 2**20} MB，例如整改后的页面截图",
        widget=forms.FileInput({"class": "in", "accept": ACCEPT}), error_messages={"empty": "这个文件是空的，请重新选择"},
    )  # fmt: skip
    text = text("做了什么整改", lines=3, max_length=150)
    field_order = ("seen", "text", "link", "file")

    def clean_file(self) -> tuple[str, bytes] | None:
        chosen = self.cleaned_data["file"]
        return (chosen.name, chosen.read()) if chosen else None


class ExtendForm(FindingForm):
    """申请延期."""

    until = day("延到哪一天")
    reason = text("原因", lines=2, max_length=200)


class DecideForm(FindingForm):
    """决定延期."""

    granted = choice("决定", [("", "请选择"), ("yes", "同意"), ("no", "不同意")])
    remark = text("意见", lines=2, max_length=200, required=False, help_text="不同意的写明理由")

    def clean_granted(self) -> bool:
        return self.cleaned_data["granted"] == "yes"


class CloseForm(FindingForm):
    """销号."""

    evidence = text("销号的依据", lines=2, max_length=200)


def _decide(*, actor: Person, finding: Finding, on: Any, **facts: Any) -> Any:
    asked = finding.extensions.filter(granted__isnull=True).first()
    if asked is None:
        raise actions.Refused("没有在等决定的延期申请")
    return actions.decide_extension(actor=actor, extension=asked, on=on, **facts)


ACTS: dict[str, tuple[str, type[FindingForm], Any]] = {
    "claim": ("报送整改情况，请求复查", ClaimForm, actions.claim_done), "extend": ("申请延期", ExtendForm, actions.ask_extension),
    "decide": ("决定延期申请", DecideForm, _decide), "close": ("核对无误，销号", CloseForm, actions.rectify),
}  # fmt: skip
LOOKING = ("claim", "close")  # the machine looks again


def _finding(request: HttpRequest, pk: int) -> Finding:
    rows = queries.visible_to(screens.signed_in(request)).select_related("detection")
    return get_object_or_404(rows, pk=pk)


def _open_acts(row: Finding, person: Person, *, signed: bool, asked: bool) -> list[str]:
    if row.rectified_on is not None:
        return []
    names = []
    if signed and holds(person, row.organ, *actions.UNIT):
        names.append("claim")
        if today() <= row.due_on and not asked:
            names.append("extend")
    if holds(person, row.notice.organ, Role.SUPERVISOR):
        reported = row.claims.filter(person=person).exists()
        names += [*(["decide"] if asked else []), *([] if reported else ["close"])]
    return names


def _show(
    request: HttpRequest, row: Finding, *, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    person = screens.signed_in(request)
    receipt = row.notice.receipts.filter(organ=row.organ).select_related("person").first()
    extensions = list(row.extensions.select_related("asked_by", "decided_by"))
    names = _open_acts(
        row, person, signed=receipt is not None, asked=any(x.granted is None for x in extensions)
    )
    if refused and refused[0] in ACTS and refused[0] not in names:
        names.append(refused[0])
    offers = []
    for name in names:
        again = refused is not None and refused[0] == name
        first = {"seen": version_of(row.stream)}
        shown = refused[1] if refused and again else ACTS[name][1](row, initial=first, auto_id=f"{name}_%s")
        offers.append(Offer(name, ACTS[name][0], shown, again or (name == "claim" and not refused)))
    d = row.detection
    return page(
        request, "supervision/finding", status=status, row=row, offers=offers, receipt=receipt, extensions=extensions,
        claims=list(row.claims.select_related("person")), levels=actions.LEVELS, escalations=list(row.escalations.all()),
        events=history(row.stream), rule=rule_of(d.rule) if d else None, record=record_of(d) if d else None, day=today(),
        may_sign=receipt is None and holds(person, row.organ, *actions.UNIT) and row.rectified_on is None,
    )  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding."""
    return _show(request, _finding(request, pk))


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of its verbs."""
    row = _finding(request, pk)
    if name not in ACTS:
        raise Http404
    label, form_of, verb = ACTS[name]
    form = form_of(row, request.POST, request.FILES, auto_id=f"{name}_%s")
    facts: dict[str, Any] = {}
    if name in LOOKING and form.is_valid():
        facts["looked"] = actions.looked_at(
            row, today()
        )  # before the transaction: another site may take its time
    done, made = tried(
        form, verb, row.stream, actor=screens.signed_in(request), finding=row, on=today(), **facts
    )
    if not done:
        return _show(request, _finding(request, pk), refused=(name, form), status=422)
    if isinstance(made, Claim) and made.found_again:
        messages.error(request, f"复查还能发现：{made.seen}。报送的情况已经留存，请整改以后再报")
    elif isinstance(made, Claim):
        messages.success(
            request,
            "复查不再发现，已经销号"
            if made.found_again is False
            else f"已报送，等{row.notice.organ.office_name}核对{f'。{made.seen}' if made.seen else ''}",
        )
    else:
        messages.success(request, f"已登记：{label}")
    return redirect("desk:finding", pk=pk)


@login_required
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a claim, as it came."""
    claim = get_object_or_404(
        Claim.objects.filter(
            finding__in=queries.visible_to(screens.signed_in(request)), stored__isnull=False
        ),
        pk=pk,
    )
    try:
        data = actions.proof_of(claim)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:finding", pk=claim.finding_id)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(claim.file_name or 'file')}"
    response["Cache-Control"] = "no-store"
    return response
