# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What stands beside a policy: its interpretations, where to apply, frequent questions."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.models import Companion, Document, Interpretation


@transaction.atomic
def interpret(*, actor: Actor, document: Document, policy: Document, form: str, on: date) -> Interpretation:
    """关联解读: this published item explains that policy (国办发〔2016〕80号)."""
    require(actor, document.organ, Role.EDITOR)
    return link_interpretation(actor=actor, document=document, policy=policy, form=form, on=on)


def link_interpretation(
    *, actor: Actor, document: Document, policy: Document, form: str, on: date
) -> Interpretation:
    """The link itself. For the verbs of this package, after their permission."""
    row = Interpretation(document=document, policy=policy, form=form)
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
    """关联办事入口 or 常见问题 beside a policy."""
    require(actor, document.organ, Role.EDITOR)
    row = Companion(document=document, kind=kind, title=title, text=text, position=position, url=url or None)
    row.full_clean(exclude=["document"])
    row.save()
    record(document.stream, actor, "document.accompanied", on, {"kind": str(kind), "title": title})
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
