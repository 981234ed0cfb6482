# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Lists across the columns: an organ's items, the policy library, the interpretations. All numbered from the oldest."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from gongkai.annual_report import queries as reports
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.portal.press import bylaws
from gongkai.portal.press.lists import Kind, Series, cut, ended, hidden
from gongkai.portal.press.pages import Page, Shown, once
from gongkai.portal.press.reports import linked
from gongkai.publishing import listed
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document, Form, Register

STANDING = {"in-force": "现行有效", "ended": "失效、废止"}
NUMBERED = r"(?:page/([1-9]\d{0,8})/)?$"


def each(
    addresses: Collection[str],
    pattern: re.Pattern[str],
    day: date,
    series_of: Callable[[re.Match[str]], Series | None],
) -> Iterator[tuple[re.Match[str], str, Any, date | None]]:
    """The pages of several lists that are asked for, list by list; the last group of the pattern is the page's number."""
    asked: dict[str, tuple[re.Match[str], list[int | None]]] = {}
    for address in addresses:
        found = pattern.match(address)
        if found:
            number = found[found.re.groups]
            front = address if number is None else address[: -len(f"page/{number}/")]
            asked.setdefault(front, (found, []))[1].append(int(number) if number else None)
    for found, numbers in asked.values():
        series = series_of(found)
        if series is not None:
            for address, page, turns in cut(series, numbers, day):
                yield found, address, page, turns


def organ_series(organ: Organ, day: date) -> Series:
    """What an organ has made public."""
    return Series(f"/organ/{organ.slug}/", _OF_ORGAN, (organ.pk, day))


_OF_ORGAN = Kind(
    lambda organ, day: publishing.public(day).filter(organ=organ),
    lambda organ, day: listed.count_of_organ(organ, hidden(day)),
)


_organs = Prepared(lambda slugs: Organ.objects.filter(slug__in=slugs).select_related("parent", "merged_into"))
_columns = Prepared(
    lambda organ, day: Column.objects.filter(owner=organ, opened_on__lte=day).order_by(
        "kind", "position", "pk"
    )
)
_reports = Prepared(lambda organ, day: reports.public(day).filter(organ=organ).defer("snapshot"))


class OrganPage(Page):
    """一个机关: its office and how to reach it, its columns, reports and everything it made public (its 目录)."""

    pattern = re.compile(r"/organ/([-\w]+)/" + NUMBERED, re.ASCII)
    template = "portal/organ.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for organ in Organ.objects.order_by("pk"):
            yield organ_series(organ, day).addresses()

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        slugs = {match[1] for address in addresses if (match := self.pattern.match(address))}
        organs = {o.slug: o for o in _organs(sorted(slugs))}
        found = each(
            addresses,
            self.pattern,
            day,
            lambda m: organ_series(organs[m[1]], day) if m[1] in organs else None,
        )
        for match, address, page, turns in found:
            organ = organs[match[1]]
            context: dict[str, Any] = {"organ": organ, "page": page}
            if page.number is None:
                context |= {
                    "columns": _columns(organ.pk, day), "reports": linked(_reports(organ.pk, day)),
                    "bylaws": bylaws.standing(organ.pk, day),
                }  # fmt: skip
            yield Shown(address, context, turns)


Choice = tuple[str, str, str]  # standing, register, year; "" is all


def choice_address(choice: Choice) -> str:
    """Where a choice of the policy library lies."""
    return "/policies/" + "".join(f"{part}/" for part in choice if part)


def choice_series(choice: Choice, day: date) -> Series:
    """Registered documents of a choice."""
    standing, register, year = choice
    given = (
        day,
        *([register] if register else []),
        *([date(int(year), 1, 1), date(int(year), 12, 31)] if year else []),
    )
    return Series(choice_address(choice), _kind(standing, bool(register), bool(year)), given)


@cache
def _kind(standing: str, by_register: bool, by_year: bool) -> Kind:
    return Kind(
        lambda day, *more: _chosen(
            standing, day, more[0] if by_register else None, more[-2:] if by_year else ()
        )
    )


def _chosen(standing: str, day: date, register: str | None, span: tuple[date, ...]) -> QuerySet[Document]:
    rows = publishing.public(day).filter(register__isnull=False)
    if standing:
        rows = (
            rows.filter(ended(day))
            if standing == "ended"
            else rows.exclude(ended(day)).filter(effective_from__lte=day)
        )
    if register:
        rows = rows.filter(register=register)
    return rows.filter(formed_on__gte=span[0], formed_on__lte=span[1]) if span else rows


@once
def years(day: date) -> list[str]:
    """Years of which the library holds something, newest first."""
    rows = publishing.public(day).filter(register__isnull=False).order_by()
    return sorted({str(d.year) for d in rows.values_list("formed_on", flat=True).distinct()}, reverse=True)


def choices(day: date) -> list[Choice]:
    """Every choice the library offers."""
    said = years(day)
    return [(s, r, y) for s in ("", *STANDING) for r in ("", *Register.values) for y in ("", *said)]


def choices_of(document: Document) -> list[Choice]:
    """The choices a registered document touches: whatever its standing on the day, and each kind of its year, which it may begin."""
    year = str(document.formed_on.year)
    return [(s, r, y) for s in ("", *STANDING) for r in ("", *Register.values) for y in ("", year)]


class PolicyPage(Page):
    """政策文件库: 规章 and 行政规范性文件 by standing, kind and year."""

    pattern = re.compile(
        rf"/policies/(?:({'|'.join(STANDING)})/)?(?:({'|'.join(Register.values)})/)?(?:(\d{{4}})/)?"
        + NUMBERED
    )
    template = "portal/policies.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for choice in choices(day):
            yield choice_series(choice, day).addresses()

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        said = years(day)

        def series(match: re.Match[str]) -> Series | None:
            choice = (match[1] or "", match[2] or "", match[3] or "")
            known = not choice[2] or choice[2] in said
            return choice_series(choice, day) if known else None

        for match, address, page, turns in each(addresses, self.pattern, day, series):
            choice = (match[1] or "", match[2] or "", match[3] or "")
            yield Shown(
                address, {"page": page, "chosen": choice, "facets": self._facets(choice, said)}, turns
            )

    def _facets(self, choice: Choice, said: list[str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        standing, register, year = choice
        offered = (
            ("有效性", [("", "全部"), *STANDING.items()], lambda v: (v, register, year), standing),
            ("类别", [("", "全部"), *Register.choices], lambda v: (standing, v, year), register),
            (
                "成文年份",
                [("", "全部"), *((y, f"{y}年") for y in said)],
                lambda v: (standing, register, v),
                year,
            ),
        )
        return [
            (name, [(str(label), choice_address(at(value)), value == chosen) for value, label in values])
            for name, values, at, chosen in offered
        ]


def interpretation_series(form: str, day: date) -> Series:
    """Public items that explain another, of a form or of all."""
    if form:
        return Series(f"/interpretations/{form}/", _OF_FORM, (day, form))
    return Series("/interpretations/", _OF_ALL_FORMS, (day,))


_OF_ALL_FORMS = Kind(lambda day: publishing.public(day).filter(interprets__isnull=False))
_OF_FORM = Kind(
    lambda day, form: publishing.public(day).filter(interprets__isnull=False, interprets__form=form)
)


class InterpretationPage(Page):
    """政策解读, by form."""

    pattern = re.compile(rf"/interpretations/(?:({'|'.join(Form.values)})/)?" + NUMBERED)
    template = "portal/interpretations.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for form in ("", *Form.values):
            yield interpretation_series(form, day).addresses()

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        forms = [
            ("全部", "/interpretations/", ""),
            *((label, f"/interpretations/{v}/", v) for v, label in Form.choices),
        ]
        found = each(addresses, self.pattern, day, lambda m: interpretation_series(m[1] or "", day))
        for match, address, page, turns in found:
            yield Shown(address, {"page": page, "form": match[1] or "", "forms": forms}, turns)


def topics(day: date) -> list[Column]:
    """专题专栏, the open ones first."""
    rows = list(
        Column.objects.filter(kind=Column.Kind.TOPIC, opened_on__lte=day)
        .select_related("owner")
        .order_by("position", "pk")
    )
    return sorted(rows, key=lambda c: c.closed_on is not None and c.closed_on < day)
