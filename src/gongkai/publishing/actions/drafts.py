# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""起草: an editor's text before the public sees it. A change to it is a new version and is reviewed from the start (`reviewing`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.law.calendar import LAST_DAY
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import AMENDABLE, Refused
from gongkai.publishing.body import OLDEST, clean, digest, keys_in, seen
from gongkai.publishing.models import (
    DESCRIBING,
    Attachment,
    Column,
    Document,
    Draft,
    Interpretation,
    WatchedWord,
)
from gongkai.publishing.queries import latest_version
from gongkai.publishing.watched import Watched

EDITABLE = (
    "title", "body", "summary", "number", "formed_on", "register", "effective_from", "expires_on", "policy",
    "explains", "form", "clarifies", "note", "publish_on", "column", *DESCRIBING,
)  # fmt: skip
# Facts of the paper that an amendment leaves as they are: other verbs move them, or it is another paper.
FIXED = ("formed_on", "register", "effective_from", "expires_on")


@transaction.atomic
def start_draft(
    *,
    actor: Person,
    organ: Organ,
    column: Column,
    title: str,
    on: date,
    body: str = "",
    also_in: Iterable[Column] = (),
    amends: Document | None = None,
    **facts: Any,
) -> Draft:
    """起草 a new item, or (amends) the next version of a public one."""
    require(actor, organ, Role.EDITOR)
    given = _blank_to_none(facts)
    if amends is not None:
        if amends.withdrawn_on is not None or amends.organ_id != organ.pk:
            raise Refused("只能更正本机关没有撤下的信息")
        given = _of_amended(amends, given)
        column, also_in = amends.column, ()
    draft = Draft(
        organ=organ, author=actor, column=column, title=seen(title).strip(), body=clean(body), amends=amends,
        started_on=on, changed_on=on, **given,
    )  # fmt: skip
    _validate(draft)
    draft.save()
    draft.also_in.set(also_in)
    if amends is not None:
        draft.files.set(latest_version(amends).files.all())
    _link_pictures(draft, actor)
    record(
        draft.stream, actor, "draft.started", on,
        {"organ": organ.slug, "column": column.slug, "amends": amends.pk if amends else None,
         "version": 1, "digest": digest(draft.title, draft.body), "files": _digests(draft)},
    )  # fmt: skip
    return draft


def _of_amended(document: Document, given: dict[str, Any]) -> dict[str, Any]:
    """An amendment's facts: those of the document, with what may change as it is given. Raises Refused for what may not."""
    held = {name: getattr(document, name) for name in (*FIXED, *AMENDABLE)}
    held |= {"amends_version": document.version}
    if any(given.get(name, held[name]) != held[name] for name in FIXED):
        raise Refused(
            "成文日期、登记类别、施行日期、有效期不随更正改变；有效期用“登记有效期”，别的写错了的，撤下后重新公开"
        )
    if given.get("publish_on"):
        raise Refused("更正在终审通过当天公开，不能定时")
    link = Interpretation.objects.filter(document=document).first()
    # so that the meter measures it again
    explained = {"policy": link.policy, "form": link.form} if link else {}
    return held | {k: v for k, v in given.items() if k in (*AMENDABLE, "note")} | explained


def _digests(draft: Draft) -> list[str]:
    return list(draft.files.values_list("digest", flat=True))


def _link_pictures(draft: Draft, actor: Person) -> None:
    """The draft has the pictures its body shows and no others; a picture of another's is not taken by writing its address."""
    keys = keys_in(draft.body)
    draft.files.remove(*draft.files.filter(use=Attachment.Use.PICTURE).exclude(key__in=keys))
    mine = Attachment.objects.filter(use=Attachment.Use.PICTURE, key__in=keys)
    draft.files.add(*mine.filter(Q(added_by=actor) | Q(drafts__organ=draft.organ)).distinct())


def open_to_change(actor: Person, draft: Draft) -> Draft:
    """The draft, locked, if the person may change it now. For the verbs of this package."""
    row = locked(draft)
    require(actor, row.organ, Role.EDITOR)
    if row.state not in (Draft.State.WRITING, Draft.State.RETURNED):
        raise Refused(f"这篇稿件{row.get_state_display()}，不能修改；要改先退回")
    return row


def changed(row: Draft, actor: Person, on: date) -> Draft:
    """Save a changed draft as its next version; what others wrote of the one before no longer counts."""
    row.version, row.changed_on = row.version + 1, on
    row.secrecy_by = row.secrecy_on = row.secrecy_basis = row.copied_by = row.copied_reason = None
    row.body = clean(row.body)
    _validate(row)
    row.save()
    _link_pictures(row, actor)
    record(
        row.stream, actor, "draft.revised", on,
        {"version": row.version, "digest": digest(row.title, row.body), "files": _digests(row)},
    )  # fmt: skip
    return row


def _blank_to_none(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(facts) - set(EDITABLE))
    if unknown:
        raise TypeError(f"draft has no {unknown}")
    said = {k: seen(v).strip() if isinstance(v, str) and k != "body" else v for k, v in facts.items()}
    return {k: None if v == "" and k not in ("title", "body") else v for k, v in said.items()}


def _validate(draft: Draft) -> None:
    skip = [f.name for f in draft._meta.fields if f.is_relation]
    draft.clean_fields(
        exclude=[
            *skip,
            *(f.name for f in draft._meta.fields if f.null and getattr(draft, f.name) is None),
            "body",
        ]
    )
    for name in ("formed_on", "effective_from", "expires_on", "publish_on"):
        day = getattr(draft, name)
        if day is not None and not OLDEST <= day <= LAST_DAY:
            raise Refused(
                f"{draft._meta.get_field(name).verbose_name}的年份不在{OLDEST.year}年到{LAST_DAY.year}年之间"
            )
    if (draft.policy_id is None and draft.explains_id is None) != (draft.form is None):
        raise Refused("解读要同时选它解读的文件和形式")


def locked(draft: Draft) -> Draft:
    """The draft as it is now, locked, with what the verbs ask of it. For the verbs of this package."""
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related("organ", "column", "author", "policy", "explains", "copied_by", "amends__column")
        .get(pk=draft.pk)
    )


@transaction.atomic
def revise_draft(*, actor: Person, draft: Draft, on: date, expected_version: int, **facts: Any) -> Draft:
    """修改 a draft in writing or returned. Another's change meanwhile is said, never overwritten."""
    row = open_to_change(actor, draft)
    if row.version != expected_version:
        raise StreamMoved(f"这篇稿件已有第{row.version}稿，您修改的是第{expected_version}稿，请对照后再保存")
    also_in = facts.pop("also_in", None)
    given = _blank_to_none(facts)
    if row.amends is not None:  # who saves has what is public now before them
        held = {name: getattr(row, name) for name in AMENDABLE}
        given = {k: given[k] for k in ("title", "body") if k in given} | _of_amended(row.amends, held | given)
        also_in = None
    for name, value in given.items():
        setattr(row, name, value)
    changed(row, actor, on)
    if also_in is not None:
        row.also_in.set(also_in)
    return row


@transaction.atomic
def set_watched_words(*, actor: Person, organ: Organ, words: Sequence[Watched], on: date) -> int:
    """Replace the instance's 错敏词表; an empty list brings back the built-in one. organ is the site's."""
    require(actor, organ, Role.ADMIN, Role.SUPERVISOR)
    WatchedWord.objects.all().delete()
    WatchedWord.objects.bulk_create(
        WatchedWord(words=w.words, instead=w.instead or None, blocks=w.blocks) for w in words
    )
    record(
        "publishing/words", actor, "words.set", on, {"words": [[w.words, w.instead, w.blocks] for w in words]}
    )
    return len(words)


@transaction.atomic
def drop_draft(*, actor: Person, draft: Draft, on: date, reason: str) -> Draft:
    """不再公开: the draft is put aside; what was written stays readable on the desk."""
    row = locked(draft)
    require(actor, row.organ, Role.EDITOR, Role.REVIEWER)
    if row.state in (Draft.State.PUBLISHED, Draft.State.DROPPED):
        raise Refused(f"这篇稿件{row.get_state_display()}")
    if not reason.strip():
        raise Refused("不再公开要写明原因")
    row.state, row.step, row.changed_on = Draft.State.DROPPED, 0, on
    row.save(update_fields=["state", "step", "changed_on"])
    record(row.stream, actor, "draft.dropped", on, {"reason": reason.strip()})
    return row
