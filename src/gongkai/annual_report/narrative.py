# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文字部分: text whose numbers are references to figures.

A reference is written {{ key }}; {{ key|余 }} says 50余 for 54, {{ key|约 }} says 约1.1万 for 11,036. A claim,
{{ 结论:期限 }}, is a sentence the records decide. {{ 待写:… }} says what no record answers and a person has to write: it may be
saved and not published. A number typed with a unit is a fault: it could not be opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from gongkai.annual_report.figures import FIGURES, Number, figure
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.seen import Seen
from gongkai.annual_report.together import TOGETHER
from gongkai.law import wording
from gongkai.law.clock import cn
from gongkai.law.findings import Finding, Severity
from gongkai.organs.models import Organ
from gongkai.supervision.models import Review
from gongkai.supervision.queries import reviews

PARTS: tuple[tuple[str, str], ...] = (
    ("1.1", "（一）主动公开情况"),
    ("1.2", "（二）依申请公开情况"),
    ("1.3", "（三）政府信息管理情况"),
    ("1.4", "（四）政府信息公开平台建设情况"),
    ("1.5", "（五）监督保障情况"),
    ("5.1", "存在的主要问题"),
    ("5.2", "改进情况"),
    ("6", "其他需要报告的事项"),
)
PART_KEYS = tuple(key for key, _ in PARTS)
PART_LABELS = dict(PARTS)
# Written by people: no record says these.
BY_HAND = ("1.3", "1.4")
UNWRITTEN = "待写:"
_STYLES: dict[str, Callable[[int], str]] = {
    "": wording.thousands,
    "余": wording.more_than,
    "约": wording.about_wan,
}
REFERENCE = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")
_UNITS = "件条次场人家期处个元万项份封篇名宗起批户"
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|〔[^〕]*〕\s*\d*号?")
_TYPED = re.compile(
    rf"(?<![第\d])\d[\d,，.]*\s*余?[多]?\s*[{_UNITS}]|(?<![第一二两三四五六七八九十百千万零〇])[一二两三四五六七八九十百千万零〇]{{2,}}余?多?[{_UNITS}]"
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>|&(?:nbsp|lt|gt|amp|quot);")
# Pictures, characters of private use and joiners: no font an office prints with has them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200c\u200d\ufe0f\ufffd\ue000-\uf8ff\U0001f000-\U0001faff\U000e0000-\U0010ffff]"
)
_SHARE = re.compile(r"\d[\d.]*\s*[%％‰]|百分之[一二三四五六七八九十百零〇点]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with a key it is a figure, whose exact value stands beside what is printed."""

    text: str
    key: str | None = None
    value: Number | None = None


class Values:
    """The figures of a scope, each computed once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.seen = Seen(scope)
        self._known: dict[str, Number] = {}

    def __getitem__(self, key: str) -> Number:
        if key not in self._known:
            if key in TOGETHER:
                self._known.update(TOGETHER[key](self.scope))
            else:
                told = self.seen.value(key)
                self._known[key] = figure(key).value(self.scope) if told is None else told
        return self._known[key]

    @cached_property
    def reviews(self) -> dict[str, list[str]]:
        """工作考核 and 社会评议 of the year: kind → results."""
        found: dict[str, list[str]] = {}
        for row in reviews([self.scope.organ], self.scope.year):
            found.setdefault(row.kind, []).append(row.result)
        return found

    def all(self) -> dict[str, Number]:
        return {f.key: self[f.key] for f in FIGURES}


def _on_time(v: Values) -> str:
    if v["applications.late"]:
        return "其中{{ applications.late }}件没有在法定期限内答复"
    if not v["applications.handled"]:
        return "没有超过法定期限的申请"
    return "均在法定期限内办理"


def _fees(v: Values) -> str:
    if v["fees.handling"]:
        return "全年向申请人收取信息处理费{{ fees.handling }}元。"
    return "全年没有向申请人收取政府信息公开信息处理费。"


def _accountability(v: Values) -> str:
    if v["accountability.cases"]:
        return f"{v.scope.year}年因政府信息公开责任追究{{{{ accountability.cases }}}}件。"
    return f"{v.scope.year}年没有发生因政府信息公开导致的责任追究。"


def _review(kind: Review.Kind) -> Callable[[Values], str]:
    def claim(v: Values) -> str:
        if found := v.reviews.get(kind):
            return "".join(found)
        if v.scope.organ.kind != Organ.Kind.GOVERNMENT:  # 条例第五十条第四项: of governments
            return ""
        return f"{v.scope.year}年没有组织政府信息公开{kind.label}。"

    return claim


_ALL_MENDED = {True: "年末以前已经全部整改", False: "目前已经全部整改"}


def _mended(v: Values, code: str) -> str:
    """Of one kind of findings: all mended, or how many not and until when."""
    left = v[f"findings.open.{code}"]
    if not left:
        return _ALL_MENDED[v.scope.ended]
    return f"{v.scope.moment}还有{{{{ findings.open.{code} }}}}处没有整改"


def _until(v: Values, code: str) -> str:
    """What is done about the unmended: each has its unit and its day by the notice (条例第四十七条)."""
    last = max((row.due_on for row in v.seen.of_kind(code) if row.due_on and v.seen.open(row)), default=None)
    if last is None:
        return "已经逐处整改，销号都有依据"
    over = f"，{v.scope.moment}已经超过" if last <= v.scope.judged_until else ""
    return f"没有整改的逐处落实责任单位，整改期限最迟到{cn(last)}{over}"


def _kept(v: Values, code: str) -> str:
    """How far an item of the problem list was at the year's end."""
    row = v.seen.commitments.get(int(code)) if code.isdigit() else None
    if row is None:
        raise KeyError(code)
    if row.closed_on is not None and row.closed_on <= v.scope.last:
        return f"已于{cn(row.closed_on)}办结"
    over = f"，{v.scope.moment}已经超过" if row.due_on <= v.scope.judged_until else ""
    return f"{v.scope.moment}没有办结，完成期限是{cn(row.due_on)}{over}"


# Claims about one kind of findings or one item of the problem list: {{ 结论:整改.rule-dead_link }}.
CLAIMS_OF: dict[str, Callable[[Values, str], str]] = {
    "结论:整改": _mended,
    "结论:整改期限": _until,
    "结论:问题清单": _kept,
}


def _all_mended(v: Values) -> str:
    if v["findings.open"]:
        return f"{v.scope.moment}还有{{{{ findings.open }}}}处没有整改"
    return _ALL_MENDED[v.scope.ended]


CLAIMS: dict[str, Callable[[Values], str]] = {
    "结论:期限": _on_time,
    "结论:收费": _fees,
    "结论:责任追究": _accountability,
    "结论:全部整改": _all_mended,
    "结论:工作考核": _review(Review.Kind.ASSESSMENT),
    "结论:社会评议": _review(Review.Kind.SOCIAL),
}


def _claim(key: str, values: Values) -> str | None:
    """The sentence of a claim; None where the key is none. Raises KeyError for a claim about nothing."""
    if key in CLAIMS:
        return CLAIMS[key](values)
    name, _, code = key.partition(".")
    return CLAIMS_OF[name](values, code) if name in CLAIMS_OF else None


def render(text: str, values: Values) -> list[Piece]:
    """Text with its references filled in. An unknown reference stays visible; `check` reports it."""
    pieces: list[Piece] = []
    at = 0
    for match in REFERENCE.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        at = match.end()
        key, style = match[1], match[2] or ""
        if key.startswith(UNWRITTEN):
            pieces.append(Piece(f"（待写：{key.removeprefix(UNWRITTEN)}）"))
            continue
        try:
            claimed = _claim(key, values)
            if claimed is not None:
                pieces += render(claimed, values)
                continue
            value = values[key]
        except KeyError:
            pieces.append(Piece(match[0]))
            continue
        say = _STYLES.get(style, wording.thousands)
        pieces.append(Piece(say(int(value)), key, value))
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def check(part: str, text: str, seen: Seen | None = None) -> list[Finding]:
    """What in a text could not be traced: typed numbers, references to nothing. seen: what is read already, to be asked first."""
    where = f"文字部分 {PART_LABELS[part]}"
    found = []
    for match in REFERENCE.finditer(text):
        key, style = match[1], match[2] or ""
        if key.startswith(UNWRITTEN):
            said = key.removeprefix(UNWRITTEN)
            found.append(Finding("N.unwritten", Severity.ERROR, where, None, match[0], f"还没有写：{said}"))
            continue
        known = _known(key, seen)
        if not known or style not in _STYLES:
            message = f"没有“{key}”这个指标" if not known else f"没有“{style}”这种写法，可以写余、约"
            found.append(Finding("N.reference", Severity.ERROR, where, None, match[0], message))
    if match := _MARKUP.search(text):
        message = f"“{match[0]}”是网页代码，会照样印出来。请从网页复制的先粘贴为纯文字，把代码删去"
        found.append(Finding("N.markup", Severity.ERROR, where, None, match[0], message))
    if shown := sorted(set(_UNPRINTABLE.findall(text))):
        said = "、".join(f"{c}（U+{ord(c):04X}）" for c in shown[:5])
        found.append(
            Finding(
                "N.unprintable",
                Severity.ERROR,
                where,
                None,
                said,
                f"有印不出来的字符：{said}，请删去或者换成文字",
            )
        )
    plain = _QUOTED.sub("", REFERENCE.sub("", text))
    for match in _TYPED.finditer(plain):
        message = f"“{match[0]}”是直接写的数，应当引用指标，才能打开到记录"
        found.append(Finding("N.typed", Severity.ERROR, where, None, match[0], message))
    for match in _SHARE.finditer(
        plain
    ):  # no figure is a share, so it may stand, with a word on how it was reckoned
        message = f"“{match[0]}”是直接写的比例，打不开到记录，请写明由哪两个数算出"
        found.append(Finding("N.typed", Severity.WARNING, where, None, match[0], message))
    return found


def zeros(label: str, pieces: Iterable[Piece]) -> list[Finding]:
    """召开新闻发布会0次: what did not happen is better said in words, or not at all. Of applications a 0 is a statement."""
    return [
        Finding("N.zero", Severity.NOTE, f"文字部分 {label}", None, 0, f"“{figure(p.key).label}”是0，读起来不通顺的，改写为“没有……”或者删去这一句")
        for p in pieces
        if p.key and p.value == 0 and not p.key.startswith(("applications.", "reconsiderations", "litigations", "fees."))
    ]  # fmt: skip


def _known(key: str, seen: Seen | None) -> bool:
    """Whether a reference leads to something."""
    if key in CLAIMS:
        return True
    name, _, code = key.partition(".")
    try:
        if name == "结论:问题清单":
            key = f"commitments.demands.{code}"
        elif name in CLAIMS_OF:
            key = f"findings.found.{code}"
        told = seen.value(key) if seen else None
        return told is not None or bool(figure(key))
    except KeyError:
        return False


# Sentences the records can fill by themselves; one whose figures are all 0 is left out.
_SENTENCES: dict[str, tuple[str, ...]] = {
    "1.1": (
        "全年公开政府信息{{ documents.published }}条。",
        "开设政策专栏{{ topics.count }}个，公开信息{{ topics.items|余 }}条。",
        "组织线上、线下培训活动{{ training.sessions }}场，服务企业人数{{ training.people }}人，"
        "开展企业服务{{ enterprise.visits }}家次，收集问题{{ enterprise.problems }}条。",
        "公开涉企信息{{ tags.enterprise|余 }}条。",
        "举办招聘会{{ job_fairs.count }}场，发布岗位{{ job_fairs.posts|余 }}个。",
        "发布政策图解{{ interpretations.graphic }}条，主要领导人访谈{{ interviews.leaders }}次。",
        "解答重点政策咨询{{ hotline.consultations }}次，召开新闻发布会{{ press.conferences }}次。",
        "更新{{ fields.count }}个领域{{ fields.subcolumns }}个子栏目，公开信息{{ fields.items|约 }}条。",
    ),
    "1.2": (
        "全年新收政府信息公开申请{{ applications.new }}件，上年结转{{ applications.carried_in }}件，"
        "办结{{ applications.handled }}件，{{ 结论:期限 }}；结转下年度{{ applications.carried_out }}件。",
        "行政复议{{ reconsiderations }}件，行政诉讼{{ litigations }}件。",
    ),
    "1.5": (
        "发放整改通知书和问题清单{{ notices.issued }}期，整改问题{{ findings.rectified|余 }}处。",
        "举办政务公开培训{{ staff_training.sessions }}次。",
        "{{ 结论:工作考核 }}{{ 结论:社会评议 }}{{ 结论:责任追究 }}",
    ),
    "6": ("{{ 结论:收费 }}没有其他需要报告的事项。",),
}


# Here a 0 is itself a statement the report has to make; elsewhere what did not happen is not told.
_ZERO_IS_SAID = frozenset({"1.2", "6"})
_ALL_APPLICATIONS = ("applications.new", "applications.carried_in")


def default_text(part: str, values: Values) -> str:
    """What the records alone can say of a part; empty where a person has to write. Clauses whose figures are 0 are left out."""
    said = []
    if part == "1.2" and not any(values[key] for key in _ALL_APPLICATIONS):
        said.append("全年没有收到政府信息公开申请，也没有上年结转的申请。")
    for sentence in _SENTENCES.get(part, ()):
        if said and "applications.new" in sentence:
            continue
        clauses = (
            [sentence.removesuffix("。")]
            if part in _ZERO_IS_SAID
            else sentence.removesuffix("。").split("，")
        )
        kept = [clause for clause in clauses if _says_something(clause, values)]
        if kept:
            said.append("，".join(kept) + "。" * sentence.endswith("。"))
    return "".join(said)


def _says_something(clause: str, values: Values) -> bool:
    keys = [m[1] for m in REFERENCE.finditer(clause)]
    return any(key in CLAIMS or values[key] for key in keys)
