# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理规范指引: which version is in force on a day, every version kept, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications import actions, queries
from gongkai.applications.actions.procedures import MAKING
from gongkai.applications.comparing import Change, compare
from gongkai.applications.filetypes import MOST_BYTES
from gongkai.applications.models import Procedure, ProcedureVersion
from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.fields import choice, day, text, whole_number
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today


def _may_make(person: Person) -> list[Organ]:
    found = {o.pk: o for role in MAKING for o in organs_with_role(person, role)}
    return sorted(found.values(), key=lambda o: (o.position, o.pk))


class VersionForm(SeenForm):
    """What every version asks: its days, what it was approved by, its words or its file."""

    on = day("审定日期")
    in_force_on = day("施行日期")
    basis = text("审定依据", max_length=120, help_text="例如主任办公会纪要〔2025〕3号")
    text = text(
        "正文",
        lines=10,
        max_length=200_000,
        required=False,
        help_text="一段一行；选了文件的可以不写，文字从文件里读出",
    )
    file = forms.FileField(
        label="文件", required=False, help_text=f".docx 或者 PDF，最大{MOST_BYTES // 2**20} MB",
        widget=forms.FileInput({"class": "in", "accept": ".docx,.pdf"}), error_messages={"empty": "这个文件是空的，请重新选择"},
    )  # fmt: skip

    def clean_file(self) -> tuple[str, bytes] | None:
        chosen = self.cleaned_data["file"]
        return (chosen.name, chosen.read()) if chosen else None


class AdoptForm(VersionForm):
    """制定."""

    organ = choice("制定机关", [])
    name = text("名称", max_length=120)
    about = text("适用范围", max_length=200, help_text="例如县政府办公室收到的政府信息公开申请")
    field_order = ("organ", "name", "about", "on", "in_force_on", "basis", "text", "file")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(o.pk, o.short_name) for o in _may_make(person)]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])


class ReviseForm(RowForm, VersionForm):
    """修订: the text begins with the last version's."""

    changes = text("修改说明", lines=2, max_length=300, help_text="改了什么，为什么改")
    field_order = ("seen", "on", "in_force_on", "basis", "changes", "text", "file")

    def __init__(self, row: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.initial |= {"in_force_on": today(), "text": list(row.versions.all())[-1].text or ""}


class RepealForm(RowForm):
    """停止执行."""

    on = day("停止执行日期")
    reason = text("原因", max_length=200)


_DEEDS = {
    "revise": Deed("修订，形成新的一版", ReviseForm, actions.revise_procedure), "repeal": Deed("停止执行", RepealForm, actions.repeal_procedure),
}  # fmt: skip


def _asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day in the address, today when there is none; and what is wrong with it."""
    asked = request.GET.get("on", "")
    if not asked:
        return today(), ""
    try:
        return date.fromisoformat(asked), ""
    except ValueError:
        return today(), "日期请写成2025-02-10这样，现在按今天显示"


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every procedure with the version in force on a day."""
    person = screens.signed_in(request)
    asked, wrong = _asked_day(request)
    found, query = paged(request, queries.procedures_visible_to(person, as_of=asked), "份")
    may = bool(_may_make(person))
    return page(
        request,
        "procedures",
        status=422 if wrong else 200,
        found=found,
        query=query,
        asked=asked,
        wrong=wrong,
        may=may,
    )


@login_required
def adopt(request: HttpRequest) -> HttpResponse:
    """制定."""
    person = screens.signed_in(request)
    if not _may_make(person):
        raise PermissionDenied("制定办理规范需要“审核”“监督”或者“管理”岗位")
    if request.method != "POST":
        first = {"on": today(), "in_force_on": today(), "organ": person.organ_id}
        return page(request, "procedure_new", form=AdoptForm(person, initial=first))
    form = AdoptForm(person, request.POST, request.FILES)
    done, version = tried(form, actions.adopt_procedure, actor=person)
    if not done:
        return page(request, "procedure_new", status=422, form=form)
    messages.success(request, "已登记第1版")
    return redirect("desk:procedure", pk=version.procedure_id)


def _procedure(request: HttpRequest, pk: int) -> Procedure:
    rows = queries.procedures_visible_to(screens.signed_in(request), as_of=today())
    return get_object_or_404(rows, pk=pk)


def _names(row: Procedure, person: Person) -> Iterable[str]:
    return _DEEDS if row.repealed_on is None and holds(person, row.organ, *MAKING) else ()


def _more(
    row: Procedure, _person: Person, asked: date | None = None, number: int | None = None
) -> dict[str, Any]:
    """The version in force on the day asked for, or the one chosen."""
    day_ = asked or today()
    versions = list(row.versions.select_related("made_by"))
    current = queries.version_in_force(row, day_)
    chosen = next((v for v in versions if v.number == number), None)
    return {
        "versions": versions, "current": current, "shown": chosen or current or versions[-1], "asked": day_, "wrong": "",
    }  # fmt: skip


PROCEDURE = RecordPage(
    "procedure", "desk:procedure", "procedure", _DEEDS, _procedure, _names, _more, done_as="已登记"
)
act = PROCEDURE.views()[1]


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One procedure, as it was on the day in the address."""
    row, (asked, wrong) = _procedure(request, pk), _asked_day(request)
    seen = _more(row, screens.signed_in(request), asked, whole_number(request.GET.get("version")))
    return PROCEDURE.drawn(request, row, status=422 if wrong else 200, **seen | {"wrong": wrong})


def _version(row: Procedure, text: str | None) -> ProcedureVersion:
    return get_object_or_404(row.versions.all(), number=whole_number(text) or 0)


@login_required
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """修改对照 of two versions."""
    row = _procedure(request, pk)
    old, new = (_version(row, request.GET.get(k)) for k in ("from", "to"))
    if old.number > new.number:
        old, new = new, old
    changes = compare(old.text, new.text) if old.text and new.text else None
    return page(
        request, "procedure_difference", row=row, old=old, new=new, versions=row.versions.all(),
        runs=list(_runs(changes)) if changes is not None else None,
        altered=sum(c.state != "same" for c in changes or ()),
    )  # fmt: skip


def _runs(changes: list[Change], around: int = 1) -> Iterator[tuple[Change | None, int]]:
    """Each change with a paragraph before and after it; (None, n) stands for n paragraphs left out."""
    near = {m for n, c in enumerate(changes) if c.state != "same" for m in range(n - around, n + around + 1)}
    left = 0
    for n, change in enumerate(changes):
        if n in near:
            if left:
                yield None, left
            left = 0
            yield change, 0
        else:
            left += 1
    if left:
        yield None, left


@login_required
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version's file, as it came."""
    version = get_object_or_404(_procedure(request, pk).versions.all(), number=number)
    if version.stored is None:
        raise Http404
    try:
        data = actions.procedure_file(version)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:procedure", pk=pk)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(version.file_name or 'file')}"
    response["Cache-Control"] = "no-store"
    return response
