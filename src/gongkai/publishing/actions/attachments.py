# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files of drafts: looked at by content when they come, cleaned where asked, shown only with the version that has them."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import unicodedata
from datetime import date, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai import redaction
from gongkai.organs.models import Person, Role
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.actions.drafts import changed, open_to_change
from gongkai.publishing.attachments import read
from gongkai.publishing.body import tops
from gongkai.publishing.filetext import words_of
from gongkai.publishing.models import Attachment, Draft
from gongkai.redaction import Kind, Limits, StillThere, Unreadable

MOST_FILES = 20
KEPT = timedelta(days=1)  # a picture read from Word and never saved
TAKEN = (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.TEXT, Kind.PNG, Kind.JPEG)
SAID = "PDF、docx、xlsx、pptx、txt、PNG、JPG"
# what calls itself a picture or a page and holds words is looked at again
PLAIN = frozenset({"txt", "csv", "md", "log"})
PICTURES = (Kind.PNG, Kind.JPEG)


def limits() -> Limits:
    """How large a file may be; settings."""
    return Limits(size=settings.GONGKAI_FILE_BYTES, pages=settings.GONGKAI_FILE_PAGES)


def _name(name: str, kind: Kind) -> str:
    """The last part of a name without control characters, with the ending its content deserves."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", last).strip(" .")[:80]
    return f"{stem or '附件'}.{kind.value}"


def _keep(actor: Person, name: str, data: bytes, use: Attachment.Use, on: date) -> Attachment:
    try:
        kind = redaction.kind_of(data, limits())
        if kind not in (PICTURES if use == Attachment.Use.PICTURE else TAKEN):
            raise Refused(f"请换成{'PNG、JPG' if use == Attachment.Use.PICTURE else SAID}格式的文件")
        given = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
        if kind is Kind.TEXT and given and given[1].lower() not in PLAIN:
            raise Refused(
                f"文件名以.{given[1][:8]}结尾，里面却是文字：请核对是不是拿错了文件；是文字的，另存为.txt"
            )
        if kind in PICTURES:
            data = redaction.clean_copy(
                data, limits=limits()
            ).data  # where and with what it was taken stays inside
        name = _name(name, kind)
        found = redaction.scan(name, data, limits())
        text = words_of(data, limits())
    except (Unreadable, StillThere) as refusal:
        raise Refused(str(refusal)) from None
    key = secrets.token_hex(16)
    return Attachment.objects.create(
        key=key, use=use, name=name, ending=kind.value, media_type=kind.media_type, size=len(data),
        digest=hashlib.sha256(data).hexdigest(), text=text, leaks=[[x.kind, x.place, x.excerpt] for x in found],
        stored=default_storage.save(f"papers/{key[:2]}/{key}", ContentFile(data)), added_by=actor, added_on=on,
    )  # fmt: skip


def hold_picture(*, actor: Person, name: str, data: bytes, on: date) -> Attachment:
    """Keep a picture read from a Word file until the draft that shows it is saved; thrown away after a day otherwise."""
    if not actor.appointments.filter(role=Role.EDITOR).exists():
        raise Refused("只有编辑岗位可以上传图片")
    _purge(on)
    return _keep(actor, name, data, Attachment.Use.PICTURE, on)


def _purge(on: date) -> None:
    old = Attachment.objects.filter(
        use=Attachment.Use.PICTURE, drafts__isnull=True, versions__isnull=True, added_on__lt=on - KEPT
    )
    for file in old:
        file.delete()
        default_storage.delete(file.stored)


@transaction.atomic
def add_file(*, actor: Person, draft: Draft, on: date, name: str, data: bytes) -> Attachment:
    """添加附件: a new version of the draft."""
    row = open_to_change(actor, draft)
    if row.files.filter(use=Attachment.Use.FILE).count() >= MOST_FILES:
        raise Refused(f"一篇稿件最多{MOST_FILES}个附件")
    file = _keep(actor, name, data, Attachment.Use.FILE, on)
    row.files.add(file)
    changed(row, actor, on)
    return file


@transaction.atomic
def remove_file(*, actor: Person, draft: Draft, on: date, file: Attachment) -> Draft:
    """去掉附件 from the draft; a version that is public keeps it until the draft replaces it."""
    row = open_to_change(actor, draft)
    if not row.files.filter(pk=file.pk, use=Attachment.Use.FILE).exists():
        raise Refused("这篇稿件没有这个附件")
    row.files.remove(file)
    return changed(row, actor, on)


@transaction.atomic
def clean_file(*, actor: Person, draft: Draft, on: date, file: Attachment) -> Attachment:
    """换成清洁件: the same file without remarks, revisions, hidden parts and properties."""
    row = open_to_change(actor, draft)
    if not row.files.filter(pk=file.pk).exists():
        raise Refused("这篇稿件没有这个附件")
    try:
        data = redaction.clean_copy(read(file), limits=limits()).data
    except (Unreadable, StillThere) as refusal:
        raise Refused(str(refusal)) from None
    except FileNotFoundError:
        raise Refused("文件库里找不到这个附件，请重新上传") from None
    clean = _keep(actor, file.name, data, Attachment.Use.FILE, on)
    row.files.remove(file)
    row.files.add(clean)
    changed(row, actor, on)
    return clean


@transaction.atomic
def add_picture(
    *, actor: Person, draft: Draft, on: date, name: str, data: bytes, alt: str, after: int
) -> Draft:
    """插入图片 with its words (替代文字) after a block of the body (`body.tops`), counted from 1; 0 is the beginning."""
    row = open_to_change(actor, draft)
    if not alt.strip():
        raise Refused("图片要有替代文字，用一句话写明图片的内容")
    file = _keep(actor, name, data, Attachment.Use.PICTURE, on)
    shown = f'<p><img src="{file.path}" alt="{html.escape(alt.strip())}"></p>'
    ends = [end for end, _ in tops(row.body)]  # never inside a table or a list
    at = 0 if after < 1 else ends[min(after, len(ends)) - 1] if ends else len(row.body)
    row.body = row.body[:at] + shown + row.body[at:]
    row.files.add(file)
    return changed(row, actor, on)


@transaction.atomic
def describe_picture(*, actor: Person, draft: Draft, on: date, file: Attachment, alt: str) -> Draft:
    """写替代文字 of a picture in the body."""
    row = open_to_change(actor, draft)
    if not alt.strip():
        raise Refused("请用一句话写明图片的内容")
    said = f'<img src="{file.path}" alt="{html.escape(alt.strip())}">'
    pattern = rf'<img [^>]*src="{re.escape(file.path)}"[^>]*>'
    row.body, count = re.subn(pattern, lambda _: said, row.body)
    if not count:
        raise Refused("正文里没有这张图片")
    return changed(row, actor, on)
