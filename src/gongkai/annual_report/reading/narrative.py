# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The text against the tables: a figure is wrong only when no reading of its words gives a figure of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.annual_report.reading.mentions import Mention
from gongkai.annual_report.reading.tables import Tables
from gongkai.law.findings import Finding, Severity
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.table3 import CARRIED_IN, CARRIED_OUT, COLUMN_LABELS, HANDLED, NEW
from gongkai.law.table3 import place as place_of_cell
from gongkai.law.table4 import Block, Result

# What each meaning is called, and which figure of the report it is.
FIGURES: dict[str, tuple[str, str]] = {
    "new": ("表三 本年新收", "applications.new"), "received": ("表三 本年新收（或者连同上年结转）", "applications.new"),
    "carried_in": ("表三 上年结转", "applications.carried_in"), "handled": ("表三 （七）总计", "applications.handled"),
    "carried_out": ("表三 结转下年度", "applications.carried_out"),
    "carried": ("表三 结转下年度（或者上年结转）", "applications.carried_out"), "R3.1": ("表三 予以公开", "T3.R3.1.total"),
    "R3.2": ("表三 部分公开", "T3.R3.2.total"), "R3.1+R3.2": ("表三 予以公开与部分公开之和", "T3.R3.1+R3.2.total"),
    "G3": ("表三 不予公开各项之和", "T3.R3.3.total"), "G4": ("表三 无法提供各项之和", "T3.R3.4.total"),
    "G5": ("表三 不予处理各项之和", "T3.R3.5.total"), "G6": ("表三 其他处理各项之和", "T3.R3.6.total"),
    "np": ("表三 自然人", "T3.R1.np"), "legal": ("表三 法人或其他组织各列之和", "T3.R1.legal"),
    "reconsideration.total": ("表四 行政复议，总计", "reconsiderations"), "litigation.total": ("表四 行政诉讼，总计之和", "litigations"),
    "direct.total": ("表四 未经复议直接起诉，总计", "T4.litigation_direct.total"),
    "after.total": ("表四 复议后起诉，总计", "T4.litigation_after_reconsideration.total"), "remedies": ("表四 复议、诉讼总计之和", "T4.total"),
    "documents.made": ("表二 行政规范性文件本年制发", "T2.normative_documents.made"),
    "documents.repealed": ("表二 行政规范性文件本年废止", "T2.normative_documents.repealed"),
    "documents.in_force": ("表二 行政规范性文件现行有效", "T2.normative_documents.in_force"),
    "fees": ("信息处理费", "fees.handling"),
    **{c: (f"表三 {COLUMN_LABELS[c]}", f"T3.R1.{c}") for c in ("co", "ri", "so", "ls")},
    **{o.id: (place_of_cell(o.id, "total").rpartition("，")[0], f"T3.{o.id}.total") for o in OUTCOMES if o.id.count(".") > 1},
    **{f"{b}.{r.value}": (f"表四 {w}，{r.label}", f"T4.{b}.{r.value}") for b, w in (("reconsideration", "行政复议"), ("litigation", "行政诉讼")) for r in Result},
}  # fmt: skip


def _sum(values: Sequence[int | None]) -> int | None:
    return None if None in values or not values else sum(v for v in values if v is not None)


class Known:
    """The tables' figures by meaning: every value a figure of the text may have, the plainest first."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def cell(self, row: str, column: str = "total") -> int | None:
        return self.tables.table3.cells[row, column]

    def values(self, means: str) -> list[int]:
        """All values the words allow; empty where the tables do not say one of them, for it may be the one that is meant."""
        found = self._values(means)
        return [] if None in found else [v for v in found if v is not None]

    def _values(self, means: str) -> list[int | None]:
        if means in ("new", "received", "np", "legal", "co", "ri", "so", "ls"):
            column = means if len(means) == 2 else "total"
            new, carried = self.cell(NEW, column), self.cell(CARRIED_IN, column)
            if means == "legal":
                new, carried = (_minus(self.cell(row), self.cell(row, "np")) for row in (NEW, CARRIED_IN))
            if means == "new":
                return [new]
            return [new, _sum([new, carried]), *([] if column == "total" else [self.cell(HANDLED, column)])]
        if means == "handled":
            # 办理 is also said of what came in, with or without what was carried over.
            return [self.cell(HANDLED), _sum([self.cell(NEW), self.cell(CARRIED_IN)]), self.cell(NEW)]
        if means.startswith("documents"):
            said = self.tables.table2.normative_documents
            return [getattr(said, means.partition(".")[2])]
        if means == "carried":
            return [self.cell(CARRIED_OUT), self.cell(CARRIED_IN)]
        if means in ("carried_in", "carried_out"):
            return [self.cell(CARRIED_IN if means == "carried_in" else CARRIED_OUT)]
        if means.startswith("G"):
            return [
                _sum(
                    [
                        self.cell(o.id)
                        for o in OUTCOMES
                        if o.id.startswith(f"R3.{means[1]}.") and self._printed(o.id)
                    ]
                )
            ]
        if means.startswith("R3"):
            rows = means.split("+")
            return [_sum([self.cell(row) for row in rows])] if all(map(self._printed, rows)) else []
        return self._remedies(means)

    def _printed(self, row: str) -> bool:
        return not (self.tables.one_row and row in ("R3.6.1", "R3.6.2"))

    def _remedies(self, means: str) -> list[int | None]:
        places = {r.value: n for n, r in enumerate(Result)} | {"total": 4}
        blocks = self.tables.table4.blocks
        if means == "remedies":
            return [_sum([blocks[b][4] for b in Block])]
        block, _, result = means.partition(".")
        which = {
            "reconsideration": [Block.RECONSIDERATION], "litigation": [Block.LITIGATION_DIRECT, Block.LITIGATION_AFTER],
            "direct": [Block.LITIGATION_DIRECT], "after": [Block.LITIGATION_AFTER],
        }.get(block, [])  # fmt: skip
        return [_sum([blocks[b][places[result]] for b in which])] if which else []


def _minus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def agrees(mention: Mention, actual: int) -> bool:
    """Whether the text may say so of the actual figure: 余 is a floor, 约 within a tenth."""
    value = Decimal(mention.value)
    if mention.rounded == "余":
        step = Decimal(10) ** (len(str(int(value))) - len(str(int(value)).rstrip("0") or "0") or 0)
        return value <= actual < value + max(step, value / 5)
    if mention.rounded == "约":
        return abs(value - actual) <= max(Decimal(1), value / 10)
    return value == actual


def check(mentions: Sequence[Mention], tables: Tables) -> Iterator[Finding]:
    """N.mismatch for every figure of the text no reading of which the tables have."""
    known = Known(tables)
    seen: set[tuple[str, object]] = set()
    for n, mention in enumerate(mentions):
        if mention.unit == "%":
            yield from _share(mentions, n, known)
            continue
        if mention.means is None:
            continue
        values = known.values(mention.means)
        key = (mention.means, mention.value)
        if not values or key in seen or any(agrees(mention, v) for v in values):
            continue
        seen.add(key)
        name = FIGURES[mention.means][0]
        severity, why = _severity(mention)
        shown = "或者".join(str(v) for v in dict.fromkeys(values))
        message = f"文字写“{_excerpt(mention)}”，{name}是{shown}{why}"
        yield Finding("N.mismatch", severity, place(mention), values[0], mention.value, message)
    yield from _parts(mentions)
    yield from _together(mentions)
    if 3 not in tables.found:
        yield from _balance(mentions)


def _severity(mention: Mention) -> tuple[Severity, str]:
    if mention.scope == "part":
        return Severity.NOTE, "；文字可能只说其中一部分机关，请核对范围"
    remedy = mention.means is not None and mention.means.partition(".")[0] in (
        "reconsideration",
        "litigation",
        "direct",
        "after",
        "remedies",
    )
    if remedy and "信息" not in mention.sentence and "公开" not in mention.sentence:
        return Severity.NOTE, "；文字没有说是政府信息公开的案件，请核对范围"
    if mention.scope == "unsure" or mention.rounded:
        return Severity.WARNING, "；口径可能不同，请核对"
    return Severity.ERROR, ""


def place(mention: Mention) -> str:
    """Which part of the text, and the words."""
    part = f"第{'一二三四五六'[mention.part - 1]}部分" if mention.part else "文字部分"
    return f"{part} “{_excerpt(mention)}”"


def compared(mention: Mention, tables: Tables) -> tuple[str, str, str]:
    """A figure of the text as a person checks it: its words, what it was compared with, what that is."""
    values = Known(tables).values(mention.means or "")
    shown = "或者".join(str(v) for v in dict.fromkeys(values)) or "没有读到"
    return _excerpt(mention), FIGURES[mention.means or ""][0], shown


def _excerpt(mention: Mention) -> str:
    clause = re.split(r"[,，。;；:：()（）\n]", mention.ahead)[-1].lstrip("、 ")
    return f"{clause[-20:]}{mention.said}"


def _share(mentions: Sequence[Mention], n: int, known: Known) -> Iterator[Finding]:
    """A percentage after a count: it has to be that count's share of some whole the sentence or the tables know."""
    mention = mentions[n]
    before = mentions[n - 1] if n and mentions[n - 1].sentence == mention.sentence else None
    direct = (
        before is not None
        and before.means
        and before.unit != "%"
        and mention.ahead.rstrip("占比约为").endswith(
            (before.said + "(", before.said + "（", before.said + "，", before.said + ",")
        )
    )
    if before is None or not direct or before.rounded or mention.rounded or not isinstance(before.value, int):
        return
    wholes = {
        v
        for means in ("handled", "received", "remedies", "reconsideration.total", "litigation.total")
        for v in known.values(means)
    }
    wholes |= {m.value for m in mentions if m.sentence == mention.sentence and isinstance(m.value, int)}
    said = Decimal(mention.value)
    slack = Decimal("0.51") / 10 ** max(0, -int(said.as_tuple().exponent))
    shares = {whole: Decimal(100 * before.value) / whole for whole in wholes if whole >= before.value > 0}
    if not shares or any(abs(share - said) <= slack for share in shares.values()):
        return
    whole = max(shares)
    message = f"{before.value}占{whole}的{shares[whole]:.2f}%，文字写{mention.said}，按别的总数也算不出"
    yield Finding("N.mismatch", Severity.WARNING, place(mention), round(shares[whole], 2), said, message)


def _parts(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """公开201条，其中招商54、产业57…: parts of one list that add up to more than their whole."""
    for n, whole in enumerate(mentions):
        if whole.rounded or whole.unit in ("", "%") or "其中" in whole.ahead:
            continue
        parts = []
        for part in mentions[n + 1 :]:
            between = part.ahead[len(whole.ahead) + len(whole.said) :]
            if (
                part.sentence != whole.sentence
                or part.unit not in ("", whole.unit)
                or part.rounded
                or re.search(r"[(（；;]|含|同时|另", between)
            ):
                break
            if not re.match(r"[,，]?其中", between):
                break
            parts.append(part.value)
        total = sum(parts)
        if len(parts) >= 3 and total > whole.value:
            message = f"“其中”以下各项相加是{total}，多于{whole.value}"
            yield Finding("N.mismatch", Severity.WARNING, place(whole), whole.value, total, message)


def _together(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """新收120件、上年结转8件，共计127件: a total said right after its two parts."""
    for new, carried, total in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if (new.means, carried.means) not in (("new", "carried_in"), ("carried_in", "new")):
            continue
        between = total.ahead[len(carried.ahead) + len(carried.said) :]
        said = new.value + carried.value
        exact = not (new.rounded or carried.rounded or total.rounded) and total.sentence == new.sentence
        if exact and total.value != said and re.fullmatch(r"[,，、]?(?:共|共计|合计|总计|两项合计)", between):
            message = f"{new.said}加{carried.said}是{said}，文字写{total.said}"
            yield Finding("N.mismatch", Severity.ERROR, place(total), said, total.value, message)


def _balance(mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Where no table 3 can be read: the four figures of one sentence against each other."""
    by_sentence: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        if (
            mention.means in ("new", "received", "carried_in", "handled", "carried_out", "carried")
            and not mention.rounded
        ):
            by_sentence.setdefault(mention.sentence, {}).setdefault(
                {"received": "new", "carried": "carried_out"}.get(mention.means, mention.means), mention
            )
    for said in by_sentence.values():
        if len(said) < 4:
            continue
        new, carried, handled, out = (
            Decimal(said[k].value) for k in ("new", "carried_in", "handled", "carried_out")
        )
        loose = said["new"].means == "received" and new == handled + out
        if new + carried != handled + out and not loose:
            message = f"新收{new}加上年结转{carried}是{new + carried}，办结{handled}加结转下年{out}是{handled + out}"
            yield Finding(
                "N.mismatch", Severity.ERROR, place(said["new"]), new + carried, handled + out, message
            )
