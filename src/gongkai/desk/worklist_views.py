# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理单: every open case by the day of its next step, narrowed as one likes, twenty at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gongkai.applications import queries as applications
from gongkai.applications.models import State
from gongkai.applications.queries import Wanted
from gongkai.desk import screens
from gongkai.desk.assigning_views import ASSIGNING
from gongkai.desk.fields import whole_number
from gongkai.desk.views import page
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Person
from gongkai.organs.queries import OrganLine, every_organ, ids_held, working_ids
from gongkai.organs.today import today

STATES = tuple((value, label) for value, label in State.choices if value != State.CLOSED)
CHANNELS = tuple((c.value, c.label) for c in Channel)
KINDS = tuple((k.value, k.label) for k in ApplicantKind)
FILTERS = ("due", "state", "organ", "owner", "channel", "kind")


def cursor(text: str | None) -> tuple[date, int] | None:
    """(day, pk) of a line from an address, written 2025-02-10.123; None for anything else."""
    day, _, pk = (text or "").partition(".")
    number = whole_number(pk)
    try:
        return (date.fromisoformat(day), number) if number is not None and len(day) == 10 else None
    except ValueError:
        return None


def pages(query: str, marks: Sequence[tuple[date, int]], found: Any) -> dict[str, str]:
    """Addresses of the pages before and after; query ends in & when it is not empty."""
    links = {}
    if marks and found.later:
        links["later"] = f"?{query}after={marks[-1][0]}.{marks[-1][1]}"
    if marks and found.earlier:
        links["earlier"] = f"?{query}before={marks[0][0]}.{marks[0][1]}"
    return links


def organs_seen(person: Person) -> list[OrganLine]:
    """The organs whose cases the person may see, in their order; read from those every page has read already."""
    ids = working_ids(person) or frozenset()
    return [o for o in every_organ(person).values() if o.pk in ids]


def wanted(request: HttpRequest, person: Person) -> tuple[Wanted, dict[str, str]]:
    """What an address asks for, and its filters that are set. What is not known is left out."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    organ = next((o.pk for o in organs_seen(person) if o.slug == asked["organ"]), None)
    owner = person.pk if asked["owner"] == "me" else whole_number(asked["owner"])
    allowed = {
        "due": dict(applications.DUE_CHOICES), "state": dict(STATES), "channel": dict(CHANNELS), "kind": dict(KINDS),
    }  # fmt: skip
    known = {name: asked[name] for name, choices in allowed.items() if asked[name] in choices}
    if organ is not None:
        known["organ"] = asked["organ"]
    if asked["owner"] == "none" or owner is not None:
        known["owner"] = asked["owner"]
    found = Wanted(
        state=known.get("state", ""), organs=None if organ is None else (organ,), owner=owner,
        unowned=asked["owner"] == "none", due=known.get("due", ""), channel=known.get("channel", ""), kind=known.get("kind", ""),
    )  # fmt: skip
    return found, known


@login_required
def work_list(request: HttpRequest) -> HttpResponse:
    """办理单, with the alarm for cases that nobody owns."""
    person, day = screens.signed_in(request), today()
    asked, chosen = wanted(request, person)
    found = applications.work_list(
        person, as_of=day, wanted=asked, after=cursor(request.GET.get("after")), before=cursor(request.GET.get("before")),
    )  # fmt: skip
    kept = urlencode(chosen)
    query = f"{kept}&" if kept else ""
    marks = [(x.act_on, x.pk) for x in found.lines]
    return page(
        request, "work_list", day=day, found=found, groups=screens.grouped(found.lines), links=pages(query, marks, found), chosen=chosen,
        first=f"?{kept}" if kept else "?", standing=applications.standing(person, as_of=day), organs=every_organ(person),
        assignable=ids_held(person, *ASSIGNING), seen=organs_seen(person), states=STATES, channels=CHANNELS, kinds=KINDS, dues=applications.DUE_CHOICES,
        owner=next((x.handler for x in found.lines if x.handler), "所选承办人"),
    )  # fmt: skip
