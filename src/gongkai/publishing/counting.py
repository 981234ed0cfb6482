# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""许可、处罚、强制的件数和收费金额 from the systems that hold them: tried out row by row, imported whole, the file kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai.law.citations import FIRST_YEAR
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
from gongkai.publishing.actions import declare_count
from gongkai.publishing.models import CountFile, DecisionCount
from gongkai.publishing.tabular import Fault, Row, Tried, rows

NEEDED = ("机关", "年度", "类别", "数量")
HEADINGS = (*NEEDED, "单位", "来源")
_KINDS = {k.label: k for k in DecisionCount.Kind} | {
    "许可": DecisionCount.Kind.LICENCES, "处罚": DecisionCount.Kind.PENALTIES, "强制": DecisionCount.Kind.COERCION,
    "收费": DecisionCount.Kind.FEES,
}  # fmt: skip
_WAN = Decimal(10_000)
_MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Line:
    """One count as it would be declared; before is what is on record (None: nothing)."""

    row: int
    organ: Organ
    year: int
    kind: DecisionCount.Kind
    amount: Decimal
    source: str
    before: Decimal | None

    @property
    def shown(self) -> str:
        return said(self.kind, self.amount)

    @property
    def shown_before(self) -> str:
        return "没有" if self.before is None else said(self.kind, self.before)


def said(kind: str, amount: Decimal) -> str:
    """1,234件; fees in 万元 as the table prints them."""
    if kind == DecisionCount.Kind.FEES:
        return f"{(amount / _WAN).normalize():,f}万元"
    return f"{int(amount):,}件"


def import_counts(*, actor: Person, name: str, data: bytes, on: date, dry_run: bool) -> Tried[Line]:
    """Read, check every row, and declare all or none. Raises redaction.Unreadable for what is no such file."""
    ending, found = rows(data, NEEDED)
    result = Tried[Line]()
    organs = {}
    for organ in organs_with_role(actor, Role.COMPILER):
        organs |= {organ.name: organ, organ.short_name: organ, organ.slug: organ}
    held = {
        (c.organ_id, c.year, c.kind): c.amount
        for c in DecisionCount.objects.filter(organ__in=organs.values())
    }
    seen: dict[tuple[int, int, str], int] = {}
    for row in found:
        line = _line(row, organs, held, on, name, result.faults)
        if line is None:
            continue
        key = (line.organ.pk, line.year, str(line.kind))
        if key in seen:
            result.faults.append(Fault(row.number, "", f"和第{seen[key]}行是同一机关、年度、类别，只留一行"))
        elif line.before == line.amount:
            result.unchanged += 1
        else:
            result.lines.append(line)
        seen[key] = row.number
    if not found:
        result.faults.append(Fault(0, "", "列名下面没有数据"))
    if result.usable and not dry_run:
        _declare(actor, name, ending, data, on, result)
    return result


def _line(
    row: Row, organs: dict[str, Organ], held: dict[tuple[int, int, str], Decimal], on: date, name: str, faults: list[Fault]
) -> Line | None:  # fmt: skip
    before = len(faults)

    def fault(column: str, reason: str) -> None:
        faults.append(Fault(row.number, column, reason))

    organ, kind = organs.get(row["机关"]), _KINDS.get(row["类别"])
    if organ is None:
        fault("机关", f"“{row['机关'] or '空'}”不是您可以填报的机关，请写全称或者简称")
    if kind is None:
        fault("类别", f"“{row['类别'] or '空'}”不认识，请写行政许可、行政处罚、行政强制或者行政事业性收费")
    year = int(row["年度"].removesuffix("年")) if re.fullmatch(r"[12][0-9]{3}年?", row["年度"]) else 0
    if not FIRST_YEAR <= year <= on.year:
        fault("年度", f"请写{FIRST_YEAR}至{on.year}的年份")
    amount = _amount(row, kind, fault)
    if len(faults) > before or organ is None or kind is None or amount is None:
        return None
    source = (row["来源"] or name)[:120]
    return Line(row.number, organ, year, kind, amount, source, held.get((organ.pk, year, str(kind))))


def _amount(row: Row, kind: DecisionCount.Kind | None, say: Callable[[str, str], None]) -> Decimal | None:
    text = unicodedata.normalize("NFKC", row["数量"]).replace(",", "")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < _MOST:
        say("数量", f"“{row['数量'] or '空'}”不是数，请只写数字，没有的写0")
        return None
    unit = row["单位"]
    if kind == DecisionCount.Kind.FEES:
        if unit not in ("元", "万元"):
            say("单位", "收费要写明单位：元或者万元")
            return None
        amount = amount * _WAN if unit == "万元" else amount
        if amount != amount.quantize(Decimal("0.01")):
            say("数量", "收费金额最多到分")
            return None
    elif unit not in ("", "件"):
        say("单位", "许可、处罚、强制的单位是件")
        return None
    elif amount != amount.to_integral_value():
        say("数量", "件数应为整数")
        return None
    return amount


@transaction.atomic
def _declare(actor: Person, name: str, ending: str, data: bytes, on: date, result: Tried[Line]) -> None:
    if result.lines:
        digest = hashlib.sha256(data).hexdigest()
        file = CountFile.objects.filter(digest=digest).first() or CountFile.objects.create(
            name=name[:120] or "导入的文件", ending=ending, digest=digest, added_by=actor, added_on=on,
            stored=default_storage.save(f"sources/{digest[:2]}/{digest}", ContentFile(data)),
        )  # fmt: skip
        for line in result.lines:
            declare_count(
                actor=actor, organ=line.organ, year=line.year, kind=line.kind, amount=line.amount, source=line.source,
                on=on, file=file,
            )  # fmt: skip
    result.imported = True
