# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The facts a reply clock reads: what they are called, what each must say, and how they are read from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.calendar import parse_day


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact of a case; only the fields of its type are looked at."""

    type: str
    on: date
    id: str = ""
    to: str = ""
    received_by_party_on: date | None = None
    working_days: int = 0
    until: date | None = None
    respond_by: date | None = None


TYPES = frozenset(
    {
        "supplement_requested", "supplement_received", "consultation_sent", "consultation_closed", "extended",
        "reasons_requested", "delayed", "fee_notified", "fee_paid", "replied", "withdrawn",
    }
)  # fmt: skip


def parse_event(raw: Mapping[str, Any]) -> Event:
    """An event from its JSON form. Raises ValueError naming the field that is wrong."""
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        raise ValueError(f"type 不认识：{kind!r}")

    def day(name: str) -> date | None:
        value = raw.get(name)
        if value is None:
            return None
        try:
            return parse_day(value)
        except ValueError as error:
            raise ValueError(f"{kind} 的 {name} {error}") from None

    on = day("on")
    if on is None:
        raise ValueError(f"{kind} 缺少 on（日期）")
    to = raw.get("to", "")
    if kind == "consultation_sent" and to not in ("third_party", "co_maker", "organ"):
        raise ValueError(f"consultation_sent 的 to 应为 third_party、co_maker 或 organ，现在是 {to!r}")
    count = raw.get("working_days", 0)
    if kind == "extended" and (not isinstance(count, int) or isinstance(count, bool) or count < 1):
        raise ValueError(f"extended 的 working_days 应为正整数，现在是 {count!r}")
    if kind == "delayed" and raw.get("until") is None:
        raise ValueError("delayed 缺少 until（延迟答复的期限）")
    return Event(
        type=kind, on=on, id="" if raw.get("id") is None else str(raw["id"]), to=to, working_days=count, until=day("until"),
        received_by_party_on=day("received_by_party_on"), respond_by=day("respond_by"),
    )  # fmt: skip
