# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The reply clock of one application (条例第三十、三十二至三十五条): facts in, the last day and its reasons out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.law import citations
from gongkai.law.calendar import Workdays
from gongkai.law.citations import Citation
from gongkai.law.events import TYPES as TYPES
from gongkai.law.events import Event as Event
from gongkai.law.events import parse_event as parse_event

REPLY_LIMIT = 20  # 工作日, 第三十三条第二款
EXTENSION_MOST = 20  # 工作日, 第三十三条第二款
SUPPLEMENT_NOTICE = 7  # 工作日, 第三十条
CONSULTED_PARTY_REPLY = 15  # 工作日, 第三十二条、第三十四条
REVISED_ON = date(2019, 5, 15)  # 第五十六条; what the regulations of 2007 said is not modelled
PAYMENT_LIMIT = 20  # 工作日 from the day after the notice


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
    # the last day of what is awaited (补正, 缴费): the day after, the case has lapsed
    awaited_by: date | None = None

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
    extension: int = 0
    delayed_until: date | None = None
    supplement_asked: bool = False
    waits: dict[str, date | None] = field(default_factory=dict)  # for what, until when; the latest asked last
    replied_on: date | None = None
    consultations: list[_Consultation] = field(default_factory=list)
    closed_on: date | None = None
    trace: list[TraceStep] = field(default_factory=list)
    errors: list[ClockError] = field(default_factory=list)

    def refuse(self, code: str, citation: Citation, message: str) -> None:
        self.errors.append(ClockError(code, citation.text, message))

    def tell(self, citation: Citation, text: str, on: date, to: date | None = None) -> None:
        self.trace.append(TraceStep(citation.text, text, on, to))

    def wait(self, what: str, until: date | None) -> None:
        """From now there is no last day until this has come."""
        self.waits.pop(what, None)
        self.waits[what] = until

    def restart(self, what: str, on: date) -> str:
        """第三十条: what was awaited came (or was paid); a full period again. Says so when it came late."""
        until = self.waits.pop(what)
        self.start, self.extension, self.delayed_until = on, 0, None
        return f"（期限{cn(until)}已过）" if until is not None and on > until else ""

    @property
    def state(self) -> str:
        if self.closed_on is not None:
            return "closed"
        if any(until is not None and self.as_of > until for until in self.waits.values()):
            return "lapsed"
        return f"awaiting_{[*self.waits][-1]}" if self.waits else "running"

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

    def ordinary_limit(self) -> date:
        """第三十三条: the count-th working day after the start that is not excluded."""
        count = REPLY_LIMIT + self.extension
        limit = self.workdays.add(self.start, count)
        while (moved := self.workdays.add(self.start, count + self.excluded(limit))) != limit:
            limit = moved
        return limit

    def limit(self) -> date:
        """The last day in force. A delay (第三十五条) may put it off, never bring it forward."""
        return max(self.ordinary_limit(), self.delayed_until or self.start)


def run(received_on: date, events: Sequence[Event], *, as_of: date, workdays: Workdays) -> Clock:
    """Fold the facts of a case into where it stands at the end of as_of.

    They are taken by date, those of one day in the order given. Every fact given counts, one dated after as_of too:
    which facts are known is the caller's to say, as_of only decides what has run out by then.
    """
    run = _Run(workdays, as_of, received_on, received_on)
    for event in sorted(events, key=lambda e: e.on):
        if event.on < received_on:
            run.refuse(
                "event_before_receipt", citations.ART31, f"{cn(event.on)}早于收到申请之日{cn(received_on)}"
            )
        elif run.closed_on is not None:
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
        text = f"补正应当在{cn(last)}以前（收到之日起{SUPPLEMENT_NOTICE}个工作日内）告知"
        run.refuse("supplement_late", citations.ART30, text)
    run.supplement_asked = True
    run.wait("supplement", event.respond_by)
    run.tell(citations.ART30, "已告知补正，期限等收到补正后重新起算", event.on, event.respond_by)


def _supplement_received(run: _Run, event: Event) -> None:
    if "supplement" in run.waits:
        late = run.restart("supplement", event.on)
        run.tell(citations.ART30, f"收到补正{late}，答复期限重新起算", event.on)
    else:  # only what the organ lawfully asked for moves the clock
        run.tell(citations.ART30, "没有等待中的补正，答复期限不变", event.on)


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
        text = f"延期{event.working_days}个工作日，最长{EXTENSION_MOST}个工作日"
        run.refuse("extension_too_long", citations.ART33_2, text)
    elif not run.waits and event.on > (limit := run.limit()):
        text = f"{cn(event.on)}告知延期，已过答复期限{cn(limit)}"
        run.refuse("extension_after_limit", citations.ART33_2, text)
    else:
        run.extension = event.working_days
        run.tell(citations.ART33_2, f"延期答复，延长{event.working_days}个工作日", event.on)


def _delayed(run: _Run, event: Event) -> None:
    if not run.waits and event.on > (limit := run.limit()):  # else a delay would wash away a late reply
        text = f"{cn(event.on)}告知延迟答复，已过答复期限{cn(limit)}"
        run.refuse("delay_after_limit", citations.ART35, text)
    else:
        run.delayed_until = event.until
        run.tell(citations.ART35, "确定并告知延迟答复的合理期限", event.on, event.until)


def _reasons_requested(run: _Run, event: Event) -> None:
    run.tell(citations.ART35, "要求说明理由，期限照常计算", event.on)


def _fee_notified(run: _Run, event: Event) -> None:
    if not run.waits and event.on > (limit := run.limit()):
        text = f"{cn(event.on)}发出收费通知，已过答复期限{cn(limit)}"
        run.refuse("fee_notice_late", citations.FEE_NOTICE, text)
    pay_by = run.workdays.add(event.on, PAYMENT_LIMIT)
    run.wait("payment", pay_by)
    run.tell(citations.FEE_PAYMENT, f"已发收费通知，{PAYMENT_LIMIT}个工作日内缴费", event.on, pay_by)


def _fee_paid(run: _Run, event: Event) -> None:
    if "payment" in run.waits:
        late = run.restart("payment", event.on)
        run.tell(citations.FEE_PAYMENT, f"缴费完成{late}，答复期限重新起算", event.on)
    else:
        run.refuse("payment_without_notice", citations.FEE_PAYMENT, "没有待缴费的收费通知")


def _replied(run: _Run, event: Event) -> None:
    run.closed_on = run.replied_on = event.on


def _withdrawn(run: _Run, event: Event) -> None:
    run.closed_on = event.on


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


def _explain(run: _Run, base: date, ordinary: date, excluded: int) -> None:
    """The count itself before what the facts told, and what was left out of it after."""
    began = "收到" if run.start == run.received else "重新起算"
    skipped = _skipped(run.workdays, run.start, base)
    text = f"{cn(run.start)}{began}，当日不算；{REPLY_LIMIT}个工作日到{cn(base)}{skipped}"
    run.trace.insert(0, TraceStep(citations.ART33_2.text, text, run.start, base))
    if excluded:
        text = f"征求意见所需时间不计入，共{excluded}个工作日，顺延到{cn(ordinary)}"
        run.tell(citations.ART33_3, text, run.start, ordinary)


def _conclude(run: _Run) -> Clock:
    """What the facts add up to. A closed case keeps the limit in force when it closed; one that waited had none."""
    days, state, due, remaining, excluded = run.workdays, run.state, None, None, 0
    if not run.waits:
        ordinary = run.ordinary_limit()
        due = max(ordinary, run.delayed_until or ordinary)
        excluded = run.excluded(ordinary)
        _explain(run, days.add(run.start, REPLY_LIMIT), ordinary, excluded)
        if state == "running":
            remaining = days.between(run.as_of, due) - days.between(due, run.as_of)
    if run.received < REVISED_ON:
        text = f"{cn(REVISED_ON)}以前收到的申请适用修订前的规定，这里按现行规定推算"
        run.trace.insert(0, TraceStep(citations.ART56.text, text, run.received, None))
    return Clock(
        state=state,
        due=due,
        overdue=state == "running" and due is not None and run.as_of > due,
        on_time=None if run.replied_on is None or due is None else run.replied_on <= due,
        remaining_working_days=remaining,
        excluded_working_days=excluded,
        provisional=days.is_provisional(run.start, due or run.waits.get("payment") or run.start),
        trace=tuple(run.trace),
        errors=tuple(run.errors),
        counted_from=run.start,
        excluded_spans=tuple(run.intervals()),
        awaited_by=min((day for day in run.waits.values() if day is not None), default=None),
    )
