# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Figures in running text: each number with its unit, and which cell or sum of the tables it speaks of, if any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from gongkai.annual_report.reading.labels import whole_label
from gongkai.annual_report.reading.words import letters, plain

MOST, LONGEST = 3000, 2000  # figures of a report, characters of a sentence
_UNITS = "件次|人次|家次|万元|件|起|条|项|份|个|次|场|期|篇|家|处|人|封|元|宗|部|类|%|册|批|户|幅|部门"
_NUMBER = re.compile(
    rf"(?P<about>约|近|逾|超过?)?(?P<digits>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千万零〇]{{1,9}}(?=[余多]?(?:{_UNITS})))"
    rf"(?P<scale>万|亿)?(?P<more>余|多)?[“\"]?(?P<unit>{_UNITS})?[”\"]?"
)
_NOT_A_COUNT = re.compile(r"^(?:年|月|日|号|时|分|届|版|级|岁|个?工作日|[-/.]\d|:\d)")
_CJK = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_DELTA = re.compile(
    r"增加|减少|增长|下降|上升|回落|同比|环比|较|比上年|去年|上年同期|率[为达]?$|人均|平均|以上$|至少|[由从]$"
)
_FILLERS = (
    "各级|行政机关|政府信息|信息公开|依申请|公开|申请|案件|信息|数量|共计?|累计|总计|全部|均|已|按时|按期|依法|完成|完毕|的|了|含|各类|20\\d\\d年|"
    "全[省市县区镇年]|我[省市县区镇局委]|本(?:年度?|局|委|机关)|年度?|有效|新收|新受理|收到|受理|接收|收办|收|办结|办理|办复|答复|回复"
)
_WAYS = re.compile(r"网上|网络|在线|信函|邮寄|当面|现场|传真|书面|口头|邮件|窗口|平台|电话|来访")
OTHER_BUSINESS = re.compile(
    r"意见|建议|留言|来信|问政|咨询|投诉|信件|电话|工单|线索|诉求|提案|议案|信访件|审批|业务|事项|许可|登记|证|补贴|救助|案件线索|热线|指导|协助|转(?:为|主动)?公开|抽查|公文"
)
# A review of the body's own papers, which has results of the same names.
_PAPERS = re.compile(r"公文|属性|拟稿|发文|保密审查")
_KIND = re.compile(r"\w{2,}(?:类|方面)")
_COLUMN = re.compile(
    r"(?:其中)?(?:来自|由)?(?:(?P<co>商业企业)|(?P<ri>科研机构)|(?P<so>社会公益组织)|(?P<ls>法律服务机构))(?:提出|提交|申请|的|为|共|有)*"
)


_ASIDE = re.compile(r"\([^()\d]*\)|《[^》]*》")
_DOCUMENT_NUMBER = re.compile(r"[〔\[]\d{4}[〕\]]\d*号?")
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_RANGE = re.compile(r"[A-Za-z—-]")
_MARK = re.compile(r"[,，。;；:：()（）\n]")
_NO_COUNT = re.compile(r"[A-Za-z.\-/第每逐某—]$")
_END = re.compile(r"[,，。;；:：()（）、\n\d]")
_YEAR = re.compile(r"(?<!结转)(?<![转延][至到入])(20\d\d)年(?!度?(?:结转|转))")
_PART_ONLY = re.compile(r"代表|本级|机关本身|政府办(?!理)|所属|各(?:部门|乡|镇|区|县|单位)")
_CARRIED_IN = re.compile(r"上一?年度?(?:的)?结转|结转(?:至|自)?上一?年|往年结转|以前年度结转")
_CARRIED_OUT = re.compile(r"(?:结转|顺延|转|延续|留)(?:至|到|入)?(?:下|20\d\d年|次年|明年)")
_VERBS = re.compile(r"新收|新受理|收到|受理|接收|收办|收|办结|办理|办复|答复|回复")
_FILLER = re.compile(rf"\W|{_FILLERS}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a sentence. `means` is a figure's name, or None when it is not about the tables."""

    sentence: str
    said: str
    value: int | Decimal
    rounded: str  # "" exact, "余" at least, "约" about
    unit: str
    means: str | None
    scope: str  # "" the whole report, "part" a narrower body, "unsure"
    part: int
    ahead: str  # the words before it


def chinese(text: str) -> int | None:
    """一百二十三 → 123, 二〇五 → 205. None for 三五, which is "three to five", and for what is no number."""
    if re.fullmatch(r"[一二三四五六七八九][〇零一二三四五六七八九]+", text) and re.search("[〇零]", text):
        return int("".join(str(_CJK[c]) for c in text))
    if re.search(r"[一二两三四五六七八九]{2}", text):
        return None
    total = section = number = 0
    for character in text:
        if character in _CJK:
            number = _CJK[character]
        elif character == "万":
            total, section, number = (total + section + number) * 10_000, 0, 0
        else:
            unit = {"十": 10, "百": 100, "千": 1000}.get(character)
            if unit is None:
                return None
            section += (number or (1 if unit == 10 and section == 0 else number)) * unit
            number = 0
    return total + section + number


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; what runs on for longer than any sentence does is cut."""
    for piece in re.split(r"(?<=[。！？\n])", text):
        if shown := piece.strip():
            yield from (shown[at : at + LONGEST] for at in range(0, len(shown), LONGEST))


def of_prose(prose: list[tuple[int, str]] | tuple[tuple[int, str], ...], year: int | None) -> list[Mention]:
    """The figures of the text, at most MOST of them: the longest report has some hundreds."""
    found = (
        mention
        for part, text in prose
        for sentence in sentences(plain(text))
        for mention in of_sentence(sentence, part, year)
    )
    return list(islice(found, MOST))


def of_sentence(sentence: str, part: int = 0, year: int | None = None) -> Iterator[Mention]:
    """The figures of one sentence, from left to right."""
    shown = _ASIDE.sub("", _DOCUMENT_NUMBER.sub("", sentence))
    shown = _GAP.sub("", shown)
    last, block, list_of = 0, "", False
    for match in _NUMBER.finditer(shown):
        rest = shown[match.end() :]
        if not match["unit"] and (_NOT_A_COUNT.match(rest) or _RANGE.match(rest)):
            continue
        before = _MARK.split(shown[last : match.start()])[-1].strip('、 "“”')
        value = _value(match)
        if (
            value is None
            or _NO_COUNT.search(shown[max(0, match.start() - 1) : match.start()])
            or not (match["unit"] or _bare(before, rest))
        ):
            continue
        last = match.end()
        after = _END.split(rest, maxsplit=1)[0]
        ahead = shown[: match.start()]
        block = _block(ahead) or block
        list_of = list_of or "其中" in ahead
        means = meaning(before, after, match["unit"] or "", block, shown)
        if means and (_other_year(ahead, year) or (means == "handled" and _of_these(ahead, before))):
            means = None
        if means == "carried" and re.search(r"办结|答复|办理|办复|办毕", ahead):
            means = "carried_out"
        rounded = (
            "余"
            if match["more"] or match["about"] in ("逾", "超", "超过")
            else "约"
            if match["about"] or match["scale"]
            else ""
        )
        scope = _scope(ahead, before, means)
        yield Mention(sentence, match[0], value, rounded, match["unit"] or "", means, scope, part, ahead)


def _bare(before: str, rest: str) -> bool:
    """A number without a unit counts only right after a word and before a mark: 公开7、部分33."""
    return bool(before) and bool(re.match(r"$|[、,，;；。()（） ]|未审结|维持|纠正", rest))


def _value(match: re.Match[str]) -> int | Decimal | None:
    digits = match["digits"]
    if digits[0].isdigit():
        if len(digits) > 18:
            return None
        number = Decimal(digits.replace(",", ""))
    else:
        counted = chinese(digits)
        if counted is None:
            return None
        number = Decimal(counted)
    number *= {"万": 10_000, "亿": 100_000_000}.get(match["scale"] or "", 1)
    return int(number) if number == number.to_integral_value() else number


def _other_year(ahead: str, year: int | None) -> bool:
    years = _YEAR.findall(ahead)
    return year is not None and bool(years) and int(years[-1]) != year


def _of_these(ahead: str, before: str) -> bool:
    """Whether what was handled is said of some applications only: 新收的120件办结111件; 收到的120件申请中，111件已办结."""
    if re.search(r"中[,，]?(?:有|已有)?$", ahead):
        return True
    return bool(
        re.search(rf"(?:收|结转|受理)的\d+件(?:申请)?(?:已|均|共|中|当年)?{re.escape(before)}$", ahead)
    )


def _scope(ahead: str, before: str, means: str | None) -> str:
    """Whether the words confine the figure to a part of what the tables cover."""
    if _PART_ONLY.search(ahead[-60:]):
        return "part"
    if means in ("new", "received", "handled"):
        subject = re.split("新收|新受理|收到|受理|接收|收办|办结|办理|办复|答复|回复", before)[0]
        if "其中" in ahead[-30:] or len(_left(subject)) > 3:
            return "part"
    return "unsure" if "备案" in ahead[-40:] or (means or "").startswith("documents") else ""


def _block(ahead: str) -> str:
    """Which remedy was spoken of last."""
    places = {
        name: ahead.rfind(word)
        for name, word in (
            ("reconsideration", "复议"),
            ("litigation", "诉讼"),
            ("after", "复议后"),
            ("direct", "直接起诉"),
        )
    }
    best = max(places, key=lambda name: (places[name], name != "reconsideration"))
    return best if places[best] >= 0 else ""


_RESULTS = (
    ("R3.1+R3.2", r"(?:予以|同意)公开(?:及|和|或|与|或者|、)部分公开"),
    ("R3.1", r"(?:予以|同意|主动)公开|^公开$"), ("R3.2", r"部分公开|^部分$"), ("G3", r"不予公开|不同意公开|^不予$"),
    ("G4", r"无法提供"), ("G5", r"不予处理"), ("G6", r"其他处理|其它处理"),
)  # fmt: skip


_DOCUMENTS = (
    ("documents.made", r"(?:新?制发|新?制定|新?出台)(?:了)?(?:行政)?规范性文件"), ("documents.repealed", r"废止(?:行政)?规范性文件"),
    ("documents.in_force", r"(?:现行)?有效(?:的)?(?:行政)?规范性文件|(?:行政)?规范性文件(?:现行)?有效"),
)  # fmt: skip


def meaning(before: str, after: str, unit: str, block: str, sentence: str) -> str | None:
    """What a number counts, by the words before it, or after it when nothing stands before."""
    if _DELTA.search(before):
        return None
    if unit == "元" and re.search(r"(?:处理|信息)费", before):
        return "fees"
    if unit not in ("", "件", "起", "宗", "条", "份", "件次"):
        return None
    text = (
        before
        if before and not re.fullmatch(r"(?:另有|有|其余|尚有|还有|其中|共|共有|的)+", before)
        else after
    )
    if "规范性文件" in text:
        bare = re.sub(r"^(?:全年|全[省市县区]|本?年度?|20\d\d年|共|累计|本机关)+|(?:共|共计|有)+$", "", text)
        return next((name for name, key in _DOCUMENTS if unit == "件" and re.fullmatch(key, bare)), None)
    column = _COLUMN.fullmatch(text)
    return (
        _of_carry(text)
        or (column.lastgroup if column and unit == "件" else None)
        or _of_result(text, unit, sentence)
        or _of_remedy(text, block, after)
        or _of_case(text, unit, sentence)
    )


def _of_carry(text: str) -> str | None:
    both = re.search(r"新收|收到|受理", text)
    if _CARRIED_IN.search(text):
        return None if both else "carried_in"
    if _CARRIED_OUT.search(text):
        return "carried_out"
    return "carried" if re.fullmatch(r".{0,4}结转", text) else None


def _of_result(text: str, unit: str, sentence: str) -> str | None:
    if unit == "条" and not re.search(r"同意公开|申请", text):
        return None
    if re.fullmatch(r"公开|部分|不予", text) and (
        unit not in ("", "件") or not re.search(r"收到|受理|新收", sentence)
    ):
        return None
    if re.search(r"主动公开", text) or (_PAPERS.search(sentence) and not re.search(r"(?<!依)申请", sentence)):
        return None
    leaf = whole_label(letters(re.sub(r"^(?:其中)?(?:因|属于|属|涉及)?|(?:的|共|为|有)+$", "", text)))
    if leaf and leaf[0].count(".") > 1:
        return leaf[0] if unit in ("", "件") else None
    best: tuple[int, int, str] | None = None
    for name, key in _RESULTS:
        for match in re.finditer(key, text):
            found = (match.end(), len(match[0]), name)
            best = max(best, found) if best else found
    if best and not re.search(r"因|理由为|原因", text[best[0] :]):
        several = "+" not in best[2] and re.search(
            r"(?:公开|提供|处理)(?:及|和|或|与|或者|以及|、)", text[: best[0] - 1]
        )
        return None if several else best[2]
    if re.search(r"自然人", text) and not re.search(r"法人", text):
        return "np"
    return "legal" if re.search(r"法人(?:或|和)?(?:者)?其他组织", text) and "自然人" not in text else None


def _of_remedy(text: str, block: str, after: str) -> str | None:
    result = next((name for name, key in (
        ("upheld", r"维持"), ("corrected", r"纠正|纠错"), ("other", r"其他结果"), ("pending", r"未审结"),
    ) if re.search(key, text)), None)  # fmt: skip
    if result and block in ("reconsideration", "litigation"):
        return f"{block}.{result}"
    review, suit = "复议" in text.replace("复议后", ""), "诉讼" in text
    if re.search(r"直接起诉", text):
        return "direct.total"
    if "复议后起诉" in text or "复议后诉讼" in text:
        return "after.total"
    if review and suit:
        return "remedies" if not re.search(r"(?:复议|诉讼).*(?:机关|机构|申请人)", text) else None
    if (review or suit) and not re.search(r"机关|机构|培训|条例|法|听证|调解|率", text):
        return "reconsideration.total" if review else "litigation.total"
    return None


def _of_case(text: str, unit: str, sentence: str) -> str | None:
    if (unit == "条" and "申请" not in text) or OTHER_BUSINESS.search(text) or _WAYS.search(text):
        return None
    about = re.search(r"申请", text)
    verbs = list(_VERBS.finditer(text))
    if not verbs or (unit == "条" and not about):
        return None
    subject, said = text[: verbs[0].start()], text[verbs[0].end() :]
    if _KIND.search(_left(said)) or len(_left(said)) > 7 or (not about and len(_left(text)) > 2):
        return None
    if len(_left(subject)) > 12:
        return None
    if not about and re.search(r"复议|诉讼|应诉", sentence) and "公开" not in sentence:
        return None
    if "结转" in text:
        return "received"  # 新收和上年结转合计
    if not about and not re.search(r"申请|结转|公开", sentence):
        return None if not re.search(r"收到.*(?:答复|办理|办结)|新收", sentence) else _verb(verbs)
    return _verb(verbs)


def _left(text: str) -> str:
    """What remains of the words once everything that may stand in such a phrase is taken away."""
    return _FILLER.sub("", text)


def _verb(verbs: list[re.Match[str]]) -> str:
    words = {match[0] for match in verbs}
    if words & {"新收", "新受理"}:
        return "new"
    return "received" if words & {"收到", "受理", "接收", "收办", "收"} else "handled"
