# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading drafts: who sees which, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gongkai.ledger.models import Event
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import Actor, System, holds
from gongkai.organs.queries import organs_with_role, working_organs
from gongkai.publishing.actions.reviewing import Step, steps_of, written_by, wrote
from gongkai.publishing.body import digest
from gongkai.publishing.models import Attachment, CompanionDraft, Draft
from gongkai.publishing.queries import visible_to


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """The drafts of the organs the actor works in or oversees."""
    rows = Draft.objects.select_related(
        "organ",
        "column",
        "author",
        "document",
        "policy",
        "explains",
        "secrecy_by",
        "copied_by",
        "amends__organ",
    )
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def files_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """Files the actor may see on the desk: of its organs' drafts and items, and what it chose itself a moment ago."""
    mine = Q(drafts__in=drafts_visible_to(actor)) | Q(versions__document__in=visible_to(actor))
    return Attachment.objects.filter(mine | Q(added_by=getattr(actor, "pk", None))).distinct()


def waiting_step(draft: Draft) -> Step | None:
    """The step the draft waits for, or none outside review."""
    return steps_of(draft.column)[draft.step - 1] if draft.state == Draft.State.REVIEWING else None


def may_review(person: Person, draft: Draft) -> bool:
    """Whether the step it waits for can be this person's: the role, no word of it their own, no step of this version before."""
    return not wrote(person, draft) and _asks_for(person, draft)


def may_review_secrecy(person: Person, draft: Draft) -> bool:
    """Whether 保密审查 of this version is still to be done and can be this person's."""
    return draft.state == Draft.State.REVIEWING and draft.secrecy_by_id is None and _may_judge(person, draft)


def may_accept_copying(person: Person, draft: Draft) -> bool:
    """Whether this person could let the draft repeat its document."""
    return draft.state not in (Draft.State.PUBLISHED, Draft.State.DROPPED) and _may_judge(person, draft)


def _may_judge(person: Person, draft: Draft) -> bool:
    return holds(person, draft.organ, Role.REVIEWER, Role.SIGNER) and not wrote(person, draft)


def _asks_for(person: Person, draft: Draft) -> bool:
    step = waiting_step(draft)
    return (
        step is not None
        and holds(person, draft.organ, step.role)
        and not draft.opinions.filter(version=draft.version, person=person).exists()
    )


def waiting_for(person: Person) -> list[Draft]:
    """等我审核: oldest first."""
    rows = drafts_visible_to(person).filter(state=Draft.State.REVIEWING).order_by("changed_on", "pk")
    waiting = list(rows.exclude(author=person).prefetch_related("column__review_steps"))
    own = written_by(person, waiting)
    return [row for row in waiting if row.stream not in own and _asks_for(person, row)]


def companions_waiting_for(person: Person) -> list[CompanionDraft]:
    """办事入口 and 常见问题 others proposed, which this person may look at: oldest first."""
    organs = organs_with_role(person, Role.REVIEWER) | organs_with_role(person, Role.SIGNER)
    rows = CompanionDraft.objects.filter(
        decided_on__isnull=True, document__organ__in=organs.distinct().values("pk")
    )
    return list(rows.exclude(author=person).select_related("document", "author"))


def check_projections() -> Iterator[str]:
    """Every draft's words and state against the ledger."""
    said: dict[str, dict[str, object]] = {}
    states = {
        "draft.started": "writing", "draft.revised": "", "draft.submitted": "reviewing", "draft.returned": "returned",
        "draft.dropped": "dropped", "draft.recalled": "writing", "draft.published": "published",
    }  # fmt: skip
    for event in Event.objects.filter(stream__startswith="draft/").order_by("seq").iterator(2000):
        held = said.setdefault(event.stream, {})
        if event.kind in ("draft.started", "draft.revised"):
            held |= {"version": event.payload["version"], "digest": event.payload["digest"]}
        if state := states.get(event.kind):
            held["state"] = state
    for draft in Draft.objects.order_by("pk").iterator(500):
        found = said.pop(draft.stream, None)
        if found is None:
            yield f"稿件“{draft.title}”：账本里没有它的起草"
            continue
        stored = {"version": draft.version, "digest": digest(draft.title, draft.body), "state": draft.state}
        for name, value in stored.items():
            if found.get(name) != value:
                yield f"稿件“{draft.title}”：{name} 与账本不同"
    for stream in said:
        yield f"{stream}：账本里起草过，库里没有这一篇"
