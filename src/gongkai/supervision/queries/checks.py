# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what supervision keeps is what the ledger says, both ways."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from gongkai.ledger.models import Event
from gongkai.ledger.queries import differing
from gongkai.supervision.models import (
    AccountabilityCase,
    Claim,
    CleanUp,
    Detection,
    Escalation,
    Extension,
    Finding,
    Notice,
    Receipt,
    Review,
    RuleSetting,
    Run,
    Scorecard,
    Survey,
    SurveyAnswer,
    Weighting,
)


def check_projections() -> Iterator[str]:
    """Notices, mended findings, accountability and the year's reviews against the ledger, both ways."""
    listed: dict[int, list[int]] = defaultdict(list)
    for pk, notice in Finding.objects.order_by("pk").values_list("pk", "notice_id"):
        listed[notice].append(pk)
    notices = {
        f"notice/{n.pk}": (n.issued_on, {"issue": n.issue, "year": n.year, "findings": listed[n.pk]})
        for n in Notice.objects.iterator(2000)
    }
    decided = {
        f"accountability/{c.pk}": (c.decided_on, {"organ": c.organ.slug})
        for c in AccountabilityCase.objects.select_related("organ")
    }
    held = {
        f"review/{r.pk}": (r.held_on, {"kind": r.kind, "year": r.year, "result": r.result})
        for r in Review.objects.all()
    }
    for kind, label, stored in (
        ("notice.issued", "通知书", notices), ("accountability.recorded", "责任追究", decided), ("review.recorded", "考核和评议", held),
    ):  # fmt: skip
        for name, how in differing(kind, stored):
            yield f"{label} {name}：{how}"
    mended = {e.stream: e for e in Event.objects.filter(kind="finding.rectified").iterator(2000)}
    for row in Finding.objects.iterator(2000):
        event = mended.pop(f"finding/{row.pk}", None)
        if (event.occurred_on if event else None) != row.rectified_on:
            yield f"问题{row.pk}“{row.text}”的整改日期与账本不同"
    for stream in mended:
        yield f"{stream}：账本里整改过，库里没有这一处"
    yield from _check_inspection()
    yield from _check_units()
    yield from _check_cleanup()
    yield from _check_scores()


def _check_inspection() -> Iterator[str]:
    """Runs with the places they opened and closed; what was set aside; what went at a second look; the rules' numbers."""
    opened: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for run, rule, key in Detection.objects.values_list("opened_by", "rule", "key").iterator(5000):
        opened[run].append((rule, key))
    closed = Counter(Detection.objects.filter(closed_by__isnull=False).values_list("closed_by", flat=True))
    runs = {
        r.stream: (r.on, {"by_rule": r.by_rule, "opened": r.opened, "closed": closed[r.pk], "digest": _digest(r.on, opened[r.pk])})
        for r in Run.objects.all()
    }  # fmt: skip
    for name, how in differing("inspection.run", runs):
        yield f"巡查 {name}：{how}"
    aside: dict[str, date | None] = {}
    gone: dict[str, date] = {}
    for event in Event.objects.filter(kind__startswith="detection.").order_by("seq").iterator(2000):
        if event.kind == "detection.gone":
            gone[event.stream] = event.occurred_on
        else:
            aside[event.stream] = event.occurred_on if event.kind == "detection.dismissed" else None
    kept = Detection.objects.values_list("pk", "dismissed_on", "closed_on", "closed_by")
    for pk, dismissed, closed_on, by in kept.iterator(5000):
        name = f"detection/{pk}"
        if aside.pop(name, None) != dismissed:
            yield f"{name}：是否作为问题与账本不同"
        if gone.pop(name, None) != (closed_on if by is None else None):
            yield f"{name}：复查消失的日期与账本不同"
    for name in [*(n for n, day in aside.items() if day), *gone]:
        yield f"{name}：账本里有，库里没有"
    last = {e.stream: e.payload for e in Event.objects.filter(kind="rule.set").order_by("seq")}
    for row in RuleSetting.objects.all():
        said = last.pop(f"rule/{row.rule}", None)
        if said is None or (said["values"], said["off"]) != (row.values, row.off):
            yield f"巡查规则{row.rule}的设置与账本不同"
    for name in last:
        yield f"巡查规则{name}：账本里设置过，库里没有"


def _digest(on: date, rows: list[tuple[str, str]]) -> str:
    said = json.dumps([[str(on), *row] for row in sorted(rows)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _check_units() -> Iterator[str]:
    """Receipts, what units said and showed, limits moved, levels reached; which notice took up what the machine saw."""
    said: Counter[tuple[object, ...]] = Counter()
    kinds = (
        "notice.received",
        "finding.claimed",
        "finding.extension_asked",
        "finding.extension_decided",
        "finding.escalated",
    )
    for e in Event.objects.filter(kind__in=kinds).iterator(2000):
        p = e.payload
        said[e.kind, e.stream, e.occurred_on, {
            "notice.received": p.get("organ"), "finding.claimed": (p.get("text"), p.get("found_again")),
            "finding.extension_asked": p.get("until"), "finding.extension_decided": (p.get("granted"), p.get("until")),
            "finding.escalated": p.get("level"),
        }[e.kind]] += 1  # fmt: skip
    held: Counter[tuple[object, ...]] = Counter()
    for receipt in Receipt.objects.select_related("organ"):
        held["notice.received", f"notice/{receipt.notice_id}", receipt.on, receipt.organ.slug] += 1
    for claim in Claim.objects.iterator(2000):
        held["finding.claimed", f"finding/{claim.finding_id}", claim.on, (claim.text, claim.found_again)] += 1
    for x in Extension.objects.all():
        name, until = f"finding/{x.finding_id}", x.until.isoformat()
        held["finding.extension_asked", name, x.asked_on, until] += 1
        if x.decided_on is not None:
            held["finding.extension_decided", name, x.decided_on, (x.granted, until)] += 1
    for level in Escalation.objects.iterator(2000):
        held["finding.escalated", f"finding/{level.finding_id}", level.on, level.level] += 1
    for kind, name, *_ in (said - held) + (held - said):
        yield f"{name}：{kind}与账本不同"
    limits = {x.finding_id: x.until for x in Extension.objects.filter(granted=True).order_by("pk")}
    for pk, due in Finding.objects.filter(pk__in=limits).values_list("pk", "due_on"):
        if limits[pk] != due:
            yield f"问题{pk}的整改期限与同意的延期不同"
    taken: dict[int, list[int]] = defaultdict(list)
    for notice, detection in (
        Finding.objects.filter(detection__isnull=False).order_by("pk").values_list("notice", "detection")
    ):
        taken[notice].append(detection)
    issued = {
        int(e.stream.split("/")[1]): e.payload.get("detections", [])
        for e in Event.objects.filter(kind="notice.issued").iterator(2000)
    }
    for notice in taken.keys() | {n for n, rows in issued.items() if rows}:
        if taken.get(notice, []) != issued.get(notice, []):
            yield f"通知书{notice}列入的巡查发现与账本不同"


def _check_cleanup() -> Iterator[str]:
    proposed = {
        c.stream: (c.proposed_on, {"document": c.document.index_number, "what": c.what, "basis": c.basis})
        for c in CleanUp.objects.select_related("document")
    }
    for name, how in differing("cleanup.proposed", proposed):
        yield f"清理 {name}：{how}"
    decided = {
        c.stream: (c.decided_on, {"approved": c.state == CleanUp.State.APPROVED, "remark": c.remark})
        for c in CleanUp.objects.exclude(state=CleanUp.State.PROPOSED)
    }
    for name, how in differing("cleanup.decided", decided):
        yield f"清理复核 {name}：{how}"


def _check_scores() -> Iterator[str]:
    """Weights and confirmed scores of each year; surveys, every answer, and their results."""
    said: dict[str, dict[int, object]] = {"scores.weighted": {}, "scores.confirmed": {}}
    for e in Event.objects.filter(kind__in=said).order_by("seq"):
        year = int(e.stream.split("/")[1])
        said[e.kind][year] = e.payload["values"] if e.kind == "scores.weighted" else e.payload["totals"]
    held: dict[int, dict[str, str]] = defaultdict(dict)
    for card in Scorecard.objects.select_related("organ"):
        held[card.year][card.organ.slug] = str(card.total)
    for year in held.keys() | said["scores.confirmed"].keys():
        if held.get(year) != said["scores.confirmed"].get(year):
            yield f"{year}年的考核得分与账本不同"
    weights = {w.year: w.values for w in Weighting.objects.all()}
    for year in weights.keys() | said["scores.weighted"].keys():
        if weights.get(year) != said["scores.weighted"].get(year):
            yield f"{year}年的考核权重与账本不同"
    surveys = list(Survey.objects.all())
    opened = {
        s.stream: (
            _opened_on(s),
            {"year": s.year, "questions": s.questions, "closes_on": s.closes_on.isoformat()},
        )
        for s in surveys
    }
    for name, how in differing("survey.opened", opened):
        yield f"社会评议 {name}：{how}"
    concluded = {s.stream: (s.concluded_on, {"result": s.result}) for s in surveys if s.concluded_on}
    for name, how in differing("survey.concluded", concluded):
        yield f"社会评议的结果 {name}：{how}"
    answers = {(f"survey/{a.survey_id}", a.pk): a.scores for a in SurveyAnswer.objects.iterator(2000)}
    told = {
        (e.stream, e.payload["answer"]): e.payload["scores"]
        for e in Event.objects.filter(kind="survey.answered").iterator(2000)
    }
    for key in answers.keys() | told.keys():
        if answers.get(key) != told.get(key):
            yield f"{key[0]}：第{key[1]}份评议与账本不同"


def _opened_on(survey: Survey) -> date | None:
    """The day it was put on record, which the row does not keep; None where the ledger lacks it."""
    return (
        Event.objects.filter(stream=survey.stream, kind="survey.opened")
        .values_list("occurred_on", flat=True)
        .first()
    )
