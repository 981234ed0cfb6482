# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A .docx as a draft's body: headings, lists and tables kept, and what could not be kept said."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import mammoth

from gongkai.publishing.body import clean

MOST_BYTES, MOST_UNPACKED = 10 * 2**20, 200 * 2**20
# What Chinese offices name their headings, beside the styles Word ships; the page's own h1 is the title.
STYLES = """
p[style-name='Title'] => h2:fresh
p[style-name='标题'] => h2:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='标题 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='heading 3'] => h4:fresh
p[style-name='标题 3'] => h4:fresh
r[style-name='Strong'] => strong
u => u
"""
_SAYS = {
    r"Unrecognised paragraph style: ['‘]?(.+?)['’]? ": "段落样式“{}”按正文处理",
    r"Unrecognised run style: ['‘]?(.+?)['’]? ": "文字样式“{}”按正文处理",
}


class Unreadable(ValueError):
    """The file is not a Word document that can be read; the message says what to do."""


@dataclass(frozen=True)
class Imported:
    """The body, and what was left out or read otherwise."""

    body: str
    remarks: tuple[str, ...]


def read_word(data: bytes) -> Imported:
    """Convert. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过{MOST_BYTES // 2**20}MB，请去掉大图后再传")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {item.filename for item in packed.infolist()}
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("文件展开后过大，不能读取")
            if "word/document.xml" not in names:
                raise Unreadable("这不是 .docx 文件；.doc 和 .wps 请先另存为 .docx")
    except zipfile.BadZipFile:
        raise Unreadable("这不是 .docx 文件；.doc 和 .wps 请先另存为 .docx") from None
    pictures: list[str] = []

    def drop(image: object) -> list[object]:
        pictures.append(getattr(image, "content_type", ""))
        return []

    try:
        done = mammoth.convert_to_html(io.BytesIO(data), style_map=STYLES, convert_image=drop)
    except Exception:  # a library reading a file a stranger made
        raise Unreadable("这个 .docx 文件已损坏或者加了密码，请用 Word 打开后另存再传") from None
    body = clean(re.sub(r"<p>\s*</p>", "", done.value))
    remarks = [f"有{len(pictures)}张图片没有导入，请在正文说明或者另附"] if pictures else []
    remarks += dict.fromkeys(filter(None, (_said(m.message) for m in done.messages)))
    return Imported(body, tuple(remarks))


def _said(message: str) -> str | None:
    for pattern, words in _SAYS.items():
        if found := re.match(pattern, message):
            return words.format(found[1])
    return None
