# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A signed letter as PDF, from its snapshot alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gongkai.applications.letters.snapshot import Snapshot
from gongkai.typesetting import families_for, pdf

_FALLBACK = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")  # fmt: skip
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong", *_FALLBACK)
FANG = ("FangSong_GB2312", "FangSong", "仿宋_GB2312", "STFangsong", *_FALLBACK)
SONG = ("SimSun", "Songti SC", "STSong", *_FALLBACK)


@cache
def _source() -> str:
    return (Path(__file__).parent / "letter.typ").read_text(encoding="utf-8")


def render(paper: Snapshot, mark: str = "") -> bytes:
    """The PDF, with a word across each page where it is not the letter yet. Raises typesetting.NoFont where the machine
    cannot print every character."""
    seal = paper.seal_bytes
    data = {
        "title": paper.title, "organ": paper.organ, "number": paper.number, "recipient": paper.recipient,
        "paragraphs": list(paper.paragraphs), "day": paper.signed_day, "seal": "seal.png" if seal else None,
        "title-font": families_for(paper.title + paper.organ, TITLE), "song": families_for("—0123456789", SONG),
        "fang": families_for(paper.text + mark, FANG), "mark": mark,
    }  # fmt: skip
    return pdf(_source(), data, images={"seal.png": seal} if seal else None)
