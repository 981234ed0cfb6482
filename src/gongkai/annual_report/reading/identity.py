# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whose report it is, on which year, which of the six parts it has, and where its text stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.annual_report.reading.blocks import Block, Grid, Line
from gongkai.annual_report.reading.words import letters, plain
from gongkai.law.citations import FIRST_YEAR

LAST_YEAR = 2100
ANOTHER = 0  # the "year" of blocks of another organ's report on the same year
# The six parts of 国办公开办函〔2021〕30号: their names, and what is enough to know them.
PARTS: tuple[tuple[str, str], ...] = (
    ("一、总体情况", r"^总体情况|^概述$|^总体概况"),
    ("二、主动公开政府信息情况", r"^主动公开政府信息(?:的)?情况"),
    ("三、收到和处理政府信息公开申请情况", r"^收到和处理政府信息公开申请(?:的)?情况"),
    ("四、政府信息公开行政复议、行政诉讼情况", r"行政复议(?:和|及|与)?(?:提起)?行政诉讼(?:的)?情况"),
    ("五、存在的主要问题及改进情况", r"问题.{0,4}改进(?:的)?(?:情况|措施)|^存在(?:的)?(?:主要)?问题"),
    ("六、其他需要报告的事项", r"^(?:其他|其它)需要报告(?:的)?事项|^需要(?:说明|报告)的其他"),
)
_MARK = re.compile(r"^第?[一二三四五六七八九123456789][章部分]*")
_TITLE = re.compile(
    r"(?P<organ>[\w（）()·]{2,40}?)?\s*[(（]?(?P<year>20\d\d)\s*年?(?:度)?[)）]?\s*(?P<after>\w{2,24}?)?(?:政府信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|年报)"
)
_PERIOD = re.compile(r"(20\d\d)\s*年?\s*1\s*月\s*1\s*日?[^。]{0,12}12\s*月\s*31\s*日")
_PERIOD_FROM = re.compile(r"统计(?:期限|时间|期间|周期)[^。]{0,12}?(20\d\d)\s*年?\s*1\s*月\s*1\s*日")
_ORGAN_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|局|厅|委|办|中心|街道办事处|办事处|镇|乡|院|会|队|公司|处|市|县|区|省|旗)$"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Organ as the title has it, year, parts present (1 to 6), and each block's part (0 before the first)."""

    title: str | None
    organ: str | None
    year: int | None
    parts: frozenset[int]
    part_of: tuple[int, ...]
    year_of: tuple[int | None, ...]  # a block under a heading of its own year, in files that hold two reports
    others: tuple[
        str, ...
    ] = ()  # titles of further reports in the file; their blocks have another year, or ANOTHER


def texts(block: Block) -> list[str]:
    """A line; of a grid, the rows that hold one text only, which are its titles."""
    return [block.text] if isinstance(block, Line) else block.titles


def identify(blocks: Sequence[Block]) -> Identity:
    """Read title, year and parts off the blocks."""
    part, year = 0, None
    parts: set[int] = set()
    part_of: list[int] = []
    year_of: list[int | None] = []
    title, organ, titled = _title(blocks)
    second = _Second(organ, titled)
    ahead = [block.text if isinstance(block, Line) else "" for block in blocks[1:]]
    for block, following in zip(blocks, [*ahead, ""], strict=True):
        for text in texts(block):
            for piece in text.split("\n"):
                if number := part_number(piece) or (_broken(piece, following) if following else None):
                    part = number
                    parts.add(number)
                year = second.year(piece, number, _heading_year(piece) or year)
        part_of.append(part)
        year_of.append(year)
    return Identity(
        title,
        organ,
        titled or _year(blocks),
        frozenset(parts),
        tuple(part_of),
        tuple(year_of),
        tuple(second.titles),
    )


class _Second:
    """Further reports in one file: a title of another organ or year, and after it the first (or second) of the parts once more.

    A title alone is not enough: pages list the reports of other years beside the one they show.
    """

    def __init__(self, organ: str | None, year: int | None) -> None:
        self.own = (organ, year)
        self.titles: list[str] = []
        self.pending: tuple[str, int] | None = None
        self.parts = 0

    def year(self, piece: str, part: int | None, year: int | None) -> int | None:
        """The year of what follows a line."""
        if found := _titled(piece):
            self.pending = found
        if part is None:
            return year
        again = part in (1, 2) and self.parts > part
        self.parts = part
        if not again or self.pending is None:
            return year
        (organ, titled), self.pending = self.pending, None
        if (organ, titled) == self.own:
            return self.own[1]
        self.titles.append(f"{organ}{titled}年")
        return titled if titled != self.own[1] else ANOTHER


def _titled(text: str) -> tuple[str, int] | None:
    """A line that is a report's whole title: its organ and year."""
    if not 12 <= len(text) <= 80:
        return None
    found = _TITLE.fullmatch(re.sub(r"\s", "", plain(text)).strip("《》#"))
    if not found or not found["organ"] or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return None
    return str(found["organ"]).removesuffix("关于"), int(found["year"])


@lru_cache(maxsize=2048)
def part_number(text: str) -> int | None:
    """Which part a heading opens."""
    if len(text) > 400:
        return None
    bare = letters(text[:80])
    unmarked = _MARK.sub("", bare)
    for number, (name, key) in enumerate(PARTS, 1):
        if re.search(key, unmarked) and (
            len(bare) <= len(letters(name)) + 14 or unmarked.startswith(letters(name)[1:])
        ):
            numbered = bare[0] in "一二三四五六123456第"
            if numbered or len(bare) <= len(letters(name)) + 8:
                return number
    return None


_NUMBERED = tuple((n, letters(name)) for n, (name, _) in enumerate(PARTS, 1))


@lru_cache(maxsize=2048)
def _broken(text: str, following: str) -> int | None:
    """The part whose heading is broken over this line and the next, word for word."""
    if len(following) > 30 or not 6 < len(text) < 30 or text[0] not in "一二三四五六⼀⼆":
        return None
    bare = letters(text)
    return next(
        (n for n, name in _NUMBERED if name.startswith(bare) and name == bare + letters(following)), None
    )


def _heading_year(text: str) -> int | None:
    """A line that is nothing but “2023年报告”: what follows belongs to that year."""
    if "报" not in text and "内" not in text:
        return None
    found = re.fullmatch(
        r"(?:\d+[.、])?\s*(20\d\d)\s*年度?\s*(?:报告|年报|内部勾稽.{0,30})", plain(text).strip()
    )
    return int(found[1]) if found else None


def _title(blocks: Sequence[Block]) -> tuple[str | None, str | None, int | None]:
    before: list[str] = []
    for block in blocks[:400]:
        for text in texts(block):
            for line in text.split("\n"):
                shown = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", plain(line)).strip()
                if before and re.search(r"20\d\d年度?$", before[-1]) and shown.startswith("政府信息公开"):
                    shown = before.pop() + shown  # the title broken after the year
                elif not _whole(shown) and (broken := _whole_of(before, shown)):
                    shown = broken
                found = (
                    _TITLE.search(shown)
                    if len(shown) <= 80 and not re.search("[。；]|根据|按照", shown)
                    else None
                )
                if found and FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
                    organ = _organ(found, shown, before)
                    year = int(found["year"])
                    return f"{organ}{year}年政府信息公开工作年度报告", organ or None, year
                if shown:
                    before.append(shown)
    return None, None, None


def _whole(shown: str) -> bool:
    """Whether a line is a whole title by itself, with its organ."""
    found = _TITLE.fullmatch(shown) if len(shown) <= 80 else None
    return found is not None and bool(found["organ"])


def _whole_of(before: list[str], shown: str) -> str | None:
    """A title broken anywhere over this line and one or two above, which are then taken from what stands before it."""
    for count in (1, 2):
        whole = "".join([*before[-count:], shown])
        if len(before) < count or len(whole) > 80 or not re.search(r"20\d\d", before[-count]):
            continue
        if _TITLE.fullmatch(whole):
            del before[-count:]
            return whole
    return None


def _organ(found: re.Match[str], shown: str, before: Sequence[str]) -> str | None:
    """Before the year, after it, on the line above, or behind the title."""
    name = re.sub(r"^.*关于", "", (found["organ"] or "").strip("《》# ").removesuffix("关于"))
    if name.count("(") > name.count(")"):
        name += ")"
    if name:
        return name.strip(")") if name.count(")") > name.count("(") else name
    if found["after"] and _ORGAN_END.search(found["after"]):
        return str(found["after"])
    if before and names_organ(before[-1]):
        return before[-1]
    return _undersigned(shown[found.end() :])


def names_organ(line: str) -> bool:
    """Whether a line by itself is read as an organ's name: it ends as such names do, perhaps with brackets behind."""
    return len(line) <= 40 and _ORGAN_END.search(re.sub(r"[(（][^()（）]{1,10}[)）]$", "", line)) is not None


def _undersigned(text: str) -> str | None:
    found = re.match(r"[-—_|（(\s]+([\w]{4,40})[)）]?$", text)
    return found[1] if found and _ORGAN_END.search(found[1]) else None


def _year(blocks: Sequence[Block]) -> int | None:
    """By the statistical period; else by the first “2023年报告”; else the year most sentences begin with, if it is clear."""
    shown = [plain(text) for block in blocks for text in texts(block)]
    for text in shown:
        if found := _PERIOD.search(text) or _PERIOD_FROM.search(text):
            return int(found[1])
    headed = next((year for text in shown if (year := _heading_year(text))), None)
    if headed:
        return headed
    votes = Counter(int(y) for text in shown for y in re.findall(r"(?:^|。)\s*(20\d\d)\s*年[，,]?", text))
    ranked = votes.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None


def prose(blocks: Sequence[Block], identity: Identity, year: int | None) -> list[tuple[int, str]]:
    """The running text by part, its line ends undone; what stands under another year's heading is left out."""
    found: list[tuple[int, list[str]]] = []
    for block, part, own in zip(blocks, identity.part_of, identity.year_of, strict=True):
        if part in (2, 3, 4) and (isinstance(block, Grid) or not re.search("[，,。；;]", block.text)):
            continue
        if own is not None and year is not None and own != year:
            continue
        said = _prose_of(block)
        for text in said:
            if part_number(text) and len(letters(text)) < 40:
                found.append((part, []))
            elif found and found[-1][0] == part:
                found[-1][1].append(text)
            else:
                found.append((part, [text]))
    return [(part, _joined(pieces)) for part, pieces in found if pieces]


def _prose_of(block: Block) -> list[str]:
    if isinstance(block, Line):
        return [] if block.cell or _tabular(block.text) else [block.text]
    # A frame around text is not a table: one column, or long sentences.
    frame = block.width == 1
    alone = set() if frame else set(texts(block))
    return [
        cell.text for cells in block.cells for cell in cells
        if frame or ("。" in cell.text and (len(cell.text) > 60 or cell.text in alone))
    ]  # fmt: skip


def _tabular(text: str) -> bool:
    """Whether a line is a row of a table that fell apart: figures side by side, or a label before a figure."""
    shown = plain(text).strip()
    if re.search(r"(?:^|\s)[-+]?\d[\d,.]*\s+[-+]?\d[\d,.]*(?:\s|$)", shown) and not re.search("[。;]", shown):
        return True
    if len(letters(shown)) <= 3:
        return not re.search(r"[。,;:]|[件条项个次]$", shown)
    return re.fullmatch(r"[^。;,:]*\s-?\d[\d,.]*", shown) is not None and len(letters(shown)) <= 40


def _joined(pieces: Sequence[str]) -> str:
    """Lines of one text put together; a line that ends a sentence or stands alone as a heading is kept apart."""
    said = ""
    for piece in pieces:
        text = plain(piece).strip()
        if not text or re.match(r"^(?:=== |\(重复率|\.\.\.)", text):
            continue
        text = re.sub(r"\s*\n\s*", "", text)
        if (
            said
            and re.match(r"^(?:[(（][一二三四五六七八九十][)）]|[一二三四五六七八九十]、)", text)
            and not said.endswith(("。", "\n"))
        ):
            said += "\n"
        said += text
    return re.sub(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])", "", said)
