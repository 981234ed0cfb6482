# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 主动公开: the only code that writes columns and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.listings import follow
from gongkai.publishing.body import clean, digest
from gongkai.publishing.due import limit_in, rows_in
from gongkai.publishing.models import (
    DESCRIBING,
    Attachment,
    Column,
    Document,
    Interpretation,
    Placement,
    Tagging,
    Version,
)
from gongkai.publishing.prechecks.words import personal_numbers


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


@transaction.atomic
def publish(
    *,
    actor: Actor,
    organ: Organ,
    column: Column,
    title: str,
    body: str,
    summary: str,
    formed_on: date,
    on: date,
    reviewed_by: str,
    index_number: str,
    number: str | None = None,
    also_in: Iterable[Column] = (),
    tags: Iterable[str] = (),
    register: str | None = None,
    effective_from: date | None = None,
    expires_on: date | None = None,
    described: Mapping[str, str | None] | None = None,
) -> Document:
    """公开 an item (条例第十九至二十六条). reviewed_by names who did the review of 条例第十七条; without it nothing goes out.

    A person does not call this: a person drafts, and the last reviewer's passing publishes. What comes from another
    system, reviewed there, is put on record by the system. described: kind, theme, drafter and office, as far as they are known.
    """
    by_system(actor)
    return put_out(
        actor=actor, organ=organ, column=column, title=title, body=body, summary=summary, formed_on=formed_on,
        on=on, reviewed_by=reviewed_by, index_number=index_number, number=number, also_in=also_in, tags=tags,
        register=register, effective_from=effective_from, expires_on=expires_on, recorded_on=on, described=described or {},
    )  # fmt: skip


def by_system(actor: Actor) -> None:
    """Raises Refused for a person."""
    if not isinstance(actor, System):
        raise Refused("公开要先起草，经审核和保密审查后发出（条例第十七条）")


def put_out(
    *,
    actor: Actor,
    organ: Organ,
    column: Column,
    title: str,
    body: str,
    summary: str,
    formed_on: date,
    on: date,
    reviewed_by: str,
    index_number: str,
    number: str | None,
    also_in: Iterable[Column],
    tags: Iterable[str],
    register: str | None,
    effective_from: date | None,
    expires_on: date | None,
    recorded_on: date,
    described: Mapping[str, str | None],
    files: Iterable[Attachment] = (),
    clarifies: str | None = None,
) -> Document:
    """The document of a reviewed item. on is the day it is public from, recorded_on the day it was decided.

    For the verbs of this package, inside their transaction and after their permission.
    """
    columns = [column, *also_in]
    may_go_out(columns, on, reviewed_by)
    document = Document(
        organ=organ, column=column, index_number=index_number, title=title, number=number, summary=summary,
        formed_on=formed_on, published_on=on, register=register, effective_from=effective_from,
        expires_on=expires_on, clarifies=clarifies, limit=limit_in(columns, formed_on, rows_in(columns)), version=1, **described,
    )  # fmt: skip
    document.clean_fields(exclude=["organ", "column"])
    document.save(force_insert=True)
    Placement.objects.bulk_create(
        Placement(document=document, column=place, placed_on=on) for place in dict.fromkeys(columns)
    )
    chosen = sorted(set(tags))
    Tagging.objects.bulk_create(Tagging(document=document, tag=tag) for tag in chosen)
    _version(
        document, actor, "document.published", recorded_on, title, body, "首次公开",
        {**publication(document, columns, chosen, reviewed_by), **({"clarifies": clarifies} if clarifies else {})},
        files,
    )  # fmt: skip
    follow([document.pk])
    return document


def may_go_out(columns: Iterable[Column], on: date, reviewed_by: str) -> None:
    """Reviewed (条例第十七条), and into columns that are open on the day. Raises Refused."""
    if not reviewed_by.strip():
        raise Refused("公开前应当完成公开审查和保密审查（条例第十七条），请写明审查人")
    for place in columns:
        if place.closed_on is not None and place.closed_on < on:
            raise Refused(f"栏目“{place.name}”已于{cn(place.closed_on)}关闭")
        if place.opened_on > on:
            raise Refused(f"栏目“{place.name}”{cn(place.opened_on)}才开设")


def publication(
    document: Document, columns: Iterable[Column], tags: Iterable[str], reviewed_by: str
) -> dict[str, Any]:
    """What the ledger says of a first publication beside its words."""
    known = {name: value for name in DESCRIBING if (value := getattr(document, name))}
    day = {
        name: getattr(document, name)
        for name in ("published_on", "formed_on", "effective_from", "expires_on")
    }
    return {
        "index_number": document.index_number, "organ": document.organ.slug, "columns": [c.slug for c in columns],
        "tags": list(tags), "reviewed_by": reviewed_by, "register": document.register,
        **({"number": document.number} if document.number else {}), **({"described": known} if known else {}),
        **({"limit": document.limit} if document.limit else {}),
        **{name: value.isoformat() if value else None for name, value in day.items()},
    }  # fmt: skip


def _version(
    document: Document,
    actor: Actor,
    kind: str,
    on: date,
    title: str,
    body: str,
    note: str,
    payload: dict[str, Any],
    files: Iterable[Attachment],
) -> None:
    """Of a document whose number of the version and title are those of these words already."""
    body = clean(body)
    version = Version.objects.create(
        document=document, number=document.version, title=title, body=body, digest=digest(title, body),
        made_on=on, note=note,
    )  # fmt: skip
    kept = sorted(files, key=lambda f: f.pk)
    if kept:
        version.files.set(kept)
        payload = {**payload, "files": [f.digest for f in kept]}
    record(
        document.stream, actor, kind, on,
        {**payload, "version": document.version, "digest": digest(title, body), "note": note},
    )  # fmt: skip


def said(words: str, otherwise: str) -> str:
    """A reason or basis that is printed on the site as it stands: there, and with no number of a person in it. Raises Refused."""
    words = words.strip()
    if not words:
        raise Refused(otherwise)
    for what, shown, stops in personal_numbers(words):
        if stops:
            raise Refused(f"这句话会印在网站上，里面有{what}{shown}，请删去（个人信息保护法）")
    return words


def locked(document: Document) -> Document:
    """The document as it is now, locked, with its organ. For the verbs of this package."""
    return Document.objects.select_for_update(of=("self",)).select_related("organ").get(pk=document.pk)


@transaction.atomic
def amend(*, actor: Actor, document: Document, on: date, title: str, body: str, note: str) -> Document:
    """更正 or 更新: a new version; the old one stays readable. A person drafts it, as for a first publication."""
    if not isinstance(actor, System):
        raise Refused("更正已公开的信息要先起草，经审核和保密审查后发出（条例第十七条）")
    return put_version(actor=actor, document=document, on=on, title=title, body=body, note=note)


# What an amendment may change beside the words. Dates and register are facts of the paper itself: other verbs, or a new paper.
AMENDABLE = ("summary", "number", "clarifies", *DESCRIBING)


def put_version(
    *, actor: Actor, document: Document, on: date, title: str, body: str, note: str,
    files: Iterable[Attachment] | None = None, facts: Mapping[str, str | None] | None = None,
) -> Document:  # fmt: skip
    """The next version of a document, reviewed; files None keeps its files, facts are those of AMENDABLE. For the verbs of this package."""
    row = locked(document)
    if row.withdrawn_on is not None:
        raise Refused("已撤下的信息不能再改")
    if not note.strip():
        raise Refused("请写明改了什么、为什么改")
    if files is None:
        files = Attachment.objects.filter(versions__document=row, versions__number=row.version)
    moved = {name: value for name, value in (facts or {}).items() if getattr(row, name) != value}
    for name, value in moved.items():
        setattr(row, name, value)
    if moved:
        row.clean_fields(exclude=["organ", "column", "successor"])
    row.version, row.title = row.version + 1, title
    row.save(update_fields=[*moved, "version", "title"])
    _version(
        row, actor, "document.amended", on, title, body, note, {"facts": moved} if moved else {}, list(files)
    )
    return row


@transaction.atomic
def withdraw(*, actor: Actor, document: Document, on: date, reason: str) -> Document:
    """撤下 what should not have been public. An expired document is marked, never withdrawn."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.withdrawn_on is not None:
        raise Refused(f"已于{cn(row.withdrawn_on)}撤下")
    reason = said(reason, "撤下要写明原因；失效、废止的文件应当标注，不撤下")
    row.withdrawn_on = on
    row.save(update_fields=["withdrawn_on"])
    record(row.stream, actor, "document.withdrawn", on, {"reason": reason})
    follow([row.pk])
    return row


@transaction.atomic
def reschedule(*, actor: Actor, document: Document, on: date, publish_on: date, reason: str) -> Document:
    """改定时公开的日期 of what is reviewed and not public yet."""
    row = locked(document)
    require(actor, row.organ, Role.SIGNER)
    if row.withdrawn_on is not None or row.published_on <= on:
        raise Refused("只有已经签发、还没有到公开日期的信息可以改期")
    if publish_on < on:
        raise Refused("公开日期不能早于今天；日期不能倒填")
    if publish_on == row.published_on:
        raise Refused("公开日期没有变化")
    if not reason.strip():
        raise Refused("改期要写明原因")
    _keeps_order(row, publish_on)
    before, row.published_on = row.published_on, publish_on
    row.save(update_fields=["published_on"])
    Placement.objects.filter(document=row, placed_on=before).update(placed_on=publish_on)
    Interpretation.objects.filter(document=row).update(published_on=publish_on)
    record(
        row.stream, actor, "document.rescheduled", on,
        {"before": before.isoformat(), "published_on": publish_on.isoformat(), "reason": reason.strip()},
    )  # fmt: skip
    follow([row.pk])
    return row


def _keeps_order(row: Document, publish_on: date) -> None:
    """An interpretation is never public before what it explains (三同步). Raises Refused."""
    pairs = Interpretation.objects.filter(Q(policy=row) | Q(document=row)).select_related(
        "policy", "document"
    )
    for pair in pairs.filter(policy__withdrawn_on__isnull=True, document__withdrawn_on__isnull=True):
        policy, told = (
            publish_on if d.pk == row.pk else d.published_on for d in (pair.policy, pair.document)
        )
        if told < policy:
            raise Refused(
                f"解读不能先于文件公开：文件{cn(policy)}公开，解读“{pair.document.title}”{cn(told)}公开"
            )


@transaction.atomic
def place(*, actor: Actor, document: Document, column: Column, on: date) -> Placement:
    """同时放进另一栏目: one record, one validity, shown there too."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.withdrawn_on is not None:
        raise Refused("已撤下的信息不能再放进栏目")
    if column.opened_on > on or (column.closed_on is not None and column.closed_on < on):
        raise Refused(f"栏目“{column.name}”现在没有开放")
    placed, made = Placement.objects.get_or_create(document=row, column=column, defaults={"placed_on": on})
    if not made:
        raise Refused(f"这条信息已经在“{column.name}”里")
    record(row.stream, actor, "document.placed", on, {"column": column.slug})
    follow([row.pk])
    return placed


@transaction.atomic
def unplace(*, actor: Actor, document: Document, column: Column, on: date, reason: str) -> Document:
    """移出栏目: it stays in its own column and wherever else it is."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.column_id == column.pk:
        raise Refused("这是它自己的栏目，不能移出")
    if not reason.strip():
        raise Refused("移出栏目要写明原因")
    if not Placement.objects.filter(document=row, column=column).delete()[0]:
        raise Refused(f"这条信息不在“{column.name}”里")
    record(row.stream, actor, "document.unplaced", on, {"column": column.slug, "reason": reason.strip()})
    follow([row.pk])
    return row
