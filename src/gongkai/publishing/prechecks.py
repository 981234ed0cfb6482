# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Before publishing: what is wrong or doubtful about a draft, with its place and how to mend it. Nothing is changed here.

block stops the submission, warn is shown to every reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from stdnum import luhn
from stdnum.cn import ric

from gongkai.law.disclosure import timeliness
from gongkai.organs.workdays import workdays
from gongkai.publishing.models import Document, Draft, Register


@dataclass(frozen=True)
class Doubt:
    """One thing found: its code, whether it stops the draft, where, what, and how to mend it."""

    code: str
    blocks: bool
    where: str
    message: str
    mend: str


class _Text(HTMLParser):
    """The paragraphs of a body, its links and its pictures."""

    BLOCKS = frozenset({"p", "h2", "h3", "h4", "li", "td", "th", "caption", "figcaption", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = [""]
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.BLOCKS or tag == "br":
            self.paragraphs.append("")
        if tag == "a":
            self.links.append(str(given.get("href") or ""))
        if tag == "img":
            self.pictures.append((str(given.get("src") or ""), str(given.get("alt") or "")))

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data


def parsed(body: str) -> _Text:
    """The body's text by paragraph, its links and pictures."""
    reader = _Text()
    reader.feed(body)
    reader.close()
    reader.paragraphs = [p.strip() for p in reader.paragraphs if p.strip()]
    return reader


# Full-width digits and the blanks people type between groups are read as what they mean.
_FOLD = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_ID = re.compile(r"(?<![0-9A-Za-z])(\d(?:[ -]?\d){16}[ -]?[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
_CARD = re.compile(r"(?<![0-9A-Za-z])(\d(?:[ -]?\d){14,18})(?![0-9A-Za-z])")


def masked(number: str) -> str:
    """The ends of a number and nothing between."""
    return f"{number[:3]}…{number[-2:]}"


def personal_numbers(text: str) -> Iterator[tuple[str, str]]:
    """(what, masked) of identity numbers, mobile numbers and bank cards in a text."""
    text = text.translate(_FOLD)
    for match in _ID.finditer(text):
        plain = re.sub(r"[ -]", "", match[1])
        if ric.is_valid(plain):
            yield "居民身份证号", masked(plain)
    for match in _MOBILE.finditer(text):
        yield "手机号码", masked(re.sub(r"[ -]", "", match[1]))
    for match in _CARD.finditer(text):
        plain = re.sub(r"[ -]", "", match[1])
        if plain[0] in "3456" and len(plain) in (16, 19) and luhn.is_valid(plain) and not ric.is_valid(plain):
            yield "银行卡号", masked(plain)


def _numbers(draft: Draft, text: _Text, _day: date) -> Iterator[Doubt]:
    for n, paragraph in enumerate([draft.title, draft.summary or "", *text.paragraphs]):
        where = ("标题", "内容概述")[n] if n < 2 else f"正文第{n - 1}段"
        for what, shown in personal_numbers(paragraph):
            stops = what != "手机号码"  # an office may publish its own mobile number
            yield Doubt(
                "personal", stops, where, f"有{what}{shown}", "删去，或者只留前后几位（个人信息保护法）"
            )


def _metadata(draft: Draft, text: _Text, day: date) -> Iterator[Doubt]:
    if not text.paragraphs and not text.pictures:
        yield Doubt("empty", True, "正文", "正文是空的", "写上正文，或者从 Word 文件导入")
    if not draft.summary:
        yield Doubt("summary", True, "内容概述", "没有内容概述", "写一两句，目录要有内容概述（条例第十二条）")
    if draft.formed_on is None:
        yield Doubt("formed", True, "成文日期", "没有成文日期", "填写文件落款的日期，公开期限从那天起算")
    elif draft.formed_on > day:
        yield Doubt("formed", True, "成文日期", "成文日期还没有到", "核对日期")
    elif not draft.amends_id:
        timely = timeliness(draft.formed_on, max(day, draft.publish_on or day), workdays())
        if not timely.in_time:
            yield Doubt(
                "late", False, "成文日期",
                f"应当在{timely.due:%Y-%m-%d}以前公开，到公开日已过{timely.taken}个工作日",
                "尽快公开；以后在形成或者变更之日起20个工作日内公开（条例第二十六条）",
            )  # fmt: skip
    if draft.register:
        yield from _registered(draft)
    if draft.column.closed_on is not None:
        yield Doubt("column", True, "栏目", f"栏目“{draft.column.name}”已经关闭", "换一个栏目")


def _registered(draft: Draft) -> Iterator[Doubt]:
    if not draft.number:
        yield Doubt("number", True, "文号", "规章、规范性文件要有文号", "填写文号，年份用〔〕")
    elif "〔" not in draft.number:
        yield Doubt("number", False, "文号", "文号的年份没有用六角括号", "写成“永政发〔2024〕12号”这样")
    if draft.effective_from is None:
        yield Doubt("effective", True, "施行日期", "规章、规范性文件要有施行日期", "填写正文写明的施行日期")
    if draft.expires_on is None:
        yield Doubt("expires", False, "有效期至", "没有写有效期", "正文写了有效期的，填写最后一天")
    elif draft.effective_from and draft.expires_on < draft.effective_from:
        yield Doubt("expires", True, "有效期至", "有效期在施行以前就满了", "核对两个日期")
    taken = Document.objects.filter(register__isnull=False, number=draft.number).exclude(pk=draft.amends_id)
    if draft.number and taken.exists():
        yield Doubt("number", True, "文号", f"文号“{draft.number}”已经用过", "核对文号")
    if draft.register == Register.NORMATIVE and not draft.amends_id:
        yield Doubt(
            "interpretation", False, "解读", "规范性文件还没有解读",
            "解读与文件同步组织、同步审签、同步部署；公开后在解读稿里选这份文件",
        )  # fmt: skip


def _links(_draft: Draft, text: _Text, _day: date) -> Iterator[Doubt]:
    for link in text.links:
        if link in ("", "#", "/", "http://", "https://"):
            yield Doubt("link", True, "正文", f"链接“{link}”没有写到哪里", "补上地址，或者去掉链接")
    for source, words in text.pictures:
        if not words.strip():
            name = source.rsplit("/", 1)[-1]
            yield Doubt("picture", True, "正文", f"图片{name}没有替代文字", "用一句话写明图片的内容")


# Words a county's office would not want to see; an instance may add its own.
WRONG_WORDS: tuple[tuple[str, str], ...] = (
    ("帐户", "账户"), ("帐号", "账号"), ("按装", "安装"), ("布署", "部署"), ("既使", "即使"), ("做为", "作为"),
    ("震憾", "震撼"), ("渡假", "度假"), ("截止到目前", "截至目前"), ("法人代表人", "法定代表人"),
)  # fmt: skip
PLACEHOLDERS = re.compile(r"(?:[XＸ×]{2,}|待定|待补充|此处省略|\?{2,}|？{2,})")


def _words(draft: Draft, text: _Text, _day: date) -> Iterator[Doubt]:
    for n, paragraph in enumerate([draft.title, *text.paragraphs]):
        where = f"正文第{n}段" if n else "标题"
        for wrong, right in WRONG_WORDS:
            if wrong in paragraph:
                yield Doubt("word", False, where, f"“{wrong}”", f"一般写作“{right}”")
        for match in PLACEHOLDERS.finditer(paragraph):
            yield Doubt(
                "placeholder", False, where, f"“{match[0]}”像是没有写完", "补上内容，或者确认原文如此"
            )


CHECKS: tuple[Callable[[Draft, _Text, date], Iterator[Doubt]], ...] = (_metadata, _numbers, _links, _words)


def doubts(draft: Draft, *, as_of: date) -> list[Doubt]:
    """Everything found, what stops the draft first."""
    text = parsed(draft.body)
    found = [doubt for check in CHECKS for doubt in check(draft, text, as_of)]
    return sorted(found, key=lambda d: not d.blocks)
