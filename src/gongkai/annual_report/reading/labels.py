# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which row of table 3, which applicant column, which cell of table 4 a printed label means."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.annual_report.reading.words import letters
from gongkai.law.table3 import COLUMN_LABELS, ROWS
from gongkai.law.table4 import Block, Result

# What is enough of each label, so that a cut or shortened one is still known. Compared without punctuation.
_ROW_KEYS: tuple[tuple[str, str], ...] = (
    ("R1", r"本年(?:度)?新收|新收政府信息公开申请|新收到?申请"),
    ("R2", r"上(?:一)?年(?:度)?结转"),
    ("R4", r"结转(?:至|到)?下(?:一)?年"),
    ("R3.1", r"予以公开"),
    ("R3.2", r"部分公开"),
    ("R3.3.1", r"国家秘密"),
    ("R3.3.2", r"行政法规禁止"),
    ("R3.3.3", r"三安全一稳定"),
    ("R3.3.4", r"第三方(?:的)?合法"),
    ("R3.3.5", r"内部事务"),
    ("R3.3.6", r"过程性"),
    ("R3.3.7", r"执法案卷"),
    ("R3.3.8", r"行政查询"),
    ("R3.4.1", r"不掌握"),
    ("R3.4.2", r"没有现成|需要另行制作"),
    ("R3.4.3", r"补正后"),
    ("R3.5.1", r"信访举报|举报投诉类"),
    ("R3.5.2", r"重复申请"),
    ("R3.5.3", r"公开出版物"),
    ("R3.5.4", r"大量反复"),
    ("R3.5.5", r"确认或(?:者)?重新|重新出具"),
    ("R3.6.1", r"逾期不补正|正当理由逾期"),
    ("R3.6.2", r"逾期未按收费|收费通知要求|不缴费|未缴费|缴纳费用"),
)  # fmt: skip
_KEYS = tuple((id, re.compile(key)) for id, key in _ROW_KEYS)
_MARK = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?=其[他它]|总计|合计|$)")
_LONGEST = 70
HEADINGS = ("本年度办理结果", "不予公开", "无法提供", "不予处理", "其他处理")
_PLAIN_LABELS = {row.id: re.sub(r"^[一二三四五六七\d]", "", letters(row.label)) for row in ROWS}


# A footnote behind a label: ①, [1], ^1 (as the web and Word fronts mark what is raised), 注1, *.
FOOTNOTE = re.compile(
    r"(?:[\u2460-\u2473*※]|\^?[\[〔(（]?(?:注\s*)?\d{0,2}[\])）〕]|\^\d{1,2}|注\d{0,2})\s*$"
)


@lru_cache(maxsize=4096)
def row_ids(text: str) -> frozenset[str]:
    """The rows whose key words the text has; R3.6.3 and R3.7 only when the text is nothing but that label."""
    bare = letters(FOOTNOTE.sub("", text))
    if not bare or len(bare) > _LONGEST:
        return frozenset()
    found = {id for id, key in _KEYS if key.search(bare)}
    if found:
        return frozenset(found)
    # Labels written in one cell with the headings they stand under.
    core = _MARK.sub("", re.sub(r"^三?本年度办理结果|^六?(?:其他|其它)处理(?=3)", "", bare))
    if core in ("其他", "其它", "其他处理", "六其他处理"):
        return frozenset(["R3.6.3"])
    if core in ("总计", "合计", "七总计", "七合计"):
        return frozenset(["R3.7"])
    return frozenset()


@lru_cache(maxsize=4096)
def row_id(text: str) -> str | None:
    """The one row a label means. A misprinted label counts when it is far nearer to one row than to any other."""
    found = row_ids(text)
    if found:
        return next(iter(found)) if len(found) == 1 else None
    bare = re.sub(r"^[一二三四五六七八九十\d]+", "", letters(text))
    if not 4 <= len(bare) <= _LONGEST or heading(bare):
        return None
    near = sorted(((_likeness(bare, label), id) for id, label in _PLAIN_LABELS.items()), reverse=True)
    return near[0][1] if near[0][0] >= 0.8 and near[1][0] <= near[0][0] - 0.2 else None


def _likeness(text: str, label: str) -> float:
    """How alike two texts are; 0 where too few characters are common for it to reach 0.6, which is all that is asked."""
    common = set(text)
    if 2 * sum(c in common for c in label) < 0.6 * (len(text) + len(label)):
        return 0.0
    return SequenceMatcher(None, text, label).ratio()


_WHOLE = {label: id for id, label in _PLAIN_LABELS.items()} | {
    "部分公开": "R3.2", "逾期不补正": "R3.6.1", "逾期不缴费": "R3.6.2",
}  # fmt: skip


# The headings a label stands under, written before it on its line.
_UNDER = re.compile(r"^(?:三?本年度办理结果)?(?:(?:三不予公开|四无法提供|五不予处理|六其他处理)(?=\d))?")


def whole_label(bare: str) -> list[str]:
    """The row whose label this is from end to end, with or without its number; 其他 needs the number."""
    bare = _UNDER.sub("", bare)
    id = _WHOLE.get(re.sub(r"^[一二三四五六七\d]", "", bare)) or _WHOLE.get(bare)
    return [id] if id and (id != "R3.6.3" or bare.startswith("3")) else []


def heading(text: str) -> bool:
    """Whether it is a group's heading, which carries no figures of its own."""
    return any(name in letters(text) for name in HEADINGS)


def statutory(text: str) -> bool:
    """Whether it is a label of table 2, 3 or 4 (and not merely 其他 or 总计)."""
    return bool(row_ids(text) - {"R3.6.3", "R3.7"}) or bool(
        re.search(r"第二十条第|结果维持|结果纠正|制发件数", letters(text))
    )


# The applicant columns. 社会公益组织 is often cut, so its halves are enough.
_COLUMN_KEYS: tuple[tuple[str, str], ...] = (
    ("np", r"自然人|公民"), ("co", r"商业"), ("ri", r"科研"), ("so", r"社会|公益"), ("ls", r"法律服务|法律"),
    ("sub", r"小计"), ("total", r"总计|合计"),
)  # fmt: skip
_ABOVE = re.compile(r"法人(?:或|和|及)?(?:者)?其他组织|申请人情况|本列数据.*四项之和")
_BESIDE = re.compile(r"上年|去年|同期|同比|占比|比例|增减|增长|备注")  # columns some bodies add
LEAVES = tuple(COLUMN_LABELS)


@lru_cache(maxsize=2048)
def column_kind(path: str) -> str | None:
    """The applicant column a stack of header cells means; "sub" is an added 小计; None when none or several."""
    bare = _ABOVE.sub("", letters(path))
    if _BESIDE.search(bare):
        return None
    found = {kind for kind, key in _COLUMN_KEYS if re.search(key, bare)}
    if "sub" in found:
        return "sub"
    if not found and re.search("其[他它]", bare):
        return "ot"
    return next(iter(found)) if len(found) == 1 else None


@lru_cache(maxsize=2048)
def remedy(path: str) -> tuple[Block | None, Result | str | None]:
    """Which block and which result of table 4 a stack of labels means; None where it does not say."""
    bare = letters(path)
    block = None
    if re.search(r"复议后", bare):
        block = Block.LITIGATION_AFTER
    elif re.search(r"未经复议|直接起诉", bare):
        block = Block.LITIGATION_DIRECT
    elif "复议" in bare and "诉讼" not in bare:
        block = Block.RECONSIDERATION
    if re.search(r"复议后", bare) and re.search(r"未经复议|直接起诉", bare):
        block = None
    results: set[Result | str] = set()
    for key, result in (
        ("维持", Result.UPHELD), ("纠正", Result.CORRECTED), ("其他结|其它结", Result.OTHER), ("审结", Result.PENDING),
        ("总计|合计", "total"),
    ):  # fmt: skip
        if re.search(key, bare):
            results.add(result)
    return block, next(iter(results)) if len(results) == 1 else None
