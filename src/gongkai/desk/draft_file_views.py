# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""附件和图片 of a draft: added, cleaned, described and taken away; each is a new version of the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.draft_views import draft_of, show_draft
from gongkai.desk.fields import choice, text, whole_number
from gongkai.organs.models import Person
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.actions.attachments import SAID
from gongkai.publishing.body import tops
from gongkai.publishing.models import Attachment, Draft
from gongkai.publishing.prechecks import parsed

_ERRORS = {"required": "请选择文件", "empty": "这个文件是空的，请重新选择文件"}


class FileForm(forms.Form):
    """添加附件."""

    use_required_attribute = False
    file = forms.FileField(
        label="文件", widget=forms.FileInput({"class": "in"}), help_text=f"{SAID}；上传时检查里面有没有隐藏的内容",
        error_messages=_ERRORS,
    )  # fmt: skip


class PictureForm(forms.Form):
    """插入图片."""

    use_required_attribute = False
    file = forms.FileField(
        label="图片", widget=forms.FileInput({"class": "in", "accept": ".png,.jpg,.jpeg"}),
        help_text="PNG、JPG；拍摄地点、设备会去掉", error_messages=_ERRORS,
    )  # fmt: skip
    alt = text("替代文字", max_length=200, help_text="一句话写明图片的内容，读屏软件会念出来")
    after = choice("放在哪里", [])

    def __init__(self, draft: Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [f"{p[:16]}{'…' if len(p) > 16 else ''}" or "图片" for _, p in tops(draft.body)]
        places = [
            ("0", "正文最前面"),
            *((str(n), f"第{n}处以后：{words}") for n, words in enumerate(shown, 1)),
        ]
        self.fields["after"].choices = places  # type: ignore[attr-defined]
        self.fields["after"].initial = str(len(shown))


@dataclass
class Shown:
    """The files of a draft on its page, with the forms of those who may change them."""

    files: list[Attachment]
    pictures: list[tuple[Attachment, str]]
    add: FileForm | None = None
    picture: PictureForm | None = None
    refused: str = ""
    opened: str = ""


def shown(draft: Draft, may_edit: bool, **refused: Any) -> Shown:
    """What the draft's page shows of files."""
    alts = dict(parsed(draft.body).pictures)
    rows = list(draft.files.all())
    made = Shown(
        [f for f in rows if f.use == Attachment.Use.FILE],
        [(f, alts.get(f.path, "")) for f in rows if f.use == Attachment.Use.PICTURE],
    )
    if may_edit:
        made.add = FileForm(auto_id="add_%s")
        made.picture = PictureForm(draft, auto_id="picture_%s")
    for name, value in refused.items():
        setattr(made, name, value)
    return made


def _chosen(request: HttpRequest, draft: Draft) -> Attachment:
    pk = whole_number(request.POST.get("item"))
    file = draft.files.filter(pk=pk).first() if pk else None
    if file is None:
        raise Http404
    return file


def _add(request: HttpRequest, person: Person, draft: Draft, form: Any) -> None:
    file = form.cleaned_data["file"]
    actions.add_file(actor=person, draft=draft, on=today(), name=file.name, data=file.read())


def _picture(request: HttpRequest, person: Person, draft: Draft, form: Any) -> None:
    facts = form.cleaned_data
    actions.add_picture(
        actor=person, draft=draft, on=today(), name=facts["file"].name, data=facts["file"].read(), alt=facts["alt"],
        after=int(facts["after"]),
    )  # fmt: skip


def _remove(request: HttpRequest, person: Person, draft: Draft, _form: Any) -> None:
    actions.remove_file(actor=person, draft=draft, on=today(), file=_chosen(request, draft))


def _clean(request: HttpRequest, person: Person, draft: Draft, _form: Any) -> None:
    actions.clean_file(actor=person, draft=draft, on=today(), file=_chosen(request, draft))


def _describe(request: HttpRequest, person: Person, draft: Draft, _form: Any) -> None:
    alt = request.POST.get("alt", "").replace("\0", "")[:200]
    actions.describe_picture(actor=person, draft=draft, on=today(), file=_chosen(request, draft), alt=alt)


VERBS: dict[str, tuple[Callable[..., Any] | None, Callable[..., None], str]] = {
    "add": (lambda r, d: FileForm(r.POST, r.FILES, auto_id="add_%s"), _add, "附件已经添加"),
    "picture": (lambda r, d: PictureForm(d, r.POST, r.FILES, auto_id="picture_%s"), _picture, "图片已经插入"),
    "remove": (None, _remove, "附件已经去掉"),
    "clean": (None, _clean, "已换成清洁件"),
    "describe": (None, _describe, "替代文字已经保存"),
}


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the verbs; what was refused stays on the draft's page with its reason."""
    draft, person = draft_of(request, pk), screens.signed_in(request)
    if name not in VERBS:
        raise Http404
    make, action, done = VERBS[name]
    form = make(request, draft) if make else None
    said = ""
    if form is None or form.is_valid():
        try:
            action(request, person, draft, form)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            said = str(refusal)
            if form is not None:
                form.add_error("file", said)
        else:
            messages.success(request, done)
            return redirect(f"{request.path.split('/files/')[0]}/#files")
    kept = {"opened": name, **({name: form} if form is not None else {"refused": said})}
    return show_draft(request, draft, files=kept, status=422)
