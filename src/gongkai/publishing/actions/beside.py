# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What stands beside a policy: its interpretations, where to apply, frequent questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused, locked, said
from gongkai.publishing.models import Companion, CompanionDraft, Document, Draft, Interpretation
from gongkai.publishing.prechecks.copying import quality
from gongkai.publishing.queries import latest_version


@transaction.atomic
def interpret(*, actor: Actor, document: Document, policy: Document, form: str, on: date) -> Interpretation:
    """关联解读: this published item explains that policy (国办发〔2016〕80号). Measured as a draft of it would be."""
    require(actor, document.organ, Role.EDITOR)
    if document.withdrawn_on is not None or policy.withdrawn_on is not None:
        raise Refused("已撤下的信息不能关联")
    if document.pk == policy.pk:
        raise Refused("解读的是另一份文件")
    if Interpretation.objects.filter(document=document).exists():
        raise Refused("这条解读已经关联了文件")
    if isinstance(actor, Person):
        meter = quality(Draft(policy=policy, form=form, body=latest_version(document).body))
        if meter is not None and meter.stops:
            raise Refused(f"有{meter.percent}%与文件原文相同，照抄不是解读：先更正，改写以后再关联")
    return link_interpretation(actor=actor, document=document, policy=policy, form=form, on=on)


def link_interpretation(
    *, actor: Actor, document: Document, policy: Document, form: str, on: date
) -> Interpretation:
    """The link itself. For the verbs of this package, after their permission."""
    row = Interpretation(document=document, policy=policy, form=form, published_on=document.published_on)
    row.full_clean(exclude=["document", "policy"])
    row.save()
    record(
        document.stream, actor, "document.interprets", on, {"policy": policy.index_number, "form": str(form)}
    )
    return row


@transaction.atomic
def accompany(
    *, actor: Actor, document: Document, kind: str, title: str, text: str, on: date, position: int = 0,
    url: str | None = None,
) -> Companion:  # fmt: skip
    """关联办事入口 or 常见问题 beside a policy, from another system where it was looked at. A person proposes it to another."""
    if not isinstance(actor, System):
        raise Refused("办事入口和问答要由另一人复核以后才公开（条例第十七条）")
    return _stand(
        actor,
        Companion(document=document, kind=kind, title=title, text=text, position=position, url=url or None),
        on,
        {},
    )


def _stand(actor: Actor, row: Companion, on: date, more: dict[str, Any]) -> Companion:
    row.full_clean(exclude=["document"])
    row.save()
    record(
        row.document.stream,
        actor,
        "document.accompanied",
        on,
        {"kind": str(row.kind), "title": row.title, **more},
    )
    return row


@transaction.atomic
def propose_companion(
    *, actor: Person, document: Document, kind: str, title: str, text: str, on: date, url: str | None = None
) -> CompanionDraft:  # fmt: skip
    """提出办事入口 or 常见问题, for another person to look at."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.withdrawn_on is not None:
        raise Refused("已撤下的信息旁边不再放办事和问答")
    draft = CompanionDraft(
        document=row, kind=kind, title=said(title, "请写明名称或者问题"), text=said(text, "请写明说明或者回答"), url=url or None,
        author=actor, proposed_on=on,
    )  # fmt: skip
    draft.full_clean(exclude=["document", "author"])
    draft.save()
    record(
        draft.stream,
        actor,
        "companion.proposed",
        on,
        {"document": row.index_number, "kind": kind, "title": draft.title, "text": draft.text},
    )
    return draft


@transaction.atomic
def decide_companion(
    *, actor: Person, draft: CompanionDraft, on: date, passes: bool, words: str
) -> CompanionDraft:
    """复核: by another than who proposed it. words is the conclusion and basis of the secrecy review, or why it does not go out."""
    row = (
        CompanionDraft.objects.select_for_update(of=("self",))
        .select_related("document__organ")
        .get(pk=draft.pk)
    )
    require(actor, row.document.organ, Role.REVIEWER, Role.SIGNER)
    if row.decided_on is not None:
        raise Refused("这一项已经复核过")
    if row.author_id == actor.pk:
        raise Refused("提出的人不能复核自己的内容（条例第十七条）")
    if not words.strip():
        raise Refused("请写明保密审查的结论和依据" if passes else "请写明为什么不公开")
    if passes and row.document.withdrawn_on is not None:
        raise Refused("这份文件已经撤下")
    row.decided_by, row.decided_on, row.passed, row.said = actor, on, passes, words.strip()
    row.save(update_fields=["decided_by", "decided_on", "passed", "said"])
    record(row.stream, actor, "companion.decided", on, {"passed": passes, "said": row.said})
    if passes:
        last = row.document.companions.order_by("-position").values_list("position", flat=True).first()
        stands = Companion(
            document=row.document, kind=row.kind, title=row.title, text=row.text, url=row.url,
            position=0 if last is None else last + 1,
        )  # fmt: skip
        _stand(actor, stands, on, {"basis": row.said, "proposed_by": str(row.author)})
    return row


@transaction.atomic
def unaccompany(*, actor: Actor, companion: Companion, on: date, reason: str) -> Document:
    """去掉办事入口 or 常见问题 that no longer holds."""
    document = companion.document
    require(actor, document.organ, Role.EDITOR)
    if not reason.strip():
        raise Refused("请写明为什么去掉")
    title = companion.title
    companion.delete()
    record(document.stream, actor, "document.unaccompanied", on, {"title": title, "reason": reason.strip()})
    return document
