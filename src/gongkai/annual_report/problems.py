# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""第五部分: last year's problems, to be answered one by one, and what this year's supervision found (国办公开办函〔2021〕30号)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.annual_report.models import ArchivedReport, PublishedReport, Submission
from gongkai.annual_report.scope import Scope
from gongkai.law.findings import Finding, Severity

MOST = 6
# Before the measures against this year's problems; what stands before it answers last year's.
MEASURES = "对今年的问题，采取以下措施。"
_ITEM = re.compile(r"(?:(?:[一二三四五六七八九十]{1,3}是)|(?:第[一二三四五六七八九十]{1,2}[，、]))")
_IMPROVED = re.compile(
    r"(?:^|(?<=[。\n]))[（(]?[一二]?[）)]?、?(?:下一步)?(?:改进(?:情况|措施|打算|方向)|整改(?:情况|措施)|下一步(?:工作)?(?:打算|计划|安排))[:：。，\n]?"
)


def items(text: str) -> list[str]:
    """一是…；二是…: the items of a text, without their ordinals; a text without ordinals is one item."""
    pieces = [p.strip(" 。；;，\n") for p in _ITEM.split(text)]
    numbered = [p for p in pieces[1:] if p]
    return numbered or [p for p in pieces if p]


@dataclass(frozen=True)
class LastYear:
    """What last year's report named as problems, and what it promised; from where it is known."""

    source: str
    problems: tuple[str, ...]
    promises: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str | None]]:
        """Each problem with the promise of the same number, where there are as many of both."""
        if len(self.promises) != len(self.problems):
            return [(problem, None) for problem in self.problems]
        return list(zip(self.problems, self.promises, strict=True))


Printed = tuple[PublishedReport | None, ArchivedReport | None]


def previous(scope: Scope) -> PublishedReport | None:
    """Last year's report as published here."""
    return PublishedReport.objects.filter(organ=scope.organ, year=scope.year - 1).first()


def printed(scope: Scope) -> Printed:
    """Last year's report as published here, else as kept from a file."""
    published = previous(scope)
    return published, None if published else kept(scope)


def kept(scope: Scope) -> ArchivedReport | None:
    """Last year's report as kept from a file."""
    return ArchivedReport.objects.filter(
        organ_name=scope.organ.name, year=scope.year - 1, removed_on__isnull=True
    ).first()


def before(scope: Scope, known: Printed | None = None) -> LastYear | None:
    """Last year's report as published here, else as accepted, else as kept from a file; None where it is not here."""
    year = scope.year - 1
    own = {"organ": scope.organ, "year": year}
    published, file = known or printed(scope)
    row: PublishedReport | Submission | None = published
    row = row or Submission.objects.filter(**own, state=Submission.State.ACCEPTED).first()
    if row is not None:
        texts = {p["key"]: "".join(x["text"] for x in p["pieces"]) for p in row.snapshot["parts"]}
        return _last_year(f"{year}年的报告", texts.get("5.1", ""), texts.get("5.2", ""))
    text = file.content.get("part5", "") if file else ""
    if file is None or not text:
        return None
    named, *rest = _IMPROVED.split(text, maxsplit=1)
    return _last_year(f"收入资料的{year}年报告（{file.file_name}）", named, "".join(rest))


def _last_year(source: str, named: str, improved: str) -> LastYear:
    _, _, measures = improved.rpartition(MEASURES)
    return LastYear(source, tuple(items(named)), tuple(items(measures)))


def check(before: LastYear | None, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Fewer answers than last year's problems is said, not refused: several may be answered in one."""
    named, answers = (before.problems if before else ()), items(texts.get("5.2", "").partition(MEASURES)[0])
    if len(named) > 1 and answers and len(answers) < len(named):
        yield Finding(
            "S.answers", Severity.NOTE, "文字部分 改进情况", str(len(named)), str(len(answers)),
            f"上年报告写了{len(named)}个问题，改进情况写了{len(answers)}条，请看是否逐条回应",
        )  # fmt: skip
