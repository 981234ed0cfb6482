# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Any history of legal verbs: the ledger replayed is the state, the clock is law/'s, and table 3 balances after every step.

The machine keeps its own list of what happened, in the contract's own words, and never asks the code under test for it.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import cases_by_cell, table3, table4
from gongkai.applications import actions, queries
from gongkai.applications.actions import ApplicantFacts, Refused
from gongkai.applications.models import Application, Proceeding, State
from gongkai.law import clock
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import Channel
from gongkai.law.table3 import COLUMNS, ApplicantKind
from gongkai.law.table4 import Block, Result
from gongkai.ledger.models import Event
from gongkai.ledger.queries import verify
from gongkai.organs.workdays import workdays
from tests.factories import SYSTEM, OrganFactory
from tests.properties import examples

FIRST = date(2024, 9, 2)
KINDS, ROWS = list(ApplicantKind), [o.id for o in OUTCOMES if o.letter]
picks = st.integers(0, 10_000)


class Case:
    """What the machine itself knows of a case."""

    def __init__(self, pk, kind, received_on):
        self.pk, self.kind, self.received_on = pk, kind, received_on
        self.events, self.outcome, self.closed_on = [], None, None


class County(RuleBasedStateMachine):
    """One organ's counter, day after day."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.organ = OrganFactory()
        self.day, self.cases, self.proceedings = FIRST, [], []

    def teardown(self):
        for year in range(FIRST.year, self.day.year + 1):  # what the cells open to, as many as the counts say
            scope = Scope(self.organ, year)
            leaves = {f"T3.{r}.{c}": n for (r, c), n in table3(scope).cells.items() if c != "total" and n}
            opened = {key: len(pks) for key, pks in cases_by_cell(scope).items()}
            assert {k: n for k, n in leaves.items() if not k.startswith("T3.R3.7")} == opened
        assert list(verify()) == []
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(self, case, verb, *, event=None, **facts):
        """Do a verb; what was refused leaves no trace, what was done is in the machine's own list."""
        row = Application.objects.get(pk=case.pk)
        before = Event.objects.count()
        try:
            with transaction.atomic():
                verb(actor=SYSTEM, application=row, on=self.day, **facts)
        except Refused:
            assert Event.objects.count() == before
            return False
        if event:
            case.events.append({"on": self.day.isoformat(), **event})
        return True

    def pick(self, n, cases=None):
        found = self.cases if cases is None else cases
        return found[n % len(found)] if found else None

    def open_case(self, n):
        return self.pick(n, [c for c in self.cases if c.outcome is None])

    @rule(days=st.integers(0, 12))
    def time_passes(self, days):
        self.day = min(self.day + timedelta(days=days), date(2026, 6, 30))

    @rule(
        kind=st.sampled_from(KINDS),
        channel=st.sampled_from([Channel.COUNTER, Channel.ONLINE, Channel.POST_SIGNED]),
    )
    def receive(self, kind, channel):
        row = actions.receive(
            actor=SYSTEM, organ=self.organ, channel=channel, submitted_on=self.day, title="征地补偿方案",
            description="申请公开征地补偿方案。", form="电子邮件", arrived_on=self.day if channel is Channel.POST_SIGNED else None,
            applicant=ApplicantFacts(kind, "林晓（示例）", f"示例证件{len(self.cases)}"),
        )  # fmt: skip
        received = None if channel is Channel.ONLINE else self.day
        self.cases.append(Case(row.pk, kind.value, received))

    @precondition(lambda self: any(c.received_on is None for c in self.cases))
    @rule(n=picks)
    def confirm(self, n):
        case = self.pick(n, [c for c in self.cases if c.received_on is None])
        if self.attempt(case, actions.confirm):
            case.received_on = self.day

    @precondition(lambda self: self.cases)
    @rule(n=picks, days=st.integers(1, 30))
    def ask_supplement(self, n, days):
        until = self.day + timedelta(days=days)
        event = {"type": "supplement_requested", "respond_by": until.isoformat()}
        if case := self.open_case(n):
            self.attempt(case, actions.request_supplement, event=event, respond_by=until, what="哪个项目")

    @precondition(lambda self: self.cases)
    @rule(n=picks)
    def supplement_comes(self, n):
        waiting = set(
            Application.objects.filter(state=State.AWAITING_SUPPLEMENT).values_list("pk", flat=True)
        )
        if case := self.pick(n, [c for c in self.cases if c.pk in waiting]):
            self.attempt(case, actions.receive_supplement, event={"type": "supplement_received"})

    @precondition(lambda self: self.cases)
    @rule(n=picks, to=st.sampled_from(["third_party", "co_maker", "organ"]))
    def consult(self, n, to):
        if case := self.open_case(n):
            name = f"c{len(case.events)}"
            event = {"type": "consultation_sent", "id": name, "to": to}
            self.attempt(case, actions.consult, event=event, id=name, to=to)

    @precondition(lambda self: self.cases)
    @rule(n=picks, m=picks)
    def opinion_comes(self, n, m):
        if case := self.open_case(n):
            sent = [e["id"] for e in case.events if e["type"] == "consultation_sent"]
            name = self.pick(m, sent) or "没有的编号"
            event = {"type": "consultation_closed", "id": name}
            self.attempt(case, actions.close_consultation, event=event, id=name, answer="agreed")

    @precondition(lambda self: self.cases)
    @rule(n=picks, days=st.integers(1, 22))
    def extend(self, n, days):
        if case := self.open_case(n):
            event = {"type": "extended", "working_days": days}
            done = self.attempt(case, actions.extend, event=event, working_days=days, reason="涉及多年档案")
            assert not (done and days > 20)

    @precondition(lambda self: self.cases)
    @rule(n=picks, paid=st.booleans())
    def fee(self, n, paid):
        if not (case := self.open_case(n)):
            return
        if paid:
            self.attempt(case, actions.receive_payment, event={"type": "fee_paid"}, yuan=100)
        else:
            self.attempt(case, actions.notify_fee, event={"type": "fee_notified"}, yuan=100, basis="按件")

    @precondition(lambda self: self.cases)
    @rule(n=picks, row=st.sampled_from(ROWS))
    def reply(self, n, row):
        if (case := self.open_case(n)) and self.attempt(
            case, actions.reply, event={"type": "replied"}, outcome_id=row, reasons="依法审查的理由"
        ):
            case.outcome, case.closed_on = row, self.day

    @precondition(lambda self: self.cases)
    @rule(n=picks)
    def withdraw(self, n):
        case = self.open_case(n)
        if case and self.attempt(case, actions.withdraw, event={"type": "withdrawn"}):
            case.outcome, case.closed_on = "R3.6.3", self.day

    @precondition(lambda self: self.cases)
    @rule(n=picks, row=st.sampled_from(["R3.6.1", "R3.6.2"]))
    def lapse(self, n, row):
        case = self.open_case(n)
        if case and self.attempt(case, actions.end, outcome_id=row):
            case.outcome, case.closed_on = row, self.day

    @precondition(lambda self: any(c.outcome for c in self.cases))
    @rule(n=picks, row=st.sampled_from([o.id for o in OUTCOMES]))
    def put_right(self, n, row):
        case = self.pick(n, [c for c in self.cases if c.outcome])
        if self.attempt(case, actions.correct_outcome, outcome_id=row, reason="登记错了"):
            case.outcome = row

    @precondition(lambda self: any(c.outcome and c.received_on for c in self.cases))
    @rule(n=picks, block=st.sampled_from(list(Block)))
    def dispute(self, n, block):
        case = self.pick(n, [c for c in self.cases if c.outcome and c.received_on])
        row = Application.objects.get(pk=case.pk)
        number = f"{len(self.proceedings)}号"
        opened = actions.open_proceeding(
            actor=SYSTEM, application=row, block=block, body="机关（示例）", case_number=number, on=self.day
        )
        self.proceedings.append(opened.pk)

    @precondition(lambda self: self.proceedings)
    @rule(n=picks, result=st.sampled_from([Result.UPHELD, Result.CORRECTED, Result.OTHER]))
    def decide(self, n, result):
        row = Proceeding.objects.get(pk=self.pick(n, self.proceedings))
        if row.result is None:
            actions.conclude_proceeding(actor=SYSTEM, proceeding=row, result=result, on=self.day)

    @invariant()
    def what_is_stored_is_what_the_ledger_says(self):
        assert list(queries.check_projections()) == []

    @invariant()
    def the_clock_is_the_laws(self):
        rows = {row.pk: row for row in Application.objects.filter(pk__in=[c.pk for c in self.cases])}
        found = queries.clocks(rows.values(), as_of=self.day)
        for case in self.cases:
            assert (rows[case.pk].outcome, rows[case.pk].closed_on) == (case.outcome, case.closed_on)
            if case.received_on is None:
                assert found[case.pk] is None
                continue
            events = [clock.parse_event(e) for e in case.events]
            assert found[case.pk] == clock.run(case.received_on, events, as_of=self.day, workdays=workdays())

    @invariant()
    def the_report_balances_and_counts_what_happened(self):
        for year in range(FIRST.year, self.day.year + 1):
            scope = Scope(self.organ, year)
            table = table3(scope)
            assert [f for f in table.check() if f.code.startswith("T3")] == []
            assert table4(scope).check() == []
            cells, new = (
                table.cells,
                Counter(c.kind for c in self.cases if c.received_on and c.received_on.year == year),
            )
            ended = Counter(
                (c.outcome, c.kind)
                for c in self.cases
                if c.received_on and c.closed_on and c.closed_on.year == year
            )
            for column in COLUMNS[:-1]:
                assert cells["R1", column] == new[column]
                for row in OUTCOMES:
                    assert cells[row.id, column] == ended[row.id, column]


@pytest.mark.django_db
def test_any_history_of_legal_verbs_keeps_ledger_clock_and_report_in_step():
    run_state_machine_as_test(
        County,
        settings=settings(
            max_examples=examples(4), stateful_step_count=200, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
