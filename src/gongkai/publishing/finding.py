# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Finding what is public: the index answers with ids, their rooms read the rows again through their gates, this module shows where the words stand."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value
from markupsafe import Markup

from gongkai.law.validity import Validity
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.publishing.marking import Marks
from gongkai.publishing.models import Column, Companion, Document, Interpretation
from gongkai.publishing.queries import public
from gongkai.search.analysis import Phrase, fold, phrase, words
from gongkai.search.asking import variants
from gongkai.search.engine import ENDED, FACETS, IN_FORCE, NOT_YET, SPAN, Line, Page, Query, Unavailable
from gongkai.search.following import by_source, engine, kinds
from gongkai.search.queries import synonyms

VALIDITY = {IN_FORCE: "现行有效", ENDED: "失效、废止", NOT_YET: "尚未施行"}
LONGEST = 60
DEEPEST = 10_000  # hits that can be paged to
_NUMBER = re.compile(r"(?P<word>[一-鿿]{1,12})\s?[〔\[(【]\s?\d{4}\s?[〕\])】]\s?第?\d{1,5}号")
# Words of asking, not of the thing asked for.
_ASKING = re.compile(
    "申请|公开|政府信息|信息|要求|希望|需要|提供|关于|有关|相关|以及|及其|和|与|的|了|请|我|想要|情况|材料|文件|所有|全部|以来|至今"
)


class Hit(NamedTuple):
    """One result. marked_title and snippet are escaped, with the words found in <mark>. companions: what else there is, (kind, form).
    path: its page below the site's root."""

    id: int
    path: str
    title: str
    number: str | None
    organ: str
    published_on: date
    validity: Validity | None
    marked_title: Markup
    snippet: Markup
    companions: list[tuple[str, str]]


@dataclass
class Found:
    """The answer to a search. facets: (value, its name, how many). without_index: titles and numbers only, and why."""

    hits: list[Hit]
    total: int
    took_ms: float
    facets: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    rescued: bool = False
    also: list[str] = field(default_factory=list)  # synonyms that were looked for too
    nearby: list[tuple[str, int]] = field(default_factory=list)
    nothing: bool = False  # nothing was asked: marks and blanks alone
    without_index: str = ""


def find(
    text: str, *, as_of: date, filters: dict[str, str] | None = None, by_date: bool = False, page: int = 1,
    size: int = 20, facets: bool = True,
) -> Found:  # fmt: skip
    """What is public on the day and holds these words. Never silently empty: see Found."""
    start = time.perf_counter()
    asked = text.strip()[:LONGEST]
    groups = synonyms()
    chosen = tuple((k, v) for k, v in (filters or {}).items() if k in FACETS and v)
    offset = min(max(page - 1, 0) * size, DEEPEST)
    question = Query(asked, as_of, chosen, groups, by_date, offset, size, facets)
    parts = words(asked)
    if not parts:
        return Found([], 0, 0.0, nothing=True)
    try:
        answer = engine().search(question)
    except Unavailable as error:
        found = _from_database(asked, chosen, as_of, offset, size)
        found.without_index = str(error)
    else:
        also = [v.text for p in parts for v in variants(p.text, groups)]
        shown = [*parts, *(p for p in map(phrase, also) if p)]
        found = Found(
            _hits(answer.ids, shown, as_of), answer.total, 0.0, _named(answer), answer.rescued, also
        )
        if not answer.total:
            found.nearby = _nearby(parts, question)
    found.took_ms = round((time.perf_counter() - start) * 1000, 2)
    return found


def suggestions(text: str, *, as_of: date, limit: int = 8) -> list[Line]:
    """What has in its title or number what is typed so far, newest first."""
    asked = text.strip()[:LONGEST]
    try:
        ids = engine().suggest(asked, as_of=as_of, limit=limit)
    except Unavailable:
        return [_line(d) for d in _by_title(asked, as_of)[:limit]] if asked else []
    rows = {d.pk: _line(d) for d in _in_order([i for i in ids if i < SPAN], as_of)}
    for source, numbers in by_source([i for i in ids if i >= SPAN]):
        rows |= {line.id: line for line in source.lines(numbers, as_of=as_of)}
    return [rows[i] for i in ids if i in rows]


def _line(d: Document) -> Line:
    """A document as a suggestion needs it: without reading what it says."""
    return Line(d.pk, f"document/{d.pk}/", d.title, d.number, d.organ.short_name, d.published_on, "")


def similar_public(text: str, *, as_of: date, limit: int = 5) -> list[Document]:
    """可能已经公开: public documents named in the text by their number, then those nearest to its words. Raises Unavailable."""
    ids: list[int] = []
    for named in list(_NUMBER.finditer(unicodedata.normalize("NFKC", text)))[:3]:
        # 我想要永政发〔2024〕12号: which of the characters before it belong to the number, the index knows.
        spellings = [named.group()[n:] for n in range(max(1, len(named["word"]) - 1))]
        questions = (Query(spelling, as_of, limit=limit, facets=False, exact=True) for spelling in spellings)
        ids += next((page.ids for page in map(engine().search, questions) if page.ids), [])
    text = _ASKING.sub(" ", text)
    ids += engine().similar(text, as_of=as_of, limit=2 * limit)  # not all of them are documents
    return _in_order([i for i in dict.fromkeys(ids) if i < SPAN][:limit], as_of)


def _in_order(ids: Sequence[int], as_of: date) -> list[Document]:
    rows = {d.pk: d for d in public(as_of).filter(pk__in=ids)}
    return [rows[i] for i in ids if i in rows]


def _beside(ids: list[int], day: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Interpretations that are public, service entries and questions: (policy, kind, form)."""
    explained = Interpretation.objects.filter(
        policy__in=ids, document__withdrawn_on__isnull=True, document__published_on__lte=day
    )
    beside = Companion.objects.filter(document__in=ids).order_by()
    return (
        explained.order_by()
        .annotate(what=Value("interpretation"))
        .values_list("policy", "what", "form")
        .union(beside.annotate(what=F("kind"), which=Value("")).values_list("document", "what", "which"))
    )


BESIDE: Prepared[tuple[int, str, str]] = Prepared(_beside)


def _hits(ids: Sequence[int], shown: Sequence[Phrase], as_of: date) -> list[Hit]:
    marks = Marks(shown)
    lines = {
        line.id: line
        for source, numbers in by_source(ids) for line in source.lines(numbers, as_of=as_of)
    }  # fmt: skip
    beside: dict[int, list[tuple[str, str]]] = {}
    if documents := [line.id for line in lines.values() if line.beside]:
        for pk, kind, form in sorted(BESIDE(documents, as_of)):
            beside.setdefault(pk, []).append((kind, form))
    return [
        Hit(
            line.id, line.path, line.title, line.number, line.organ, line.published_on, line.validity,
            marks.in_text(line.title), marks.snippet(line.text, line.summary, line.html), beside.get(line.id, []),
        )
        for line in map(lines.get, ids) if line
    ]  # fmt: skip


# Names of organs and columns, read anew when one is missing and in any case after a while: they hardly ever change.
KEPT_SECONDS = 20.0
_kept: dict[str, tuple[float, dict[str, str]]] = {}


def _names(which: str, counted: list[tuple[str, int]]) -> dict[str, str]:
    read, names = _kept.get(which, (0.0, {}))
    if time.monotonic() - read > KEPT_SECONDS or not all([slug in names for slug, _ in counted]):
        rows = (
            Organ.objects.values_list("slug", "short_name")
            if which == "organ"
            else Column.objects.values_list("slug", "name")
        )
        names = dict(rows)
        _kept[which] = (time.monotonic(), names)
    return names


def forget_names() -> None:
    """Read names anew at the next search."""
    _kept.clear()


def _named(answer: Page) -> dict[str, list[tuple[str, str, int]]]:
    facets = answer.facets
    if not facets:
        return {}
    names = {
        "organ": _names("organ", facets["organ"]),
        "column": _names("column", facets["column"]),
        "kind": kinds(),
        "validity": VALIDITY,
    }
    named = {name: [(v, known[v], n) for v, n in facets[name] if v in known] for name, known in names.items()}
    named |= {name: [(v, v, n) for v, n in facets[name]] for name in ("theme", "paper")}
    years = sorted(facets["year"], reverse=True)
    return {**named, "year": [(v, f"{v}年", n) for v, n in years]}


def _nearby(parts: Sequence[Phrase], question: Query, most: int = 4) -> list[tuple[str, int]]:
    """Pieces of the question that would find something, longest first."""
    pieces: list[str] = []
    for p in parts:
        said = re.sub(r"[\W_]", "", fold(p.text))
        if len(said) > 1:  # 公租 is how 公租房 begins, which papers write 公共租赁住房
            pieces += [
                m for group in question.synonyms if any(said in member for member in group) for m in group
            ]
        longest = len(said) if len(parts) > 1 or question.filters else len(said) - 1
        for length in range(longest, 1, -1):
            pieces += [said[:length], said[-length:]]
    found: list[tuple[str, int]] = []
    for piece in sorted(dict.fromkeys(pieces), key=len, reverse=True)[:24]:
        if any(piece in longer for longer, _ in found):
            continue
        alone = replace(
            question, text=piece, filters=(), limit=1, offset=0, facets=False, synonyms=(), exact=True
        )
        if total := engine().search(alone).total:
            found.append((piece, total))
        if len(found) == most:
            break
    return found


def _by_title(text: str, as_of: date) -> QuerySet[Document]:
    rows = public(as_of)
    for word in unicodedata.normalize("NFKC", text).split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return rows


def _from_database(
    text: str, chosen: tuple[tuple[str, str], ...], as_of: date, offset: int, size: int
) -> Found:
    """Without an index: titles and numbers, and of the filters those a column of the table answers."""
    if not text:
        return Found([], 0, 0.0)
    rows = _by_title(text, as_of)
    for name, value in chosen:
        if name == "organ":
            rows = rows.filter(organ__slug=value)
        elif name == "column":
            rows = rows.filter(placements__column__slug=value)
        elif name in ("theme", "paper"):
            rows = rows.filter(**{"theme" if name == "theme" else "kind": value})
        elif name == "year" and re.fullmatch(r"[12][0-9]{3}", value):
            rows = rows.filter(published_on__year=int(value))
    ids = list(rows.values_list("pk", flat=True)[offset : offset + size])
    return Found(_hits(ids, words(text), as_of), rows.count(), 0.0)
