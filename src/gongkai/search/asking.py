# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A question as the engine's query: what ranks before what.

Exact document number, then title, then text, then synonyms: each a tier of its own, because a weight is not enough (a long text full of
a word would pass the title that says it). Within the number and title tiers the newest comes first; within the text, relevance.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from tantivy import FieldType, Occur, Query, Schema

from gongkai.search.analysis import HAN, Phrase, fold, number_key, phrase, words
from gongkai.search.engine import ENDED, IN_FORCE, NOT_YET
from gongkai.search.engine import Query as Question

NUMBER, TITLE = 1000.0, 100.0
# A phrase's BM25 stays below 2,000 for the 60 characters a question may have: below TITLE when multiplied by this.
TEXT = 0.02
SYNONYM = 1e-6
VARIANTS = 6
MUST, SHOULD = Occur.Must, Occur.Should


def day_number(day: date) -> int:
    """20240702, as the index keeps dates."""
    return day.year * 10000 + day.month * 100 + day.day


def holds(schema: Schema, field: str, asked: Phrase) -> Query:
    """Where the phrase stands in the field."""
    parts = asked.tokens
    if not (asked.opens_left or asked.opens_right):
        if len(parts) == 1:
            return Query.term_query(schema, field, parts[0])
        return Query.phrase_query(schema, field, list(parts))
    if len(parts) == 1:
        return Query.regex_query(schema, field, f"{parts[0]}[{HAN}]?|[{HAN}]{parts[0]}")
    left, *middle, right = parts
    patterns = [f"[{HAN}]?{left}" if asked.opens_left else left, *middle]
    patterns.append(f"{right}[{HAN}]?" if asked.opens_right else right)
    return Query.regex_phrase_query(schema, field, patterns)


@lru_cache(maxsize=256)
def variants(text: str, groups: tuple[tuple[str, ...], ...]) -> tuple[Phrase, ...]:
    """The word with a synonym in place of a part of it: 社保补贴 → 社会保险补贴."""
    said, found = fold(text), []
    for group, members in _longest_first(groups):
        for member in members:
            if member in said:
                found += [said.replace(member, other) for other in group if other not in said]
                break
    made = (phrase(text) for text in dict.fromkeys(found))
    return tuple([p for p in made if p is not None][:VARIANTS])


@lru_cache(maxsize=4)
def _longest_first(groups: tuple[tuple[str, ...], ...]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Each group with its longest member first: 基本医疗保险 is not 基本 plus the synonym of 医疗保险."""
    return [(group, sorted(group, key=len, reverse=True)) for group in groups]


def word_query(schema: Schema, asked: Phrase, groups: tuple[tuple[str, ...], ...]) -> Query:
    """One word, in any of its tiers."""
    tiers = [
        (SHOULD, Query.const_score_query(holds(schema, "title", asked), TITLE)),
        (SHOULD, Query.boost_query(holds(schema, "text", asked), TEXT)),
    ]
    if any(token.isdigit() for token in asked.tokens):
        tiers.append((SHOULD, _number(schema, asked.text)))
    for other in variants(asked.text, groups):
        tiers += [
            (SHOULD, Query.const_score_query(holds(schema, field, other), SYNONYM))
            for field in ("title", "text")
        ]
    return Query.boolean_query(tiers)


def _number(schema: Schema, text: str) -> Query:
    return Query.const_score_query(Query.term_query(schema, "number", number_key(text)), NUMBER)


def text_query(schema: Schema, question: Question) -> Query | None:
    """Every word must be found; None for a question that holds nothing to look for."""
    asked = words(question.text)
    if not asked:
        return None
    every = [(MUST, word_query(schema, word, question.synonyms)) for word in asked]
    query = every[0][1] if len(every) == 1 else Query.boolean_query(every)
    if len(every) > 1 and any(c.isdigit() for c in question.text):
        # An index number may be written with blanks in it.
        query = Query.boolean_query([(SHOULD, query), (SHOULD, _number(schema, question.text))])
    return query


def rescue_query(schema: Schema, question: Question) -> Query | None:
    """One character of one word may be wrong: both sides of it must still stand in the title, in pairs."""
    every = []
    for asked in words(question.text):
        said = re.sub(r"[\W_]", "", fold(asked.text))
        ways = [(SHOULD, holds(schema, "title", asked))]
        for n in range(len(said) if 3 <= len(said) <= 24 else 0):
            sides = [phrase(side) for side in (said[:n], said[n + 1 :]) if len(side) >= 2]
            if sides and sum(len(side.text) for side in sides if side) >= max(2, len(said) - 2):
                both = [(MUST, holds(schema, "title", side)) for side in sides if side]
                ways.append((SHOULD, Query.boolean_query(both)))
        every.append((MUST, Query.boolean_query(ways)))
    return Query.boolean_query(every) if every else None


def similar_query(schema: Schema, text: str) -> Query | None:
    """Any of a longer text's tokens, rare ones first by weight; three in ten must stand in the title or text."""
    asked = phrase(text[:300])
    if asked is None:
        return None
    distinct = [t for t in dict.fromkeys(asked.tokens) if len(t) > 1][:80]
    if not distinct:
        return None
    ways = [
        (SHOULD, Query.disjunction_max_query([
            Query.boost_query(Query.term_query(schema, "title", t), 4.0), Query.term_query(schema, "text", t)
        ]))
        for t in distinct
    ]  # fmt: skip
    return Query.boolean_query(ways, minimum_number_should_match=max(1, len(distinct) * 3 // 10))


def filtered(schema: Schema, query: Query, question: Question, *, newest: int) -> Query:
    """The query within the filters and within what is public on the day. newest: the latest publication in the index."""
    clauses = [(MUST, query)]
    for name, value in question.filters:
        if name == "validity":
            clauses += [
                (MUST, Query.const_score_query(q, 0.0)) for q in _validity(schema, value, question.as_of)
            ]
        elif name == "year":
            year = int(value) if re.fullmatch(r"[12][0-9]{3}", value) else 0
            clauses.append((MUST, Query.const_score_query(Query.term_query(schema, "year", year), 0.0)))
        else:
            clauses.append((MUST, Query.const_score_query(Query.term_query(schema, name, value), 0.0)))
    if newest > day_number(question.as_of):
        clauses.append((MUST, Query.const_score_query(_up_to(schema, question.as_of), 0.0)))
    return query if len(clauses) == 1 else Query.boolean_query(clauses)


def _up_to(schema: Schema, day: date) -> Query:
    return _range(schema, "published_on", None, day_number(day))


def _range(schema: Schema, field: str, low: int | None, high: int | None) -> Query:
    return Query.range_query(schema, field, FieldType.Unsigned, lower_bound=low, upper_bound=high)


def _validity(schema: Schema, standing: str, day: date) -> list[Query]:
    now, before = day_number(day), day_number(day - timedelta(days=1))
    if standing == IN_FORCE:
        return [_range(schema, "force_until", now, None), _range(schema, "force_from", None, now)]
    if standing == ENDED:
        return [_range(schema, "force_until", None, before)]
    if standing == NOT_YET:
        return [_range(schema, "force_until", now, None), _range(schema, "force_from", now + 1, None)]
    return [Query.empty_query()]
