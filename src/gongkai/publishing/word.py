# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A .docx as a draft's body: headings, lists, tables and pictures kept, and what could not be kept said."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mammoth
from mammoth import html

from gongkai.publishing.body import clean

MOST_BYTES, MOST_UNPACKED, MOST_PICTURES = 10 * 2**20, 200 * 2**20, 50
MOST_TEXT = 6 * 2**20  # of the XML that is read: some three hundred pages, and ten seconds of work
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
# Links of notes and headings to places of the same text: a published text has no such places.
_WITHIN = re.compile(r'<a (?:id="[^"]*" ?)?(?:href="#[^"]*")?(?: ?id="[^"]*")?>(.*?)</a>', re.DOTALL)
_SAYS = {
    r"Unrecognised paragraph style: ['‘]?(.+?)['’]? ": "段落样式“{}”按正文处理",
    r"Unrecognised run style: ['‘]?(.+?)['’]? ": "文字样式“{}”按正文处理",
}


# What Word holds besides what it shows on paper: (part, mark, what became of it).
_UNSEEN = (
    (
        "word/document.xml",
        rb"<w:(?:ins|del|moveFrom|moveTo)[ >]",
        "文件里有还没有接受的修订：按全部接受以后的文字导入，请核对",
    ),
    (
        "word/document.xml",
        rb"<w:vanish(?:/>| ?w:val=\"(?:1|true|on)\")",
        "文件里有隐藏的文字，也导入了：不公开的请删去",
    ),
    ("word/comments.xml", rb"<w:comment[ >]", "文件里的批注没有导入"),
    ("word/vbaProject.bin", rb"", "文件里的宏没有导入"),
)


class Unreadable(ValueError):
    """The file is not a Word document that can be read; the message says what to do."""


@dataclass(frozen=True)
class Imported:
    """The body, and what was left out or read otherwise."""

    body: str
    remarks: tuple[str, ...]


Keep = Callable[[bytes], str | None]


def read_word(data: bytes, keep: Keep = lambda _: None) -> Imported:
    """Convert; keep stores a PNG or JPEG of the text and gives its address, or None to leave it out. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过{MOST_BYTES // 2**20}MB，请去掉大图后再传")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {item.filename for item in packed.infolist()}
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("文件展开后过大，不能读取")
            if (
                sum(i.file_size for i in packed.infolist() if i.filename.endswith((".xml", ".rels")))
                > MOST_TEXT
            ):
                raise Unreadable("文字太多，不能一次读取；请分成几个文件，或者作为附件上传")
            if "word/document.xml" not in names:
                raise Unreadable("这不是 .docx 文件；.doc 和 .wps 请先另存为 .docx")
            unseen = [
                said for part, mark, said in _UNSEEN if part in names and re.search(mark, packed.read(part))
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        raise Unreadable("这不是 .docx 文件；.doc 和 .wps 请先另存为 .docx") from None
    lost: list[str] = []
    kept: list[str] = []

    def take(image: Any) -> list[Any]:
        address = None
        if len(kept) < MOST_PICTURES and image.content_type in ("image/png", "image/jpeg", "image/jpg"):
            with image.open() as held:
                address = keep(held.read())
        if address is None:
            lost.append(image.content_type)
            return []
        kept.append(address)
        said = " ".join((image.alt_text or "").split())[:200]
        return [html.element("img", {"src": address, "alt": said})]

    try:
        done = mammoth.convert_to_html(io.BytesIO(data), style_map=STYLES, convert_image=take)
    except Exception:  # a library reading a file a stranger made
        raise Unreadable("这个 .docx 文件已损坏或者加了密码，请用 Word 打开后另存再传") from None
    body = clean(re.sub(r"<p>\s*</p>", "", _WITHIN.sub(r"\1", done.value)))
    remarks = [f"有{len(lost)}张图片没有导入，请另存为PNG或者JPG后插入"] if lost else []
    if kept:
        remarks.append(f"导入了{len(kept)}张图片，保存后逐张写明替代文字")
    remarks += unseen
    remarks += dict.fromkeys(filter(None, (_said(m.message) for m in done.messages)))
    return Imported(body, tuple(remarks))


def _said(message: str) -> str | None:
    for pattern, words in _SAYS.items():
        if found := re.match(pattern, message):
            return words.format(found[1])
    return None
