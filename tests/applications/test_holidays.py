# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""载入放假安排: which cases move, why, and that nothing is written by a trial or by a refusal."""

import json
from datetime import date

import pytest

from gongkai.applications import holidays, queries
from gongkai.applications.actions import Refused
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.workdays import workdays
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 20)
# No year 2027 in the library: computed from weekends until this is loaded.
NOTICE = {"year": 2027, "number": "2027年安排（示例）", "off": ["2027-01-01..2027-01-03", "2027-02-05..2027-02-11"], "on": ["2027-01-31", "2027-02-14"]}  # fmt: skip


@pytest.fixture
def cases(settings, tmp_path):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_NOTICES = tmp_path / "notices"
    organ = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    moved = ApplicationFactory(organ=organ, submitted_on=date(2027, 1, 18))
    settled = ApplicationFactory(organ=organ, submitted_on=date(2024, 6, 3))
    return organ, moved, settled


def test_a_trial_says_what_would_move_and_writes_nothing(cases, settings):
    _, moved, _ = cases
    notice, changes = holidays.foresee(actor=SYSTEM, raw=NOTICE)
    assert notice.year == 2027
    assert [(c.case, c.old, c.new) for c in changes] == [(moved, date(2027, 2, 15), date(2027, 2, 18))]
    assert "2027年安排（示例）：1月1日、" in changes[0].why
    assert not settings.GONGKAI_NOTICES.exists()
    assert not Event.objects.filter(stream="calendar").exists()
    assert workdays().is_provisional(TODAY, TODAY)


def test_loading_moves_the_open_case_tells_the_ledger_and_check_is_green(cases):
    _, moved, settled = cases
    changes = holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY)
    moved.refresh_from_db()
    settled.refresh_from_db()
    assert (moved.due_on, settled.due_on) == (date(2027, 2, 18), date(2024, 7, 2))
    assert [c.case for c in holidays.open_changes(changes)] == [moved]
    event = Event.objects.get(stream="calendar")
    assert event.payload["changed"] == [{"number": moved.number, "old": "2027-02-15", "new": "2027-02-18"}]
    assert not workdays().is_provisional(TODAY, TODAY)
    assert list(queries.check_projections()) == []
    assert list(holidays.check_projections()) == []
    assert [n.number for n in holidays.loaded()] == ["2027年安排（示例）"]


def test_the_same_notice_twice_changes_nothing(cases):
    holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY)
    assert holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY) == []
    assert Event.objects.filter(stream="calendar").count() == 1


def test_a_closed_case_stays_closed_but_its_limit_follows(cases):
    _, moved, _ = cases
    reply(moved, on=date(2027, 1, 20))
    changes = holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY)
    assert [(c.case, c.is_on_time) for c in changes] == [(moved, True)]
    assert holidays.open_changes(changes) == []
    assert list(queries.check_projections()) == []


def test_a_file_changed_beside_the_verb_is_named(cases, settings):
    holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY)
    file = settings.GONGKAI_NOTICES / "2027.json"
    file.write_text(json.dumps({**NOTICE, "off": ["2027-01-01"]}), encoding="utf-8")
    assert list(holidays.check_projections()) == ["放假安排 2027.json 与账本记载的不同"]


def test_a_wrong_notice_is_refused_and_nothing_stays(cases, settings):
    with pytest.raises(Refused, match="不是周末"):
        holidays.load_notice(actor=SYSTEM, raw={**NOTICE, "on": ["2027-02-16"]}, on=TODAY)
    assert not settings.GONGKAI_NOTICES.exists()


def test_when_a_case_cannot_be_written_the_file_is_taken_back(cases, settings, monkeypatch):
    def broken(_case):
        raise RuntimeError

    monkeypatch.setattr(holidays, "project", broken)
    with pytest.raises(RuntimeError):
        holidays.load_notice(actor=SYSTEM, raw=NOTICE, on=TODAY)
    assert list(settings.GONGKAI_NOTICES.iterdir()) == []
    assert not Event.objects.filter(stream="calendar").exists()


def test_only_the_sites_administrator_loads(cases):
    organ = cases[0]
    below = OrganFactory(parent=organ)
    for who in (person(organ, Role.HANDLER), person(below, Role.ADMIN)):
        with pytest.raises(NotAllowed):
            holidays.foresee(actor=who, raw=NOTICE)
    holidays.foresee(actor=person(organ, Role.ADMIN), raw=NOTICE)
