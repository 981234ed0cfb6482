# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What kinds of things stand beside a document at all: beside most stands nothing, and asking kind by kind costs more than the page.

A document that was just published is asked for them twice, for the pages it touches and for its own. A new kind of thing that names documents
gets its flag here; a test holds the flags equal to asking each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.engagement.models import Activity, Consultation, ConversionCase, Faq, SentimentCase
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import once
from gongkai.publishing.models import Companion, Document, Interpretation, Version

FEW = 40  # fewer documents than this are asked what stands beside each


class Around(NamedTuple):
    """Of one document, whether there is any."""

    pk: int
    explains: bool  # it interprets another
    explained: bool
    companions: bool
    files: bool  # of any version
    consultation: bool  # it is the draft or the decision of one
    cases: bool  # applications that led to it
    faqs: bool
    activities: bool
    responses: bool


EVERYTHING = Around(0, *[True] * (len(Around._fields) - 1))


@once
def around(ids: tuple[int, ...]) -> dict[int, Around]:
    """What stands beside each of these documents; of many, anything may."""
    if len(ids) > FEW:
        return dict.fromkeys(ids, EVERYTHING)
    return {row[0]: Around(*row) for row in _around(ids)}


def having(kind: str, ids: Collection[int], found: dict[int, Around]) -> list[int]:
    """Those of the documents beside which there is something of a kind."""
    return [pk for pk in ids if getattr(found[pk], kind)]


def _flags(kinds: Iterable[QuerySet]) -> list[Exists]:  # type: ignore[type-arg]
    return [Exists(rows.order_by()) for rows in kinds]


_IT = OuterRef("pk")
_around = Prepared(
    lambda ids: Document.objects.filter(pk__in=ids).order_by().values_list("pk", *_flags((
        Interpretation.objects.filter(document=_IT), Interpretation.objects.filter(policy=_IT),
        Companion.objects.filter(document=_IT), Version.objects.filter(document=_IT, files__isnull=False),
        Consultation.objects.filter(Q(document=_IT) | Q(decision=_IT)),
        ConversionCase.objects.filter(conversion__document=_IT), Faq.objects.filter(policy=_IT),
        Activity.objects.filter(policies=_IT), SentimentCase.objects.filter(document=_IT),
    )))
)  # fmt: skip
