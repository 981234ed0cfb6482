# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files that come with a form: kept at once, so that an error elsewhere on the page loses none."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from gongkai.applications import throttle
from gongkai.applications.actions import drop_upload, keep_upload
from gongkai.applications.filetypes import MOST_BYTES, MOST_FILES, NotAccepted
from gongkai.portal.address import address
from gongkai.portal.apply.state import State


def take_files(request: HttpRequest, state: State, field: str = "files") -> list[str]:
    """Keep the files of a post in the state; what could not be kept, said as what to do."""
    said = []
    for file in request.FILES.getlist(field):
        name = str(file.name)[:60]
        if len(state.uploads) >= MOST_FILES:
            said.append(f"最多{MOST_FILES}个文件，{name}没有收下")
        elif throttle.spent(throttle.UPLOAD, address(request)):
            said.append("这个网络地址一小时内选的文件太多，请过一小时再选，或者邮寄、当面提交")
        elif problem := _keep(file, state, request):
            said.append(f"{name}：{problem}")
    return said


def _keep(file: UploadedFile, state: State, request: HttpRequest) -> str | None:
    if (file.size or 0) > MOST_BYTES:
        return f"超过{MOST_BYTES // 1024 // 1024} MB，请压缩或者分成几个"
    try:
        kept = keep_upload(name=str(file.name), data=file.read())
    except NotAccepted as refusal:
        return str(refusal)
    throttle.count(throttle.UPLOAD, address(request))
    state.uploads.append((kept.key, kept.name, kept.size))
    return None


def take_back(state: State, number: str) -> None:
    """Take a file out of the state again; number counts from 1."""
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(state.uploads):
        key, _, _ = state.uploads.pop(int(number) - 1)
        drop_upload(key=key)


def size_said(size: int) -> str:
    """0.4 MB, 12 KB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 100 else f"{max(1, size // 1024)} KB"


def listed(uploads: Sequence[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """(name, size) of the files kept, for the page."""
    return [(name, size_said(size)) for _, name, size in uploads]
