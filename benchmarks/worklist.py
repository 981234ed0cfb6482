# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The case desk at 100,000 cases: CPU milliseconds and queries of a list of 20 and of one case, through Django's test client.

    python benchmarks/worklist.py [--cases 100000] [--open 5] [--rounds 60]     --open: percent of them not yet closed

With GONGKAI_DIR naming a folder the instance is kept there, and a second run measures it without loading it again.
Between any two requests a piece of plain Python is timed, so that a figure taken on a busy machine (where a CPU
millisecond does less) can be read as what it would be on this machine at its fastest of the run.

The cases are put straight into the tables, with the events of their ledger and the columns that follow from them (the verbs are
measured elsewhere); a sample is held against `gongkai check`'s own comparison before anything is measured. The peers' figures
are those of the issue: CPU of one request of their own list and detail, measured for it on another machine, so they are printed
beside ours and no ratio is claimed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp())
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django

django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.applications import actions
from gongkai.applications.actions import ApplicantFacts, content_key, projection
from gongkai.applications.likeness import topic_of
from gongkai.applications.models import Applicant, Application
from gongkai.applications.queries import check_projections
from gongkai.applications.sealing import match_key, name_key, seal
from gongkai.applications.story import fold
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import System
from gongkai.organs.workdays import workdays

DAY = date(2025, 2, 10)
RNG = random.Random(20250210)
SYSTEM = System("示例")
PEERS = (
    ("GPP（list of 10）", "65", "14"), ("open-zaak", "43", "32"), ("froide", "not given", "127"),
)  # fmt: skip
TITLES = (
    "征地补偿安置方案",
    "房屋征收决定及公告",
    "小区规划总平面图",
    "环境影响评价批复",
    "财政资金拨付凭证",
    "低保审批名册",
)
PLACES = ("城关", "桥头", "瓯北", "岩头", "枫林", "沙头", "碧莲", "大若岩", "鹤盛", "茗岙")
OUTCOMES = ("R3.1", "R3.1", "R3.1", "R3.2", "R3.3.3", "R3.4.1", "R3.4.1", "R3.5.1", "R3.6.3")


def organs() -> tuple[list[Organ], list[Person]]:
    facts = {"office_name": "办公室", "address": "示例路1号", "phone": "00000000", "office_hours": "工作日"}
    county = Organ.objects.create(
        slug="xian", name="示例县人民政府", short_name="县政府", kind="government", **facts
    )
    units = [county] + [
        Organ.objects.create(slug=f"o{n}", name=f"示例机关{n}", short_name=f"机关{n}", kind="department", parent=county, **facts)
        for n in range(60)
    ]  # fmt: skip
    people = []
    for n, unit in enumerate(units):
        one = Person.objects.create_user(f"p{n}", None, name=f"人员{n}（示例）", organ=unit)
        roles = list(Role) if n == 0 else [Role.HANDLER, Role.INTAKE]
        Appointment.objects.bulk_create(Appointment(person=one, organ=unit, role=r) for r in roles)
        people.append(one)
    return units, people


def history(
    unit: Organ, owner: Person, number: str, open_: bool, key: str, words: str
) -> list[tuple[str, date, dict]]:
    """The events of one case, as the verbs would have written them."""
    channel = RNG.choice(("counter", "post_signed", "online", "online"))
    end = DAY - timedelta(days=RNG.randrange(0, 24) if open_ else RNG.randrange(60, 3000))
    arrived = end.isoformat() if channel == "post_signed" else None
    story = [
        ("registered", end, {
            "number": number, "organ": unit.slug, "channel": channel, "arrived_on": arrived, "confirmed_on": None,
            "applicant_kind": "np", "applicant_key": key, "content_key": words, "form": "电子邮件",
        })
    ]  # fmt: skip
    if channel == "online":
        if open_ and RNG.random() < 0.1:
            return story
        story.append(("confirmed", end, {}))
    if not open_ or RNG.random() < 0.9:
        story.append(("assigned", end, {"handler": owner.pk}))
    roll = RNG.random()
    if roll < 0.08:
        story.append(
            (
                "supplement_requested",
                end,
                {"respond_by": (end + timedelta(days=15)).isoformat(), "what": "见补正告知书"},
            )
        )
        if open_:
            return story
        story.append(("supplement_received", end + timedelta(days=9), {}))
    elif roll < 0.2:
        story.append(
            (
                "consultation_sent",
                end,
                {
                    "id": "1",
                    "to": RNG.choice(("third_party", "co_maker", "organ") if open_ else ("third_party",)),
                },
            )
        )
        if open_:
            return story
        story.append(("consultation_closed", end + timedelta(days=12), {"id": "1", "answer": "见意见原件"}))
    if not open_:
        outcome = RNG.choice(OUTCOMES)
        closed = end + timedelta(days=RNG.randrange(14, 40))
        kind = "withdrawn" if outcome == "R3.6.3" else "replied"
        story.append((kind, closed, {"outcome": outcome}))
    return story


def load(count: int, percent: int) -> None:
    """Cases, applicants and events by bulk; the columns of each by the projection the verbs use."""
    units, people = organs()
    days, seq, previous = workdays(), 0, GENESIS
    made = datetime(2025, 2, 10, tzinfo=UTC)
    with transaction.atomic():
        for start in range(0, count, 2000):
            applicants, cases, events = [], [], []
            for n in range(start, min(start + 2000, count)):
                spot = RNG.randrange(len(units))
                name, identity = f"示例人{n % 40_000}", f"示例证件{n % 40_000}"
                applicants.append(
                    Applicant(pk=n + 1, kind="np", name_sealed=seal(name), identity_sealed=seal(identity),
                              identity_key=match_key(identity), name_key=name_key(name))
                )  # fmt: skip
                title = f"{RNG.choice(PLACES)}{RNG.randrange(1, 200)}号地块{RNG.choice(TITLES)}"
                description = f"申请公开{title}，请提供电子文本。" * 2
                number = f"S-YSQ-{n + 1:07}"
                told = history(
                    units[spot],
                    people[spot],
                    number,
                    n % 100 < percent,
                    match_key(identity),
                    content_key(title, description),
                )
                stream, first = f"application/{n + 1}", len(events)
                for version, (kind, on, payload) in enumerate(told, 1):
                    seq += 1
                    event = Event(
                        seq=seq, stream=stream, version=version, kind=f"application.{kind}", occurred_on=on, recorded_at=made,
                        actor_label="系统", payload=payload, algorithm=settings.GONGKAI_LEDGER_HASH, previous_hash=previous,
                    )  # fmt: skip
                    event.hash = previous = event.seal()
                    events.append(event)
                story = fold(events[first:])
                cases.append(
                    Application(
                        pk=n + 1, organ=units[spot], number=number, applicant_id=n + 1, channel=told[0][2]["channel"], title=title, topic=topic_of(title),
                        description=description, form="电子邮件", submitted_on=told[0][1], **projection(story, days),
                    )
                )  # fmt: skip
            Applicant.objects.bulk_create(applicants)
            Application.objects.bulk_create(cases)
            Event.objects.bulk_create(events)
        actions.recount()


def busy(organ: Organ, helper: Organ, handler: Person) -> int:
    """One more case of an organ with what a long one has, by the verbs: talks, tasks, a party, a letter in hand; its key."""
    number = "S-YSQ-BUSY"
    case = Application.objects.filter(number=number).first()
    if case is None:
        one = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "示例人（忙）", "示例证件（忙）", None)
        case = actions.receive(
            actor=SYSTEM, organ=organ, channel=Channel.COUNTER, applicant=one, title="旧城改造项目全部批复和补偿方案",
            description="申请公开旧城改造项目的批复和补偿方案。", form="电子邮件", submitted_on=DAY, number=number,
        )  # fmt: skip
        facts = {"actor": SYSTEM, "application": case, "on": DAY}
        actions.assign(**facts, handler=handler)
        for _ in range(3):
            actions.ask_colleagues(**facts, organ=helper, what="请查找批复", working_days=5)
            actions.record_contact(
                **facts, way="phone", whom="applicant", note="问清了年份", result="narrowed"
            )
        actions.add_party(**facts, kind="third_party", name="第三方（示例）")
        case.refresh_from_db()
        actions.draft_letter(**facts, kind="extension", facts={})
    return int(case.pk)


def pace() -> float:
    """CPU milliseconds of a fixed piece of plain Python: how fast this machine is just now."""
    begin = time.process_time()
    sum(n * n for n in range(100_000))
    return 1000 * (time.process_time() - begin)


@dataclass(frozen=True)
class Measured:
    """CPU ms of one request: median, 90th percentile, each divided by the pace around it; queries and bytes."""

    spent: float
    high: float
    paced: float
    queries: int
    size: int


def measure(client: Client, path: str, rounds: int, paces: list[float]) -> Measured:
    """One page, again and again."""
    for _ in range(5):
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    queries = len(asked)  # now: the next request empties the log
    spent, paced = [], []
    for _ in range(rounds):
        before = pace()
        begin = time.process_time()
        response = client.get(path)
        spent.append(1000 * (time.process_time() - begin))
        paces.append((before + pace()) / 2)
        paced.append(spent[-1] / paces[-1])
    spent.sort()
    return Measured(
        median(spent), spent[int(0.9 * len(spent))], median(paced), queries, len(response.content)
    )


def main() -> None:
    wants = argparse.ArgumentParser()
    wants.add_argument("--cases", type=int, default=100_000)
    wants.add_argument("--open", type=int, default=5)
    wants.add_argument("--rounds", type=int, default=60)
    args = wants.parse_args()
    importlib.import_module("gongkai.web.wsgi")  # as `gongkai serve` does: what is loaded is settled
    settings.GONGKAI_TODAY = DAY
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    begin = time.process_time()
    if not Application.objects.exists():
        load(args.cases, args.open)
    count, still = Application.objects.count(), Application.objects.filter(act_on__isnull=False).count()
    print(f"{count:,} cases, {still:,} open, in {time.process_time() - begin:.0f} CPU s; {connection.vendor}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
    sample = list(Application.objects.filter(pk__lte=2000).values_list("pk", flat=True))
    if args.cases <= 5000:
        faults = list(check_projections())
        assert not faults, faults[:3]
    else:
        from gongkai.applications.queries import stories

        rows = list(Application.objects.filter(pk__in=sample[::10]))
        told = stories(rows)
        for row in rows:
            assert all(getattr(row, k) == v for k, v in projection(told[row.pk]).items()), row
    overseer, one = Person.objects.get(username="p0"), Person.objects.get(username="p7")
    open_pk = (
        Application.objects.filter(state="running", organ=one.organ)
        .order_by("act_on")
        .values_list("pk", flat=True)[0]
    )
    marks = (
        Application.objects.filter(act_on__isnull=False).order_by("act_on", "pk").values_list("act_on", "pk")
    )
    middle = marks[marks.count() // 2]
    old = Application.objects.order_by("-submitted_on", "-pk").values_list("submitted_on", "pk")[
        count * 9 // 10
    ]
    pages = (
        ("work list, first 20", overseer, "/desk/work/"),
        ("work list, 20 in the middle", overseer, f"/desk/work/?after={middle[0]}.{middle[1]}"),
        ("work list, late ones", overseer, "/desk/work/?due=late"),
        ("work list of one organ of 61", one, "/desk/work/"),
        ("all cases, first 20", overseer, "/desk/cases/"),
        ("all cases, 20 after nine tenths", overseer, f"/desk/cases/?after={old[0]}.{old[1]}"),
        ("all cases of one organ", one, "/desk/cases/"),
        ("all cases, words of the content", overseer, "/desk/cases/?q=桥头17号"),
        ("one case (detail)", one, f"/desk/cases/{open_pk}/"),
        ("one with talks, tasks, party, letter", one, f"/desk/cases/{busy(one.organ, overseer.organ, one)}/"),
        ("the same with a form opened", one, f"/desk/cases/{open_pk}/do/withdraw/"),
    )
    paces: list[float] = []
    results = []
    for label, who, path in pages:
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        results.append((label, measure(client, path, args.rounds, paces)))
    best = sorted(paces)[len(paces) // 20]
    print(f"\n{'':38}{'CPU ms':>8}{'p90':>8}{'at best':>9}{'queries':>9}{'KB':>7}")
    for label, m in results:
        print(f"{label:38}{m.spent:8.2f}{m.high:8.2f}{m.paced * best:9.2f}{m.queries:9}{m.size / 1024:7.0f}")
    print(
        f"pace: 100,000 squares in {best:.1f} ms at its best (a twentieth of the time), {median(paces):.1f} in the middle"
    )
    print("\npeers, CPU ms of one request (list, detail), from the issue:")
    for name, lists, detail in PEERS:
        print(f"  {name:32}{lists:>8}{detail:>8}")
    print("aims: list of 20 ≤ 8 ms, detail ≤ 5 ms, list ≤ 6 queries")


if __name__ == "__main__":
    main()
