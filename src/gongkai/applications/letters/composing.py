# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""From a letter's record to what its paper says: as a draft with its gaps, and as the snapshot that is signed."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.applications.letters.facts import LetterMatter, said, title_of
from gongkai.applications.letters.remedy import Head, head_of
from gongkai.applications.letters.snapshot import Snapshot, joined
from gongkai.applications.letters.wording import Piece, Wording, paragraphs, wording_for
from gongkai.applications.letters.words import ELSEWHERE, FRAME, REMEDY, facts_of
from gongkai.applications.models import Application, Letter
from gongkai.applications.sealing import unseal
from gongkai.applications.story import Story, fold
from gongkai.law.letters import Fact, LetterKind, letter
from gongkai.law.letters import missing as law_missing
from gongkai.law.outcomes import outcome
from gongkai.law.remedies import Ground, RemedyNotice, Variant, notice
from gongkai.ledger.models import Event
from gongkai.ledger.queries import stream
from gongkai.organs.models import Organ


@dataclass(frozen=True)
class Draft:
    """A letter as it would be printed today: its pieces, what is still missing, and its remedy."""

    title: str
    organ: str
    paragraphs: list[list[Piece]]
    missing: tuple[Fact, ...]
    remedy: RemedyNotice | None
    wording: Wording
    recipient: str


def typed_facts(row: Letter) -> dict[str, str]:
    """What the officer wrote."""
    found: dict[str, str] = json.loads(unseal(row.facts_sealed))
    return found


def matter_of(
    case: Application, kind: LetterKind, day: date, *, row: str | None = None, refused_for: str | None = None,
    events: list[Event] | None = None,
) -> LetterMatter:  # fmt: skip
    """The case as a letter of this kind sees it on this day; the events are read when they are not given."""
    events = list(stream(case.stream)) if events is None else events
    story: Story = fold(events)
    answers: dict[str, bool] = {}
    asked: dict[str, tuple[str, str | None]] = {}
    for event in events:
        if event.kind == "application.judged":
            answers = event.payload["answers"]
        elif event.kind == "application.consultation_sent":
            asked[event.payload["id"]] = (event.payload["to"], None)
        elif event.kind == "application.consultation_closed" and event.payload["id"] in asked:
            to, _ = asked[event.payload["id"]]
            asked[event.payload["id"]] = (to, event.payload.get("answer"))
    return LetterMatter(
        case=case, story=story, kind=kind, day=day, row=row, refused_for=refused_for,
        already_public=bool(answers.get("already_public")),
        consultations=tuple((id, to, answer) for id, (to, answer) in asked.items()),
    )  # fmt: skip


def remedy_of(matter: LetterMatter, head: Head) -> RemedyNotice | None:
    """The remedy the letter tells, by its date and ground; None for a letter that goes to no one with a remedy."""
    ground = matter.kind.ground
    if ground is None:
        return None
    nothing = False
    if matter.row:
        ground, nothing = outcome(matter.row).ground, outcome(matter.row).gives_nothing
    return notice(
        ground, matter.day, level=head.level, names=head.bodies, gives_nothing=nothing, scope=head.scope
    )


def remedy_words(matter: LetterMatter, told: RemedyNotice | None) -> str:
    """The paragraph. In a partial disclosure review comes first for the refused part alone (行政复议法第二十三条)."""
    if told is None or not told.text:
        return ""
    if matter.kind.key == "partly" and told.variant is Variant.REVIEW_FIRST:
        return told.text.replace("对本告知书不服的", "对本告知书中不予公开的部分不服的", 1)
    return told.text


def compose(
    matter: LetterMatter, organ: Organ, typed: Mapping[str, str], *, head: Head | None = None
) -> Draft:
    """The draft of a letter: every fact in its place, every gap named."""
    kind = matter.kind
    head = head or head_of(organ)
    wording = wording_for(organ, kind)
    told = remedy_of(matter, head)
    facts = said(matter, typed)
    # The frame's own facts are there by the time of signing: name, number, day.
    have = {**facts, **{key: facts.get(key, "待签发") for key in FRAME}}
    lacking = [f for f in facts_of(kind, matter.refused_for or matter.row) if not have.get(f.key, "").strip()]
    by_law = law_missing(kind, have, refused_for=matter.refused_for or matter.row)
    return Draft(
        title=title_of(kind),
        organ=organ.name,
        paragraphs=paragraphs(kind, wording.text, {**facts, REMEDY: remedy_words(matter, told)}),
        missing=tuple(dict.fromkeys([*lacking, *by_law])),
        remedy=told,
        wording=wording,
        recipient=typed.get("recipient", "").strip() if kind.key in ELSEWHERE else "",
    )


def draft_of(row: Letter, day: date) -> Draft:
    """An unsigned letter as it would be printed on the day."""
    matter = matter_of(row.application, letter(row.kind), day, row=row.outcome, refused_for=row.refused_for)
    return compose(matter, row.organ, typed_facts(row))


def snapshot_of(
    matter: LetterMatter, draft: Draft, *, head: Head, applicant: str, number: str, day: date
) -> Snapshot:
    """The signed paper. The draft must be complete."""
    told = draft.remedy
    return Snapshot(
        kind=matter.kind.key,
        title=draft.title,
        organ=draft.organ,
        number=number,
        recipient=draft.recipient or applicant,
        paragraphs=tuple(text for pieces in draft.paragraphs if (text := joined(pieces))),
        letter_on=day.isoformat(),
        remedy=told.variant.value if told else "",
        remedy_version=told.version.value if told else "",
        remedy_text=remedy_words(matter, told),
        template_version=draft.wording.version,
        seal_image=base64.b64encode(head.seal_image).decode() if head.seal_image else None,
        salt=secrets.token_hex(16),
    )


def needs_names(kind: LetterKind) -> bool:
    """Whether its remedy paragraph names a review body and a court."""
    return kind.ground not in (None, Ground.PROCEDURAL)
