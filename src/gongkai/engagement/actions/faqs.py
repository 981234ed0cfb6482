# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on 常见问题: drafted from an answer, reviewed by a second person, shown beside its policy, taken down with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement.actions.core import Refused, note, told
from gongkai.engagement.models import CitizenMessage, Faq, HotlineTicket
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, System, ancestors, person_or_none, require
from gongkai.organs.queries import area
from gongkai.publishing.actions import accompany, unaccompany
from gongkai.publishing.models import Companion, Document

DRAFTING = (Role.EDITOR, Role.HANDLER)


@transaction.atomic
def draft_faq(
    *, actor: Actor, organ: Organ, on: date, question: str, answer: str, policy: Document | None = None,
    ticket: HotlineTicket | None = None, message: CitizenMessage | None = None,
) -> Faq:  # fmt: skip
    """拟一条常见问题. No person's number may stand in it; the policy is the organ's own, or of one above or below it."""
    require(actor, organ, *DRAFTING)
    question = told(question, "问题", 160)
    answer = told(answer, "答复")
    if policy is not None:
        if policy.withdrawn_on is not None or policy.published_on > on:
            raise Refused("政策文件还没有公开，或者已经撤下")
        if policy.organ_id not in {*ancestors(organ), *(o.pk for o in area(organ))}:
            raise Refused(f"这份文件不是{organ.short_name}和上下级机关的，请核对")
    for source in (ticket, message):
        if source is not None and source.organ_id != organ.pk:
            raise Refused(f"{source}不是{organ.short_name}的")
    row = Faq(
        organ=organ, question=question, answer=answer, policy=policy, ticket=ticket, message=message, drafted_on=on,
        drafter=person_or_none(actor),
    )  # fmt: skip
    row.clean_fields(exclude=["organ", "policy", "ticket", "message", "drafter", "companion"])
    row.save()
    note(
        row.stream, actor, "faq.drafted", on,
        {"organ": organ.slug, "digest": keyed_digest("faq", f"{question}\n{answer}"),
         "ticket": ticket.number if ticket else None, "message": message.number if message else None},
    )  # fmt: skip
    return row


def _locked(faq: Faq) -> Faq:
    rows = Faq.objects.select_for_update(of=("self",)).select_related("organ", "policy", "companion")
    return rows.get(pk=faq.pk)


@transaction.atomic
def publish_faq(*, actor: Actor, faq: Faq, on: date) -> Faq:
    """审核通过，公布: by another than who drafted it. Beside its policy it is a 常见问题 like any other."""
    row = _locked(faq)
    require(actor, row.organ, Role.REVIEWER)
    if row.withdrawn_on is not None:
        raise Refused(f"已于{cn(row.withdrawn_on)}撤下；要再公布的，请另拟一条")
    if row.published_on is not None:
        raise Refused(f"已于{cn(row.published_on)}公布")
    if isinstance(actor, Person) and row.drafter_id == actor.pk:
        raise Refused("拟稿人不能审核自己拟的，请另一人审核")
    if on < row.drafted_on:
        raise Refused(f"早于拟稿的{cn(row.drafted_on)}")
    if row.policy is not None:
        row.companion = accompany(
            actor=System(f"{actor}", person_or_none(actor)), document=row.policy, kind=Companion.Kind.QUESTION,
            title=row.question, text=row.answer, on=on,
        )  # fmt: skip
    row.published_on = on
    row.save(update_fields=["published_on", "companion"])
    note(row.stream, actor, "faq.published", on, {"policy": row.policy.index_number if row.policy else None})
    return row


@transaction.atomic
def withdraw_faq(*, actor: Actor, faq: Faq, on: date, reason: str) -> Faq:
    """撤下 (or give up the draft), with the reason: also from beside its policy."""
    row = _locked(faq)
    require(actor, row.organ, Role.REVIEWER, Role.EDITOR)
    if row.withdrawn_on is not None:
        raise Refused(f"已于{cn(row.withdrawn_on)}撤下")
    if on < (row.published_on or row.drafted_on):
        raise Refused("早于公布的日期")
    reason = told(reason, "撤下的理由", 200)
    if row.companion is not None:
        unaccompany(
            actor=System(f"{actor}", person_or_none(actor)), companion=row.companion, on=on, reason=reason
        )
    row.withdrawn_on, row.withdrawn_why, row.companion = on, reason, None
    row.save(update_fields=["withdrawn_on", "withdrawn_why", "companion"])
    note(row.stream, actor, "faq.withdrawn", on, {"reason": reason})
    return row
