# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Promises of the text the figures can contradict: all handled, none received, no review, nothing charged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gongkai.annual_report.reading.mentions import OTHER_BUSINESS, Mention, sentences
from gongkai.annual_report.reading.narrative import Known
from gongkai.annual_report.reading.tables import Tables
from gongkai.annual_report.reading.words import plain
from gongkai.law.findings import Finding, Severity
from gongkai.law.table3 import CARRIED_IN, CARRIED_OUT, NEW

_PART = re.compile(r"代表|本级|本机关|政府办(?!理)|其中")
_NONE = r"(?:(?:未|没有|均未)(?:发生|产生|新?收到?|接到|出现|存在|有|被提起|引发|因)|没有|(?<![有全并])无(?![正法效障偿]))(?:过|任何|一起|因)?"
_NIL = r"(?:案件)?(?:数量?)?(?:均?为零|均?为0件?(?![\d.])|零发生)"
# Words, which figure contradicts them, and what the figure is called.
_CLAIMS: tuple[tuple[str, Callable[[Known], int | None], str, Severity], ...] = (
    (r"(?:均|全部|所有[^，,。]{0,12})(?:已)?[^，,。未]{0,10}(?:办结(?!率)|办理完成|办理完毕|答复完毕)|办结率(?:为|达到?|均为)?100%",
     lambda k: k.cell(CARRIED_OUT), "结转下年度", Severity.WARNING),
    (rf"{_NONE}(?:[^，,。；;]{{0,6}})(?:政府)?信息公开(?:的)?(?:书面)?申请(?!行政)(?=[，,。；;、]|$)|未收到[^，,。；;]{{0,8}}依申请公开",
     lambda k: k.cell(NEW), "本年新收", Severity.ERROR),
    (rf"{_NONE}[^，,。；;]{{0,16}}行政复议|信息公开[^，,。；;]{{0,8}}行政复议{_NIL}", lambda k: next(iter(k.values("reconsideration.total")), None), "行政复议总计", Severity.ERROR),
    (rf"{_NONE}[^，,。；;]{{0,22}}(?:行政诉讼|提起诉讼)|信息公开[^，,。；;]{{0,14}}行政诉讼{_NIL}", lambda k: next(iter(k.values("litigation.total")), None), "行政诉讼总计", Severity.ERROR),
    (r"(?:没有|无|未)(?:有)?(?:申请)?结转(?:至|到)?下(?:一?年度?)?", lambda k: k.cell(CARRIED_OUT), "结转下年度", Severity.ERROR),
    (r"(?:没有|无)上一?年(?:度)?结转|上一?年(?:度)?(?:没有|无|未有)(?:申请)?结转", lambda k: k.cell(CARRIED_IN), "上年结转", Severity.ERROR),
)  # fmt: skip
CHARGED_NOTHING = re.compile(
    r"(?:未|没有|均未|不)(?:向[^，,。]{0,8})?(?:实际)?(?:收取|收过|收费)(?:任何)?[^，,。]{0,14}(?:费|$|[，,。])|未发生[^，,。]{0,10}收费"
)
_REFUSALS = re.compile(r"未(?:按|及|能|予|经)|无(?:正当|法)")


def _elsewhere(ahead: str) -> bool:
    """Whether “all handled” is said of proposals, messages or calls, or of what the year before left: not of applications."""
    if re.search(r"结转[^，,。；;]{0,12}$", ahead):
        return True
    return bool(OTHER_BUSINESS.search(ahead)) and "申请" not in ahead


def check(
    prose: Sequence[tuple[int, str]], mentions: Sequence[Mention], tables: Tables, year: int | None
) -> Iterator[Finding]:
    """N.claim for every promise the tables, or the text itself, contradict."""
    known = Known(tables)
    fees = next((m for m in mentions if m.means == "fees" and m.value), None)
    seen: set[str] = set()
    for part, text in prose:
        for sentence in sentences(plain(text)):
            said_year = re.findall(r"(20\d\d)年", sentence)
            if year is not None and said_year and str(year) not in said_year:
                continue
            for words, contradicting, name, severity in _CLAIMS:
                match = re.search(words, sentence)
                actual = contradicting(known) if match else None
                if match and name == "结转下年度" and _elsewhere(sentence[: match.start()]):
                    continue
                if not match or not actual or _REFUSALS.match(match[0]) or match[0] in seen:
                    continue
                seen.add(match[0])
                ask = bool(_PART.search(sentence[: match.start()]))
                where = f"第{'一二三四五六'[part - 1]}部分 “{match[0]}”" if part else f"文字部分 “{match[0]}”"
                message = f"文字说“{match[0]}”，表里{name}是{actual}件"
                if ask:
                    message += "；文字可能只说其中一部分，请核对范围"
                yield Finding("N.claim", Severity.NOTE if ask else severity, where, 0, actual, message)
            charged = CHARGED_NOTHING.search(sentence)
            if charged and fees is not None and "费" in charged[0] and charged[0] not in seen:
                seen.add(charged[0])
                message = f"文字说“{charged[0]}”，又说收取信息处理费{fees.value}元"
                yield Finding(
                    "N.claim",
                    Severity.WARNING,
                    f"第{'一二三四五六'[part - 1]}部分" if part else "文字部分",
                    0,
                    fees.value,
                    message,
                )
