# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Any other record behind a figure: its facts, and what the ledger says happened to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.annual_report.records import record
from gongkai.desk import screens
from gongkai.desk.record_pages import PAGES
from gongkai.desk.views import page
from gongkai.engagement.models import Activity, CollectedProblem, HotlineTicket
from gongkai.ledger.queries import stream
from gongkai.organs.models import Person
from gongkai.organs.queries import working_organs
from gongkai.publishing.models import Column, DecisionCount
from gongkai.supervision.models import AccountabilityCase

_KINDS: dict[str, tuple[type[Model], str, str]] = {
    "activity": (Activity, "organ", "活动"),
    "problem": (CollectedProblem, "organ", "收集的问题"),
    "ticket": (HotlineTicket, "organ", "热线工单"),
    "column": (Column, "owner", "栏目"),
    "count": (DecisionCount, "organ", "申报的数量"),
    "accountability": (AccountabilityCase, "organ", "责任追究"),
}
_WORDS = {
    "activity.held": "登记", "problem.collected": "收集", "problem.answered": "答复", "ticket.recorded": "登记",
    "column.opened": "开设", "column.closed": "关闭", "notice.issued": "发出", "finding.rectified": "整改完成",
    "count.declared": "申报", "accountability.recorded": "登记",
}  # fmt: skip


def _visible(kind: str, person: Person) -> QuerySet[Any]:
    model, organ, _ = _KINDS[kind]
    return model._default_manager.filter(**{f"{organ}__in": working_organs(person)})


@login_required
def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One record."""
    if kind in PAGES:
        return redirect(PAGES[kind], pk=pk)
    if kind not in _KINDS:
        raise Http404
    row = _visible(kind, screens.signed_in(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    events = [(e, _WORDS.get(e.kind, e.kind)) for e in stream(f"{kind}/{pk}")]
    return page(
        request, "record", row=row, face=record(row), label=_KINDS[kind][2], events=events, facts=_facts(row)
    )


def _facts(row: Model) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for field in row._meta.concrete_fields:
        if field.name == "id":
            continue
        value = getattr(row, field.name)
        display = getattr(row, f"get_{field.name}_display", None)
        if callable(display):
            value = display()
        if isinstance(value, bool):
            value = "是" if value else "否"
        found.append((_LABELS.get(field.name, str(field.verbose_name)), value))
    return found


_LABELS = {
    "kind": "类型", "organ": "机关", "owner": "责任单位", "title": "名称", "held_on": "日期", "place": "地点", "online": "线上",
    "visit": "来自哪次服务", "collected_on": "收集日期", "answered_on": "答复日期", "answer": "答复", "subject": "内容",
    "received_on": "收到日期", "slug": "代号", "name": "名称", "parent": "上级栏目", "article_item": "条例第二十条第几项",
    "duty_days": "至少几日更新一次", "opened_on": "开设日期", "closed_on": "关闭日期", "position": "次序", "year": "年份",
    "issued_on": "发出日期", "notice": "通知书", "column": "栏目", "text": "问题", "due_on": "整改期限", "rectified_on": "整改日期",
    "evidence": "依据", "amount": "数量", "source": "来源", "facts": "事实", "measure": "处理", "decided_on": "决定日期",
}  # fmt: skip
