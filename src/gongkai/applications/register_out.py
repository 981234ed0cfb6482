# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记簿（台账）out as .xlsx: the columns it is imported with and what follows from them; who applied only for those who may look.

Every export is a look at what it holds, so it leaves a trace before the first byte goes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction

from gongkai.applications.actions import Refused
from gongkai.applications.models import Application
from gongkai.applications.queries import LOOKERS, Sought, visible_to
from gongkai.applications.register_rows import COLUMNS, HEADINGS, cell_of, row_of
from gongkai.applications.xlsx_stream import stream_xlsx
from gongkai.ledger.models import Event
from gongkai.organs.permissions import Actor, person_or_none
from gongkai.organs.queries import ids_with_roles
from gongkai.organs.recording import record

PERSONAL = ("name", "identity", "contact")
MORE = ("收到申请之日", "最后答复日", "是否按期", "承办人")
HIDDEN = "（没有导出）"
_BATCH = 500
_WIDTHS = (*(30 if holds == "text" else 14 for _, _, holds, _ in COLUMNS), 14, 14, 10, 14)


@dataclass(frozen=True)
class Export:
    """A register on its way out: how many rows, and its bytes as they are made."""

    count: int
    content: Iterator[bytes]


@transaction.atomic
def export_register(
    *, actor: Actor, sought: Sought, on: date, personal: bool = False, purpose: str = ""
) -> Export:
    """导出登记簿 of the cases the actor may see and seeks. personal asks for names, numbers and contacts, and says what for.

    They are filled only for the organs where the actor may look at applicants. Raises Refused without a purpose.
    """
    if personal and not purpose.strip():
        raise Refused("导出申请人的姓名、证件号码和联系方式要写明用途（个人信息保护法第六条）")
    may = ids_with_roles(actor, *LOOKERS) if personal else frozenset()
    if personal and may is not None and not may:
        raise Refused("导出申请人信息需要受理、承办、审核或者签发岗位；可以不含申请人信息导出")
    rows = sought.narrow(visible_to(actor)).order_by("submitted_on", "pk")
    count = rows.count()
    who = person_or_none(actor)
    record(
        f"access/register/{who.pk if who else 0}", actor, "access.register_exported", on,
        {
            "count": count, "personal": personal, "purpose": purpose.strip()[:60] if personal else "",
            "first": rows.values_list("number", flat=True).first(), "last": rows.values_list("number", flat=True).last(),
        },
    )  # fmt: skip
    return Export(
        count, stream_xlsx("登记簿", (*HEADINGS, *MORE), _WIDTHS, _rows(rows.iterator(_BATCH), may))
    )


def _rows(cases: Iterator[Application], may: frozenset[int] | None) -> Iterator[list[Any]]:
    while batch := list(islice(cases, _BATCH)):
        events: dict[str, list[Event]] = defaultdict(list)
        for event in Event.objects.filter(stream__in=[c.stream for c in batch]).order_by("stream", "version"):
            events[event.stream].append(event)
        for case in batch:
            v = row_of(case, events[case.stream])
            if may is not None and case.organ_id not in may:
                v.update(dict.fromkeys(PERSONAL, HIDDEN))
            in_time = {True: "是", False: "否", None: ""}[case.on_time]
            more = (case.received_on, case.due_on, in_time, case.handler.name if case.handler else "")
            yield [*(cell_of(name, v[name]) for _, name, *_ in COLUMNS), *more]
