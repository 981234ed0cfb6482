# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The stored conclusions against the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.applications.actions import content_key, projection
from gongkai.applications.likeness import topic_of
from gongkai.applications.models import Application, Proceeding
from gongkai.applications.queries.cases import stories
from gongkai.applications.queries.counts import check_counts
from gongkai.applications.queries.files import check_files
from gongkai.applications.queries.letters import check_letters
from gongkai.applications.sealing import name_key
from gongkai.ledger.models import Event


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
            if case.topic != topic_of(case.title):
                yield f"{case.number}：按标题找相同申请的检索词与标题不符"
            if case.applicant.name_key != name_key(case.applicant.name):
                yield f"{case.number}：申请人姓名的检索键与姓名不符"
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
    yield from check_counts()
    yield from check_letters()
    yield from check_files()
    yield from _check_proceedings()


def _check_proceedings() -> Iterator[str]:
    for row in Proceeding.objects.select_related("organ", "new_reply").iterator():
        events = {e.kind: e for e in Event.objects.filter(stream=row.stream)}
        opened, concluded = events.get("proceeding.opened"), events.get("proceeding.concluded")
        given = events.get("proceeding.new_reply_given")
        if opened is None:
            yield f"{row}：账本里没有它的受理记录"
            continue
        stored = {
            "block": row.block, "stage": row.stage, "organ": row.organ.slug, "body": row.body,
            "case_number": row.case_number, "continues": row.continues_id,
        }  # fmt: skip
        # Rows written before stages were recorded do not name them.
        wrong = [name for name, value in stored.items() if opened.payload.get(name, value) != value]
        for name in wrong:
            yield f"{row}：{name} 与账本的受理记录不同"
        if (concluded.payload["result"] if concluded else None) != row.result:
            yield f"{row}：结果与账本不同"
        for kind, name in (("answered", "answered_on"), ("concluded", "concluded_on")):
            event = events.get(f"proceeding.{kind}")
            if (event.occurred_on if event else None) != getattr(row, name):
                yield f"{row}：{name} 与账本不同"
        task = getattr(row, "new_reply", None)
        if (given.occurred_on if given else None) != (task.done_on if task else None):
            yield f"{row}：重新答复的登记与账本不同"
