# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of a look at a site from outside: pure functions over pages and over the whole. Each finding says where, what, how grave.

Numbers marked 19号 stand in 国办秘函〔2019〕19号 (14 days, 6 months); the site marks in 国办发〔2017〕47号; the others are an office's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from gongkai.publishing.watched import DEFAULTS, Watched
from gongkai.redaction import LABELS, Unreadable, numbers_in, scan
from gongkai.supervision.sites.pages import MOVED, Answer, Page, days_in

SEVERE, FAULT, NOTE = "severe", "fault", "note"
SEVERITIES = {SEVERE: "严重", FAULT: "一般", NOTE: "提醒"}


@dataclass(frozen=True)
class SiteFinding:
    """One thing wrong on one page: the rule, the page's address, what was seen, how grave.

    subject tells it from others of the rule on that page (the link, the picture, the word), and is the same at every look.
    """

    rule: str
    address: str
    evidence: str
    severity: str
    subject: str = ""

    @property
    def label(self) -> str:
        return RULES[self.rule][0]


# rule: (what it is called, gravity, whence)
RULES: dict[str, tuple[str, str, str]] = {
    "unreachable": ("页面打不开", SEVERE, "国办秘函〔2019〕19号"),
    "dead_link": ("链接打不开", FAULT, "国办秘函〔2019〕19号"),
    "dead_outgoing": ("外部链接打不开", NOTE, "国办秘函〔2019〕19号"),
    "hollow_link": ("链接没有写到哪里", FAULT, "国办秘函〔2019〕19号"),
    "broken_image": ("图片打不开", FAULT, "国办秘函〔2019〕19号"),
    "no_identification": ("没有网站标识码", FAULT, "国办发〔2017〕47号"),
    "no_icp": ("没有ICP备案编号", FAULT, "国办发〔2017〕47号"),
    "no_police": ("没有公安备案标识", FAULT, "国办发〔2017〕47号"),
    "no_host": ("没有主办单位", FAULT, "国办发〔2017〕47号"),
    "no_sitemap": ("没有网站地图", FAULT, "国办发〔2017〕47号"),
    "no_correction": ("没有“我为政府网站找错”入口", FAULT, "国办发〔2017〕47号"),
    "no_guide": ("没有政府信息公开指南", SEVERE, "条例第十二条"),
    "no_annual_report": ("没有政府信息公开年度报告", SEVERE, "条例第四十九条"),
    "empty_column": ("空白栏目", SEVERE, "国办秘函〔2019〕19号"),
    "stale_column": ("栏目没有及时更新", SEVERE, "国办秘函〔2019〕19号"),
    "expired": ("已过期没有标明", FAULT, "条例第十二条"),
    "no_alt": ("图片没有替代文字", FAULT, "无障碍环境建设法第三十二条"),
    "no_title": ("页面没有标题", FAULT, "无障碍环境建设法第三十二条"),
    "no_lang": ("页面没有标明语言", FAULT, "无障碍环境建设法第三十二条"),
    "slow": ("打开太慢", NOTE, "国办秘函〔2019〕19号"),
    "mixed_content": ("加密页面里有不加密的内容", FAULT, "国办发〔2017〕47号"),
    "personal": ("公开了个人信息", SEVERE, "条例第十五条"),
    "wrong_word": ("错别字和不规范用语", FAULT, "国办秘函〔2019〕19号"),
    "unread_file": ("附件打不开或者已损坏", FAULT, "国办秘函〔2019〕19号"),
}
# What the site has to have somewhere, by words of a link or a heading.
_MUST_HAVE = {
    "no_guide": re.compile(r"公开指南"),
    "no_annual_report": re.compile(
        r"信息公开.{0,6}(?:年报|年度报告)|^(?:公开)?年报$|政务公开年报|工作年度报告"
    ),
}
_MARKS = {
    "no_identification": re.compile(r"标识码[:：\s]*\d{10}(?!\d)"),
    "no_icp": re.compile(r"[一-鿿]ICP备\s*\d{6,10}号", re.IGNORECASE),
    "no_police": re.compile(r"公网安备\s*\d{10,16}号?"),
    "no_host": re.compile(r"主办(?:单位)?[:：\s]"),
    "no_sitemap": re.compile(r"网站地图|站点地图"),
    "no_correction": re.compile(r"找错|纠错"),
}  # fmt: skip
# 动态要闻 14 days, 通知公告 and 政策文件 180 days (19号); the first that fits the column's name.
_UPDATED_WITHIN = (
    (re.compile(r"动态|要闻|新闻"), 14),
    (re.compile(r"通知公告|公示公告|政策文件|^公告|^通知"), 180),
)
_NO_DUTY = re.compile(r"失效|废止|历史|归档|已停止更新|解读|专栏|发布会")
_NOTHING = re.compile(r"暂无(?:数据|信息|内容|相关)|栏目建设中|内容(?:建设|更新|整理)中|敬请期待")
_LATER_PAGE = re.compile(r"/page/\d+|[_-]\d+\.s?html?$|[?&](?:page|p|pageNo|pageNum)=\d+", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:有效期(?:至|到|截至|截止)|有效期限?[:：]?至|施行至|失效日期[:：]?|失效时间[:：]?)\s{0,2}(?P<day>.{8,14})"
)
_TAGGED = re.compile(r"已?失效(?!日期|时间)|已?废止|已过期|已届满|期满")
_NUMBERS = frozenset({"identity", "identity_old", "bank_card", "passport", "mobile"})
_DIGITS = re.compile(r"\d(?:[^\w]{0,3}[\dXx]){6,}")
_PLAIN_DAY = re.compile(r"(?<!\d)20\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)")
EMPTY_WORDS = 24


@dataclass(frozen=True)
class Settings:
    """The numbers of the rules and the words looked for."""

    as_of: date
    slow_milliseconds: int = 3000
    words: tuple[Watched, ...] = DEFAULTS


def _found(rule: str, address: str, evidence: str, subject: str = "") -> SiteFinding:
    return SiteFinding(rule, address, evidence[:400], RULES[rule][1], subject)


def on_page(page: Page, settings: Settings) -> Iterator[SiteFinding]:
    """Everything wrong on one page, whatever the others say."""
    for judge in _PAGE_RULES:
        yield from judge(page, settings)


def _access(page: Page, settings: Settings) -> Iterator[SiteFinding]:
    if not page.title:
        yield _found("no_title", page.address, "<title>没有内容")
    if not page.lang:
        yield _found("no_lang", page.address, "<html>没有lang")
    for image, alt in page.images.items():
        if alt is None:
            yield _found("no_alt", page.address, image, image)
    if page.milliseconds > settings.slow_milliseconds:
        yield _found(
            "slow",
            page.address,
            f"{page.milliseconds / 1000:.1f}秒，超过{settings.slow_milliseconds / 1000:.0f}秒",
        )


def _links(page: Page, _settings: Settings) -> Iterator[SiteFinding]:
    for words in dict.fromkeys(page.hollow):
        yield _found("hollow_link", page.address, f"“{words}”", words)
    if page.address.startswith("https:"):
        for address, name in {**page.loads, **dict.fromkeys(page.images, "img")}.items():
            if address.startswith("http:"):
                yield _found("mixed_content", page.address, f"<{name}> {address}", address)


def _words(page: Page, settings: Settings) -> Iterator[SiteFinding]:
    for kind, excerpt in dict.fromkeys(_numbers(page.text)):
        yield _found("personal", page.address, f"{LABELS[kind]}{excerpt}", f"{kind}{excerpt}")
    for word in settings.words:
        if word.words in page.text:
            mend = f"，一般写作“{word.instead}”" if word.instead else ""
            yield _found("wrong_word", page.address, f"“{word.words}”{mend}", word.words)


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Numbers that point at a person. Only around runs of digits the whole scan looks: a page is mostly words."""
    last = 0
    for run in _DIGITS.finditer(_PLAIN_DAY.sub(lambda day: "日" * len(day[0]), text)):
        if run.start() < last:
            continue
        last = min(len(text), run.end() + 40)
        for found in numbers_in(text[max(0, run.start() - 40) : last]):
            if found.kind in _NUMBERS:
                yield found.kind, found.excerpt


def _expired(page: Page, settings: Settings) -> Iterator[SiteFinding]:
    for match in _ENDS.finditer(page.main):
        day = next(days_in(match["day"]), None)
        if day and day < settings.as_of and not _TAGGED.search(page.main):
            yield _found("expired", page.address, f"“{match[0]}”，页面没有标明已经失效")
            return


def _stale(page: Page, settings: Settings) -> Iterator[SiteFinding]:
    if _LATER_PAGE.search(page.address) or len(page.dated) < 3:
        return
    name = page.heading or page.title
    if _NO_DUTY.search(name) or urlsplit(page.address).path == "/":
        return
    limit = next((days for pattern, days in _UPDATED_WITHIN if pattern.search(name)), None)
    if limit is None:
        return
    last = max(date.fromisoformat(d) for d in page.dated)
    silent = (settings.as_of - last).days
    if silent > limit:
        yield _found(
            "stale_column",
            page.address,
            f"“{name}”最近一条{last.isoformat()}，已{silent}日，应当{limit}日内更新",
        )


def _empty(page: Page, _settings: Settings) -> Iterator[SiteFinding]:
    said = page.main.replace(page.heading, "", 1) if page.heading else page.main
    if _NOTHING.search(said) and not page.dated:
        yield _found(
            "empty_column", page.address, f"“{page.heading or page.title}”写着“{_NOTHING.search(said)[0]}”"
        )  # type: ignore[index]
    elif page.heading and not page.main_links and not page.images and len(said.strip()) < EMPTY_WORDS:
        yield _found("empty_column", page.address, f"“{page.heading}”下面没有内容")


_PAGE_RULES: tuple[Callable[[Page, Settings], Iterable[SiteFinding]], ...] = (
    _access,
    _links,
    _words,
    _expired,
    _stale,
    _empty,
)


# How such a file begins. Old .xls and .doc are left out: offices export pages under these endings, and Excel opens them.
_BEGINS = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "pptx": b"PK"}


def in_file(answer: Answer) -> Iterator[SiteFinding]:
    """What an attachment gives away."""
    name = urlsplit(answer.address).path.rsplit("/", 1)[-1]
    ending = name.rpartition(".")[2].lower()
    if ending in _BEGINS and _BEGINS[ending] not in answer.body[:1024]:
        yield _found("unread_file", answer.address, f"名称是.{ending}，内容不是")
        return
    try:
        leaks = scan(name, answer.body)
    except Unreadable as fault:
        if "还不能查" not in str(fault) and "不收" not in str(fault):
            yield _found("unread_file", answer.address, str(fault))
        return
    for leak in leaks:
        if leak.kind in _NUMBERS:
            said = f"附件的{leak.place}：{leak.label}{leak.excerpt}"
            yield _found("personal", answer.address, said, said)


@dataclass(frozen=True)
class Seen:
    """What is left of one address when the whole is judged: what it answered, and of a page its light part."""

    status: int
    error: str = ""
    light: Mapping[str, Any] | None = None


def on_site(start: str, seen: Mapping[str, Seen], outside: Mapping[str, Seen]) -> Iterator[SiteFinding]:
    """What only the whole shows: dead links with the page that has them, missing marks, missing columns."""
    home = seen.get(start)
    if home is None or home.light is None:
        yield unreachable(start, home)
        return
    yield from _dead(seen, outside)
    yield from marks(start, home.light)
    missing = set(_MUST_HAVE)
    for page in seen.values():
        if page.light is not None:
            missing -= named_on(page.light)
    for rule in _MUST_HAVE:
        if rule in missing:
            yield _found(rule, start, f"看过的{len(seen)}个地址里没有")


def marks(start: str, home: Mapping[str, Any]) -> Iterator[SiteFinding]:
    """What the foot of the home page lacks."""
    foot = f"{home['footer']} {' '.join(home['links'].values())}"
    for rule, pattern in _MARKS.items():
        if not pattern.search(foot):
            yield _found(rule, start, "首页页脚没有")


def named_on(page: Mapping[str, Any]) -> set[str]:
    """Rules of what a site has to have somewhere that this page meets."""
    names = (page["heading"], page["title"], *page["links"].values())
    return {rule for rule, pattern in _MUST_HAVE.items() if any(pattern.search(name) for name in names)}


# Rules of a page's links and pictures: whether it leads somewhere is asked of the other end.
LEADING = frozenset({"dead_link", "dead_outgoing", "broken_image"})
# Rules of the home page's foot, and of what must be somewhere on the site.
MARKS, MUST_HAVE = frozenset(_MARKS), frozenset(_MUST_HAVE)


CIRCLE = "转来转去，到不了"


def nowhere(rule: str, at: str, link: str, answer: Seen, onward: str = "") -> SiteFinding:
    """The finding of a link that leads nowhere."""
    moved = f"，转到{onward}" if onward else ""
    return _found(rule, at, f"{link}{moved}（{answer.error or f'HTTP {answer.status}'}）", link)


def unreachable(address: str, answer: Seen | None) -> SiteFinding:
    """The finding of a home page that was not read."""
    return _found(
        "unreachable", address, "没有读到" if answer is None else answer.error or f"HTTP {answer.status}"
    )


def _dead(seen: Mapping[str, Seen], outside: Mapping[str, Seen]) -> Iterator[SiteFinding]:
    """One finding for each address that leads nowhere, at the first page that has it; a move is followed to its end."""
    every = {**outside, **seen}
    ends = {address: _end(address, every) for address in every}
    dead = {a: e for a, e in ends.items() if e in every and _closed(every[e])}
    places: dict[tuple[str, str], list[str]] = {}
    for at, page in sorted(seen.items()):
        if page.light is None:
            continue
        for link in page.light["links"]:
            if link in dead:
                places.setdefault((link, "dead_link" if dead[link] in seen else "dead_outgoing"), []).append(
                    at
                )
        for image in page.light["images"]:
            if image in dead:
                places.setdefault((image, "broken_image"), []).append(at)
    for (address, rule), pages in sorted(places.items()):
        onward = dead[address] if dead[address] != address else ""
        end = every[dead[address]]
        end = Seen(0, CIRCLE) if end.error.startswith(MOVED) else end
        found = nowhere(rule, pages[0], address, end, onward)
        more = f"，另有{len(pages) - 1}个页面也有" if len(pages) > 1 else ""
        yield replace(found, evidence=f"{found.evidence}{more}"[:400])


def _closed(answer: Seen) -> bool:
    """Whether nobody gets in there; what still moves at its end moves in a circle."""
    return answer.status == 0 or answer.status >= 400 or answer.error.startswith(MOVED)


def _end(address: str, every: Mapping[str, Seen]) -> str:
    """Where an address leads after its moves; somewhere on the way where they turn in a circle."""
    at = address
    for _ in range(6):
        answer = every.get(at)
        if answer is None or not answer.error.startswith(MOVED):
            return at
        at = answer.error.removeprefix(MOVED)
    return address
