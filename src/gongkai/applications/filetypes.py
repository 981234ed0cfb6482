# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its content and never by its name alone. Pure."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

MOST_FILES = 3
MOST_BYTES = 10 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"
SAID = "PDF、JPG、PNG、docx、xlsx、OFD"
_ENTRIES = 5000  # of a container: more is no document
_TYPES = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is accepted."""

    ending: str
    media_type: str


class NotAccepted(Exception):
    """The file is not one of the kinds accepted; the message says what to do."""


def kind_of(data: bytes) -> Kind:
    """The kind of a file from its content. Raises NotAccepted."""
    if not data:
        raise NotAccepted("这个文件是空的，请重新选择")
    if len(data) > MOST_BYTES:
        raise NotAccepted(f"这个文件超过{MOST_BYTES // 1024 // 1024} MB，请压缩或者分成几个")
    ending = None
    if data.startswith(b"%PDF-"):
        ending = "pdf"
    elif data.startswith(b"\xff\xd8\xff"):
        ending = "jpg"
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        ending = "png"
    elif data.startswith(b"PK\x03\x04"):
        ending = _container(data)
    if ending is None:
        raise NotAccepted(f"请换成{SAID}格式的文件")
    return Kind(ending, _TYPES[ending])


def _container(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = [i.filename for i in book.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > _ENTRIES:
        return None
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise NotAccepted("这个文件带有宏，请另存为不带宏的文件")
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names:
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


_SAME = {"jpeg": "jpg", "jpe": "jpg", "htm": "html", "csv": "txt", "md": "txt", "log": "txt"}
_ENDING = re.compile(r"\.([A-Za-z]{2,4}[A-Za-z0-9]?)$")


def disguised(name: str, kind: Kind) -> str | None:
    """Why a file is not what its name says, as what to do; None where the name ends as the content deserves, or in nothing."""
    found = _ENDING.search(name.strip())
    ending = found[1].lower() if found else kind.ending
    if _SAME.get(ending, ending) == kind.ending:
        return None
    return (
        f"文件名以.{ending}结尾，内容却是{kind.ending.upper()}。请核对是不是选错了文件；没有选错的，"
        f"把文件名的结尾改成.{kind.ending}，再选一次"
    )


def clean_name(name: str, kind: Kind) -> str:
    """The last part of a name without control characters, with the ending its content deserves."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", last).strip(" .")[:80]
    return f"{stem or '附件'}.{kind.ending}"
