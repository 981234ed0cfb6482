# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on columns: opened, changed, closed, with the rows of the catalogue that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.models import CatalogueItem, Column, Draft, ReviewStep

FEWEST_STEPS, MOST_STEPS = 2, 8
REVIEWING_ROLES = (Role.EDITOR, Role.REVIEWER, Role.SIGNER)
CHANGEABLE = (
    "name",
    "belongs",
    "owner",
    "article_item",
    "article21",
    "update_class",
    "duty_days",
    "position",
)


@transaction.atomic
def open_column(
    *,
    actor: Actor,
    owner: Organ,
    slug: str,
    name: str,
    kind: Column.Kind,
    belongs: str,
    on: date,
    opens_on: date | None = None,
    parent: Column | None = None,
    article_item: int | None = None,
    article21: str | None = None,
    update_class: str | None = None,
    duty_days: int | None = None,
    position: int = 0,
) -> Column:
    """开设栏目 with its owner and its duty; opens_on is the day it is shown from, today unless told."""
    require(actor, owner, Role.ADMIN, Role.SUPERVISOR)
    column = Column(
        slug=slug, name=name, kind=kind, parent=parent, owner=owner, article_item=article_item, article21=article21,
        belongs=belongs, update_class=update_class, duty_days=duty_days, opened_on=opens_on or on, position=position,
    )  # fmt: skip
    if opens_on is not None and opens_on < on:
        raise Refused("开设日期不能倒填")
    _fits(column)
    column.full_clean(exclude=["owner", "parent"])
    column.save()
    record(
        column.stream, actor, "column.opened", on,
        {"slug": slug, "kind": str(kind), "name": name, "owner": owner.slug, "duty_days": duty_days,
         **({"opens_on": opens_on.isoformat()} if opens_on else {})},
    )  # fmt: skip
    return column


def _fits(column: Column) -> None:
    parent = column.parent
    if column.kind == Column.Kind.SUBCOLUMN and (parent is None or parent.kind != Column.Kind.FIELD):
        raise Refused("领域子栏目要选它所属的领域")
    if column.kind != Column.Kind.SUBCOLUMN and parent is not None:
        raise Refused("只有领域子栏目有上级栏目")


def _locked(column: Column) -> Column:
    return Column.objects.select_for_update(of=("self",)).select_related("owner", "parent").get(pk=column.pk)


@transaction.atomic
def change_column(*, actor: Actor, column: Column, on: date, reason: str, **facts: Any) -> Column:
    """修改栏目: its name, what belongs there, who answers for it, its duty. The address stays."""
    row = _locked(column)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    unknown = sorted(set(facts) - set(CHANGEABLE))
    if unknown:
        raise TypeError(f"column has no {unknown}")
    if not reason.strip():
        raise Refused("修改栏目要写明原因")
    moved = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not moved:
        raise Refused("没有改动")
    if "owner" in moved:
        require(actor, moved["owner"], Role.ADMIN, Role.SUPERVISOR)
    for name, value in moved.items():
        setattr(row, name, value)
    row.full_clean(exclude=["owner", "parent"])
    row.save()
    said = {name: value.slug if isinstance(value, Organ) else value for name, value in moved.items()}
    record(row.stream, actor, "column.changed", on, {"reason": reason.strip(), "facts": said})
    return row


@transaction.atomic
def close_column(*, actor: Actor, column: Column, on: date, reason: str) -> Column:
    """关闭栏目: what it held stays where it is."""
    row = _locked(column)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    if row.closed_on is not None:
        raise Refused(f"栏目已于{row.closed_on}关闭")
    if on < row.opened_on:
        raise Refused("关闭日期早于开设日期")
    if not reason.strip():
        raise Refused("关闭栏目要写明原因")
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    record(row.stream, actor, "column.closed", on, {"reason": reason})
    return row


@transaction.atomic
def set_steps(
    *, actor: Actor, column: Column, on: date, steps: Sequence[tuple[str, Role]], reason: str
) -> Column:
    """定三审三校 of a column: its steps in order, each with the role that does it; none: the usual three again.

    The last step publishes, so it is the signer's; a draft that is under way has been told of its steps, so they stay until it is through.
    """
    row = _locked(column)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    if not reason.strip():
        raise Refused("改审核步骤要写明原因")
    if steps and not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        raise Refused(f"审核步骤要{FEWEST_STEPS}至{MOST_STEPS}步，最后一步由签发岗位审定")
    if steps and steps[-1][1] != Role.SIGNER:
        raise Refused("最后一步审定后就公开，应当由签发岗位做")
    if any(role not in REVIEWING_ROLES for _, role in steps):
        raise Refused("审核步骤由编辑、审核或者签发岗位做")
    if len({label for label, _ in steps}) < len(steps):
        raise Refused("每一步的名称要不同")
    held = [(s.label, s.role) for s in row.review_steps.all()]
    if held == [(label, str(role)) for label, role in steps]:
        raise Refused("没有改动")
    waiting = Draft.objects.filter(column=row, state=Draft.State.REVIEWING).count()
    if waiting:
        raise Refused(f"这个栏目有{waiting}篇稿件正在审核，等它们审完或者退回以后再改")
    row.review_steps.all().delete()
    for n, (label, role) in enumerate(steps, 1):
        step = ReviewStep(column=row, position=n, label=label, role=role)
        step.clean_fields(exclude=["column"])
        step.save()
    record(
        row.stream, actor, "column.steps_set", on,
        {"reason": reason.strip(), "steps": [[label, str(role)] for label, role in steps]},
    )  # fmt: skip
    return row


@transaction.atomic
def put_item(*, actor: Actor, column: Column, on: date, number: str, **facts: Any) -> CatalogueItem:
    """登记标准目录条目: a new row, or the next wording of the row of this number."""
    row = _locked(column)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    item = CatalogueItem.objects.filter(column=row, number=number).first() or CatalogueItem(
        column=row, number=number
    )
    for name, value in facts.items():
        setattr(item, name, value)
    try:
        item.rule  # noqa: B018 - says what is wrong with the limit
    except ValueError as error:
        raise Refused(str(error)) from None
    item.full_clean(exclude=["column"])
    item.save()
    record(
        row.stream, actor, "column.item_put", on, {"number": number, "facts": facts, "limit": item.rule.text}
    )
    return item


@transaction.atomic
def drop_item(*, actor: Actor, column: Column, on: date, number: str, reason: str) -> Column:
    """去掉标准目录条目."""
    row = _locked(column)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    if not reason.strip():
        raise Refused("去掉目录条目要写明原因")
    if not CatalogueItem.objects.filter(column=row, number=number).delete()[0]:
        raise Refused(f"没有序号“{number}”的条目")
    record(row.stream, actor, "column.item_dropped", on, {"number": number, "reason": reason.strip()})
    return row
