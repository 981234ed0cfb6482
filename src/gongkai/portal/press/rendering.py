# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""From a page's content to bytes: the same templates for a request and for a file, and nothing of the clock or the machine in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from jinja2.filters import do_urlencode
from markupsafe import escape

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.organs.queries import OrganLine
from gongkai.organs.today import is_fixed, today
from gongkai.portal.press.attached import TYPES
from gongkai.portal.press.pages import Page, by_kind, kind_of, once, one_reading
from gongkai.portal.press.places import FILES
from gongkai.portal.press.skin import Skin

TOMBSTONE = "portal/tombstone.html"
# What a site may say of itself.
UNSAID = {
    "address": "",
    "identification": "",
    "icp": "",
    "police": "",
    "hotline": "",
    "hotline_url": "",
    "services_url": "",
}


def frame(address: str, day: date, site: Organ | OrganLine | None = None) -> dict[str, Any]:
    """What the frame of every page prints: whose site it is, under which address, on which day."""
    facts = {**UNSAID, **settings.GONGKAI_SITE}
    return {
        "site": site or site_line(), "site_says": facts, "here": address,
        "location": f"{facts['address']}{address}", "today": day, "example": is_fixed(), "mode": None,
    }  # fmt: skip


@once
def site_line() -> OrganLine | None:
    """The organ the site belongs to; None before the first is registered."""
    return next((OrganLine(*row) for row in _site()), None)


_site = Prepared(lambda: Organ.objects.filter(parent__isnull=True).values_list(*_OF_SITE)[:1])


MODES = ("elder",)
LONGEST_HERE = 1000  # a longer address is not carried along in the links that lead back to the page


def as_asked(
    path: str, whole: str, mode: str | None, known: Organ | OrganLine | None = None
) -> dict[str, Any]:
    """The frame pressed pages have too, in the reader's mode, and the whole address that leads back to the page."""
    if len(whole) > LONGEST_HERE:
        whole = path if len(path) <= LONGEST_HERE else "/"
    return {**frame(path, today(), known), "here": whole, "mode": mode if mode in MODES else None}


def of_request(request: HttpRequest, known: Organ | OrganLine | None = None) -> dict[str, Any]:
    """The same with what only a request knows."""
    return {
        **as_asked(request.path, request.get_full_path(), request.COOKIES.get("mode"), known),
        # made at most once a page, and only where a form asks for it: each making masks the token anew
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }


PER_PAGE = ("here", "location", "csrf_input")  # of what a frame prints, what each page has of its own


def skin_of(common: dict[str, Any]) -> Skin:
    """The skin of pages in this frame: printed once, until one of the facts it prints is another."""
    facts = {name: value for name, value in common.items() if name not in PER_PAGE}
    site = facts["site"]
    kept = _skin(
        (*(getattr(site, name, None) for name in _OF_SITE), *facts["site_says"].values()),
        facts["today"], facts["example"], facts["mode"],
    )  # fmt: skip
    if not kept:
        kept.append(Skin(facts))
    return kept[0]


_OF_SITE = tuple(f.name for f in fields(OrganLine))


@lru_cache(maxsize=32)
def _skin(_words: tuple[Any, ...], _today: date, _example: bool, _mode: str | None) -> list[Skin]:
    """A place for the skin of these facts."""
    return []


def in_frame(request: HttpRequest, name: str, current: str, context: dict[str, Any]) -> HttpResponse:
    """A page made for one request in the frame pressed pages have, which is rendered once for all of them."""
    common = of_request(request)
    here, location = do_urlencode(common["here"]), str(escape(common["location"]))
    return HttpResponse(
        skin_of(common).render(name, current, here, location, {**context, "csrf_input": common["csrf_input"]})
    )


@dataclass(frozen=True)
class Pressed:
    """One page as bytes."""

    address: str
    body: bytes
    turns: date | None
    gone: bool = False


def press(addresses: Iterable[str], day: date) -> Iterator[Pressed]:
    """The pages at these addresses; an address with nothing on the day is left out."""
    with one_reading():
        skin = skin_of(frame("", day))
        for page, chosen in by_kind(addresses).items():
            yield from press_kind(page, chosen, day, skin)


def press_kind(
    page: Page, addresses: list[str], day: date, skin: Skin, *, many: bool = False
) -> Iterator[Pressed]:
    """The pages of one kind; the skin is made once for many. many: so many that those which differ in words alone are cast in one mould."""
    base = settings.GONGKAI_SITE.get("address", "")
    if many:
        addresses, made = page.cast(addresses, day, skin, base)
        for address, data in made:
            yield Pressed(address, data, None)
    for shown in page.shown(addresses, day):
        body = page.body(shown, day)
        if body is None:
            name = TOMBSTONE if shown.status == 410 else page.template
            here = shown.address
            body = skin.render(name, page.current, here, base + here, shown.context).encode()
        yield Pressed(shown.address, body, shown.turns, shown.status == 410)


def answer(request: HttpRequest, address: str) -> HttpResponse:
    """The page at an address for a request: what the file would say, in the reader's mode."""
    page = kind_of(address)
    shown = next(iter(page.shown([address], today())), None) if page else None
    if page is None or shown is None:
        raise Http404
    body = page.body(shown, today())
    if body is not None:
        return HttpResponse(body, content_type=content_type(address))
    name = TOMBSTONE if shown.status == 410 else page.template
    return render(request, name, {"current": page.current, **shown.context}, status=shown.status)


def content_type(address: str) -> str:
    """The media type of a pressed address."""
    if address.startswith(FILES):
        return TYPES.get(address.rsplit(".", 1)[-1], "application/octet-stream")
    if address.endswith("feed.xml"):
        return "application/atom+xml; charset=utf-8"
    if address.endswith(".xml"):
        return "application/xml; charset=utf-8"
    return "text/plain; charset=utf-8" if address.endswith(".txt") else "text/html; charset=utf-8"


def fingerprint() -> str:
    """Everything outside the record that a page's bytes depend on: templates, this room's code, the site's facts, notices."""
    running = hashlib.sha256(_code().encode())
    notices = sorted(settings.GONGKAI_NOTICES.glob("*.json")) if settings.GONGKAI_NOTICES else []
    for path in notices:
        running.update(path.read_bytes())
    facts = json.dumps(settings.GONGKAI_SITE, sort_keys=True, ensure_ascii=False)
    running.update(f"{facts}{is_fixed()}".encode())
    return running.hexdigest()[:32]


# What prints: rooms, and libraries whose next version may print or count otherwise.
PRINTING = (
    "web/jinja.py", "web/jinja2", "portal", "law", "organs", "publishing", "engagement", "annual_report",
)  # fmt: skip
LIBRARIES = ("jinja2", "markupsafe", "chinesecalendar")


@lru_cache(maxsize=1)
def _code() -> str:
    running = hashlib.sha256()
    room = Path(__file__).resolve().parents[2]
    for name in PRINTING:
        place = room / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in (".html", ".py") and not {"desk", "migrations"} & set(path.parts):
                running.update(path.read_bytes())
    running.update("".join(map(version, LIBRARIES)).encode())
    return running.hexdigest()
