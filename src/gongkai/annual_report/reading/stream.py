# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Tables that are lines of text: a label and its figures on one line, or one cell a line.

A run is the figures between two texts. A run of the right length belongs to the row whose label stands on its line or above
it; where a label is torn apart by the line breaks, the statutory order and the rows on both sides have to leave one place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.annual_report.reading.blocks import Line
from gongkai.annual_report.reading.labels import row_id, row_ids
from gongkai.annual_report.reading.table3 import Found, in_order, subtotal_at
from gongkai.annual_report.reading.words import BLANK, Print, Value, letters, value
from gongkai.law.table3 import ROW_IDS

_STROKE = re.compile(r"[-/—–－\\]+")


@dataclass
class Run:
    """Figures in a row, the label on their line, and the texts around."""

    values: list[Value]
    block: int
    label: str = ""
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def _is_figure(token: str) -> bool:
    return value(token).print is Print.NUMBER or _STROKE.fullmatch(token) is not None


def split(text: str) -> tuple[str, list[Value]]:
    """The label and the figures at the end of a line."""
    tokens = re.split(r"\s+", text.strip())
    at = len(tokens)
    while at and _is_figure(tokens[at - 1]):
        at -= 1
    return " ".join(tokens[:at]), [value(token) for token in tokens[at:]]


def runs(lines: Iterable[tuple[int, Line]]) -> list[Run]:
    """All runs of figures, in order, each with the texts before and after it."""
    pairs = list(lines)
    step = _step([line for _, line in pairs])
    found: list[Run] = []
    texts: list[str] = []
    column: Run | None = None  # one cell a line, still growing
    for block, line in pairs:
        label, values = split(line.text)
        if not label and len(values) <= 1:
            if column is None:
                column = Run([], block, above=texts)
                found.append(column)
                texts = []
            if not line.cell:
                column.values += [BLANK] * _skipped(line.blanks_before, step)
            column.values += values or [BLANK]
            continue
        if column is not None:
            if step and not line.cell:
                column.values += [BLANK] * _skipped(line.blanks_before, step)
            column = None
        if values:
            found.append(Run(values, block, label, texts))
            texts = []
        else:
            texts.append(label)
            if found:
                found[-1].below.append(label)
    return found


def _step(lines: Sequence[Line]) -> int:
    """How many empty lines part two cells, where cells are parted by empty lines throughout; else 0."""
    counts = Counter(line.blanks_before for line in lines[1:] if not line.cell)
    if not counts or counts[0] > sum(counts.values()) * 0.2:
        return 0
    usual, times = counts.most_common(1)[0]
    return usual if times >= sum(counts.values()) * 0.5 else 0


def _skipped(blanks: int, step: int) -> int:
    """How many empty cells the empty lines stand for; none where the file does not part cells by them."""
    if not step or blanks <= step:
        return 0
    extra, rest = divmod(blanks - step, step + 1)
    return extra if not rest else 99  # no whole number of cells: the run will not have the right length


def table3(lines: Sequence[tuple[int, Line]], found: Sequence[Run]) -> Iterator[Found]:
    """Rows of table 3 among lines and their runs."""
    start = next((run.block for run in found if _direct(run)), None)
    if start is None:
        return
    header = _header_words([line.text for block, line in lines if block <= start])
    if not in_order(header):
        return
    sub = subtotal_at(header)
    candidates = [run for run in found if len(run.values) == 7 + (sub is not None)]
    ids = [_direct(run) for run in candidates]
    for n, run in enumerate(candidates):
        id = ids[n] or _between(candidates, ids, n)
        if id:
            values = [v for at, v in enumerate(run.values) if at != sub]
            yield Found(id, tuple(values), run.block, id == "R3.6.3" and "处理" in run.label)


def _header_words(words: Sequence[str]) -> list[str]:
    """The words of the column header: the short lines before the first row, back to the corner."""
    found: list[str] = []
    for word in reversed(words[-40:]):
        if len(letters(word)) > 90 or re.search("[。；]", word):
            break
        found = [*re.split(r"\s+", split(word)[0]), *found]
        if re.search("勾稽关系", letters(word)):
            break
    return found


def _direct(run: Run) -> str | None:
    """By the label on the line; else by the nearest text above that names one row and one only."""
    for text in [run.label] if run.label else run.above[-1:]:
        id = row_id(text)
        if id and (
            id != "R3.6.3" or re.search(r"^3|处理$", letters(text))
        ):  # a torn （六）其他处理 may leave 其他 anywhere
            return id
    above = run.above[-6:]
    named = {id for text in above[-3:] for id in row_ids(text)} | row_ids(
        "".join([*above[-3:], run.label])[-70:]
    )
    named -= {"R3.6.3", "R3.7"}
    return next(iter(named)) if len(named) == 1 else None


def _between(candidates: list[Run], ids: list[str | None], n: int) -> str | None:
    """The only row left between the rows known before and after, if its words are near."""
    before = max((m for m in range(n) if ids[m]), default=None)
    after = min((m for m in range(n + 1, len(ids)) if ids[m]), default=None)
    if before is None or after is None:
        return None
    first, last = ROW_IDS.index(ids[before] or ""), ROW_IDS.index(ids[after] or "")
    if last - first != after - before:
        return None
    id = ROW_IDS[first + n - before]
    run = candidates[n]
    near = {i for text in [*run.above, run.label, *run.below] for i in row_ids(text)}
    return id if id in near | row_ids("".join([*run.above[-3:], run.label, *run.below[:3]])[:70]) else None
