# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report of an organ and a year, computed whole: tables, six parts, findings, and the trace of every figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from gongkai.annual_report import declared, narrative, notes, part_five, problems, promises, tables, units
from gongkai.annual_report.figures import FIGURES, Figure, Number, figure
from gongkai.annual_report.models import Paragraph, PublishedReport
from gongkai.annual_report.narrative import BY_HAND, PART_KEYS, PART_LABELS, Piece, Values
from gongkai.annual_report.records import Record, record
from gongkai.annual_report.rewritten import text_of
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.seen import Seen
from gongkai.engagement.demands.queries import accepted
from gongkai.law.clock import cn
from gongkai.law.findings import Finding, Severity
from gongkai.law.table2 import PLACES, Table2, in_force
from gongkai.law.table3 import COLUMNS, ROWS, Table3, carry_over, place
from gongkai.law.table4 import Result, Table4
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.supervision.models import Review


@dataclass(frozen=True)
class Part:
    """One part of the text: what the compiler wrote (or the default), and how it reads."""

    key: str
    label: str
    text: str
    pieces: tuple[Piece, ...]
    by_hand: bool
    written: bool

    @property
    def plain(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Report:
    """Everything a rendering needs, computed from the records at one moment."""

    scope: Scope
    table2: Table2
    table3: Table3
    table4: Table4
    parts: tuple[Part, ...]
    values: dict[str, Number]
    findings: tuple[Finding, ...]
    ledger_seq: int
    seen: Seen  # what the draft of part 5 was made from
    previous: PublishedReport | None  # last year's report as published here
    last_year: problems.LastYear | None

    @property
    def title(self) -> str:
        return f"{self.scope.organ.name}{self.scope.year}年政府信息公开工作年度报告"

    @property
    def blocking(self) -> list[Finding]:
        return [f for f in self.findings if f.severity is Severity.ERROR]

    def as_json(self) -> dict[str, Any]:
        """The contract's shape, without the trace."""
        return {
            "file": None,
            "organ": self.scope.organ.name,
            "year": self.scope.year,
            "format": "2021",
            "table2": self.table2.as_json(),
            "table3": self.table3.as_rows(),
            "table4": self.table4.as_json(),
            "narrative": [
                {"text": piece.text, "value": _plain(piece.value), "figure": piece.key, "part": part.key}
                for part in self.parts
                for piece in part.pieces
                if piece.key
            ],
            "figures": {key: _plain(value) for key, value in self.values.items()},
            "parts": [
                {
                    "key": p.key,
                    "label": p.label,
                    "written": p.written,
                    "pieces": [{"text": x.text, "figure": x.key, "value": _plain(x.value)} for x in p.pieces],
                }
                for p in self.parts
            ],
            "findings": [f.as_json() for f in self.findings],
            "ledger_seq": self.ledger_seq,
        }


def _plain(value: Number | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def compute(organ: Organ, year: int) -> Report:
    """The report as the records stand now."""
    scope = Scope(organ, year)
    values = Values(scope)
    written = dict(Paragraph.objects.filter(organ=organ, year=year).values_list("part", "text"))
    last = problems.printed(scope)
    before = problems.before(scope, last)
    five = part_five.Draft(values, before)
    parts, findings = [], []
    for key in PART_KEYS:
        text = written.get(key) or (
            five.text(key) if key in ("5.1", "5.2") else narrative.default_text(key, values)
        )
        parts.append(
            Part(
                key,
                PART_LABELS[key],
                text,
                tuple(narrative.render(text, values)),
                key in BY_HAND,
                key in written,
            )
        )
        findings += narrative.check(key, text, values.seen)
        if key in written:
            findings += narrative.zeros(parts[-1].label, parts[-1].pieces)
        if not text:
            where = f"文字部分 {PART_LABELS[key]}"
            message = f"“{PART_LABELS[key]}”还没有写，六个部分不能缺（条例第五十条）{_NOTHING.get(key, '')}"
            findings.append(Finding("S.section_missing", Severity.ERROR, where, None, None, message))
    texts = {p.key: p.text for p in parts}
    t2, t3, t4 = tables.table2(scope), tables.table3(scope), tables.table4(scope)
    findings = [
        *t2.check(may_make_rules=scope.may_make_rules), *declared.check(scope), *t3.check(), *t4.check(), *findings,
        *_reviews(values), *_units(scope), *_problems(scope, texts["5.1"]),
        *promises.check(((p.key, p.label, p.plain) for p in parts), values, (t2, t3, t4), year),
        *_against_last_year(last, t2, t3), *problems.check(before, texts),
    ]  # fmt: skip
    seq = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return Report(
        scope, t2, t3, t4, tuple(parts), values.all(), tuple(findings), seq, values.seen, last[0], before
    )


# Why a part the records usually draft is empty.
_NOTHING = {
    "5.1": "。本年没有整改通知书、没有巡查出的问题，问题清单也没有采用的，记录里没有可写的，请编制人写明",
    "5.2": "。记录里没有可写的，请编制人写明",
}


def draft(computed: Report) -> dict[str, Any]:
    """What a rendering needs of a report that is not published: as_json with the title and the contact."""
    organ = computed.scope.organ
    said = notes.printed(computed.scope)
    return {
        **computed.as_json(),
        **(
            {"figure_notes": said} if said else {}
        ),  # absent where there are none: earlier digests stay what they were
        "title": computed.title,
        "contact": {"name": organ.office_name, "address": organ.address, "phone": organ.phone},
    }


def stated(computed: Report, reasons: Mapping[str, str]) -> list[str]:
    """What a roll-up that does not wait for everyone says of it in print, each with the reason given (条例第四十九条)."""
    standing, found = {f.code for f in computed.findings}, []
    if "S.units" in standing:
        left = units.missing(computed.scope.organ, computed.scope.year)
        what = "的年度报告到本报告公布时还没有通过审核，它们的数按登记的记录计入本报告"
        found.append(f"汇总范围：{_named(left, '个单位')}{what}。{_sentence(reasons.get('S.units', ''))}")
    if "T2.undeclared" in standing:
        left = declared.left_open(computed.scope)
        what = "没有申报或者没有报全行政许可、行政处罚、行政强制和行政事业性收费，没有申报的没有计入表二"
        found.append(
            f"表二范围：{_named(left, '个机关')}{what}。{_sentence(reasons.get('T2.undeclared', ''))}"
        )
    return found


def _named(organs: list[Organ], unit: str, most: int = 10) -> str:
    names = "、".join(o.short_name for o in organs[:most])
    return names if len(organs) == 1 else f"{names}{'等' if len(organs) > most else ''}{len(organs)}{unit}"


def _sentence(reason: str) -> str:
    return f"{reason.rstrip('。；，')}。" if reason else ""


def _reviews(values: Values) -> Iterator[Finding]:
    """条例第五十条第四项: a government's report states assessment and social review."""
    if values.scope.organ.kind != Organ.Kind.GOVERNMENT:
        return
    for kind in Review.Kind:
        if kind not in values.reviews:
            yield Finding(
                f"S.{kind.value}", Severity.WARNING, "总体情况（五）", None, None,
                f"没有登记{kind.label}结果，报告会写“没有组织”。政府的报告应当写明（条例第五十条第四项）",
            )  # fmt: skip


def _units(scope: Scope) -> Iterator[Finding]:
    """A unit without an accepted report holds the government's up, or is stated (条例第四十九条)."""
    if scope.organ.kind != Organ.Kind.GOVERNMENT or not scope.ended:
        return
    if left := units.missing(scope.organ, scope.year):
        names = "、".join(o.short_name for o in left[:5]) + ("等" if len(left) > 5 else "")
        yield Finding(
            "S.units", Severity.WARNING, "所属单位年度报告", None, None,
            f"{len(left)}个单位的年度报告没有通过审核：{names}。本报告按记录已经计入这些单位；不等齐就公布的，写明原因",
        )  # fmt: skip


def _problems(scope: Scope, text: str) -> Iterator[Finding]:
    """What an officer accepted of the problem list and the text leaves out (条例第五十条第四项): the problem, and how it is mended."""
    for row in accepted([scope.organ], scope.year):
        if f"commitments.demands.{row.pk} " in text or row.title in text:
            continue
        done = f"已办结：{row.evidence}" if row.closed_on else f"{cn(row.due_on)}前完成"
        yield Finding(
            "S.problem", Severity.NOTE, "存在的主要问题及改进情况", None, None,
            f"问题清单供采用：{row.title}（{row.demands}次诉求）。改进：{row.owner.short_name}{row.measure}，{done}",
        )  # fmt: skip


def _against_last_year(last: problems.Printed, t2: Table2, t3: Table3) -> Iterator[Finding]:
    before, kept = last
    printed = before.snapshot if before else kept.content if kept else None
    if printed is not None:
        yield from carry_over(Table3.from_rows(printed["table3"]), t3)
        yield from in_force(Table2.from_json(printed["table2"]), t2)


def find(key: str) -> Figure:
    """A figure of the registry or a cell of a table. Raises KeyError."""
    return tables.cell(key) if key.startswith("T") else figure(key)


@dataclass(frozen=True)
class Trace:
    """这个数怎么来的: one figure opened."""

    figure: Figure
    scope: Scope
    value: Number
    composition: tuple[tuple[str, Number], ...]
    before: Number | None

    def records(self, first: int = 0, last: int | None = None) -> list[Record]:
        """The records behind the figure, a slice of them."""
        rows = self.figure.rows(self.scope)
        return [record(row) for row in rows[first:last]]

    def as_json(self, *, records: bool) -> dict[str, Any]:
        f = self.figure
        shown: dict[str, Any] = {
            "label": f.label,
            "value": _plain(self.value),
            "unit": f.unit,
            "article": f.article,
            "rule": f.rule,
            "composition": [[name, _plain(value)] for name, value in self.composition],
        }
        if records:
            shown["records"] = [
                r.label if r.ref.startswith("application/") else r.ref for r in self.records()
            ]
        return shown


def trace(scope: Scope, key: str, previous: PublishedReport | None = None) -> Trace:
    """Open one figure: its value, who contributed how much, and what it was in last year's report, where that is given."""
    f = find(key)
    before = previous.snapshot.get("trace", {}).get(key, {}).get("value") if previous else None
    return Trace(f, scope, f.value(scope), composition(f, scope), before)


def composition(f: Figure, scope: Scope) -> tuple[tuple[str, Number], ...]:
    """Which organ brought how much to a figure, the most first."""
    if f.organ is None:
        return ()
    if f.groups is not None:
        kept = f.groups(scope).filter(n__gt=0).order_by().values_list("organ__short_name")
        return _most_first(kept.annotate(measured=Sum("n")))
    name = f"{f.organ}__short_name"
    rows = f.rows(scope).order_by()
    measure = Sum(f.add) if f.add else Count("pk", distinct=True)
    return _most_first(rows.values(name).annotate(measured=measure).values_list(name, "measured"))


def _most_first(found: Iterable[tuple[str, Number | None]]) -> tuple[tuple[str, Number], ...]:
    return tuple(sorted(((n, v or 0) for n, v in found), key=lambda pair: (-pair[1], pair[0])))


def traces(computed: Report, *, records: bool, zero: bool = False) -> dict[str, Any]:
    """Every figure, every cell and what else the text refers to, opened; cells that are 0 are left out unless asked for."""
    found: dict[str, Any] = {}
    scope, said = computed.scope, [x.key for part in computed.parts for x in part.pieces if x.key]
    known = {**dict(tables.cell_values(computed.table2, computed.table3, computed.table4)), **computed.values}
    by_organ = tables.table3_by_organ(scope)
    for key in dict.fromkeys([*(f.key for f in FIGURES), *tables.cell_keys(), *said]):
        f = find(key)
        value = known[key] if key in known else f.value(scope)
        if value or zero or not key.startswith("T"):
            brought = (
                _most_first(by_organ.get(key, {}).items()) if key.startswith("T3.") else composition(f, scope)
            )
            found[key] = Trace(f, scope, value, brought if value else (), None).as_json(records=records)
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an edition prints otherwise than the one before: figures, cells and parts of the text."""
    found = [
        {"key": f.key, "label": f.label, "was": before["figures"][f.key], "now": after["figures"][f.key]}
        for f in FIGURES
        if f.key in before["figures"] and before["figures"][f.key] != after["figures"][f.key]
    ]
    for row, was, now in zip(ROWS, before["table3"], after["table3"], strict=True):
        for column, old, new in zip(COLUMNS, was, now, strict=True):
            if old != new:
                found.append(
                    {"key": f"T3.{row.id}.{column}", "label": place(row.id, column), "was": old, "now": new}
                )
    for name, cells in before["table4"].items():
        for result, old, new in zip((*Result, "total"), cells, after["table4"][name], strict=True):
            if old != new:
                key = f"T4.{name}.{result}"
                found.append({"key": key, "label": find(key).label, "was": old, "now": new})
    two = (
        Table2.from_json(before["table2"]).as_json_cells(),
        Table2.from_json(after["table2"]).as_json_cells(),
    )
    for key, label, was, now in zip(tables.cell_keys(), PLACES, *two, strict=False):
        if was != now:  # None where nothing was declared
            found.append({"key": key, "label": f"表二 {label}", "was": was, "now": now})
    if before.get("figure_notes", []) != after.get("figure_notes", []):
        found.append({"key": "notes", "label": "口径说明", "was": None, "now": None})
    if "published_on" in after and before.get("statements", []) != after.get("statements", []):
        found.append({"key": "statements", "label": "汇总范围的说明", "was": None, "now": None})
    texts = {p["key"]: text_of(p) for p in before["parts"]}
    for part in after["parts"]:
        was_text, now_text = texts.get(part["key"]), text_of(part)
        if was_text != now_text:
            label = f"文字部分 {part['label']}"
            found.append({"key": part["key"], "label": label, "was": was_text, "now": now_text})
    return found


def as_of(year: int, today: date) -> date:
    """The day a report of the year speaks of: its end, or today while the year runs."""
    return min(date(year, 12, 31), today)
