# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of the inspection: run it, set something found aside with a reason, take it up again, set a rule's numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.supervision import rules
from gongkai.supervision.actions.core import Refused, must_have_come, printable, record, site_organ
from gongkai.supervision.actions.escalation import escalate_overdue
from gongkai.supervision.models import Detection, RuleSetting, Run, SiteInspection

Progress = Callable[[str, int, int], None]  # the rule's words, its number, how many
_WORDS = ("severity", "organ_id", "place", "address", "text", "facts")
_BATCH = 500


@dataclass
class _Tally:
    """What one rule brought: new rows, rows seen again (and those whose words changed), rows that are gone."""

    new: list[Detection] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    changed: list[Detection] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def inspect(
    *, actor: Actor, on: date, only: Iterable[str] | None = None, progress: Progress | None = None
) -> Run:
    """巡查 the whole record as it is on a day. only names rules; without it every rule that is not off is asked.

    What is new is opened, what is still there is seen again, what is gone closes by itself; then overdue findings escalate.
    Everything is read first, and nobody who writes meanwhile waits; then it is written at one go.
    """
    site = site_organ()
    require(actor, site, Role.SUPERVISOR)
    must_have_come(on)
    _no_earlier(on)
    started = datetime.now(UTC)
    held = settings_held()
    wanted = None if only is None else set(only)
    asked = [r for r in rules.nightly() if (r.code in wanted if wanted is not None else not is_off(r, held))]
    seen: list[tuple[rules.Rule, list[rules.Found]]] = []
    for n, one in enumerate(asked, 1):
        if progress:
            progress(one.label, n, len(asked))
        look = rules.Look(on, rules.values_of(one, held.get(one.code)))
        seen.append((one, list(_seen(one, look))))
    with transaction.atomic():
        Organ.objects.select_for_update().get(pk=site.pk)  # one run at a time
        _no_earlier(on)
        run = keep_run(actor=actor, on=on, started=started, seen=seen)
        escalate_overdue(actor=actor, on=on)
    return run


def _seen(one: rules.Rule, look: rules.Look) -> Iterator[rules.Found]:
    """What the rule sees, and what it saw before and only looks no longer back for."""
    met = set()
    for found in one.find(look):
        met.add(found.key)
        yield found
    if "back" in one.defaults():
        there = Detection.objects.filter(rule=one.code, closed_on__isnull=True)
        for key, ref in list(there.values_list("key", "ref")):
            if key not in met and (again := one.again(rules.Look(look.as_of, look.values, ref), key)):
                yield again


def _no_earlier(on: date) -> None:
    last = Run.objects.filter(site__isnull=True).aggregate(last=Max("on"))["last"]
    if last is not None and on < last:
        raise Refused(f"已经有{cn(last)}的巡查，巡查日期不能更早")


def keep_run(
    *,
    actor: Actor,
    on: date,
    started: datetime,
    seen: Iterable[tuple[rules.Rule, Iterable[rules.Found]]],
    site: SiteInspection | None = None,
    judged: Callable[[Detection], bool] = lambda _row: True,
) -> Run:
    """Write down what each rule saw. judged: whether a place known from before was looked at, so that what was not seen
    there is gone. Called by the verbs that looked, in their transaction."""
    run = Run.objects.create(
        on=on, started_at=started, ended_at=started, by=person_or_none(actor), by_label=str(actor), opened=0, seen=0,
        closed=0, by_rule={}, site=site,
    )  # fmt: skip
    mended = _mended_since(started)
    for one, found in seen:
        tally = _tallied(one, (f for f in found if (one.code, f.key) not in mended), on, judged)
        _write(run, tally)
        run.by_rule[one.code] = [len(tally.new), len(tally.seen), len(tally.gone)]
    for at, name in enumerate(("opened", "seen", "closed")):
        setattr(run, name, sum(counts[at] for counts in run.by_rule.values()))
    run.ended_at = datetime.now(UTC)
    run.save()
    record(
        run.stream, actor, "inspection.run", on,
        {"by_rule": run.by_rule, "opened": run.opened, "closed": run.closed, "digest": digest_of(run)},
    )  # fmt: skip
    return run


def _mended_since(started: datetime) -> set[tuple[str, str]]:
    """Places a unit had closed while the look went on: what was read before that is no longer so."""
    gone = Event.objects.filter(kind="detection.gone", recorded_at__gte=started).values_list(
        "stream", flat=True
    )
    ids = [int(name.split("/")[1]) for name in gone]
    return set(Detection.objects.filter(pk__in=ids, closed_on__isnull=False).values_list("rule", "key"))


def settings_held() -> dict[str, RuleSetting]:
    """What the instance set differently, by rule."""
    return {row.rule: row for row in RuleSetting.objects.all()}


def is_off(one: rules.Rule, held: Mapping[str, RuleSetting]) -> bool:
    """Whether the instance does not ask this rule."""
    return one.code in held and held[one.code].off


def _tallied(
    one: rules.Rule, seen: Iterable[rules.Found], on: date, judged: Callable[[Detection], bool]
) -> _Tally:
    tally = _Tally()
    there = {
        row.key: row
        for row in Detection.objects.filter(rule=one.code, closed_on__isnull=True).select_related("organ")
    }
    met: set[str] = set()
    # What cannot be undone was judged by the office once for all; it is not a new fault the next night.
    settled = (
        set(
            Detection.objects.filter(rule=one.code, finding__rectified_on__isnull=False).values_list(
                "key", flat=True
            )
        )
        if one.lasting
        else set()
    )
    for found in seen:
        if found.key in met or (found.key in settled and found.key not in there):
            continue
        met.add(found.key)
        words = {
            "severity": one.severity.value, "organ_id": found.organ, "place": rules.short(found.place, 200),
            "address": found.address, "text": rules.short(found.text, 200), "facts": dict(found.facts),
        }  # fmt: skip
        row = there.get(found.key)
        if row is None:
            tally.new.append(
                Detection(
                    rule=one.code,
                    key=found.key,
                    ref=found.ref,
                    first_seen=on,
                    last_seen=on,
                    **words,
                )
            )
            continue
        tally.seen.append(row.pk)
        if any(getattr(row, name) != value for name, value in words.items()):
            for name, value in words.items():
                setattr(row, name, value)
            tally.changed.append(row)
    tally.gone = [row.pk for key, row in there.items() if key not in met and judged(row)]
    return tally


def _write(run: Run, tally: _Tally) -> None:
    for row in tally.new:
        row.opened_by = run
    Detection.objects.bulk_create(tally.new, batch_size=_BATCH)
    Detection.objects.bulk_update(tally.changed, _WORDS, batch_size=_BATCH)
    for n in range(0, len(tally.seen), _BATCH):
        Detection.objects.filter(pk__in=tally.seen[n : n + _BATCH]).update(last_seen=run.on)
    for n in range(0, len(tally.gone), _BATCH):
        Detection.objects.filter(pk__in=tally.gone[n : n + _BATCH]).update(closed_on=run.on, closed_by=run)


def digest_of(run: Run) -> str:
    """What the ledger keeps of the places a run opened: rule, key, day of each."""
    rows = sorted(run.opened_here.values_list("rule", "key"))
    return hashlib.sha256(
        json.dumps([[str(run.on), *row] for row in rows], ensure_ascii=False).encode()
    ).hexdigest()


def look_again(detection: Detection, on: date) -> rules.Found | None:
    """What the rule sees today in that one place; None when it is gone. Raises Refused where the machine cannot judge.

    Of another site the address is asked: that takes seconds, so callers look before they open a transaction.
    """
    one = rules.rule(detection.rule)
    if one is None or one.lasting:
        raise Refused("这一处不能由机器复查")
    try:
        return one.again(rules.Look(on, rules.numbers(one.code), detection.ref), detection.key)
    except rules.Unjudged as why:
        raise Refused(f"机器没有能复查：{why}") from None


def _open(detection: Detection) -> Detection:
    row = Detection.objects.select_for_update(of=("self",)).select_related("organ").get(pk=detection.pk)
    if row.closed_on is not None:
        raise Refused(f"{cn(row.closed_on)}复查已经不再发现")
    return row


@transaction.atomic
def dismiss(*, actor: Actor, detection: Detection, on: date, reason: str) -> Detection:
    """不作为问题 with a reason: it is still seen, and no longer counts."""
    row = _open(detection)
    require(actor, site_organ(), Role.SUPERVISOR)
    if hasattr(row, "finding"):
        raise Refused("已经列入通知书，请在问题里办理")
    if row.dismissed_on is not None:
        raise Refused(f"已于{cn(row.dismissed_on)}不作为问题")
    reason = printable(reason, "理由")
    if not reason:
        raise Refused("不作为问题要写明理由")
    row.dismissed_on, row.dismissed_by, row.dismissed_why = on, person_or_none(actor), reason
    row.save(update_fields=["dismissed_on", "dismissed_by", "dismissed_why"])
    record(row.stream, actor, "detection.dismissed", on, {"reason": reason, "rule": row.rule})
    return row


@transaction.atomic
def restore(*, actor: Actor, detection: Detection, on: date, reason: str) -> Detection:
    """重新作为问题."""
    row = _open(detection)
    require(actor, site_organ(), Role.SUPERVISOR)
    if row.dismissed_on is None:
        raise Refused("这一处本来就作为问题")
    reason = printable(reason, "理由")
    if not reason:
        raise Refused("请写明理由")
    row.dismissed_on = row.dismissed_by = row.dismissed_why = None
    row.save(update_fields=["dismissed_on", "dismissed_by", "dismissed_why"])
    record(row.stream, actor, "detection.restored", on, {"reason": reason})
    return row


@transaction.atomic
def set_rule(
    *, actor: Actor, rule: str, on: date, values: Mapping[str, int], off: bool, reason: str
) -> RuleSetting:
    """调整巡查规则: the numbers of one rule, or that it is not asked."""
    require(actor, site_organ(), Role.SUPERVISOR)
    one = rules.rule(rule)
    if one is None:
        raise Refused("没有这条规则")
    if not reason.strip():
        raise Refused("调整规则要写明原因")
    known = one.defaults()
    for name, value in values.items():
        if name not in known or not 0 <= value <= 36_500:
            raise Refused("请写0到36500之间的整数")
    kept = {name: value for name, value in values.items() if value != known[name]}
    row, _ = RuleSetting.objects.update_or_create(rule=rule, defaults={"values": kept, "off": off})
    record(f"rule/{rule}", actor, "rule.set", on, {"values": kept, "off": off, "reason": reason.strip()})
    return row
