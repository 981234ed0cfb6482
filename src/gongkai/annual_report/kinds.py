# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The kinds of records a figure may be counted from: how a frozen list names them, and how its records are read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from gongkai.applications.models import Application, Contact, Enquiry, JointMeeting, Proceeding
from gongkai.engagement.demands.models import Commitment
from gongkai.engagement.models import (
    Activity,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    Conversion,
    HotlineTicket,
    Opinion,
)
from gongkai.ledger.models import Event
from gongkai.publishing.models import Column, DecisionCount, Document, Interpretation
from gongkai.supervision.models import AccountabilityCase, CleanUp, Detection, Finding, Notice


@dataclass(frozen=True)
class Kind:
    """One kind: what a list calls it, what people call it, and what its face (`records.record`) needs beside it."""

    name: str
    model: type[Any]
    label: str
    beside: tuple[str, ...] = ("organ",)


_KINDS = (
    Kind("application", Application, "政府信息公开申请", ("organ", "applicant")),
    Kind("proceeding", Proceeding, "行政复议、行政诉讼案件"),
    Kind("document", Document, "文件"),
    Kind("count", DecisionCount, "申报的数量"),
    Kind("interpretation", Interpretation, "政策解读", ("document__organ", "policy")),
    Kind("column", Column, "栏目", ("owner",)),
    Kind("activity", Activity, "活动"),
    Kind("problem", CollectedProblem, "企业问题"),
    Kind("ticket", HotlineTicket, "12345热线工单"),
    Kind("message", CitizenMessage, "咨询来信"),
    Kind("consultation", Consultation, "意见征集"),
    Kind("opinion", Opinion, "公众意见", ("consultation__organ",)),
    Kind("contact", Contact, "答复前沟通", ("application__organ",)),
    Kind("enquiry", Enquiry, "咨询和指引"),
    Kind("meeting", JointMeeting, "联席会议"),
    Kind("conversion", Conversion, "转为主动公开的事项", ("organ", "document")),
    Kind("notice", Notice, "整改通知书和问题清单"),
    Kind("finding", Finding, "整改问题", ("organ", "notice")),
    Kind("detection", Detection, "巡查发现的问题"),
    Kind("commitment", Commitment, "问题清单事项", ("organ", "owner")),
    Kind("cleanup", CleanUp, "有效性的清理", ("document__organ",)),
    Kind("accountability", AccountabilityCase, "责任追究"),
    Kind("payment", Event, "收费和退费的账目", ()),
)
BY_NAME = {kind.name: kind for kind in _KINDS}
_BY_MODEL = {kind.model: kind for kind in _KINDS}


def kind_of(rows: QuerySet[Any]) -> Kind:
    """What kind of records a figure counts. Raises KeyError for a model that is not registered above."""
    return _BY_MODEL[rows.model]


def entries(rows: QuerySet[Any], add: str | None) -> tuple[str, ...]:
    """The rows as a list writes them: the key of each, and after "=" the quantity it adds, where quantities are added up."""
    if add is None:
        return tuple(map(str, rows.values_list("pk", flat=True)))
    if rows.model is Event:
        return tuple(f"{event.pk}={event.payload.get(add, 0)}" for event in rows)
    return tuple(f"{pk}={quantity or 0}" for pk, quantity in rows.values_list("pk", add))


def key_of(entry: str) -> int:
    """The record's key."""
    return int(entry.partition("=")[0])


def quantity_of(entry: str) -> Decimal:
    """What the record added to the figure."""
    return Decimal(entry.partition("=")[2] or 1)


def rows_of(kind: Kind | None, listed: Sequence[str]) -> list[Any]:
    """The records of some entries in their order; None where a record is gone altogether."""
    if kind is None or not listed:
        return []
    pks = [key_of(entry) for entry in listed]
    rows = kind.model._default_manager.filter(pk__in=pks)
    found = {row.pk: row for row in (rows.select_related(*kind.beside) if kind.beside else rows)}
    return [found.get(pk) for pk in pks]
