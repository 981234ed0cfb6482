# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a document looks in a list: its title, validity, facts and companions, for a whole page in four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import get_script_prefix

from gongkai.engagement.models import Consultation
from gongkai.law.validity import Validity
from gongkai.organs.prepared import Prepared
from gongkai.publishing.models import Companion, Document, Form, Interpretation
from gongkai.publishing.standing import validity_of


class Row(NamedTuple):
    """What a list says of a document: plain facts, since thousands of lists are pressed and a model costs ten times as much as its facts."""

    pk: int
    title: str
    number: str | None
    formed_on: date
    published_on: date
    register: str | None
    effective_from: date | None
    expires_on: date | None
    repealed_on: date | None
    partly_void: str | None
    mark: str | None
    organ: str  # its short name


def asked_of(prefix: str = "") -> list[str]:
    """The columns of a question whose answers are Rows. prefix: the way to the document."""
    return [f"{prefix}{name}" for name in (*Row._fields[:-1], "organ__short_name")]


@dataclass
class Card:
    """One list row."""

    href: str
    title: str
    validity: Validity | None
    consulting: bool = False
    facts: list[str] = field(default_factory=list)
    companions: list[tuple[str, str]] = field(default_factory=list)
    turns: date | None = None  # the day after an open consultation closes


def cn(day: date) -> str:
    """2024年7月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def href(document: Document) -> str:
    return f"{get_script_prefix()}document/{document.pk}/"


FEW = 40  # a page of a list and a half: rows of more are not asked first whether anything stands beside them
_IT = OuterRef("pk")
# Beside most rows stands nothing.
_accompanied = Prepared(
    lambda day, ids: Document.objects.filter(
        Exists(Interpretation.objects.filter(policy=_IT)) | Exists(Companion.objects.filter(document=_IT).order_by())
        | Exists(Consultation.objects.filter(document=_IT, opened_on__lte=day, closes_on__gte=day)), pk__in=ids
    ).order_by().values_list("pk", flat=True)
)  # fmt: skip
_explaining = Prepared(
    lambda day, ids: Interpretation.objects.filter(
        policy__in=ids, document__withdrawn_on__isnull=True, document__published_on__lte=day
    ).order_by("document__published_on", "pk")
)  # fmt: skip
_companions = Prepared(lambda ids: Companion.objects.filter(document__in=ids))
_consulting = Prepared(
    lambda day, ids: Consultation.objects.filter(document__in=ids, opened_on__lte=day, closes_on__gte=day)
    .values_list("document", "closes_on")
)  # fmt: skip


def cards(documents: Sequence[Row], *, as_of: date, term: bool = False) -> list[Card]:
    """How these documents look in a list; term adds how long a registered one is in force."""
    ids = [d.pk for d in documents]
    base = get_script_prefix()
    companions: dict[int, list[tuple[str, str]]] = defaultdict(list)
    some = ids if len(ids) > FEW else _accompanied(as_of, ids)
    for row in _explaining(as_of, some):
        label, address = Form(row.form).label, f"{base}document/{row.document_id}/"
        if label not in [name for name, _ in companions[row.policy_id]]:
            companions[row.policy_id].append((label, address))
    for companion in _companions(some):
        anchor = "#do" if companion.kind == Companion.Kind.SERVICE else "#faq"
        entry = (companion.get_kind_display(), f"{base}document/{companion.document_id}/{anchor}")
        if entry not in companions[companion.document_id]:
            companions[companion.document_id].append(entry)
    consulting = dict(_consulting(as_of, some))
    found = []
    for pk, d in zip(ids, documents, strict=True):
        facts = [d.number] if d.number else []
        facts.append(d.organ)
        facts.append(f"{cn(d.formed_on)}成文" if term else f"{cn(d.published_on)}公开")
        if term and d.expires_on and not d.repealed_on:
            facts.append(f"有效期至{cn(d.expires_on)}")
        elif term and d.repealed_on:
            facts.append(f"{cn(d.repealed_on)}废止")
        elif term:
            facts.append("没有规定有效期")
        closes = consulting.get(pk)
        turns = closes + timedelta(days=1) if closes else None
        found.append(
            Card(
                f"{base}document/{pk}/",
                d.title,
                validity_of(d, as_of),
                closes is not None,
                facts,
                companions.get(pk, []),
                turns,
            )
        )
    return found
