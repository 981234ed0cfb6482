# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading feeds: what their files and JSON say, and what of them stands beside a policy.

The JSON is an object with `items`, each an object with `id`, `title`, `url`, and where known `summary`, `policies` (a list of 文号)
and `until` (YYYY-MM-DD). The table has the same under 编号, 名称, 网址, 说明, 文件文号 (several divided by 、) and 截止日期. One item that
cannot be read makes the whole refused: half a feed would look like a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import QuerySet

from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.prepared import Prepared
from gongkai.organs.queries import organs_with_role
from gongkai.publishing.body import seen
from gongkai.publishing.models import Document, Feed, FeedEntry, FeedLink, FeedOffer
from gongkai.publishing.prechecks.words import personal_numbers
from gongkai.publishing.tabular import Fault, rows
from gongkai.redaction import Unreadable
from gongkai.redaction.files import decoded
from gongkai.search.analysis import number_key

MOST_BYTES, MOST_ITEMS = 20 * 2**20, 20_000
MOST_BESIDE = 30
NEEDED = ("编号", "名称", "网址")
_NAMES = {
    "编号": "id",
    "名称": "title",
    "网址": "url",
    "说明": "summary",
    "文件文号": "policies",
    "截止日期": "until",
}


@dataclass(frozen=True)
class Item:
    """One service or benefit as read."""

    key: str
    title: str
    url: str
    summary: str
    until: date | None
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """An entry as it stands beside a policy; stale says since when its source gives nothing new, or nothing."""

    entry: FeedEntry
    stale: str


def read_feed(data: bytes) -> tuple[list[Item], list[Fault]]:
    """(items, faults with their row or place). Raises Unreadable for what is no feed at all."""
    if len(data) > MOST_BYTES:
        raise Unreadable("文件超过20MB，请联系来源系统分批给出")
    head = data.lstrip()[:1]
    given = _json(data) if head in (b"{", b"[") else _table(data)
    items: dict[str, Item] = {}
    faults: list[Fault] = []
    for number, raw in given:
        item = _item(number, raw, faults)
        if item is None:
            continue
        if item.key in items:
            faults.append(Fault(number, "编号", f"“{item.key}”前面已经有了"))
        items[item.key] = item
    if not given:
        faults.append(Fault(0, "", "里面一条也没有；来源真的清空了的，请由监督或者管理岗位停用这个来源"))
    return list(items.values()), faults


def _json(data: bytes) -> list[tuple[int, Mapping[str, object]]]:
    try:
        whole = json.loads(decoded(data))
    except RecursionError:
        raise Unreadable("JSON里一层套一层，太深了，读不出来") from None
    except ValueError as error:
        raise Unreadable(f"不是完整的JSON（{str(error)[:60]}）") from None
    found = whole.get("items") if isinstance(whole, dict) else whole
    if not isinstance(found, list) or len(found) > MOST_ITEMS:
        raise Unreadable(f"JSON里没有items，或者多于{MOST_ITEMS}条")
    return [(n, raw if isinstance(raw, dict) else {}) for n, raw in enumerate(found, 1)]


def _table(data: bytes) -> list[tuple[int, Mapping[str, object]]]:
    _, found = rows(data, NEEDED)
    return [(row.number, {_NAMES[h]: v for h, v in row.cells.items() if h in _NAMES}) for row in found]


def _item(number: int, raw: Mapping[str, object], faults: list[Fault]) -> Item | None:
    before = len(faults)

    def word(name: str, most: int, needed: bool = False) -> str:
        value = raw.get(name)
        said = " ".join(seen(str(value)).replace("\0", "").split()) if isinstance(value, str | int) else ""
        label = next(h for h, n in _NAMES.items() if n == name)
        if needed and not said:
            faults.append(Fault(number, label, "没有写"))
        elif len(said) > most:
            faults.append(Fault(number, label, f"超过{most}个字"))
        return said

    key, title, url = word("id", 80, True), word("title", 120, True), word("url", 300, True)
    summary, last = word("summary", 300), word("until", 10)
    for label, words in (("名称", title), ("说明", summary), ("网址", url)):
        for what, shown, stops in personal_numbers(words):
            if stops:
                faults.append(Fault(number, label, f"里面有{what}{shown}，不能公开（个人信息保护法）"))
    if url and not _web(url):
        faults.append(Fault(number, "网址", f"“{url[:40]}”不是http、https网址"))
    until = None
    if last:
        try:
            until = date.fromisoformat(last)
        except ValueError:
            faults.append(Fault(number, "截止日期", f"“{last}”请写成2025-02-10这样"))
    named = raw.get("policies") or ()
    listed = named.replace("；", "、").split("、") if isinstance(named, str) else named
    numbers = (
        tuple(str(n) for n in listed if isinstance(n, str) and n.strip())
        if isinstance(listed, list | tuple)
        else ()
    )
    if len(faults) > before:
        return None
    return Item(key, title, url, summary, until, tuple(dict.fromkeys(number_key(n)[:80] for n in numbers)))


def _web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def items_of(offer: FeedOffer) -> list[Item]:
    """What an uploaded file holds, as it was read."""
    return [
        Item(key, title, url, summary, date.fromisoformat(until) if until else None, tuple(numbers))
        for key, title, url, summary, until, numbers in offer.items
    ]


@dataclass(frozen=True)
class Difference:
    """What an uploaded file would change: new, changed, and what is no longer in it."""

    added: list[Item]
    changed: list[Item]
    gone: list[FeedEntry]


def difference(offer: FeedOffer) -> Difference:
    """An uploaded file against what stands now, for the person who looks at it."""
    held = {e.key: e for e in offer.feed.entries.prefetch_related("links")}
    made = Difference([], [], [])
    for item in items_of(offer):
        entry = held.pop(item.key, None)
        if entry is None:
            made.added.append(item)
        elif (entry.title, entry.url, entry.summary, entry.until, {k.number for k in entry.links.all()}) != (
            item.title, item.url, item.summary, item.until, set(item.numbers)
        ):  # fmt: skip
            made.changed.append(item)
    made.gone.extend(held.values())
    return made


LOOKING = (Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR)  # who may look at what another uploaded


def offers_waiting_for(person: Person) -> list[FeedOffer]:
    """Uploaded files of sources that this person may look at: oldest first."""
    organs = Organ.objects.filter(pk__in=[o.pk for role in LOOKING for o in organs_with_role(person, role)])
    rows = FeedOffer.objects.filter(decided_on__isnull=True, feed__owner__in=organs).exclude(
        offered_by=person
    )
    return list(rows.select_related("feed", "offered_by").defer("items").order_by("pk"))


def stale(feed: Feed, as_of: date) -> str:
    """Why what came from this source may no longer be so, in words; empty while it is fresh, or once it is given up."""
    if feed.ended_on is not None:
        return ""
    if feed.came_on is None:
        return "还没有成功读取过"
    old = (as_of - feed.came_on).days
    if feed.failure or old > feed.fresh_days:
        return (
            f"来源{old}日没有更新，内容可能已经变化" if old else "来源今天读取失败，以下是今天早些时候的内容"
        )
    return ""


_links = Prepared(
    lambda keys: (
        FeedLink.objects.filter(number__in=keys)
        .select_related("entry__feed")
        .order_by("entry__feed__kind", "entry")
    )
)


def beside_each(documents: Sequence[Document], *, as_of: date) -> dict[int, list[Beside]]:
    """办事入口 and 惠企政策 that name each document by its 文号; what can no longer be applied for is left out."""
    keys: dict[str, list[int]] = {}
    for d in documents:
        if d.number:
            keys.setdefault(number_key(d.number), []).append(d.pk)
    found: dict[int, list[Beside]] = {}
    for link in _links(list(keys)):
        entry = link.entry
        if entry.until is None or entry.until >= as_of:
            for pk in keys[link.number]:
                found.setdefault(pk, []).append(Beside(entry, stale(entry.feed, as_of)))
    return {pk: rows[:MOST_BESIDE] for pk, rows in found.items()}


_named = Prepared(
    lambda keys: FeedLink.objects.filter(number__in=keys).order_by().values_list("number", flat=True)
)


def numbers_named(numbers: Iterable[str]) -> set[str]:
    """Those of these 文号 that a source names, whether what it gives is still open or not."""
    keys = {number: number_key(number) for number in numbers}
    named = set(_named(sorted(set(keys.values()))))
    return {number for number, key in keys.items() if key in named}


def documents_named(numbers: Collection[str]) -> set[int]:
    """The documents whose 文号 these are, in the one spelling of the search."""
    rows = Document.objects.filter(number__isnull=False).order_by().values_list("pk", "number")
    wanted = set(numbers)
    return {pk for pk, number in rows.iterator(5000) if wanted and number_key(number or "") in wanted}


def feeds() -> QuerySet[Feed]:
    """Every source, for the desk: how each stands is no secret among staff."""
    return Feed.objects.select_related("owner")
