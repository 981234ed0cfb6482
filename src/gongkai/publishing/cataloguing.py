# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""标准目录条目 of a column from a table: tried out row by row, registered whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.law.catalogue import Anchor, RowUnit, wants_a_law
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.publishing.actions.columns import put_item
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.models import CatalogueItem, Column
from gongkai.publishing.tabular import Fault, Row, Tried, rows

NEEDED = ("序号", "一级事项", "公开内容", "公开依据", "公开时限")
HEADINGS = (
    "序号",
    "一级事项",
    "二级事项",
    "公开内容",
    "公开依据",
    "公开时限",
    "另有规定的依据",
    "公开对象",
    "公开方式",
)
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_UNITS = {"工作日": RowUnit.WORKING_DAY, "日": RowUnit.DAY, "天": RowUnit.DAY, "月": RowUnit.MONTH}
_EVERY_YEAR = re.compile(r"每年(\d{1,2})月(\d{1,2})日")
_WITHIN = re.compile(
    r"(?<![\d.\-－一二三四五六七八九十百])(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])个?(工作日|日|天|月)"
)


@dataclass(frozen=True)
class Line:
    """One row as it would be registered; before is whether the number is there already."""

    row: int
    number: str
    facts: dict[str, Any]
    limit: str
    before: bool


def limit_of(said: str) -> tuple[Anchor, int, RowUnit]:
    """公开时限 as catalogues word it. Raises ValueError for what cannot be read."""
    text = "".join(unicodedata.normalize("NFKC", said).split())
    if "实时" in text or "即时" in text:
        return Anchor.REAL_TIME, 0, RowUnit.DAY
    if found := _EVERY_YEAR.search(text):
        return Anchor.YEARLY, int(found[1]) * 100 + int(found[2]), RowUnit.MONTH_DAY
    found = _WITHIN.search(text)
    count = _count(found[1]) if found else None
    if found is None or count is None:
        raise ValueError(f"“{said}”读不出时限，请写成“20个工作日”“7日”“1个月”“每年1月31日”或者“实时公开”")
    anchor = Anchor.CHANGED if "变更" in text and "形成" not in text else Anchor.FORMED
    return anchor, count, _UNITS[found[2]]


def _count(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    if "十" in said:
        tens, _, ones = said.partition("十")
        return _NUMBERS.get(tens, 1) * 10 + _NUMBERS.get(ones, 0)
    return _NUMBERS.get(said)


def import_items(*, actor: Actor, column: Column, data: bytes, on: date, dry_run: bool) -> Tried[Line]:
    """Read and check every row, and register all or none. Raises redaction.Unreadable, NotAllowed."""
    require(actor, column.owner, Role.ADMIN, Role.SUPERVISOR)
    _, found = rows(data, NEEDED)
    result, seen = Tried[Line](), dict[str, int]()
    held = {item.number: item for item in CatalogueItem.objects.filter(column=column)}
    for row in found:
        line = _line(row, column, held, result.faults)
        if line is None:
            continue
        if line.number in seen:
            result.faults.append(Fault(row.number, "序号", f"和第{seen[line.number]}行的序号相同，只留一行"))
        elif line.before and all(
            getattr(held[line.number], name) == value for name, value in line.facts.items()
        ):
            result.unchanged += 1
        else:
            result.lines.append(line)
        seen[line.number] = row.number
    if not found:
        result.faults.append(Fault(0, "", "列名下面没有数据"))
    if result.usable and not dry_run:
        with transaction.atomic():
            for line in result.lines:
                put_item(actor=actor, column=column, on=on, number=line.number, **line.facts)
        result.imported = True
    return result


def _line(row: Row, column: Column, held: dict[str, CatalogueItem], faults: list[Fault]) -> Line | None:
    before = len(faults)
    faults += [Fault(row.number, name, "不能空着") for name in NEEDED if not row[name]]
    facts: dict[str, Any] = {
        "first": row["一级事项"], "second": row["二级事项"] or None, "content": row["公开内容"], "basis": row["公开依据"],
        "other_law": row["另有规定的依据"] or None, "everyone": "特定" not in row["公开对象"], "proactive": "依申请" not in row["公开方式"],
    }  # fmt: skip
    try:
        if row["公开时限"]:
            anchor, count, unit = limit_of(row["公开时限"])
            facts |= {"anchor": anchor.value, "count": count, "unit": unit.value}
    except ValueError as error:
        faults.append(Fault(row.number, "公开时限", str(error)))
    item = CatalogueItem(column=column, number=row["序号"], **facts)
    if len(faults) == before:
        try:
            item.clean_fields(exclude=["column"])
            limit = item.rule.text
            if wants_a_law(item.rule):
                faults.append(Fault(row.number, "公开时限", f"“{row['公开时限']}”{LONGER}"))
        except ValidationError as error:
            named = {f.name: str(f.verbose_name) for f in CatalogueItem._meta.fields}
            faults += [
                Fault(row.number, named.get(name, name), "；".join(map(_why, errors)))
                for name, errors in error.error_dict.items()
            ]
        except ValueError as error:
            faults.append(Fault(row.number, "公开时限", str(error)))
    if len(faults) > before:
        return None
    return Line(row.number, row["序号"], facts, limit, row["序号"] in held)


LONGER = "长于条例第二十六条的20个工作日，要在“另有规定的依据”写明依据哪部法律、法规"


def _why(error: ValidationError) -> str:
    if error.code == "max_length" and error.params:
        return f"最多{error.params['limit_value']}字，现在是{error.params['show_value']}字"
    return "；".join(error.messages)


__all__ = ["HEADINGS", "NEEDED", "Refused", "import_items", "limit_of"]
