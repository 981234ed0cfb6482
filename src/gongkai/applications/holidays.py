# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""载入放假安排: a notice over the library's calendar, and every case whose last day it moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.applications.actions import Refused, project
from gongkai.applications.models import Application, Due, State
from gongkai.applications.queries import stories
from gongkai.law.calendar import Workdays
from gongkai.law.many import conclude
from gongkai.law.notices import Notice, parse_notice
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.organs.workdays import calendar_of, read_notices

STREAM = "calendar"
BATCH = 500


@dataclass(frozen=True)
class Change:
    """One case whose conclusion moves: the last day, or for a closed case whether it was in time."""

    case: Application
    old: date | None
    new: date | None
    was_on_time: bool | None
    is_on_time: bool | None
    why: str


def file_name(notice: Notice) -> str:
    """One file a year; a region's holidays by the first day they add."""
    return f"{notice.year}.json" if notice.year else f"region-{min(notice.off).isoformat()}.json"


def _changes(notice: Notice, held: Mapping[str, Notice]) -> list[Change]:
    before = calendar_of(held.values())
    after = calendar_of({**held, file_name(notice): notice}.values())
    year = notice.year or min(notice.off).year
    span = (date(year - 1, 12, 25) + timedelta(days=n) for n in range(380))
    days = [d for d in span if before.kind(d) is not after.kind(d)]
    first = date(year - 1, 1, 1)
    cases = Application.objects.filter(received_on__gte=first).select_related("organ").order_by("number")
    why = f"{notice.number}：{'、'.join(f'{d.month}月{d.day}日' for d in days[:6])}{'等' if len(days) > 6 else ''}"
    return [change for group in _groups(cases) for change in _moved(group, before, after, why)]


def _groups(cases: Iterable[Application]) -> Iterator[list[Application]]:
    rows = iter(cases)
    while group := list(islice(rows, BATCH)):
        yield group


def _moved(cases: Sequence[Application], before: Workdays, after: Workdays, why: str) -> list[Change]:
    """Those of the cases whose last day or timeliness the new calendar moves, each judged on the day of its last fact."""
    told = stories(cases)
    known = [
        (case, s, s.received_on, s.last_on)
        for case in cases
        if (s := told[case.pk]).received_on and s.last_on
    ]
    received, days = [k[2] for k in known], [k[3] for k in known]
    facts = [k[1].clock_events for k in known]
    old, new = (conclude(received, facts, as_of=days, workdays=calendar) for calendar in (before, after))
    rows = zip(known, old.due, new.due, old.on_time, new.on_time, strict=True)
    return [
        Change(k[0], due, now, was, is_, why) for k, due, now, was, is_ in rows if (due, was) != (now, is_)
    ]


def _parsed(raw: Mapping[str, Any]) -> Notice:
    try:
        return parse_notice(raw)
    except ValueError as fault:
        raise Refused(f"放假安排不能用：{fault}") from None


def foresee(*, actor: Actor, raw: Mapping[str, Any]) -> tuple[Notice, list[Change]]:
    """试算: what loading the notice would move; nothing is written."""
    require(actor, _root(), Role.ADMIN)
    notice = _parsed(raw)
    return notice, _changes(notice, read_notices(settings.GONGKAI_NOTICES))


def _root() -> Organ:
    return Organ.objects.get(parent__isnull=True)


@transaction.atomic
def load_notice(*, actor: Actor, raw: Mapping[str, Any], on: date) -> list[Change]:
    """载入 a notice: recompute what it moves, and keep in the ledger what moved. Needs the administrator of the site."""
    notice, changes = foresee(actor=actor, raw=raw)
    folder: Path = settings.GONGKAI_NOTICES
    if read_notices(folder).get(file_name(notice)) == notice:
        return []  # the same notice twice changes nothing
    record(
        STREAM, actor, "calendar.notice_loaded", on,
        {
            **notice.as_json(), "file": file_name(notice),
            "changed": [
                {"number": c.case.number, "old": c.old and c.old.isoformat(), "new": c.new and c.new.isoformat()}
                for c in changes
            ],
        },
    )  # fmt: skip
    target = folder / file_name(notice)
    before = target.read_bytes() if target.exists() else None
    _put(target, json.dumps(notice.as_json(), ensure_ascii=False, indent=1).encode())
    try:
        for change in changes:
            # as it stands now that no verb can come between
            project(Application.objects.get(pk=change.case.pk))
        # Days on which something else than a reply runs out are of this calendar too.
        for case in Application.objects.filter(act_kind__in=(Due.CONFIRM, Due.PAYMENT)).iterator(BATCH):
            project(case)
    except BaseException:  # the file is not in the transaction: take it back by hand
        if before is None:
            target.unlink()
        else:
            _put(target, before)
        raise
    return changes


def _put(target: Path, content: bytes) -> None:
    """Replace at once: no reader sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(target)


def open_changes(changes: list[Change]) -> list[Change]:
    """Those of cases still open, which someone has to know about."""
    return [c for c in changes if c.case.state != State.CLOSED]


def check_projections() -> Iterator[str]:
    """Each notice file against the ledger's last word on it."""
    told: dict[str, dict[str, Any]] = {}
    for event in Event.objects.filter(stream=STREAM, kind="calendar.notice_loaded").order_by("version"):
        told[event.payload["file"]] = {k: event.payload[k] for k in ("year", "number", "off", "on")}
    held = {name: notice.as_json() for name, notice in read_notices(settings.GONGKAI_NOTICES).items()}
    for name in sorted(told.keys() | held.keys()):
        if told.get(name) != held.get(name):
            yield f"放假安排 {name} 与账本记载的不同"


def loaded() -> list[Notice]:
    """The notices loaded over the library's, by year."""
    return sorted(read_notices(settings.GONGKAI_NOTICES).values(), key=lambda n: n.year or 0)
