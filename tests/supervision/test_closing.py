# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What was found does not go away by waiting, is not closed by who reported it, and is seen by who may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from gongkai.engagement import actions as engagement
from gongkai.organs.actions import appoint
from gongkai.organs.models import Organ, Role
from gongkai.supervision import actions, papers, queries, rules
from gongkai.supervision.actions import Refused
from gongkai.supervision.actions.inspection import keep_run
from gongkai.supervision.models import Detection
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
FIRST = DAY + timedelta(days=20)


@pytest.fixture
def county(db):
    site = OrganFactory(slug="site", kind=Organ.Kind.GOVERNMENT)
    unit = OrganFactory(slug="unit", parent=site)
    return site, unit


def inspect(on, *only):
    return actions.inspect(actor=SYSTEM, on=on, only=only)


def noticed(site, on=FIRST, rows=None):
    rows = rows or Detection.objects.filter(closed_on__isnull=True)
    facts = [actions.facts_of(d, on + timedelta(days=10)) for d in rows]
    return actions.issue_notice(actor=SYSTEM, organ=site, on=on, title="通知书", findings=facts)


def test_what_cannot_be_undone_is_not_found_anew_once_the_office_has_closed_it(county):
    site, unit = county
    DocumentFactory(organ=unit, formed_on=date(2024, 4, 1), on=DAY)
    inspect(FIRST, "published_late")
    finding = noticed(site).findings.get()
    actions.rectify(actor=SYSTEM, finding=finding, on=FIRST, evidence="核对了单位的说明")
    assert inspect(FIRST + timedelta(days=1), "published_late").opened == 0


def test_what_stands_does_not_go_away_by_growing_old(county):
    site, unit = county
    policy = DocumentFactory(organ=unit, number="示政发〔2024〕9号", register="normative", effective_from=DAY)
    inspect(FIRST, "policy_unexplained")
    row, later = Detection.objects.get(), DAY + timedelta(days=400)
    assert row.ref == f"document/{policy.pk}"
    assert inspect(later, "policy_unexplained").closed == 0
    finding = noticed(site, later).findings.get()
    with pytest.raises(Refused, match="还能发现"):
        actions.rectify(actor=SYSTEM, finding=finding, on=later, evidence="太久了")


def test_who_reported_the_mending_does_not_close_it(county):
    site, unit = county
    DocumentFactory(organ=unit, formed_on=date(2024, 4, 1), on=DAY)
    inspect(FIRST, "published_late")
    notice = noticed(site)
    finding = notice.findings.get()
    boss, second = person(site, Role.SUPERVISOR), person(site, Role.SUPERVISOR)
    actions.sign_receipt(actor=boss, notice=notice, organ=unit, on=FIRST)
    actions.claim_done(actor=boss, finding=finding, on=FIRST, text="已经整改")
    with pytest.raises(Refused, match="另一人"):
        actions.rectify(actor=boss, finding=finding, on=FIRST, evidence="核对")
    assert actions.rectify(actor=second, finding=finding, on=FIRST, evidence="核对").rectified_on == FIRST


def test_who_works_in_the_issuing_organ_opens_its_notices(county, settings):
    settings.GONGKAI_TODAY = FIRST
    site, unit = county
    ColumnFactory(owner=unit, name="动态", update_class="动态要闻", on=date(2023, 1, 3))
    inspect(FIRST, "column_empty")
    notice, editor = noticed(site), person(site, Role.EDITOR)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert queries.visible_to(editor).count() == notice.findings.count() == 1
    for address in ("/desk/supervision/", "/desk/notices/", f"/desk/notices/{notice.pk}/"):
        assert client.get(address).status_code == 200, address
    assert queries.progress_of(editor, [notice], FIRST)[notice.pk].total == 1


def test_a_notice_names_only_organs_the_issuing_office_oversees(county):
    _, unit = county
    stranger = OrganFactory(slug="stranger")
    with pytest.raises(Refused, match="不归"):
        facts = [actions.FindingFacts(stranger, "没有更新", FIRST + timedelta(days=9))]
        actions.issue_notice(actor=SYSTEM, organ=unit, on=FIRST, title="通知书", findings=facts)


def test_a_unit_does_not_close_its_column_by_asking_less_of_it(county):
    from gongkai.publishing import actions as publishing

    site, unit = county
    column = ColumnFactory(owner=unit, name="动态", update_class="动态要闻")
    DocumentFactory(organ=unit, column=column)
    inspect(FIRST, "column_stale")
    notice = noticed(site)
    finding, clerk = notice.findings.get(), person(unit, Role.EDITOR, Role.ADMIN)
    actions.sign_receipt(actor=clerk, notice=notice, organ=unit, on=FIRST)
    publishing.change_column(actor=clerk, column=column, on=FIRST, reason="太勤", duty_days=900)
    claim = actions.claim_done(actor=clerk, finding=finding, on=FIRST, text="已经整改")
    finding.refresh_from_db()
    assert claim.found_again is None and "要求改过" in claim.seen and finding.rectified_on is None
    boss = person(site, Role.SUPERVISOR)
    assert (
        actions.rectify(actor=boss, finding=finding, on=FIRST, evidence="同意改为九百日").rectified_on
        == FIRST
    )


def test_the_number_in_a_title_is_the_notices_own_whoever_issued_meanwhile(county):
    site, unit = county

    def issue(title):
        facts = [actions.FindingFacts(unit, "电话停用", FIRST + timedelta(days=9))]
        return actions.issue_notice(actor=SYSTEM, organ=site, on=FIRST, title=title, findings=facts)

    assert issue("整改通知书（第1期）").issue == 1
    with pytest.raises(Refused, match="这是第2期"):
        issue("整改通知书（第1期）")
    assert issue("整改通知书").issue == 2


def test_a_person_of_two_units_is_told_of_each_that_has_not_signed(county):
    site, unit = county
    second = OrganFactory(parent=site)
    both = person(unit, Role.EDITOR)
    appoint(actor=SYSTEM, on=DAY, person=both, organ=second, role=Role.EDITOR)
    facts = [actions.FindingFacts(o, "电话停用", FIRST + timedelta(days=9)) for o in (unit, second)]
    notice = actions.issue_notice(actor=SYSTEM, organ=site, on=FIRST, title="通知书", findings=facts)
    assert queries.unsigned(both) == [(notice, 2)]
    actions.sign_receipt(actor=both, notice=notice, organ=unit, on=FIRST)
    assert queries.unsigned(both) == [(notice, 1)]


def test_a_day_that_has_not_come_and_a_number_of_a_person_are_refused_in_words(county, settings, client):
    settings.GONGKAI_TODAY = FIRST
    site, unit = county
    boss = person(site, Role.SUPERVISOR)
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    case = {"organ": unit.slug, "on": "2024-12-31", "facts": "没有公开", "measure": "通报批评"}
    again = client.post("/desk/supervision/accountability/", case)
    assert again.status_code == 422 and "还没有到" in again.content.decode()
    again = client.post(
        "/desk/supervision/accountability/", case | {"on": "2024-06-20", "facts": "张某13800000000"}
    )
    assert again.status_code == 422 and "手机号" in again.content.decode()
    with pytest.raises(Refused, match="还没有到"):
        inspect(FIRST + timedelta(days=1), "column_empty")
    facts = [actions.FindingFacts(unit, "投诉人13800000000说没有公开", FIRST + timedelta(days=9))]
    with pytest.raises(Refused, match="手机号"):
        actions.issue_notice(actor=boss, organ=site, on=FIRST, title="通知书", findings=facts)


def test_who_asked_for_time_does_not_grant_it(county):
    site, unit = county
    facts = [actions.FindingFacts(unit, "电话停用", FIRST + timedelta(days=9))]
    finding = actions.issue_notice(
        actor=SYSTEM, organ=site, on=FIRST, title="通知书", findings=facts
    ).findings.get()
    boss, second = person(site, Role.SUPERVISOR), person(site, Role.SUPERVISOR)
    until = finding.due_on + timedelta(days=5)
    asked = actions.ask_extension(actor=boss, finding=finding, on=FIRST, until=until, reason="改版")
    with pytest.raises(Refused, match="另一人"):
        actions.decide_extension(actor=boss, extension=asked, on=FIRST, granted=True)
    assert actions.decide_extension(actor=second, extension=asked, on=FIRST, granted=True).granted


def test_a_unit_is_not_told_who_signed_elsewhere(county, settings, client):
    settings.GONGKAI_TODAY = FIRST
    site, unit = county
    other = OrganFactory(parent=site)
    facts = [actions.FindingFacts(o, "电话停用", FIRST + timedelta(days=9)) for o in (unit, other)]
    notice = actions.issue_notice(actor=SYSTEM, organ=site, on=FIRST, title="通知书", findings=facts)
    theirs = person(other, Role.EDITOR)
    actions.sign_receipt(actor=theirs, notice=notice, organ=other, on=FIRST)
    for reader, told in ((person(unit, Role.EDITOR), False), (person(site, Role.SUPERVISOR), True)):
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        assert (theirs.name in client.get(f"/desk/notices/{notice.pk}/").content.decode()) is told


def test_what_a_unit_mended_while_the_look_went_on_is_not_opened_anew(county):
    site, unit = county
    column = ColumnFactory(owner=unit, name="动态", update_class="动态要闻")
    DocumentFactory(organ=unit, column=column)
    one = rules.rule("column_stale")
    started = datetime.now(UTC)
    seen = [(one, list(one.find(rules.Look(FIRST, one.defaults()))))]  # the night's look reads
    inspect(FIRST, "column_stale")
    finding = noticed(site).findings.get()
    DocumentFactory(organ=unit, column=column, formed_on=FIRST, on=FIRST)
    actions.rectify(actor=SYSTEM, finding=finding, on=FIRST, evidence="已更新")
    with transaction.atomic():
        assert keep_run(actor=SYSTEM, on=FIRST, started=started, seen=seen).opened == 0
        assert keep_run(actor=SYSTEM, on=FIRST, started=datetime.now(UTC), seen=seen).opened == 1


def test_a_number_someone_typed_into_a_title_does_not_reach_the_notice_and_a_stop_stands_once(county):
    site, unit = county
    engagement.collect_problem(actor=SYSTEM, organ=unit, title="联系陈经理13800000000，用电增容慢", on=DAY)
    inspect(DAY + timedelta(days=70), "problem_unanswered")
    by_hand = actions.FindingFacts(unit, "公开电话停用。", DAY + timedelta(days=90))
    facts = [actions.facts_of(d, DAY + timedelta(days=90)) for d in Detection.objects.all()]
    notice = actions.issue_notice(
        actor=SYSTEM, organ=site, on=DAY + timedelta(days=70), title="通知书", findings=[*facts, by_hand]
    )
    text = papers.paper(notice).text
    assert "用电增容慢" in text and "13800000000" not in text and "停用。" in text and "。。" not in text
