# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which fonts of the machine can print a text: looked up in each font's own character map, never guessed from its name."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

MOST_NAMED = 20
# What a paper that is no letter is set in: the first of each list that the machine has is used.
BODY = (
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
)
HEADS = ("SimHei", "Heiti SC", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Serif CJK SC")


class NoFont(RuntimeError):
    """No font of the machine has some of the characters, so the PDF would print boxes. The message names them."""


@cache
def _faces() -> dict[str, list[tuple[Path, int]]]:
    """Families typst can use, each with its files; read once in the life of the process."""
    import typst

    found: dict[str, list[tuple[Path, int]]] = {}
    for face in typst.Fonts().fonts():
        if face.path:
            found.setdefault(face.family, []).append((Path(face.path), face.index))
    return found


@lru_cache(maxsize=32)
def _ranges(path: Path, index: int) -> tuple[tuple[int, int], ...]:
    """The code points a font file maps to a glyph, as ranges (OpenType cmap, formats 4 and 12)."""
    with path.open("rb") as file:
        return _cmap(file, index)


def _read(file: Any, at: int, shape: str) -> tuple[int, ...]:
    file.seek(at)
    return struct.unpack(shape, file.read(struct.calcsize(shape)))


def _cmap(file: Any, index: int) -> tuple[tuple[int, int], ...]:
    start = 0
    if _read(file, 0, ">4s")[0] == b"ttcf":  # type: ignore[comparison-overlap]
        start = _read(file, 12 + 4 * index, ">I")[0]
    (count,) = _read(file, start + 4, ">H")
    tables = (_read(file, start + 12 + 16 * n, ">4sIII") for n in range(count))
    at = next((offset for tag, _, offset, _ in tables if tag == b"cmap"), None)  # type: ignore[comparison-overlap]
    if at is None:
        return ()
    found: list[tuple[int, int]] = []
    (subtables,) = _read(file, at + 2, ">H")
    for n in range(subtables):
        platform, encoding, offset = _read(file, at + 4 + 8 * n, ">HHI")
        if (platform, encoding) in ((3, 1), (3, 10), (0, 3), (0, 4), (0, 6)):
            found += _subtable(file, at + offset)
    return tuple(sorted(set(found)))


def _subtable(file: Any, at: int) -> Iterable[tuple[int, int]]:
    (shape,) = _read(file, at, ">H")
    if shape == 12:
        (groups,) = _read(file, at + 12, ">I")
        flat = _read(file, at + 16, f">{groups * 3}I")
        return [(flat[n], flat[n + 1]) for n in range(0, len(flat), 3)]
    if shape == 4:
        (double,) = _read(file, at + 6, ">H")
        ends = _read(file, at + 14, f">{double // 2}H")
        starts = _read(file, at + 16 + double, f">{double // 2}H")
        return [(a, b) for a, b in zip(starts, ends, strict=True) if a != 0xFFFF]
    return []


def covered(family: str, characters: Iterable[str]) -> set[str]:
    """Those of the characters that some face of the family has."""
    faces = [_ranges(path, index) for path, index in _faces().get(family, [])[:1]]
    return {c for c in characters if any(a <= ord(c) <= b for ranges in faces for a, b in ranges)}


def families_for(text: str, wanted: Sequence[str]) -> list[str]:
    """The families of the wanted list, in its order, that together print the whole text. Raises NoFont.

    The first of the list that the machine has leads even if a later one alone would do.
    """
    missing = {c for c in text if not c.isspace() and c.isprintable()}
    used: list[str] = []
    for family in wanted:
        if found := covered(family, missing):
            used.append(family)
            missing -= found
        if not missing:
            return used
    named = "".join(sorted(missing)[:MOST_NAMED])
    raise NoFont(
        f"这台机器没有能印出全部文字的中文字体（印不出“{named}”等{len(missing)}个字），不生成PDF，以免印成方框；请下载Word文件，"
        f"或者请管理员安装仿宋、宋体等中文字体"
    )
