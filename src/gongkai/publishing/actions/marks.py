# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""时效标注: what has run out or was replaced is marked where it stands, and stays readable (条例第五十三条第二项)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.law.clock import cn
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused, locked, said
from gongkai.publishing.models import Document, Mark


@transaction.atomic
def mark(
    *, actor: Actor, document: Document, on: date, what: str, basis: str, successor: Document | None = None
) -> Document:
    """标注时效 of an item that is in no register; a registered one has its term and its repeal instead."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if what not in Mark.values:
        raise Refused("请选择怎样标注")
    if row.register is not None and what != Mark.ARCHIVED:
        raise Refused("规章、行政规范性文件按有效期和废止标注，请登记有效期或者废止")
    if row.withdrawn_on is not None or row.published_on > on:
        raise Refused("没有公开或者已经撤下的信息不用标注")
    if row.mark is not None:
        raise Refused(
            f"已于{cn(row.marked_on)}标注“{row.get_mark_display()}”" if row.marked_on else "已经标注"
        )
    basis = said(basis, "请写明标注的依据")
    if successor is not None and (what != Mark.SUPERSEDED or successor.pk == row.pk):
        raise Refused("只有“已被替代”才写替代它的信息，并且不能是它自己")
    row.mark, row.marked_on, row.mark_basis, row.successor = Mark(what).value, on, basis, successor
    row.save(update_fields=["mark", "marked_on", "mark_basis", "successor"])
    record(
        row.stream, actor, "document.marked", on,
        {"mark": row.mark, "basis": row.mark_basis, "successor": successor.index_number if successor else None},
    )  # fmt: skip
    return row


@transaction.atomic
def unmark(*, actor: Actor, document: Document, on: date, reason: str) -> Document:
    """撤销标注 that was wrong."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.mark is None:
        raise Refused("这条信息没有标注")
    if not reason.strip():
        raise Refused("撤销标注要写明原因")
    was, row.mark, row.marked_on, row.mark_basis, row.successor = row.mark, None, None, None, None
    row.save(update_fields=["mark", "marked_on", "mark_basis", "successor"])
    record(row.stream, actor, "document.unmarked", on, {"mark": was, "reason": reason.strip()})
    return row
