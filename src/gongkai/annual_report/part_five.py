# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""第五部分 as the records can draft it (条例第五十条第四项): this year's problems, last year's answered one by one, the measures.

Every number is a reference. What last year's report named and no record of this year answers is left as {{ 待写:… }}: it is shown,
and the report cannot be published with it. The compiler edits the draft as any other part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from gongkai.annual_report import problems, supervised
from gongkai.annual_report.narrative import REFERENCE, UNWRITTEN, Values
from gongkai.annual_report.problems import MEASURES, LastYear
from gongkai.annual_report.supervised import Kind
from gongkai.engagement.demands.models import Commitment

MOST_SEEN, MOST_LISTED, MOST_THEMES = 2, 4, 3
_DIGITS = "一二三四五六七八九"

# What a problem is about → what the year's records say was done. A clause whose figures are all 0 is left out.
THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("解读", ("发布政策解读{{ interpretations.all }}条，其中图解{{ interpretations.graphic }}条",)),
    ("时效|失效|清理|有效性|过期", ("标注失效、废止和过了时效的信息{{ cleanups.marked }}件",)),
    ("清单|诉求|急难愁盼|痛点|关切", ("列入问题清单{{ commitments.listed }}项，办结{{ commitments.closed }}项",)),
    ("依申请|申请公开|申请人", (
        "办结政府信息公开申请{{ applications.handled }}件，{{ 结论:期限 }}", "答复前沟通{{ applications.contacts }}次",
    )),
    ("参与|征集|征求意见|互动", ("开展意见征集{{ consultations.opened }}次，收到公众意见{{ opinions.received }}条",)),
    ("回应|热线|咨询|来信", (
        "解答重点政策咨询{{ hotline.consultations }}次", "答复咨询来信{{ messages.answered }}封",
    )),
    ("培训|业务能力|业务水平|队伍|素质", ("举办政务公开培训{{ staff_training.sessions }}次",)),
    ("监督|督导|检查|考核", ("发放整改通知书和问题清单{{ notices.issued }}期，整改问题{{ findings.rectified }}处",)),
    ("企业|涉企|营商|助企", ("公开涉企信息{{ tags.enterprise }}条", "解决企业问题{{ problems.solved }}条")),
    ("就业", ("公开稳岗就业信息{{ tags.employment }}条",)),
    ("教育|学校|招生", ("公开教育信息{{ tags.education }}条",)),
    ("民生|领域|基层", ("基层政务公开领域公开信息{{ fields.items }}条",)),
    ("更新|活跃|栏目|专栏|主动公开", ("公开政府信息{{ documents.published }}条",)),
)  # fmt: skip


class Draft:
    """Both halves of the part, over one look at the records."""

    def __init__(self, values: Values, before: LastYear | None) -> None:
        self.values, self.before = values, before

    @cached_property
    def found(self) -> list[Kind]:
        return self.values.seen.kinds

    @cached_property
    def seen(self) -> list[tuple[str, str, int]]:
        """What the machine still sees, of kinds the notices did not name."""
        named = {k.label for k in self.found}
        return [row for row in self.values.seen.detected if row[1] not in named][:MOST_SEEN]

    @cached_property
    def taken_up(self) -> list[Commitment]:
        return self.values.seen.of_this_year[:MOST_LISTED]

    def text(self, part: str) -> str:
        """5.1 or 5.2; empty where the records hold nothing to say."""
        return _problems(self) if part == "5.1" else _improvements(self)


def _numbered(items: Sequence[str]) -> str:
    return "".join(f"{_ordinal(n)}是{item}" for n, item in enumerate(items, 1))


def _ordinal(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十") + (
        _DIGITS[ones - 1] if ones else ""
    )


def _quoted(text: str, most: int = 60) -> str:
    """Words of a record inside quotation marks; what would read as a reference or a mark of ours is taken out."""
    bare = re.sub(r"[{}|]", "", text).strip().translate(str.maketrans("“”", "‘’")).rstrip("。；，")
    return f"“{bare if len(bare) <= most else bare[: most - 1] + '…'}”"


def _first_clause(text: str) -> str:
    """What a problem is, before it goes into particulars."""
    return re.split("[，。；,;]", text.strip(), maxsplit=1)[0] or text


def _name(kind: Kind) -> str:
    return _quoted(kind.label) if re.search(r"\d", kind.label) else kind.label


# 存在的主要问题


def _problems(of: Draft) -> str:
    items = [
        f"{_name(k)}，发现{{{{ findings.found.{k.code} }}}}处，{{{{ 结论:整改.{k.code} }}}}。"
        for k in of.found[: supervised.MOST]
    ]
    items += [
        f"{label}，巡查发现、{of.values.scope.moment}没有消除的{{{{ detections.open.{code} }}}}处。"
        for code, label, _ in of.seen
    ]
    items += [
        f"群众反映{_quoted(row.title)}，有关诉求{{{{ commitments.demands.{row.pk} }}}}次。"
        for row in of.taken_up
    ]
    if not items:
        return ""
    lead = "监督检查全年发现问题{{ findings.found }}处，{{ 结论:全部整改 }}。"
    return (lead if of.found else "") + _numbered(items)


# 改进情况


def _improvements(of: Draft) -> str:
    measures = list(_measures(of))
    answers = [_answer(of, *pair) for pair in of.before.pairs] if of.before else []
    carried = _carried(of.values)
    if not (measures or answers or carried):
        return ""
    said = ""
    if answers:
        said += "对上年报告提出的问题，逐项改进。" + _numbered(answers)
    elif of.before is None:
        missing = "上年的报告不在本平台，也没有收入资料，请对照上年的报告写明各项问题的改进情况"
        said += f"{{{{ {UNWRITTEN}{missing} }}}}。"
    said += carried
    if measures:
        said += MEASURES + _numbered(measures)
    return said


def _answer(of: Draft, problem: str, promise: str | None) -> str:
    """One of last year's problems: what it was, what was promised, what the records say was done."""
    done = list(_done(of, problem))
    about = _quoted(_first_clause(problem))
    promised = f"上年提出{_quoted(promise, 80)}。" if promise else ""
    if not done:
        missing = f"关于{about}，今年做了什么，记录里没有对应的，请写明"
        return f"关于{about}的问题。{promised}{{{{ {UNWRITTEN}{missing} }}}}。"
    return f"关于{about}的问题。{promised}今年{'；'.join(done)}。"


def _done(of: Draft, problem: str) -> Iterator[str]:
    said = 0
    for words, clauses in THEMES:
        if said == MOST_THEMES or not re.search(words, problem):
            continue
        shown = [kept for clause in clauses if (kept := _told(clause, of.values))]
        said += bool(shown)
        yield from shown
        for k in of.found:
            if shown and re.search(words, k.label) and k.code not in " ".join(shown):
                yield f"监督检查发现{_name(k)}{{{{ findings.found.{k.code} }}}}处，{{{{ 结论:整改.{k.code} }}}}"


def _told(clause: str, values: Values) -> str:
    """A clause without the halves whose figures are 0; a claim stands only behind a figure that does."""
    kept: list[str] = []
    for half in clause.split("，"):
        keys = [m[1] for m in REFERENCE.finditer(half) if not m[1].startswith("结论:")]
        if any(values[key] for key in keys) if keys else kept:
            kept.append(half)
    return "，".join(kept)


def _carried(values: Values) -> str:
    """Each item of last year's problem list and how far it is."""
    rows = values.seen.of_last_year[: problems.MOST]
    items = [f"{_quoted(r.title)}由{r.owner.short_name}负责，{{{{ 结论:问题清单.{r.pk} }}}}" for r in rows]
    return f"以前列入问题清单的事项：{'；'.join(items)}。" if items else ""


def _measures(of: Draft) -> Iterator[str]:
    for k in of.found[: supervised.MOST]:
        yield f"关于{_name(k)}，{{{{ 结论:整改期限.{k.code} }}}}。"
    for _, label, _ in of.seen:
        yield f"关于{label}，{{{{ {UNWRITTEN}关于{label}，还没有发整改通知书，请写明改进措施 }}}}。"
    for row in of.taken_up:
        measure = _quoted(row.measure, 120)
        yield f"关于{_quoted(row.title)}，由{row.owner.short_name}负责，措施是{measure}，{{{{ 结论:问题清单.{row.pk} }}}}。"
