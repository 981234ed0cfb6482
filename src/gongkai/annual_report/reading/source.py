# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A file as it comes: is it what its name says, is it of a size to be read, in which encoding."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import Path

KINDS = {
    ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx", ".md": "md", ".txt": "txt",
    ".json": "json", ".mht": "html", ".mhtml": "html",
}  # fmt: skip
MOST_BYTES = 40 * 2**20
MOST_UNPACKED = 200 * 2**20  # of a .docx or .xlsx; a report's is below 5 MB
MOST_PART = 60 * 2**20  # of one XML part, which is held as a tree
MOST_MARKUP = 15 * 2**20  # of a web page or data
MOST_TEXT = 2_000_000  # characters of a plain text
_CONTROLS = bytes(n for n in range(32) if n not in range(9, 14))
_COMMENT_OPENS = re.compile(rb"\s*<!--")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Unusable(Exception):
    """The file cannot be read at all; says in one plain sentence why."""


def load(path: Path) -> tuple[str, bytes]:
    """The kind and the bytes of a file. Raises Unusable."""
    try:
        if not path.is_file():
            raise Unusable(f"没有这个文件：{path}")
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(f"{path.name} 超过{MOST_BYTES // 2**20}MB，不像年度报告")
        data = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path.name} 打不开：{error.strerror}") from None
    return kind_of(path.name, data), data


def kind_of(name: str, data: bytes) -> str:
    """Which front reads it; the name and the content have to agree. Raises Unusable."""
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        known = "、".join(KINDS)
        hint = "，旧版Word、Excel文件请另存为.docx、.xlsx" if data.startswith(_OLE) else ""
        raise Unusable(f"{name} 的类型不认识，可以读的是{known}{hint}")
    if len(data) > MOST_BYTES:
        raise Unusable(f"{name} 超过{MOST_BYTES // 2**20}MB，不像年度报告")
    if not data.strip():
        raise Unusable(f"{name} 是空文件")
    found = _looks_like(data)
    if found != kind and not (found == "text" and kind in ("html", "md", "txt", "json")):
        said = {"text": "文本", "html": "网页", "pdf": "PDF", "docx": "Word文件", "xlsx": "Excel文件", "zip": "压缩包",
                "old": "旧版Office文件", "binary": "别的二进制文件"}[found]  # fmt: skip
        raise Unusable(f"{name} 的内容是{said}，和扩展名不符")
    if kind in ("html", "md", "txt", "json") and len(data) > MOST_MARKUP:
        raise Unusable(f"{name} 超过{MOST_MARKUP // 2**20}MB，不像年度报告")
    return kind


def _looks_like(data: bytes) -> str:
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_OLE):
        return "old"
    if data.startswith(b"PK"):
        return _package(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _unmarked_utf16(data):
        return "text"
    sample = data[:65536]
    if b"\0" in sample or len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100:
        return "binary"
    return "html" if re.match(rb"<(?:!doctype html|html)\b", _after_comments(sample), re.I) else "text"


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, known by the first tag of a page: `<` and a letter, each beside a zero."""
    if re.match(rb"(?:[\s]\0)*<\0[!A-Za-z?]\0", data):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"(?:\0[\s])*\0<\0[!A-Za-z?]", data) else None


def _after_comments(markup: bytes) -> bytes:
    """What follows the comments a page may begin with."""
    at = 3 if markup.startswith(codecs.BOM_UTF8) else 0
    while found := _COMMENT_OPENS.match(markup, at):
        end = markup.find(b"-->", found.end())
        if end < 0:
            break
        at = end + 3
    return markup[at:].lstrip()


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return "binary"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "zip"


def check_package(data: bytes) -> None:
    """A .docx or .xlsx that unpacks to a sane size, is not encrypted, and declares no entities. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > 5000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unusable("文件解开后太大，不像年度报告")
            for part in parts:
                if part.flag_bits & 1:
                    raise Unusable("文件加了密，请先去掉密码")
                if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    continue
                if part.file_size > MOST_PART:
                    raise Unusable("文件里有一部分解开后太大，不像年度报告")
                with package.open(part) as opened:
                    if re.search(rb"<!DOCTYPE|<!ENTITY|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C", opened.read(4096)):
                        raise Unusable("文件里的XML声明了实体，不予读取")
    except Unusable:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unusable(f"文件损坏，打不开（{type(error).__name__}）") from None


_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)


def decode(data: bytes, *, markup: bool = False) -> str:
    """The text, by byte order mark, declaration, UTF-8, else GB18030. Raises Unusable when none of them fits."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return _decoded(data, [name])
    if name := _unmarked_utf16(data):
        return _decoded(data, [name])
    names = ["utf-8", "gb18030"]
    declared = _CHARSET.search(data[:4096]) if markup else None
    if declared:
        name = declared[1].decode("ascii").lower()
        names.insert(0, "gb18030" if name.startswith("gb") else name)
    return _decoded(data, names)


def _decoded(data: bytes, names: list[str]) -> str:
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unusable("文字编码不认识，请另存为UTF-8")
