# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of documents cast by the thousand: most say the same in other words, so one is rendered with holes and the others are filled in.

That goes for a document with one version and nothing beside it; whatever has more to say is rendered by itself (`documents`). A test
holds what is cut equal to what is rendered, byte for byte. The template is given no more than what is known to be the same for all
who share a mould: what it asks besides is not defined there and fails, it is not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from json.encoder import encode_basestring  # type: ignore[attr-defined] - written in C where there is one
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup

from gongkai.organs.prepared import Prepared
from gongkai.organs.workdays import workdays
from gongkai.portal.cards import cn
from gongkai.portal.press.around import accompanied
from gongkai.portal.press.fragments import in_time, older, trail
from gongkai.portal.press.metadata import citation, described, escaped_in_script
from gongkai.portal.press.skin import Mould, Skin, hole, template
from gongkai.publishing import queries as publishing
from gongkai.publishing.feeds import numbers_named
from gongkai.publishing.models import Column, Version


class Fact(NamedTuple):
    """What the page of such a document prints."""

    pk: int
    column_id: int
    title: str
    number: str | None
    index_number: str
    summary: str
    formed_on: date
    published_on: date
    kind: str | None
    theme: str | None
    drafter: str | None
    office: str | None
    limit: dict[str, Any] | None
    organ: str  # its name


# A document that has one of these has more to say.
RARE = ("register", "mark", "clarifies", "partly_void", "successor", "withdrawn_on")

_facts = Prepared(
    lambda day, ids: publishing.public(day).filter(pk__in=ids, version=1, **{f"{name}__isnull": True for name in RARE})
    .select_related(None).order_by("pk").values_list(*Fact._fields[:-1], "organ__name")
)  # fmt: skip
_texts = Prepared(
    lambda ids: Version.objects.filter(document__in=ids, number=1).order_by()
    .values_list("document", "body", "note", "made_on")
)  # fmt: skip
_columns = Prepared(lambda ids: Column.objects.filter(pk__in=ids).select_related("owner"))


def alone(ids: Collection[int], day: date) -> list[Fact]:
    """Those of the documents that have one version and nothing beside them."""
    facts = [Fact(*row) for row in _facts(day, ids)]
    left = accompanied([f.pk for f in facts])
    named = numbers_named(f.number for f in facts if f.number)
    return [f for f in facts if f.pk not in left and f.number not in named]


def cast(facts: list[Fact], day: date, skin: Skin, base: str) -> Iterator[tuple[str, bytes]]:
    """The page of each: its address and its bytes. base: the site's address."""
    ids = [f.pk for f in facts]
    texts = {document: text for document, *text in _texts(ids)}
    columns = {c.pk: c for c in _columns({f.column_id for f in facts})}
    lines, calendar = older(facts, day), workdays()
    moulds: dict[tuple[Any, ...], Mould] = {}
    environment = template(PAGE).environment
    framed, escape = environment.filters["framed"], environment.printed
    for f in facts:
        body, note, made_on = texts[f.pk]
        line = "".join(lines[f.pk])
        # What the template asks of a document but to print it.
        shape = (f.column_id, *map(bool, (f.number, f.summary, f.kind, f.theme, f.drafter, f.office, line)))
        if shape not in moulds:
            moulds[shape] = _mould(shape, columns[f.column_id], skin)
        address = f"/document/{f.pk}/"
        words = _words(f, made_on, note, escape)
        words["here"], words["location"] = address, f"{base}{address}"
        words["body"], words["intime"], words["older"] = framed(body), in_time(f, calendar), line
        yield address, moulds[shape].fill(words)


PAGE = "portal/document.html"
_OPTIONAL = ("number", "summary", "kind", "theme", "drafter", "office")


def _mould(shape: tuple[Any, ...], column: Column, skin: Skin) -> Mould:
    """The page of a document of this shape, with holes where its words go."""
    given = {name: hole(name) if there else "" for name, there in zip(_OPTIONAL, shape[1:-1], strict=True)}
    document = SimpleNamespace(
        **given, **dict.fromkeys(RARE), title=hole("title"), index_number=hole("index"), column=column, column_id=column.pk,
        organ=SimpleNamespace(name=hole("organ")), pk=hole("pk"),
    )  # fmt: skip
    context = {
        "d": document, "body": hole("body"), "story": [(hole("made"), hole("note"))], "validity": None, "formed": hole("formed"),
        "published": hole("published"), "in_time": hole("intime"), "older": hole("older") if shape[-1] else "", "places": (),
        "crumbs": trail(column, given["number"] or hole("index")), "described": _described(), "citation": citation(document, hole("published")),
        **dict.fromkeys(("services", "questions", "explains", "beside", "files"), ()),
        **dict.fromkeys(("policy", "decided", "consultation")), "asked": 0,
    }  # fmt: skip
    return Mould(skin.render(PAGE, "disclosure", hole("here"), hole("location"), context))


class _Day:
    """A day with a hole where it is printed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def isoformat(self) -> str:
        return hole(self.name)


def _described() -> Markup:
    said = SimpleNamespace(
        pk=hole("pk"), organ=SimpleNamespace(name=hole("saidorgan")), register=None, title=hole("saidtitle"), summary=hole("saidsummary"),
        index_number=hole("saidindex"), formed_on=_Day("isoformed"), published_on=_Day("isopublished"),
    )  # fmt: skip
    return described(said, None, _Day("isochanged"), [])


def _words(f: Fact, made_on: date, note: str, escape: Callable[[str], str]) -> dict[str, str]:
    """What goes into the holes, but for what is printed already. escape: as a template does it."""
    published = f.published_on
    words = {
        "pk": str(f.pk), "title": escape(f.title), "index": escape(f.index_number), "summary": escape(f.summary), "organ": escape(f.organ),
        "formed": cn(f.formed_on), "published": cn(published), "saidtitle": _said(f.title), "saidsummary": _said(f.summary),
        "saidindex": _said(f.index_number), "saidorgan": _said(f.organ), "isoformed": f.formed_on.isoformat(),
        "isopublished": published.isoformat(), "isochanged": max(made_on, published).isoformat(),
        "made": cn(made_on), "note": escape(note),
    }  # fmt: skip
    for name in ("number", "kind", "theme", "drafter", "office"):
        if value := getattr(f, name):
            words[name] = escape(value)
    return words


def _said(text: str) -> str:
    return escaped_in_script(encode_basestring(text)[1:-1])
