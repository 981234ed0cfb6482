# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading applications: every list and page starts at visible_to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.applications.actions import content_key, projection
from gongkai.applications.models import Application, Proceeding, State
from gongkai.applications.story import Story, fold
from gongkai.law.clock import Clock
from gongkai.law.outcomes import outcome
from gongkai.law.receipt import Channel
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.organs.workdays import workdays


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The cases of the organs the actor works in or oversees; no one else's, in any list, count or export."""
    cases = Application.objects.select_related("organ", "applicant", "handler")
    return cases if isinstance(actor, System) else cases.filter(organ__in=working_organs(actor))


def proceedings_visible_to(actor: Actor) -> QuerySet[Proceeding]:
    cases = Proceeding.objects.select_related("application__organ")
    return cases if isinstance(actor, System) else cases.filter(application__organ__in=working_organs(actor))


def in_organs(organs: Iterable[Organ]) -> QuerySet[Application]:
    """Every case of these organs, for counting."""
    return Application.objects.filter(organ__in=[o.pk for o in organs])


def received_in(year: int) -> Q:
    """本年新收: 收到申请之日 lies in the year."""
    return Q(received_on__gte=date(year, 1, 1), received_on__lte=date(year, 12, 31))


def carried_into(year: int) -> Q:
    """上年结转: received before the year and not closed before it."""
    first = date(year, 1, 1)
    return Q(received_on__lt=first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))


def handled_in(year: int) -> Q:
    """办理结果: the reply or the decision was issued in the year."""
    return Q(closed_on__gte=date(year, 1, 1), closed_on__lte=date(year, 12, 31))


def carried_out_of(year: int) -> Q:
    """结转下年度: received by 31 December and open at its end."""
    last = date(year, 12, 31)
    return Q(received_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=last))


def stories(cases: Iterable[Application], *, until: date | None = None) -> dict[int, Story]:
    """Fold many cases with one query for their events; until leaves out what was dated later."""
    cases = list(cases)
    events: dict[str, list[Event]] = defaultdict(list)
    names = [c.stream for c in cases]
    for start in range(0, len(names), 500):
        rows = Event.objects.filter(stream__in=names[start : start + 500]).order_by("stream", "version")
        for event in rows:
            if until is None or event.occurred_on <= until:
                events[event.stream].append(event)
    return {case.pk: fold(events[case.stream]) for case in cases}


def clocks(cases: Iterable[Application], *, as_of: date) -> dict[int, Clock | None]:
    """The clock of each case at the end of a day."""
    found = stories(cases, until=as_of)
    return {pk: story.clock(as_of=as_of, workdays=workdays()) for pk, story in found.items()}


@dataclass(frozen=True)
class Deadline:
    """One line of the work list: a case, its clock, and the reason for the day in a few words."""

    case: Application
    clock: Clock | None
    why: str
    step: str
    next_verb: str

    @property
    def remaining(self) -> int | None:
        return self.clock.remaining_working_days if self.clock else None


def work_list(actor: Actor, *, as_of: date) -> list[Deadline]:
    """Open cases by what is due first; paused and unconfirmed ones after."""
    cases = list(visible_to(actor).exclude(state=State.CLOSED))
    found = stories(cases)
    lines = []
    for case in cases:
        story = found[case.pk]
        clock = story.clock(as_of=as_of, workdays=workdays())
        lines.append(Deadline(case, clock, why(story, clock), *step(case, story, clock)))
    far = date.max
    return sorted(
        lines, key=lambda d: ((d.clock.due if d.clock else None) or far, d.case.submitted_on, d.case.pk)
    )


def why(story: Story, clock: Clock | None) -> str:
    """The reason for the last day, short enough for one line of a table."""
    if clock is None or story.received_on is None:
        return "与申请人确认后起算"
    if clock.state == "awaiting_supplement":
        return "等补正后重新起算"
    if clock.state == "awaiting_payment":
        return "等缴费后重新起算"
    if clock.state == "lapsed":
        return "补正（缴费）期限已过，可以不再处理"
    parts = ["20个工作日"]
    for event in story.clock_events:
        if event.type == "extended":
            parts.append(f"延期{event.working_days}个工作日")
        elif event.type in ("supplement_received", "fee_paid"):
            parts.append(f"{event.on.month}月{event.on.day}日起重新计算")
    if clock.excluded_working_days:
        parts.append(f"征求意见不计{clock.excluded_working_days}日")
    return "，".join(parts)


def step(case: Application, story: Story, clock: Clock | None) -> tuple[str, str]:
    """Where the work stands, in the words of the counter, and the verb that takes it on."""
    if case.state == State.UNCONFIRMED:
        return "待与申请人确认", "确认"
    if clock is not None and clock.state == "lapsed":
        return "待决定是否不再处理", "决定"
    if case.state != State.RUNNING:
        return case.get_state_display(), "查看"
    if not case.handler_id:
        return "待交办", "交办"
    asked = {e.id for e in story.clock_events if e.type == "consultation_sent"}
    if asked - {e.id for e in story.clock_events if e.type == "consultation_closed"}:
        return "等征求意见的答复", "催办"
    return "办理中", "续办"


@dataclass(frozen=True)
class Line:
    """One entry of a case's story, in words."""

    on: date
    title: str
    detail: str
    who: str
    is_clock: bool
    seq: int


_CONSULTED = {"third_party": "第三方", "co_maker": "共同制作机关", "organ": "其他机关"}
_ANSWERS = {"agreed": "同意公开", "objected": "不同意公开", "silent": "逾期未答复"}


def _words(event: Event) -> tuple[str, str]:
    p = event.payload
    match event.kind.removeprefix("application."):
        case "registered":
            return "登记", f"{Channel(p['channel']).label}，编号{p['number']}"
        case "confirmed":
            return "与申请人确认，收到申请", "以双方确认之日为收到申请之日"
        case "assigned":
            return "交办", ""
        case "supplement_requested":
            return "告知补正", f"{p.get('what', '')}，请于{_day(p.get('respond_by'))}前补正"
        case "supplement_received":
            return "收到补正，期限重新起算", ""
        case "consultation_sent":
            return f"征求{_CONSULTED[p['to']]}意见", "期限停止计算"
        case "consultation_closed":
            return "收到意见，期限恢复", _ANSWERS.get(p.get("answer", ""), p.get("answer", ""))
        case "extended":
            return f"延期答复{p['working_days']}个工作日", p.get("reason", "")
        case "reasons_requested":
            return "要求说明理由", p.get("why", "")
        case "delayed":
            return f"延迟答复至{_day(p['until'])}", p.get("reason", "")
        case "fee_notified":
            return "发收费通知", f"{p.get('yuan')}元，{p.get('basis', '')}"
        case "fee_paid":
            return "缴费完成，期限重新起算", f"{p.get('yuan')}元"
        case "replied":
            return f"答复：{outcome(p['outcome']).short}", p.get("letter") or ""
        case "withdrawn":
            return "申请人撤回", "按其他处理计"
        case "ended":
            return f"不再处理：{outcome(p['outcome']).short}", ""
        case "outcome_corrected":
            return (
                f"更正办理结果：{outcome(p['was']).short}改为{outcome(p['outcome']).short}",
                p.get("reason", ""),
            )
        case "applicant_viewed":
            return "查看申请人信息", f"用途：{p.get('purpose', '')}"
    return event.kind, ""


def _day(text: str | None) -> str:
    if not text:
        return "限期"
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def story_lines(case: Application) -> list[Line]:
    """A case's events as a reader meets them."""
    lines = []
    for event in Event.objects.filter(stream=case.stream).order_by("version"):
        title, detail = _words(event)
        is_clock = event.kind.removeprefix("application.") in (
            "confirmed", "supplement_requested", "supplement_received", "consultation_sent",
            "consultation_closed", "extended", "fee_notified", "fee_paid", "replied", "withdrawn", "ended",
        )  # fmt: skip
        if event.kind == "application.registered" and case.received_on == event.occurred_on:
            title, is_clock = "登记，收到申请", True
        lines.append(Line(event.occurred_on, title, detail, event.actor_label, is_clock, event.seq))
    return lines


def case_clock(case: Application, *, as_of: date) -> Clock | None:
    """One case's clock on a day."""
    return clocks([case], as_of=as_of)[case.pk]


def due_by_day(lines: Iterable[Deadline], *, start: date, days: int) -> list[tuple[date, int]]:
    """How many open cases end on each of the coming days."""
    counts: dict[date, int] = defaultdict(int)
    for line in lines:
        if line.clock and line.clock.due and line.clock.state == "running":
            counts[line.clock.due] += 1
    return [(day, counts[day]) for day in (start + timedelta(n) for n in range(days))]


def check_projections(progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """Every case row against its own events; yields a sentence for each column that differs."""
    done = 0
    batch: list[Application] = []

    def judge(cases: list[Application]) -> Iterator[str]:
        registered = {
            e.stream: e.payload for e in Event.objects.filter(stream__in=[c.stream for c in cases], version=1)
        }
        found = stories(cases)
        for case in cases:
            story = found[case.pk]
            first = registered.get(case.stream)
            if first is None:
                yield f"{case.number}：账本里没有它的登记"
                continue
            for name, value in projection(story).items():
                if getattr(case, name) != value:
                    yield f"{case.number}：{name} 存的是{getattr(case, name)}，按账本应为{value}"
            facts = {
                "number": case.number,
                "organ": case.organ.slug,
                "channel": case.channel,
                "applicant_kind": case.applicant.kind,
                "applicant_key": case.applicant.identity_key,
                "content_key": content_key(case.title, case.description),
                "form": case.form,
            }
            for name, stored in facts.items():
                if first.get(name) != stored:
                    yield f"{case.number}：{name} 与登记时不同"

    for case in Application.objects.select_related("organ", "applicant").order_by("pk").iterator(500):
        batch.append(case)
        if len(batch) == 500:
            yield from judge(batch)
            done += len(batch)
            batch = []
            if progress:
                progress(done)
    if batch:
        yield from judge(batch)
    streams = {f"application/{pk}" for pk in Application.objects.values_list("pk", flat=True)}
    for name in (
        Event.objects.filter(kind="application.registered").values_list("stream", flat=True).iterator()
    ):
        if name not in streams:
            yield f"{name}：账本里登记过，登记簿里没有这一件"
    for case in Proceeding.objects.all().iterator():
        events = list(Event.objects.filter(stream=f"proceeding/{case.pk}").order_by("version"))
        concluded = next((e for e in events if e.kind == "proceeding.concluded"), None)
        if not events or events[0].payload.get("block") != case.block:
            yield f"{case}：与账本的受理记录不同"
        if (concluded.payload["result"] if concluded else None) != case.result:
            yield f"{case}：结果与账本不同"
