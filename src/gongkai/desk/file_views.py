# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files of a case: one page each, with what a scan finds, the page to cover things on, and the release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai import redaction
from gongkai.applications import actions, queries
from gongkai.applications.models import CaseFile
from gongkai.desk import screens
from gongkai.desk.case_views import attempt, case_of, show_case
from gongkai.desk.fields import whole_number
from gongkai.desk.file_forms import MM, AddFileForm, RedactForm, ReleaseForm
from gongkai.desk.views import page
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.redaction import Box, Leak, Severity, Unreadable

PDF = "application/pdf"


@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """存入材料."""
    row = case_of(request, pk)
    if request.method != "POST":
        return show_case(request, row, asked="file_add")

    def act(*, actor: Any, file: Any, purpose: str) -> CaseFile:
        return actions.attach_file(
            actor=actor, application=row, on=today(), name=file.name, data=file.read(), purpose=purpose
        )

    return attempt(request, row, "file_add", AddFileForm(request.POST, request.FILES), act, "材料已经存入")


def _file(request: HttpRequest, pk: int) -> CaseFile:
    """An office's file of a case the person may see and look into, or 404."""
    person = screens.signed_in(request)
    rows = queries.case_files_visible_to(person).filter(source=CaseFile.Source.ORGAN)
    file = get_object_or_404(rows, pk=pk)
    if not holds(person, file.application.organ, *queries.LOOKERS):
        raise Http404
    return file


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what must not leave with it, and what can be done."""
    return _show(request, _file(request, pk))


def _scan(file: CaseFile) -> tuple[tuple[Leak, ...], str]:
    """(what was found, why it could not be searched)."""
    try:
        return queries.scan_of(file, actions.limits()), ""
    except Unreadable as refusal:
        return (), str(refusal)
    except FileNotFoundError:
        return (), "文件库里找不到这份材料，请联系系统管理员"


def _show(
    request: HttpRequest, file: CaseFile, *, redact: RedactForm | None = None, release: ReleaseForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    person, case = screens.signed_in(request), file.application
    leaks, unread = _scan(file)
    stopped = [x for x in leaks if x.severity is Severity.BLOCK]
    worker = holds(person, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    leaves = file.purpose in (CaseFile.Purpose.RELEASED, CaseFile.Purpose.ORIGINAL)
    copies = list(file.copies.all())
    return page(
        request, "file", status=status, file=file, case=case, copies=copies, unread=unread,
        stopped=stopped, doubts=[x for x in leaks if x.severity is Severity.WARN], is_pdf=file.media_type == PDF,
        redact=(redact or RedactForm()) if worker and file.purpose != CaseFile.Purpose.EVIDENCE and not unread else None,
        release=(release or ReleaseForm()) if worker and leaves and not file.released_on and not copies and not unread else None,
        may_override=holds(person, case.organ, Role.REVIEWER, Role.SIGNER), leaves=leaves,
        taken=queries.times_taken(file) if file.released_on else 0,
        preview=_preview(request, file) if worker and file.media_type == PDF and not unread else None,
    )  # fmt: skip


def _number(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("page") or request.POST.get("shown"))


def _preview(request: HttpRequest, file: CaseFile) -> dict[str, Any] | None:
    """The chosen page in millimetres with the boxes typed so far; None until a page is asked for."""
    number = _number(request)
    if number is None:
        return None
    try:
        data = actions.look_at_file(actor=screens.signed_in(request), file=file, on=today())
        count, width, height = redaction.page_size(data, number, limits=actions.limits())
    except (Unreadable, actions.Refused) as refusal:
        messages.error(request, str(refusal))
        return None
    form = RedactForm(request.POST)
    form.is_valid()
    typed: tuple[Box, ...] = form.cleaned_data.get("boxes") or ()
    return {
        "page": number, "count": count, "width": round(width / MM, 1), "height": round(height / MM, 1),
        "boxes": [_millimetres(b) for b in typed if b.page == number],
    }  # fmt: skip


def _millimetres(box: Box) -> dict[str, float]:
    return {
        "x": round(box.left / MM, 1), "y": round(box.top / MM, 1),
        "width": round((box.right - box.left) / MM, 1), "height": round((box.bottom - box.top) / MM, 1),
    }  # fmt: skip


@login_required
@require_GET
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a PDF as a picture; the look is logged."""
    file = _file(request, pk)
    if file.media_type != PDF:
        raise Http404
    try:
        data = actions.look_at_file(actor=screens.signed_in(request), file=file, on=today())
        drawn, _, _ = redaction.page_picture(data, number, dpi=110, limits=actions.limits())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (Unreadable, actions.Refused):
        raise Http404 from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """制作公开件; with a page asked for, only shows that page and keeps what was typed."""
    file, form = _file(request, pk), RedactForm(request.POST)
    if request.POST.get("page"):
        # Not sent yet: what was typed is kept without being judged.
        return _show(request, file, redact=RedactForm(initial=request.POST.dict()))
    made = _attempt(request, form, lambda **facts: actions.redact_file(file=file, on=today(), **facts))
    if made is None:
        return _show(request, file, redact=form, status=422)
    messages.success(request, f"已制作公开件“{made.name}”，原件留在案卷里。请看过检查结果后放行")
    return redirect("desk:file", pk=made.pk)


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """放行."""
    file, form = _file(request, pk), ReleaseForm(request.POST)
    done = _attempt(request, form, lambda **facts: actions.release_file(file=file, on=today(), **facts))
    if done is None:
        return _show(request, file, release=form, status=422)
    messages.success(request, f"“{done.name}”已经放行，可以送给申请人")
    return redirect("desk:file", pk=file.pk)


def _attempt(request: HttpRequest, form: Any, act: Callable[..., CaseFile]) -> CaseFile | None:
    """Run a verb with a form's facts; None when it was refused, the reason then stands in the form."""
    if not form.is_valid():
        return None
    try:
        return act(actor=screens.signed_in(request), **form.cleaned_data)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, StreamMoved) as refusal:
        form.add_error(None, str(refusal))
        return None
