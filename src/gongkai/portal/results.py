# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a page of results prints, joined at once: some hundred pieces, which a template would print one by one at five times the cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from gongkai.law.validity import Validity
from gongkai.portal.cards import cn
from gongkai.portal.press.skin import template
from gongkai.publishing.finding import Hit
from gongkai.publishing.marking import escaped
from gongkai.publishing.models import Form

# What may not stand in the query of an address as it is. Chinese may: a browser writes it out when it follows the link, and a page of
# seventy links is a third of the size.
_ODD = re.compile(r"""[\x00-\x20"#%&'+<=>?\\^`{|}\x7f]""")


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """The text as a name or value in the query of a link; needs no further escaping."""
    return _ODD.sub(lambda odd: f"%{ord(odd.group()):02X}", text)


def query(asked: dict[str, str], *without: str) -> Markup:
    """What stands behind the question mark of a link, leaving out some."""
    return Markup("&amp;".join([f"{quoted(k)}={quoted(v)}" for k, v in asked.items() if k not in without]))  # noqa: S704 - quoted


@lru_cache(maxsize=512)
def _tag(validity: Validity) -> str:
    return f" {template('parts.html').module.validity_tag(validity)}"


_day = lru_cache(maxsize=8192)(cn)


def rows(hits: Iterable[Hit], base: str) -> Markup:
    """The results as list items. base: the site's root."""
    made = []
    for hit in hits:
        address = f"{base}{escaped(hit.path)}"
        tag = _tag(hit.validity) if hit.validity else ""
        number = f"<span>{escaped(hit.number)}</span>" if hit.number else ""
        made.append(
            f'<li><a class="ti" href="{address}">{hit.marked_title}</a>{tag}\n<p class="f1 mt2">{hit.snippet}</p>\n'
            f'<div class="me">{number}<span>{escaped(hit.organ)}</span><span>{_day(hit.published_on)}公开</span></div>\n'
            f"{_beside(hit, address) if hit.companions else ''}</li>\n"
        )
    return Markup("".join(made))  # noqa: S704 - words of a person are escaped


def _beside(hit: Hit, address: str) -> str:
    """What a result has beside it, each once, and where on its page."""
    named = dict.fromkeys(
        f'<a href="{address}{PLACES[kind]}">{BESIDE.get(kind) or Form(form).label}</a>'
        for kind, form in hit.companions
    )
    return f'<p class="me">{"".join(named)}</p>'


PLACES = {"interpretation": "#read", "service": "#do", "question": "#faq"}
BESIDE = {"service": "办事入口", "question": "常见问题"}


def facets(
    asked: dict[str, str], chosen: dict[str, str], counted: Sequence[tuple[str, list[tuple[str, str, int]]]]
) -> Markup:
    """筛选: for each facet that divides the results, or is chosen, what may be chosen and how many there are."""
    made, shown = [], 0
    for said, entries in counted:
        now = chosen[said]
        if len(entries) < 2 and not now:
            continue
        shown += 1
        without = query(asked, said)
        link = f'<li class="num"><a href="?{without}&amp;'
        opened = " open" if shown <= 2 or now else ""
        every = f'<li><a href="?{without}">全部</a></li>\n' if now else ""
        items = [
            f"{link}{_entry(said, value, label, value == now)}{count:,}</a></li>"
            for value, label, count in entries
        ]
        made.append(
            f'<details class="fold"{opened}><summary>{said}</summary><ul class="n">\n{every}{"".join(items)}\n</ul></details>\n'
        )
    return Markup("".join(made))  # noqa: S704 - quoted and escaped


@lru_cache(maxsize=4096)
def _entry(said: str, value: str, label: str, chosen: bool) -> str:
    """What of a link that chooses a value is the same whatever is asked."""
    now = ' aria-current="true"' if chosen else ""
    return f'{quoted(said)}={quoted(value)}"{now}>{escaped(label)}　'
