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
from gongkai.annual_report.reading.labels import row_id, row_ids, whole_label
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
    start = next((run.block for run in found if _direct(run) or (run.above and row_id(run.above[-1]))), None)
    if start is None:
        return
    header = _header_words([line.text for block, line in lines if block <= start])
    if not in_order(header):
        return
    sub = subtotal_at(header)
    candidates = [run for run in found if len(run.values) == 7 + (sub is not None)]
    ids = _rising(_named(candidates))
    whole = {"R3.6.1", "R3.6.2"} & set(ids)
    for n, run in enumerate(candidates):
        id = ids[n] or _between(candidates, ids, n)
        label = run.label or (run.above[-1] if run.above else "")
        single = id == "R3.6.3" and "处理" in label and "3" not in label
        if id and not (single and whole):  # a torn （六）其他处理 beside one of its own rows
            values = [v for at, v in enumerate(run.values) if at != sub]
            yield Found(id, tuple(values), run.block, single)


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
    """By the label on the line itself."""
    id = row_id(run.label) if run.label else None
    # A torn （六）其他处理 may leave 其他 beside any row.
    return id if id != "R3.6.3" or re.search(r"^(?:六?其[他它]处理)?3|处理$", letters(run.label)) else None


def _named(runs: Sequence[Run]) -> list[str | None]:
    """Each run's row: by its line, else by the one label that its line and the lines around it make up."""
    around = [(set(), set(), set()) if _direct(run) else _around(run) for run in runs]
    # A label alone above its figures is believed where nearly all of the table is written so: elsewhere it may be the end of
    # the row before.
    torn = [sets for run, sets in zip(runs, around, strict=True) if not _direct(run)]
    stacked = sum(bool(above) for above, _, _ in torn) >= 0.8 * len(torn)
    ids: list[str | None] = []
    for run, (above, below, across) in zip(runs, around, strict=True):
        named = above if stacked and above else across if len(across | above | below) == 1 else set()
        ids.append(_direct(run) or (next(iter(named)) if len(named) == 1 else None))
    return ids


def _around(run: Run) -> tuple[set[str], set[str], set[str]]:
    """The labels that the lines just above make up by themselves, those just below, and those across the figures."""
    # Group headings stand beside the labels: each piece of a line for itself.
    line = run.label.split()
    above, below = [text.split() for text in run.above[-8:]], [text.split() for text in run.below[:8]]
    up = {id for start in range(len(above)) for id in _made_of(_flat(above[start:]))}
    if not line and above and letters(run.above[-1]) == "六其他处理":
        up.add(
            "R3.6.3"
        )  # the trial format's one row; today's has a row of its own between this heading and its figures
    down = {id for end in range(1, len(below) + 1) for id in _made_of(_flat(below[:end]))}
    across = {
        id
        for start in range(len(above) + 1)
        for end in range(len(below) + 1)
        if (start < len(above)) + bool(line) + bool(end) > 1
        for id in _made_of(
            [*_flat(above[start:]), *line, *_flat(below[:end])], must=(start < len(above), bool(end))
        )
    }
    return up, down, across - up - down if not line else across


def _flat(lines: Sequence[Sequence[str]]) -> list[str]:
    return [piece for line in lines for piece in line]


_GROUPS = ("三本年度办理结果", "三不予公开", "四无法提供", "五不予处理", "六其他处理")


def _made_of(pieces: Sequence[str], must: tuple[bool, bool] = (True, True)) -> set[str]:
    """The rows whose whole label the pieces spell, pieces of the groups' upright headings left out or not."""
    shown = [letters(piece) for piece in pieces]
    spelt = {""}
    for n, piece in enumerate(shown):
        needed = (n == 0 and must[0]) or (n == len(shown) - 1 and must[1])
        loose = not needed and any(piece in group for group in _GROUPS)
        spelt = {said + piece for said in spelt} | (spelt if loose else set())
    return {id for said in spelt for id in whole_label(said)}


def _rising(ids: list[str | None]) -> list[str | None]:
    """Only the rows that keep the statutory order: the longest rising run of them in each copy of the table."""
    kept: list[str | None] = [None] * len(ids)
    starts = [n for n, id in enumerate(ids) if id == "R1"] or [0]
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(ids)], strict=True):
        best: dict[int, list[int]] = {}
        for n in range(start, end):
            id = ids[n]
            if id is None:
                continue
            rank = ROW_IDS.index(id)
            longest = max((chain for at, chain in best.items() if at <= rank), key=len, default=[])
            if len(longest) + 1 > len(best.get(rank, [])):
                best[rank] = [*longest, n]
        for n in max(best.values(), key=len, default=[]):
            kept[n] = ids[n]
    return kept


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
    return id if id in near | set().union(*_around(run)) else None
