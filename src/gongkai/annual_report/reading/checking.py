# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is wrong in a report that was read: the format's own rules, last year's figures, and the text against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from gongkai.annual_report.reading import blanks, claims, narrative
from gongkai.annual_report.reading.identity import PARTS
from gongkai.annual_report.reading.mentions import MOST
from gongkai.annual_report.reading.narrative import FIGURES
from gongkai.annual_report.reading.reader import Reading
from gongkai.annual_report.reading.tables import NO_ROW
from gongkai.law import trial2019
from gongkai.law.findings import Finding, Severity
from gongkai.law.table2 import in_force
from gongkai.law.table3 import HANDLED, ROWS, carry_over, place

# 规章制定程序条例: the State Council's departments, provinces, cities divided into districts and autonomous prefectures.
_NO_RULES = re.compile(r"县(?!级)|乡|镇(?!江|沅|远)|街道|(?<!自治)(?<!开发)(?<!新)区人民政府|旗人民政府")
_NAMES = {2: "表二", 3: "表三", 4: "表四"}


def check(reading: Reading, previous: Reading | None = None) -> list[Finding]:
    """Every finding, the tables first."""
    found = [*_sections(reading), *_format(reading), *_unread(reading), *_tables(reading)]
    if previous is not None:
        found += carry_over(previous.tables.table3, reading.tables.table3)
        found += in_force(previous.tables.table2, reading.tables.table2)
    found += narrative.check(reading.mentions, reading.tables)
    found += claims.check(reading.prose, reading.mentions, reading.tables, reading.year)
    return found


_ORDER = ("error", "warning", "note")
MOST_SINGLY = 5


def gathered(findings: Sequence[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """As a person reads them: errors first, and many cells without a number as one finding; each with those it stands for."""
    missing = tuple(f for f in findings if f.code == "T3.missing_cell")
    shown = [(f, (f,)) for f in findings if len(missing) <= MOST_SINGLY or f.code != "T3.missing_cell"]
    if len(missing) > MOST_SINGLY:
        rows = len({f.where.rpartition("，")[0] for f in missing})
        message = f"{rows}行里有{len(missing)}格没有数，应当印0"
        whole = Finding("T3.missing_cell", Severity.WARNING, "表三", None, None, message)
        shown.append((whole, missing))
    return sorted(shown, key=lambda pair: _ORDER.index(pair[0].severity.value))


def may_make_rules(organ: str | None) -> bool:
    """False only where the name says a county, a district, a township or one of their departments."""
    return organ is None or not _NO_RULES.search(organ)


def _sections(reading: Reading) -> Iterator[Finding]:
    missing = [n for n in range(1, 7) if n not in reading.parts]
    if len(missing) == 6 and any("图解版" in text[:200] for _, text in reading.prose[:2]):
        message = "这是图解，不是报告全文，六个部分没有核对"
        yield Finding("S.section_missing", Severity.NOTE, "全文", None, None, message)
        return
    told = any("。" in text for _, text in reading.prose)
    if reading.kind in ("xlsx", "json") and not told and not {1, 5, 6} & reading.parts:
        message = "文件只有表格，没有文字部分，六个部分是否齐全没有核对"
        yield Finding("S.section_missing", Severity.NOTE, "全文", None, None, message)
        return
    for n in missing:
        name = PARTS[n - 1][0]
        message = f"没有找到“{name}”，六个部分不能缺（国办公开办函〔2021〕30号）"
        yield Finding(
            "S.section_missing", Severity.ERROR, f"第{'一二三四五六'[n - 1]}部分", name, None, message
        )


def _format(reading: Reading) -> Iterator[Finding]:
    if reading.year is None or reading.year <= trial2019.LAST_YEAR:
        return
    tables = reading.tables
    for outdated, where, what in (
        (bool(tables.trial), "表二", "表头是试行格式的"),
        (tables.one_row, "表三", "“（六）其他处理”只有一行，是试行格式的，现行格式分三行"),
    ):
        if outdated:
            message = f"{what}，{reading.year}年的报告应当用国办公开办函〔2021〕30号的格式"
            yield Finding("S.format_outdated", Severity.ERROR, where, "2021", "2019", message)


def _unread(reading: Reading) -> Iterator[Finding]:
    tables = reading.tables
    if len(reading.mentions) >= MOST:
        message = f"文字里的数太多，只核对了前{MOST}个"
        yield Finding("S.figures", Severity.NOTE, "文字部分", None, None, message)
    if reading.others:
        names = "、".join(reading.others)
        message = f"文件里还有{names}的报告，只读了第一份，请分开再核对"
        yield Finding("S.second_report", Severity.NOTE, "全文", None, None, message)
    for number, name in _NAMES.items():
        if number not in tables.found:
            message = f"没有找到可以读的{name}，没有核对；表格是图片的，请用文字版"
            yield Finding("S.unreadable_table", Severity.WARNING, name, None, None, message)
    rows = [
        (where, why)
        for where, why in dict.fromkeys(tables.unread)
        if where.startswith("表三 ") and why == NO_ROW
    ]
    if len(rows) > 12:  # the table as a whole
        message = f"{len(rows)}行的格数和表头对不上，没有读，请对照原件；把表头和数据放在同一张表里就能读"
        yield Finding("S.unreadable_table", Severity.WARNING, "表三", 25, 25 - len(rows), message)
    for where, why in dict.fromkeys(tables.unread):
        if len(rows) > 12 and (where, why) in rows:
            continue
        yield Finding("S.unreadable_table", Severity.WARNING, where, None, None, f"{why}，没有读，请对照原件")
    if 3 in tables.found and tables.unprinted:
        names = "、".join(row.label for row in ROWS if row.id in tables.unprinted)
        message = f"没有找到{len(tables.unprinted)}行：{names}"
        yield Finding("S.unreadable_table", Severity.WARNING, "表三", 25, 25 - len(tables.unprinted), message)


def _tables(reading: Reading) -> Iterator[Finding]:
    tables = reading.tables
    yield from tables.table2.check(may_make_rules=may_make_rules(reading.organ))
    yield from blanks.check(tables)
    if 3 in tables.found:
        said = tuple(where for where, _ in tables.unread)
        absent = tables.unprinted | ({"R3.6.1", "R3.6.2"} if tables.one_row else set())
        quiet = tuple(place(row, "total").rpartition("，")[0] + "，" for row in absent)
        for finding in tables.table3.check():
            unread = finding.where in said or "表三" in said or finding.where.rpartition("，")[0] in said
            if finding.code == "T3.missing_cell" and (unread or finding.where.startswith(quiet)):
                continue
            yield finding
        if tables.one_row:
            rows = [
                row
                for id, row in zip((r.id for r in ROWS), tables.table3.as_rows(), strict=True)
                if id not in absent
            ]
            for column, counted, printed in (
                trial2019.check_sum(rows) if len(rows) == len(trial2019.ROW_LABELS) else ()
            ):
                message = f"办理结果相加是{counted}，总计写{printed}"
                yield Finding("T3.sum", Severity.ERROR, place(HANDLED, column), counted, printed, message)
    yield from tables.table4.check()


def as_json(reading: Reading, findings: list[Finding]) -> dict[str, Any]:
    """The contract's shape."""

    def shown(value: object) -> object:
        return float(value) if isinstance(value, Decimal) else value

    trial = reading.tables.trial
    return {
        "file": reading.file,
        "organ": reading.organ,
        "year": reading.year,
        "format": reading.format,
        "table2": reading.tables.table2.as_json(),
        "table3": reading.tables.table3.as_rows(),
        "table4": reading.tables.table4.as_json(),
        "narrative": [
            {
                "text": m.sentence,
                "value": shown(m.value),
                "figure": FIGURES[m.means][1] if m.means else None,
                "said": m.said,
            }
            for m in reading.mentions
        ],
        "findings": [finding.as_json() for finding in findings],
        **(
            {
                "table2_2019": {
                    k: [shown(x) for x in v] if isinstance(v, list) else v for k, v in trial.items()
                }
            }
            if trial
            else {}
        ),
    }
