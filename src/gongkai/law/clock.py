# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The reply clock of one application (条例第三十、三十二至三十五条): facts in, the last day and its reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.law import citations
from gongkai.law.calendar import Workdays, parse_day
from gongkai.law.citations import Citation

REPLY_LIMIT = 20  # 工作日, 第三十三条第二款
EXTENSION_MOST = 20  # 工作日, 第三十三条第二款
SUPPLEMENT_NOTICE = 7  # 工作日, 第三十条
CONSULTED_PARTY_REPLY = 15  # 工作日, 第三十二条、第三十四条
REVISED_ON = date(2019, 5, 15)  # 第五十六条; what the regulations of 2007 said is not modelled
PAYMENT_LIMIT = 20  # 工作日 from the day after the notice


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
        type=kind, on=on, id=str(raw.get("id", "")), to=to, working_days=count, until=day("until"),
        received_by_party_on=day("received_by_party_on"), respond_by=day("respond_by"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One reason for the date: the rule, in words, and the days it spans."""

    rule: str
    text: str
    from_: date
    to: date | None


@dataclass(frozen=True, slots=True)
class ClockError:
    """Something the law does not allow; the result beside it leaves that something out."""

    code: str
    article: str
    message: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a case stands on a day."""

    state: str
    due: date | None
    overdue: bool
    on_time: bool | None
    remaining_working_days: int | None
    excluded_working_days: int
    provisional: bool
    trace: tuple[TraceStep, ...]
    errors: tuple[ClockError, ...]
    counted_from: date  # the day the count in force starts after
    excluded_spans: tuple[tuple[date, date], ...]  # (after, until] left out

    def as_json(self) -> dict[str, Any]:
        """The contract's shape."""

        def iso(day: date | None) -> str | None:
            return day.isoformat() if day else None

        return {
            "state": self.state,
            "due": iso(self.due),
            "overdue": self.overdue,
            "on_time": self.on_time,
            "remaining_working_days": self.remaining_working_days,
            "excluded_working_days": self.excluded_working_days,
            "provisional": self.provisional,
            "trace": [
                {"rule": t.rule, "text": t.text, "from": iso(t.from_), "to": iso(t.to)} for t in self.trace
            ],
            "errors": [{"code": e.code, "article": e.article, "message": e.message} for e in self.errors],
        }


@dataclass(slots=True)
class _Consultation:
    id: str
    to: str
    sent: date
    received: date | None
    closed: date | None = None


@dataclass(slots=True)
class _Run:
    """The fold's working state; one instance per call of run()."""

    workdays: Workdays
    as_of: date
    received: date
    start: date
    state: str = "running"
    extension: int = 0
    delayed_until: date | None = None
    respond_by: date | None = None
    pay_by: date | None = None
    supplement_asked: bool = False
    due: date | None = None
    replied_on: date | None = None
    consultations: list[_Consultation] = field(default_factory=list)
    closed_on: date | None = None
    trace: list[TraceStep] = field(default_factory=list)
    errors: list[ClockError] = field(default_factory=list)

    def refuse(self, code: str, citation: Citation, message: str) -> None:
        self.errors.append(ClockError(code, citation.text, message))

    def restart(self, on: date) -> None:
        """第三十条: from the day the corrected request came (or the fee was paid), a full period again."""
        self.start, self.extension, self.delayed_until = on, 0, None
        self.state, self.respond_by, self.pay_by = "running", None, None

    def intervals(self) -> list[tuple[date, date]]:
        """Excluded spans (after, until], each consultation ended by its close, by law, or (still open) today.

        A case that is closed does not go on waiting: what it had asked another organ ends with it.
        """
        found, now = [], self.closed_on or self.as_of
        for item in self.consultations:
            end = item.closed
            if end is None and item.to != "organ":  # 第三十二条、第三十四条: 15个工作日 from its receipt
                end = self.workdays.add(item.received or item.sent, CONSULTED_PARTY_REPLY)
            found.append((max(item.sent, self.start), end or max(item.sent, now)))
        return found

    def excluded(self, until: date) -> int:
        """Working days up to until that lie in the union of the excluded spans, each day once."""
        total, reached = 0, self.start
        for after, end in sorted(self.intervals()):
            total += self.workdays.between(max(after, reached), min(end, until))
            reached = max(reached, end)
        return total

    def limit(self) -> date:
        """The last day: the count-th working day after the start that is not excluded."""
        if self.delayed_until is not None:
            return self.delayed_until
        count = REPLY_LIMIT + self.extension
        limit = self.workdays.add(self.start, count)
        while (moved := self.workdays.add(self.start, count + self.excluded(limit))) != limit:
            limit = moved
        return limit


def run(received_on: date, events: Sequence[Event], *, as_of: date, workdays: Workdays) -> Clock:
    """Fold the facts of a case, in order of date, into where it stands at the end of as_of."""
    run = _Run(workdays, as_of, received_on, received_on)
    for event in sorted(events, key=lambda e: e.on):
        if event.on < received_on:
            run.refuse(
                "event_before_receipt", citations.ART31_1, f"{cn(event.on)}早于收到申请之日{cn(received_on)}"
            )
        elif run.state == "closed":
            run.refuse("event_after_close", citations.ART33_2, f"{cn(event.on)}的事项发生在办结之后")
        else:
            _STEPS[event.type](run, event)
    return _conclude(run)


def _supplement_requested(run: _Run, event: Event) -> None:
    if run.supplement_asked:  # 第三十条: 一次性告知
        run.refuse("supplement_twice", citations.ART30, "补正只能一次性告知，不能再次要求补正")
        return
    last = run.workdays.add(run.received, SUPPLEMENT_NOTICE)
    if event.on > last:
        run.refuse(
            "supplement_late", citations.ART30, f"补正应当在{cn(last)}以前（收到之日起7个工作日内）告知"
        )
    run.supplement_asked = True
    run.state, run.respond_by = "awaiting_supplement", event.respond_by
    run.trace.append(
        TraceStep(citations.ART30.text, "已告知补正，期限等收到补正后重新起算", event.on, event.respond_by)
    )


def _supplement_received(run: _Run, event: Event) -> None:
    if run.state == "awaiting_supplement":
        run.restart(event.on)
        run.trace.append(TraceStep(citations.ART30.text, "收到补正，答复期限重新起算", event.on, None))


def _consultation_sent(run: _Run, event: Event) -> None:
    run.consultations.append(_Consultation(event.id, event.to, event.on, event.received_by_party_on))


def _consultation_closed(run: _Run, event: Event) -> None:
    waiting = [c for c in run.consultations if c.id == event.id and c.closed is None]
    if not waiting:
        run.refuse("consultation_unknown", citations.ART33_3, f"没有编号为“{event.id}”的在途征求意见")
    for item in waiting:
        item.closed = event.on
        if item.to != "organ":  # a reply after the statutory end does not lengthen what is left out
            item.closed = min(event.on, run.workdays.add(item.received or item.sent, CONSULTED_PARTY_REPLY))


def _extended(run: _Run, event: Event) -> None:
    if run.extension:
        run.refuse("extension_twice", citations.ART33_2, "延期答复只能有一次")
    elif event.working_days > EXTENSION_MOST:
        run.refuse(
            "extension_too_long", citations.ART33_2, f"延期{event.working_days}个工作日，最长20个工作日"
        )
    elif run.state == "running" and event.on > (limit := run.limit()):
        run.refuse(
            "extension_after_limit", citations.ART33_2, f"{cn(event.on)}告知延期，已过答复期限{cn(limit)}"
        )
    else:
        run.extension = event.working_days
        run.trace.append(
            TraceStep(citations.ART33_2.text, f"延期答复，延长{event.working_days}个工作日", event.on, None)
        )


def _delayed(run: _Run, event: Event) -> None:
    run.delayed_until = event.until
    run.trace.append(TraceStep(citations.ART35.text, "确定并告知延迟答复的合理期限", event.on, event.until))


def _reasons_requested(run: _Run, event: Event) -> None:
    run.trace.append(TraceStep(citations.ART35.text, "要求说明理由，期限照常计算", event.on, None))


def _fee_notified(run: _Run, event: Event) -> None:
    run.state, run.pay_by = "awaiting_payment", run.workdays.add(event.on, PAYMENT_LIMIT)
    run.trace.append(
        TraceStep(citations.FEE_PAYMENT.text, "已发收费通知，20个工作日内缴费", event.on, run.pay_by)
    )


def _fee_paid(run: _Run, event: Event) -> None:
    if run.state != "awaiting_payment":
        run.refuse("payment_without_notice", citations.FEE_PAYMENT, "没有待缴费的收费通知")
        return
    run.restart(event.on)
    run.trace.append(TraceStep(citations.FEE_PAYMENT.text, "缴费完成，答复期限重新起算", event.on, None))


def _replied(run: _Run, event: Event) -> None:
    _close(run, event.on)
    run.replied_on = event.on


def _withdrawn(run: _Run, event: Event) -> None:
    _close(run, event.on)


def _close(run: _Run, on: date) -> None:
    """The limit in force on the day stays the case's due; while it waited there was none."""
    run.closed_on = on
    run.due = run.limit() if run.state == "running" else None
    run.state = "closed"


_STEPS = {
    "supplement_requested": _supplement_requested,
    "supplement_received": _supplement_received,
    "consultation_sent": _consultation_sent,
    "consultation_closed": _consultation_closed,
    "extended": _extended,
    "reasons_requested": _reasons_requested,
    "delayed": _delayed,
    "fee_notified": _fee_notified,
    "fee_paid": _fee_paid,
    "replied": _replied,
    "withdrawn": _withdrawn,
}


def cn(day: date) -> str:
    """2024年7月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _skipped(days: Workdays, after: date, until: date) -> str:
    """Which days between were not as the week has them, for the reader who counts along."""
    off, on = days.irregular(after, until)
    parts = [f"法定节假日{off}日不计"] if off else []
    if on:
        parts.append(f"调休上班{on}日计入")
    return f"（{'，'.join(parts)}）" if parts else ""


def _conclude(run: _Run) -> Clock:
    if run.state == "running":
        run.due = run.limit()
    deadline = run.respond_by if run.state == "awaiting_supplement" else run.pay_by
    if run.state.startswith("awaiting") and deadline is not None and run.as_of > deadline:
        run.state = "lapsed"
    due, days = run.due, run.workdays
    excluded = run.excluded(due) if due is not None else 0
    if due is not None:
        base = days.add(run.start, REPLY_LIMIT)
        began = "收到" if run.start == run.received else "重新起算"
        text = f"{cn(run.start)}{began}，当日不算；20个工作日到{cn(base)}{_skipped(days, run.start, base)}"
        run.trace.insert(0, TraceStep(citations.ART33_2.text, text, run.start, base))
        if excluded:
            text = f"征求意见所需时间不计入，共{excluded}个工作日，顺延到{cn(due)}"
            run.trace.append(TraceStep(citations.ART33_3.text, text, run.start, due))
    if run.received < REVISED_ON:
        text = f"{cn(REVISED_ON)}以前收到的申请适用修订前的规定，这里按现行规定推算"
        run.trace.insert(0, TraceStep(citations.ART56.text, text, run.received, None))
    remaining = None
    if run.state == "running" and due is not None:
        remaining = days.between(run.as_of, due) - days.between(due, run.as_of)
    return Clock(
        state=run.state,
        due=due,
        overdue=run.state == "running" and due is not None and run.as_of > due,
        on_time=None if run.replied_on is None or due is None else run.replied_on <= due,
        remaining_working_days=remaining,
        excluded_working_days=excluded,
        provisional=days.is_provisional(run.start, due or run.start),
        trace=tuple(run.trace),
        errors=tuple(run.errors),
        counted_from=run.start,
        excluded_spans=tuple(run.intervals()),
    )
