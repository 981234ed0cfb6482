# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What stands beside the report: 口径说明 fixed to a figure, and colleagues' 批注.

A public note is part of what is printed, so it is closed with the text; a remark is never printed and may be made at any time.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.annual_report import narrative
from gongkai.annual_report.actions import Refused, must_be_open, said
from gongkai.annual_report.models import FigureNote, Remark
from gongkai.annual_report.notes import label_of
from gongkai.annual_report.scope import Scope
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require

MOST_NOTE, MOST_REMARK = 500, 1000


def _known(key: str) -> None:
    try:
        label_of(key)
    except KeyError:
        raise Refused(f"没有“{key}”这个指标") from None


@transaction.atomic
def note(
    *, actor: Actor, organ: Organ, year: int, key: str, text: str, public: bool, on: date
) -> FigureNote | None:
    """写口径说明; an empty text takes it away. What is or becomes public follows the report's own closing."""
    require(actor, organ, Role.COMPILER)
    _known(key)
    text = text.strip()
    if len(text) > MOST_NOTE:
        raise Refused(f"口径说明最多{MOST_NOTE}字，现在{len(text)}字")
    before = FigureNote.objects.filter(organ=organ, year=year, figure=key).first()
    if public or (before is not None and before.public):
        must_be_open(organ, year, "随报告公布的口径说明")
    if public and (unknown := [f for f in narrative.check("1.1", text) if f.code == "N.reference"]):
        raise Refused("；".join(f.message for f in unknown))
    if not text:
        if before is None:
            raise Refused("这个数还没有口径说明，写了再保存")
        before.delete()
        said(Scope(organ, year), actor, "report.note_removed", on, {"figure": key})
        return None
    facts = {"text": text, "public": public, "written_by": person_or_none(actor), "written_on": on}
    row, _ = FigureNote.objects.update_or_create(organ=organ, year=year, figure=key, defaults=facts)
    said(Scope(organ, year), actor, "report.noted", on, {"figure": key, "text": text, "public": public})
    return row


@transaction.atomic
def remark(
    *,
    actor: Actor,
    organ: Organ,
    year: int,
    text: str,
    on: date,
    part: str | None = None,
    key: str | None = None,
) -> Remark:
    """批注 on a part or on a figure, by anyone who works in the organ or oversees it. The ledger keeps that it was made, not its words."""
    require(actor, organ, *Role)
    if (part is None) == (key is None):
        raise Refused("批注要写在一个部分或者一个数旁边")
    if part is not None and part not in narrative.PART_KEYS:
        raise Refused(f"报告没有这一部分：{part}")
    if key is not None:
        _known(key)
    text = text.strip()
    if not text:
        raise Refused("请写批注的内容")
    if len(text) > MOST_REMARK:
        raise Refused(f"批注最多{MOST_REMARK}字，现在{len(text)}字")
    row = Remark.objects.create(
        organ=organ,
        year=year,
        part=part,
        figure=key,
        text=text,
        written_by=person_or_none(actor),
        written_on=on,
    )
    said(Scope(organ, year), actor, "report.remarked", on, {"id": row.pk, "at": part or key})
    return row


@transaction.atomic
def resolve(*, actor: Actor, row: Remark, on: date) -> Remark:
    """解决 a remark: by the report's compiler, or by the one who made it."""
    person = person_or_none(actor)
    if person is None or person.pk != row.written_by_id:
        require(actor, row.organ, Role.COMPILER)
    if row.resolved_on is not None:
        raise Refused("这条批注已经解决")
    row.resolved_on, row.resolved_by = on, person
    row.save(update_fields=["resolved_on", "resolved_by"])
    said(Scope(row.organ, row.year), actor, "report.remark_resolved", on, {"id": row.pk})
    return row
