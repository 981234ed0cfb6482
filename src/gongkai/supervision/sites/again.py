# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复查: one address looked at again, for one finding. Asks the page itself, and the other end of a link; nothing else."""

from __future__ import annotations

from gongkai.supervision.sites.crawl import Unusable, robots
from gongkai.supervision.sites.fetching import AGENT, PAGES, Asker, same_site
from gongkai.supervision.sites.pages import Answer, Page, read
from gongkai.supervision.sites.rules import (
    CIRCLE,
    LEADING,
    MARKS,
    MUST_HAVE,
    Seen,
    Settings,
    SiteFinding,
    in_file,
    marks,
    named_on,
    nowhere,
    on_page,
    unreachable,
)

_MOVES = 6
GONE = (404, 410)


class NotJudged(Exception):
    """What the address said does not tell whether the finding is gone; the message says why."""


def look_at(found: SiteFinding, settings: Settings, asker: Asker) -> SiteFinding | None:
    """The finding as it is today, or None when it is gone. Raises NotJudged."""
    try:
        if not robots(found.address, asker).can_fetch(found.address, AGENT):
            raise NotJudged(f"{found.address} 的robots.txt现在不允许看这个网址")
    except Unusable as fault:
        if found.rule == "unreachable":
            return unreachable(found.address, Seen(0, str(fault)))
        raise NotJudged(str(fault)) from None
    answer = _followed(found.address, asker, inside=True)
    page = read(answer) if answer.status == 200 and answer.kind in PAGES else None
    if found.rule == "unreachable":
        return None if page else unreachable(found.address, Seen(answer.status, answer.error))
    if found.rule in MARKS | MUST_HAVE:
        return _of_home(found, page)
    if answer.status in GONE:
        return None  # the page was taken down
    if answer.status != 200:
        raise NotJudged(f"{found.address} 现在打不开：{answer.error or f'HTTP {answer.status}'}")
    if found.rule in LEADING:
        return _of_link(found, page, asker)
    now = on_page(page, settings) if page else in_file(answer)
    return next((f for f in now if (f.rule, f.subject) == (found.rule, found.subject)), None)


def _of_home(found: SiteFinding, page: Page | None) -> SiteFinding | None:
    if page is None:
        raise NotJudged(f"{found.address} 现在打不开")
    if found.rule in MARKS:
        return next((f for f in marks(found.address, page.light()) if f.rule == found.rule), None)
    if found.rule in named_on(page.light()):
        return None
    raise NotJudged("首页上没有，要再检查一次整个网站才知道别处有没有")


def _of_link(found: SiteFinding, page: Page | None, asker: Asker) -> SiteFinding | None:
    if page is None or found.subject not in {**page.links, **page.images}:
        return None
    end = _followed(found.subject, asker, inside=False)
    if end.moved:
        return nowhere(found.rule, found.address, found.subject, Seen(0, CIRCLE), end.address)
    if end.status == 0 or end.status >= 400:
        onward = end.address if end.address != found.subject else ""
        return nowhere(found.rule, found.address, found.subject, Seen(end.status, end.error), onward)
    return None


def _followed(address: str, asker: Asker, *, inside: bool) -> Answer:
    """What an address says at the end of its moves; inside, no further than its own site."""
    answer = asker.ask(address, body=inside)
    for _ in range(_MOVES):
        if not answer.moved or (inside and not same_site(answer.moved, address)):
            break
        answer = asker.ask(answer.moved, body=inside)
    return answer
