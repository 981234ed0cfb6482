# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The clean copy: the same file without what rides along, proved by scanning it again."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.redaction import clean_excel, clean_word
from gongkai.redaction.clean_office import Cover
from gongkai.redaction.files import LIMITS, Kind, Limits, Package, Unreadable, decoded, kind_of
from gongkai.redaction.pictures import bare_picture
from gongkai.redaction.remove_pdf import StillThere, redact_pdf
from gongkai.redaction.remove_text import redact_text, spans_of
from gongkai.redaction.scan import scan

# What a clean copy must not hold any more; numbers in the words themselves are for a person to decide.
CLEANED = {
    "comment", "tracked_change", "hidden_text", "hidden_sheet", "hidden_cells", "cached_data", "custom_xml", "embedded",
    "macro", "author", "location", "camera", "attachment", "hidden_layer", "script", "old_revision", "thumbnail",
    "covered_text", "unapplied_redaction",
}  # fmt: skip


@dataclass(frozen=True)
class Clean:
    """The clean copy and what was left out of it, in words; missed are terms found nowhere."""

    data: bytes
    dropped: tuple[str, ...]
    missed: tuple[str, ...] = ()


def clean_copy(
    data: bytes,
    *,
    terms: tuple[str, ...] = (),
    numbers: bool = False,
    limits: Limits = LIMITS,
    blocks: int | None = 4,
) -> Clean:
    """Drop properties, remarks, revisions (accepted), hidden sheets, rows, columns and words, macros, embedded files.

    With terms (or numbers) also put blocks in place of them in the words (None keeps their length). Raises Unreadable for a kind that cannot be
    cleaned and StillThere when the copy does not pass its own scan.
    """
    kind = kind_of(data, limits)
    if kind is Kind.PDF:
        done = redact_pdf(data, terms=terms, numbers=numbers, limits=limits)
        clean = Clean(done.data, done.dropped, done.missed)
    elif kind is Kind.TEXT:
        text = decoded(data)
        covered = redact_text(text, spans_of(text, terms, numbers=numbers), width=blocks).text
        clean = Clean(covered.encode(), (), tuple(t for t in terms if not spans_of(text, (t,))))
    elif kind in (Kind.PNG, Kind.JPEG):
        if terms or numbers:
            raise Unreadable("图片里的文字机器读不到，不能按词遮盖；请插入文档另存为PDF后画框遮盖")
        clean = Clean(bare_picture(data), ("拍摄地点、设备和其他附注",))
    elif kind in (Kind.DOCX, Kind.XLSX):
        package = Package.open(data, limits)
        cover = Cover(terms, numbers, blocks)
        dropped = (clean_word if kind is Kind.DOCX else clean_excel).clean(package, cover)
        clean = Clean(package.bytes(), tuple(dict.fromkeys(dropped)), cover.missed)
    else:
        raise Unreadable("这种文件不能直接清洁，请在原来的软件里另存为PDF后再处理")
    _prove(kind, clean.data, terms, numbers, limits)
    return clean


def _prove(kind: Kind, data: bytes, terms: tuple[str, ...], numbers: bool, limits: Limits) -> None:
    found = scan("", data, limits)
    for one in found:
        if one.kind in CLEANED:
            raise StillThere(f"清洁件里还有“{one.label}”（{one.place}），没有另存；请另存为PDF后再处理")
    if kind in (Kind.DOCX, Kind.XLSX):
        for name, part in Package.open(data, limits).parts.items():
            if name.endswith((".xml", ".rels", ".vml")):
                words = clean_word.all_words(part, name)
                if spans_of(words, terms):
                    raise StillThere(f"清洁件的{name}里还有要遮盖的内容，没有另存；请另存为PDF后再处理")
    if numbers and any(one.kind in ("identity", "mobile", "bank_card", "passport") for one in found):
        raise StillThere("清洁件里还读得到个人号码，没有另存；请另存为PDF后再处理")
