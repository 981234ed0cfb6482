# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a change of an organ brings with it, said before it is made: cases, columns, people, and the annual reports that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from gongkai.annual_report import units
from gongkai.annual_report.models import PublishedReport, Submission
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table2
from gongkai.applications.models import Application
from gongkai.law.clock import cn
from gongkai.law.table2 import Table2
from gongkai.organs.models import Appointment, Organ
from gongkai.publishing.models import Column


def _open_cases(organ: Organ) -> int:
    return Application.objects.filter(organ=organ, act_on__isnull=False).count()


def _columns(organ: Organ) -> int:
    return Column.objects.filter(owner=organ, closed_on__isnull=True).count()


def _staff(organ: Organ) -> int:
    return Appointment.objects.filter(organ=organ).values("person").distinct().count()


def _unsettled(organ: Organ, year: int) -> str | None:
    """How far the report of a year is while it is not out; None once it is, or where none is owed."""
    if not organ.reporting_unit or PublishedReport.objects.filter(organ=organ, year=year).exists():
        return None
    row = units.latest(organ, year)
    return row.get_state_display() if row else "没有报送"


def _left_behind(organ: Organ) -> Iterator[str]:
    """What does not move by itself."""
    if n := _columns(organ):
        yield f"{organ.short_name}归口的{n}个栏目不自动移交：请在“栏目”里逐个改归口机关，没有人更新的栏目巡查会报。"
    if n := organ.children.filter(closed_on__isnull=True).count():
        yield f"{organ.short_name}所属的{n}个机关仍在它之下，请另行办理。"


def _reports_after_end(organ: Organ, on: date, into: Organ | None) -> Iterator[str]:
    last = _unsettled(organ, on.year - 1)
    if last and organ.kind != Organ.Kind.GOVERNMENT:
        yield f"{on.year - 1}年的年度报告还没有公布（现在：{last}），仍由{organ.short_name}编制和公布。"
    to = (
        f"计入{into.short_name}的报告"
        if into
        else f"只计入{organ.parent.short_name if organ.parent else '上级'}的汇总"
    )
    yield f"{on.year}年起{organ.short_name}不再单独编制年度报告：它全年收到的申请和公开的信息{to}，汇总时只计一次。"


def of_merging(organ: Organ, *, on: date, into: Organ, **_: Any) -> Iterator[str]:
    """并入."""
    yield f"自{cn(on)}起{organ.short_name}不再收新的申请，申请人会看到请向{into.name}申请。"
    n = _open_cases(organ)
    yield (
        f"没有办结的{n}件申请由{into.short_name}接着办，编号和期限都不变。" if n else "没有在办的申请要移交。"
    )
    staff = _staff(organ)
    kept = f"；{organ.short_name}的{staff}名人员岗位不变，不需要的请逐个解除" if staff else ""
    yield f"{into.short_name}的工作人员能看到、能办{organ.short_name}的案卷{kept}。"
    yield from _left_behind(organ)
    yield from _reports_after_end(organ, on, into)
    if into.vertical_line and not organ.vertical_line:
        yield f"{into.short_name}由本系统报告：{organ.short_name}的数从{on.year}年起不再计入{organ.parent.short_name if organ.parent else '上级'}的汇总。"


def of_closing(organ: Organ, *, on: date, **_: Any) -> Iterator[str]:
    """撤销."""
    yield f"自{cn(on)}起{organ.short_name}不再收新的申请。"
    if n := _open_cases(organ):
        yield f"没有办结的{n}件申请没有接办的机关，期限照常计算。有机关接着办的，请改办“并入”。"
    yield from _left_behind(organ)
    yield from _reports_after_end(organ, on, None)


def of_renaming(organ: Organ, *, on: date, name: str, letter_code: str | None, **_: Any) -> Iterator[str]:
    """更名."""
    yield f"{cn(on - timedelta(days=1))}以前签发的文书、收到的申请仍用“{organ.name}”；自{cn(on)}起用“{name}”，旧名在机关页面上写明。"
    if letter_code and letter_code != organ.letter_code:
        yield f"新收的申请用“{letter_code}”编号，已经编的号不变。"
    yield "已经公布的年度报告和历次版本不改名；还没有公布的用新名称。"
    for year in (on.year - 1, on.year):
        row = units.latest(organ, year)
        waiting = row is not None and row.state in (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
        if row is not None and waiting and _unsettled(organ, year):
            yield f"{year}年的报告{row.get_state_display()}的一份用的是旧名称：更名以后题目变了，要重新报送、审核以后才能公布。"


def of_rules(organ: Organ, *, on: date, makes_rules: bool, **_: Any) -> Iterator[str]:
    """登记规章制定权 or its end."""
    if makes_rules:
        yield "表二“规章”一行按规章登记册计数；上级的汇总也计入。"
        return
    table: Table2 = table2(Scope(organ, on.year))
    yield "表二“规章”一行应为0、0、0，不是0的报告不能公布（规章制定程序条例第三十六条）。"
    if any(table.rules.as_list()):
        shown = "、".join(str(n) for n in table.rules.as_list())
        yield f"现在{on.year}年的“规章”是{shown}：先把登记为规章的文件改正，再登记没有制定权。"


def of_establishing(
    *, on: date, parent: Organ, name: str, vertical_line: bool = False, **_: Any
) -> Iterator[str]:
    """新设."""
    yield f"自{cn(on)}起“{name}”可以收申请、公开信息，公开指南和机关页面用下面填的联系方式。"
    yield "新设以后还没有人：请到“人员和岗位”登记工作人员、给岗位。"
    if vertical_line:
        yield f"垂直管理，由本系统报告：它的数不计入{parent.short_name}的汇总，{parent.short_name}不能看它的案卷。"
    else:
        due = units.due(Organ(kind=Organ.Kind.DEPARTMENT), on.year)
        yield f"从{on.year}年起编制本机关年度报告，{cn(due)}前向{parent.short_name}报送并公布；它的数计入{parent.short_name}的汇总。"
        yield "表二的许可、处罚、强制、收费要单独申报，没有发生的申报0。"
