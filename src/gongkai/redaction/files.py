# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its bytes; and opening one that may have been made to hurt."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree


class Unreadable(Exception):
    """The file cannot be taken or searched; the message says why and what to hand in instead."""


class Kind(StrEnum):
    """File kinds the scan knows; the value is the usual ending."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PDF = "pdf"
    HTML = "html"
    TEXT = "txt"
    PNG = "png"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        return _MEDIA[self]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA = {
    Kind.DOCX: _OFFICE + "wordprocessingml.document",
    Kind.XLSX: _OFFICE + "spreadsheetml.sheet",
    Kind.PPTX: _OFFICE + "presentationml.presentation",
    Kind.PDF: "application/pdf",
    Kind.HTML: "text/html",
    Kind.TEXT: "text/plain",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of the machine. Sizes in bytes."""

    size: int = 50 * 2**20
    unpacked: int = 300 * 2**20
    ratio: int = 200
    parts: int = 5000
    pages: int = 500
    pixels: int = 60_000_000


LIMITS = Limits()


def megabytes(size: int) -> str:
    return f"{size / 2**20:.0f}MB"


def kind_of(data: bytes, limits: Limits = LIMITS) -> Kind:
    """The kind by content. Raises Unreadable for what is empty, too large, locked or of no known kind."""
    if not data:
        raise Unreadable("这个文件是空的，请重新选择文件")
    if len(data) > limits.size:
        raise Unreadable(
            f"文件有{megabytes(len(data))}，超过了{megabytes(limits.size)}的上限，请分成几个文件"
        )
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(Package.open(data, limits))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件设了打开密码，机器看不到里面的内容，请去掉密码后再传")
        raise Unreadable("这是旧格式的文件（.doc、.xls、.ppt、.wps），请另存为.docx、.xlsx或者PDF后再传")
    text = decoded(data)
    head = text.lstrip("\ufeff \t\r\n")[:512].lower()
    if head.startswith(("<!doctype html", "<html")) or "<body" in head or "<head" in head:
        return Kind.HTML
    return Kind.TEXT


def decoded(data: bytes) -> str:
    """Plain text in the encodings met in practice. Raises Unreadable when the bytes are not text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data[:4096]:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(c < " " and c not in "\t\r\n\f" for c in text[:4096]) * 20 <= len(text[:4096]):
            return text
    raise Unreadable("认不出这个文件的格式，请用.docx、.xlsx、.pptx、PDF、.txt、.html、.png或者.jpg")


class Package:
    """The parts of a zip-based office file, held in memory within the limits."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    @classmethod
    def open(cls, data: bytes, limits: Limits = LIMITS) -> Package:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return cls(_read(archive, limits))
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            if isinstance(error, RuntimeError) and "password" in str(error):
                raise Unreadable("压缩包设了密码，机器看不到里面的内容，请去掉密码后再传") from None
            raise Unreadable("文件已损坏，打不开；请在原来的软件里重新保存后再传") from None
        except zipfile.zlib.error:  # type: ignore[attr-defined]
            raise Unreadable("文件已损坏，打不开；请在原来的软件里重新保存后再传") from None

    def xml(self, name: str) -> Any:
        return parse_xml(self.parts[name], name)

    def names(self, *starts: str, ends: str = "") -> list[str]:
        return [n for n in self.parts if n.startswith(starts or ("",)) and n.endswith(ends)]

    def bytes(self) -> bytes:
        """Packed again; the day inside is fixed, so that a copy tells nothing of when it was made."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, part)
        return out.getvalue()


def _read(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > limits.parts:
        raise Unreadable(f"文件里有{len(members)}个部分，超过了{limits.parts}个的上限，不像是正常的文档")
    total = sum(m.file_size for m in members)
    packed = max(1, sum(m.compress_size for m in members))
    if total > limits.unpacked or (total > 20 * 2**20 and total // packed > limits.ratio):
        raise Unreadable("文件展开后过大，不像是正常的文档；请在原来的软件里重新保存后再传")
    if len({m.filename for m in members}) != len(members):
        raise Unreadable("文件里有同名的部分，读法会因软件而异；请在原来的软件里重新保存后再传")
    parts: dict[str, bytes] = {}
    left = limits.unpacked
    for member in members:
        with archive.open(member) as stream:
            # A header may lie about the size: never read more than is left.
            part = stream.read(left + 1)
        left -= len(part)
        if left < 0:
            raise Unreadable("文件展开后过大，不像是正常的文档；请在原来的软件里重新保存后再传")
        parts[member.filename] = part
    return parts


def parse_xml(data: bytes, where: str) -> Any:
    """XML without entities, network or document types: no honest office file has one."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Unreadable(f"文件的{where}里有不应出现的实体定义，不予处理；请在原来的软件里重新保存后再传")
    try:
        return etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError:
        raise Unreadable(f"文件的{where}已损坏，读不出来；请在原来的软件里重新保存后再传") from None


def _office_kind(package: Package) -> Kind:
    for start, kind in (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX)):
        if "[Content_Types].xml" in package.parts and package.names(start):
            return kind
    if "OFD.xml" in package.parts:
        raise Unreadable("还不能查OFD版式文件，请另存为PDF后再传")
    if "mimetype" in package.parts:
        raise Unreadable("还不能查ODF文件，请另存为.docx、.xlsx或者PDF后再传")
    raise Unreadable("不收压缩包，请把里面的文件逐个上传")
