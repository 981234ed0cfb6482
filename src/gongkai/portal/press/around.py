# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What kinds of things stand beside a document at all: beside most stands nothing, and asking kind by kind costs more than the page.

A document that was just published is asked for them twice, for the pages it touches and for its own. A new kind of thing that names documents
gets its flag here; a test holds the flags equal to asking each kind.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from gongkai.engagement.models import Activity, Consultation, ConversionCase, Faq, SentimentCase
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import once
from gongkai.publishing.models import Companion, Document, Interpretation, Placement, Version

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


def accompanied(ids: Collection[int]) -> set[int]:
    """Those of these documents, however many, whose own page tells of something beside them."""
    return {*_accompanied(ids), *_placed(ids)}


def having(kind: str, ids: Collection[int], found: dict[int, Around]) -> list[int]:
    """Those of the documents beside which there is something of a kind."""
    return [pk for pk in ids if getattr(found[pk], kind)]


_IT = OuterRef("pk")
_KINDS = {
    "explains": Interpretation.objects.filter(document=_IT),
    "explained": Interpretation.objects.filter(policy=_IT),
    "companions": Companion.objects.filter(document=_IT),
    "files": Version.objects.filter(document=_IT, files__isnull=False),
    "consultation": Consultation.objects.filter(Q(document=_IT) | Q(decision=_IT)),
    "cases": ConversionCase.objects.filter(conversion__document=_IT),
    "faqs": Faq.objects.filter(policy=_IT),
    "activities": Activity.objects.filter(policies=_IT),
    "responses": SentimentCase.objects.filter(document=_IT),
}
_FLAGS = {kind: Exists(rows.order_by()) for kind, rows in _KINDS.items()}
_ON_ITS_PAGE = ("explains", "explained", "companions", "files", "consultation", "cases")
_around = Prepared(
    lambda ids: Document.objects.filter(pk__in=ids).order_by()
    .values_list("pk", *(_FLAGS[kind] for kind in Around._fields[1:]))
)  # fmt: skip
_accompanied = Prepared(
    lambda ids: Document.objects.filter(reduce(or_, map(Q, map(_FLAGS.get, _ON_ITS_PAGE))), pk__in=ids).order_by()
    .values_list("pk", flat=True)
)  # fmt: skip
_placed = Prepared(  # in more columns than its own
    lambda ids: Placement.objects.filter(~Q(column=F("document__column")), document__in=ids).order_by()
    .values_list("document", flat=True)
)  # fmt: skip
