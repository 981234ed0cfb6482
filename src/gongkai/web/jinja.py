# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The Jinja2 environment of every page: filters for dates and numbers as official Chinese writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import markupsafe
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from gongkai.annual_report.text import lines
from gongkai.law import wording
from gongkai.portal.press.skin import hole


def cn_date(value: date | datetime | None) -> str:
    """2024年7月2日, without zero padding; “未记载” when there is no date."""
    if value is None:
        return "未记载"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


def cn_short(value: date | datetime | None) -> str:
    """7月2日: inside a list of one year."""
    if value is None:
        return "未记载"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """2024年7月2日9:30: a day with the time, by the instance's clock."""
    if value is None:
        return "未记载"
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{cn_date(value)}{value.hour}:{value.minute:02}"


def plain_number(value: Decimal) -> str:
    """A quantity without superfluous noughts: 1,250.5."""
    return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"


def thousands(value: object) -> str:
    """Separators from 1,000; an amount as the tables print it."""
    if isinstance(value, float):
        return wording.amount(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


@lru_cache(maxsize=512)
def _options(pairs: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    # format escapes the rest
    one, marks = (
        Markup('<option value="{}"{}>{}</option>'),
        (Markup(""), Markup(" selected")),
    )
    return Markup("").join(one.format(value, marks[value == chosen], word) for value, word in pairs)


def select_options(pairs: Iterable[tuple[str, str]], chosen: str | None = "") -> Markup:
    """The options of a select. Every list of the desk prints the same ones again and again, some sixty organs among them."""
    return _options(tuple(pairs), chosen or "")


def organ_options(organs: Iterable[Any], chosen: str | None = "") -> Markup:
    """The options of a choice of organs, by their slug."""
    return _options(tuple((o.slug, o.short_name) for o in organs), chosen or "")


def cells(days: Iterable[Any]) -> Markup:
    """The days of a calendar strip as list items, joined at once: some thirty a strip, several pages' worth of single
    outputs otherwise. What they hold is made by code (clock_view, screens) out of dates and fixed words."""
    found = []
    for day in days:
        text = day.text if hasattr(day, "text") else day.ordinal
        mark, big = f"<em>{day.mark}</em>" if day.mark else "", f"<b>{text}</b>" if text else ""
        found.append(f'<li class="{day.cls}"><i>{day.label}</i>{mark}{big}</li>')
    return Markup("".join(found))  # noqa: S704 - no words of a person in it


def size(value: int) -> str:
    """Bytes as people say them: 812字节, 35 KB, 1.2 MB."""
    if value < 1024:
        return f"{value}字节"
    return f"{value / 1024:.0f} KB" if value < 1024 * 1024 else f"{value / 1024 / 1024:.1f} MB"


_FRAME = '<div class="scroll" tabindex="0" role="region" aria-label="表格，可以左右滑动">'


def framed(body: str) -> Markup:
    """A document's cleaned HTML with each table in a frame of its own, so that a wide one never widens the page."""
    return Markup(body.replace("<table", f"{_FRAME}<table").replace("</table>", "</table></div>"))  # noqa: S704 - cleaned by nh3 when it was published


@lru_cache(maxsize=8192)
def _address(_prefix: str, name: str, arguments: tuple[tuple[str, object], ...]) -> str:
    return reverse(name, kwargs=dict(arguments) or None)


def url(name: str, /, **kwargs: object) -> str:
    """The address of a page. Addresses never change while a process runs, and a list asks for the same ones again and again."""
    return _address(get_script_prefix(), name, tuple(kwargs.items()))


def column_lines(columns: Iterable[tuple[Any, int]]) -> Markup:
    """An index of columns with how many items each shows, joined at once: the fronts print a hundred and more, at every publication."""
    prefix = get_script_prefix()
    return Markup(  # noqa: S704 - a slug, a number and a name that is escaped
        "".join([
            f'<li><a href="{_address(prefix, "portal:column", (("slug", c.slug),))}">{_escaped(c.name)}</a>'
            f'<span class="num">{n:,}</span></li>' for c, n in columns
        ])
    )  # fmt: skip


def article_lines(columns: Iterable[tuple[Any, int, str]]) -> Markup:
    """The columns of 条例第二十条 as rows of a table: which item, the column, what the article asks, how many; joined at once like the index."""
    prefix = get_script_prefix()
    return Markup(  # noqa: S704 - a slug, numbers, and names and words that are escaped
        "".join([
            f'<tr><td class="nw" data-l="项">第{c.article_item}项</td>'
            f'<td><a href="{_address(prefix, "portal:column", (("slug", c.slug),))}">{_escaped(c.name)}</a></td>'
            f'<td>{_escaped(text)}</td><td class="r" data-l="条数">{n:,}</td></tr>' for c, n, text in columns
        ])
    )  # fmt: skip


# What escapes a text without making a Markup of it, which nobody keeps; a page prints some seventy.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def printed(value: object) -> str:
    """What a template prints of a value: the same as markupsafe.escape gives."""
    return _escaped(value) if type(value) is str else escape(value)


class Printing(CodeGenerator):
    """Templates compiled so that they print through `printed`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")


class Printer(Environment):
    """Jinja2's environment, printing faster."""

    code_generator_class = Printing
    printed = staticmethod(printed)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary: Jinja2's chain of two is gone through name by name for every page. Nothing is added to the first later."""
        return {**self.globals, **(d or {})}


@lru_cache(maxsize=32)
def _plain_row(row: Callable[[Any], Markup], facts: int) -> list[str]:
    """The row of an item of which nothing but so many facts is said, cut where its words go."""
    word = hole("word")
    card = SimpleNamespace(
        href=word, title=word, facts=[word] * facts, validity=None, consulting=False, companions=[]
    )
    return str(row(card)).split(word)


def rows(cards: Iterable[Any], row: Callable[[Any], Markup]) -> Markup:
    """The rows of a list. Most say no more than title and facts: these are filled in, for a list of twenty costs a page as much as all the rest."""
    found = []
    for card in cards:
        if card.validity or card.consulting or card.companions:
            found.append(row(card))
            continue
        pieces = _plain_row(row, len(card.facts))
        found += (pieces[0], _escaped(card.href), pieces[1], _escaped(card.title), pieces[2])
        for fact, after in zip(card.facts, pieces[3:], strict=True):
            found += (_escaped(fact), after)
    return Markup("".join(found))  # noqa: S704 - what the macro printed, and words that are escaped


def environment(**options: object) -> Environment:
    options["undefined"] = StrictUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Printer(**options)  # type: ignore[arg-type]
    env.globals.update(
        static=lru_cache(maxsize=256)(static),
        url=url,
        get_messages=get_messages,
        select_options=select_options,
        organ_options=organ_options,
        column_lines=column_lines,
        article_lines=article_lines,
    )
    env.filters.update(
        cn_date=cn_date,
        cn_short=cn_short,
        n=thousands,
        framed=framed,
        rows=rows,
        size=size,
        cells=cells,
        moment=moment,
        plain=plain_number,
        lines=lines,
    )
    return env
