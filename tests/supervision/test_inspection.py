# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""巡查到销号: found once, seen again, closed when gone; noticed, signed for, claimed, looked at again; overdue goes up."""

from datetime import date, timedelta

import pytest

from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions as publishing
from gongkai.supervision import actions, papers, queries, rules
from gongkai.supervision.actions import Refused
from gongkai.supervision.models import Detection, Escalation, Run
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
FIRST = DAY + timedelta(days=20)
ONLY = ("column_stale", "expired_unmarked", "published_late")


@pytest.fixture
def county(db):
    site = OrganFactory(slug="site")
    unit = OrganFactory(slug="unit", parent=site)
    column = ColumnFactory(owner=unit, name="动态", update_class="动态要闻")
    DocumentFactory(organ=unit, column=column, title="旧动态")
    return site, unit, column


def inspect(on=FIRST, actor=SYSTEM, only=ONLY):
    return actions.inspect(actor=actor, on=on, only=only)


def noticed(site, on=FIRST, due=None, pks=None):
    rows = Detection.objects.filter(closed_on__isnull=True, pk__in=pks or Detection.objects.values("pk"))
    facts = [actions.facts_of(d, due or on + timedelta(days=10)) for d in rows]
    return actions.issue_notice(actor=SYSTEM, organ=site, on=on, title="通知书", findings=facts)


def test_a_fault_is_opened_once_seen_again_and_closed_by_the_machine(county):
    _, unit, column = county
    assert (inspect().opened, inspect().seen, inspect(FIRST + timedelta(days=1)).seen) == (1, 1, 1)
    row = Detection.objects.get()
    assert (row.organ, row.first_seen, row.last_seen) == (unit, FIRST, FIRST + timedelta(days=1))
    with pytest.raises(Refused, match="不能更早"):
        inspect(FIRST)
    after = FIRST + timedelta(days=2)
    DocumentFactory(organ=unit, column=column, formed_on=after, on=after)
    assert inspect(after).closed == 1
    row.refresh_from_db()
    assert row.closed_on == after and row.closed_by == Run.objects.first()
    again = inspect(after + timedelta(days=15))
    assert again.opened == 1 and Detection.objects.count() == 2
    assert list(queries.check_projections()) == []
    Detection.objects.filter(pk=row.pk).delete()
    assert "与账本不同" in "".join(queries.check_projections())


def test_what_is_set_aside_no_longer_counts_and_can_be_taken_up_again(county):
    site, unit, _ = county
    inspect()
    row = Detection.objects.get()
    with pytest.raises(NotAllowed):
        actions.dismiss(actor=person(unit, Role.SUPERVISOR), detection=row, on=FIRST, reason="没关系")
    with pytest.raises(Refused, match="理由"):
        actions.dismiss(actor=SYSTEM, detection=row, on=FIRST, reason=" ")
    actions.dismiss(actor=SYSTEM, detection=row, on=FIRST, reason="栏目即将关闭")
    assert inspect().opened == 0 and queries.standing(Detection.objects.all()).count() == 0
    with pytest.raises(Refused, match="不作为问题"):
        noticed(site)
    actions.restore(actor=SYSTEM, detection=row, on=FIRST, reason="仍然开放")
    assert queries.standing(Detection.objects.all()).count() == 1
    assert list(queries.check_projections()) == []


def test_an_instance_may_set_a_rule_differently_or_off(county):
    actions.set_rule(
        actor=SYSTEM, rule="column_stale", on=FIRST, values={"news": 30}, off=False, reason="本地要求"
    )
    assert inspect().opened == 0
    actions.set_rule(
        actor=SYSTEM, rule="column_stale", on=FIRST, values={"news": 14}, off=True, reason="先停用"
    )
    assert "column_stale" not in actions.inspect(actor=SYSTEM, on=FIRST).by_rule
    assert list(queries.check_projections()) == []
    for values, message in (({"news": -1}, "整数"), ({"none": 3}, "整数")):
        with pytest.raises(Refused, match=message):
            actions.set_rule(
                actor=SYSTEM, rule="column_stale", on=FIRST, values=values, off=False, reason="x"
            )


@pytest.mark.law("条例第四十七条")
def test_from_the_notice_to_the_closure(county):
    site, unit, column = county
    inspect()
    notice = noticed(site)
    finding = notice.findings.get()
    assert (finding.organ, finding.column) == (unit, column)
    assert "条例第五十三条第二项" in finding.basis
    with pytest.raises(Refused, match="已经列入"):
        noticed(site)
    other, clerk = person(OrganFactory(parent=site), Role.EDITOR), person(unit, Role.EDITOR)
    assert list(queries.visible_to(other)) == [] and list(queries.visible_to(clerk)) == [finding]
    with pytest.raises(Refused, match="先签收"):
        actions.claim_done(actor=clerk, finding=finding, on=FIRST, text="已更新")
    with pytest.raises(NotAllowed):
        actions.sign_receipt(actor=other, notice=notice, organ=unit, on=FIRST)
    assert [n for n, _ in queries.unsigned(clerk)] == [notice]
    actions.sign_receipt(actor=clerk, notice=notice, organ=unit, on=FIRST)
    assert queries.unsigned(clerk) == []
    with pytest.raises(Refused, match="已于"):
        actions.sign_receipt(actor=clerk, notice=notice, organ=unit, on=FIRST)

    too_soon = actions.claim_done(actor=clerk, finding=finding, on=FIRST, text="已更新", link="/column/x/")
    assert too_soon.found_again and "没有更新" in too_soon.seen
    finding.refresh_from_db()
    assert finding.rectified_on is None
    with pytest.raises(Refused, match="机器复查还能发现"):
        actions.rectify(actor=SYSTEM, finding=finding, on=FIRST, evidence="看过了")

    DocumentFactory(organ=unit, column=column, formed_on=FIRST, on=FIRST)
    proof = ("截图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    done = actions.claim_done(actor=clerk, finding=finding, on=FIRST, text="已更新", file=proof)
    finding.refresh_from_db()
    assert done.found_again is False and finding.rectified_on == FIRST and "复查" in finding.evidence
    assert actions.proof_of(done) == proof[1] and done.file_name == "截图.png"
    assert finding.detection.closed_on == FIRST and inspect().closed == 0
    assert list(queries.check_projections()) == []
    for row in (done, too_soon):
        type(row).objects.filter(pk=row.pk).update(text="改过")
    assert len([x for x in queries.check_projections() if "claimed" in x]) == 4


def test_what_no_machine_can_judge_waits_for_the_office(county):
    site, unit, _ = county
    late = DocumentFactory(organ=unit, formed_on=date(2024, 4, 1), on=DAY)
    inspect(only=("published_late",))
    notice = noticed(site)
    finding, clerk = notice.findings.get(), person(unit, Role.EDITOR)
    assert finding.detection.ref == f"document/{late.pk}"
    actions.sign_receipt(actor=clerk, notice=notice, organ=unit, on=FIRST)
    assert actions.claim_done(actor=clerk, finding=finding, on=FIRST, text="今后按期").found_again is None
    with pytest.raises(NotAllowed):
        actions.rectify(actor=clerk, finding=finding, on=FIRST, evidence="说明")
    boss = person(site, Role.SUPERVISOR)
    actions.rectify(actor=boss, finding=finding, on=FIRST, evidence="核对了单位的说明和整改措施")
    finding.refresh_from_db()
    assert finding.rectified_on == FIRST


def test_a_limit_is_moved_only_when_asked_in_time_and_granted(county):
    site, unit, _ = county
    inspect()
    notice = noticed(site)
    finding, clerk = notice.findings.get(), person(unit, Role.EDITOR)
    until = finding.due_on + timedelta(days=5)
    with pytest.raises(Refused, match="晚于"):
        actions.ask_extension(actor=clerk, finding=finding, on=FIRST, until=finding.due_on, reason="人手不足")
    with pytest.raises(Refused, match="已经过了"):
        actions.ask_extension(actor=clerk, finding=finding, on=until, until=until, reason="人手不足")
    asked = actions.ask_extension(actor=clerk, finding=finding, on=FIRST, until=until, reason="人手不足")
    with pytest.raises(NotAllowed):
        actions.decide_extension(actor=clerk, extension=asked, on=FIRST, granted=True)
    printed = papers.paper(notice).text
    actions.decide_extension(actor=SYSTEM, extension=asked, on=FIRST, granted=True)
    finding.refresh_from_db()
    assert finding.due_on == until and papers.paper(notice).text == printed
    assert list(queries.check_projections()) == []


def test_overdue_goes_up_level_by_level_each_once(county, settings):
    settings.GONGKAI_ESCALATE_AFTER = (1, 5, 10)
    site, _, _ = county
    inspect()
    due = date(2024, 7, 1)
    noticed(site, due=due)

    def levels(on):
        inspect(on)
        return [(e.level, e.on) for e in Escalation.objects.all()]

    assert levels(due) == []
    assert levels(date(2024, 7, 2)) == [(1, date(2024, 7, 2))]
    assert levels(date(2024, 7, 5)) == [(1, date(2024, 7, 2))]
    assert [n for n, _ in levels(date(2024, 7, 15))] == [1, 2, 3]
    assert list(queries.check_projections()) == []


def test_the_paper_numbers_its_items_and_names_unit_ground_and_limit(county):
    site, unit, _ = county
    second = OrganFactory(parent=site)
    DocumentFactory(organ=second, column=ColumnFactory(owner=second, name="要闻", update_class="动态要闻"))
    inspect()
    notice = noticed(site)
    text = papers.paper(notice).text
    assert f"{notice.year}年第1期" in text and "一、" in text and "二、" in text and "责任单位：" in text
    assert f"由系统和{site.office_name}复查" in text  # whoever the instance's office is
    alone = papers.paper(notice, unit).text
    assert second.short_name not in alone and "共1处" in alone
    assert papers.word(notice)[:2] == b"PK"
    assert [papers.ordinal(n) for n in (1, 10, 11, 20, 21, 99, 100, 105, 110, 121)] == [
        "一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零五", "一百一十", "一百二十一",
    ]  # fmt: skip


def test_a_notice_may_not_go_before_the_last_one(county):
    site, _, _ = county
    inspect()
    noticed(site)
    facts = [actions.FindingFacts(site, "链接打不开", FIRST + timedelta(days=5))]
    with pytest.raises(Refused, match="日期不能更早"):
        actions.issue_notice(
            actor=SYSTEM, organ=site, on=FIRST - timedelta(days=1), title="通知书", findings=facts
        )


def test_marks_are_proposed_in_bulk_and_decided_by_a_second_person(county):
    site, unit, _ = county
    notice = DocumentFactory(organ=unit, title="关于申报的通知", body="<p>申报截止时间：2024年6月10日。</p>")
    norm = DocumentFactory(
        organ=unit, title="办法", number="示政发〔2019〕3号", register="normative", effective_from=date(2019, 2, 1),
        formed_on=date(2019, 1, 2), body="<p>有效期五年。</p>",
    )  # fmt: skip
    inspect()
    rows = Detection.objects.filter(rule="expired_unmarked")
    clerk, boss = person(unit, Role.EDITOR, Role.REVIEWER), person(site, Role.SUPERVISOR)
    made, refused = actions.propose_all(actor=clerk, items=[(d, "正文写明到期") for d in rows], on=FIRST)
    assert len(made) == 2 and refused == []
    with pytest.raises(Refused, match="另一人"):
        actions.decide_mark(actor=clerk, proposal=made[0], on=FIRST, approve=True)
    with pytest.raises(Refused, match="理由"):
        actions.decide_mark(actor=boss, proposal=made[0], on=FIRST, approve=False)
    for proposal in made:
        actions.decide_mark(actor=boss, proposal=proposal, on=FIRST, approve=True)
    notice.refresh_from_db()
    norm.refresh_from_db()
    assert notice.mark == "expired" and norm.expires_on == date(2024, 1, 31) and norm.mark is None
    assert inspect().closed == 2
    with pytest.raises(Refused, match="已经标注"):
        actions.propose_mark(actor=clerk, document=notice, on=FIRST, what="archived", basis="归档")
    publishing.unmark(actor=SYSTEM, document=notice, on=FIRST, reason="标错了")
    notice.refresh_from_db()
    assert notice.mark is None
    assert list(queries.check_projections()) == []


def test_old_items_of_a_column_are_proposed_for_archiving_at_once(county):
    site, unit, column = county
    other = DocumentFactory(organ=OrganFactory(), column=column)
    DocumentFactory(organ=unit, column=column, title="第二条")
    clerk, boss = person(unit, Role.EDITOR), person(site, Role.SUPERVISOR)
    facts = {"actor": clerk, "column": column, "on": FIRST, "basis": "档案管理规定"}
    with pytest.raises(Refused, match="没有"):
        actions.propose_archive(before=DAY, **facts)
    made = actions.propose_archive(before=FIRST, **facts)
    assert {c.document.title for c in made} == {"旧动态", "第二条"} and other.clean_ups.count() == 0
    for proposal in made:
        actions.decide_mark(actor=boss, proposal=proposal, on=FIRST, approve=True)
    assert {d.mark for d in unit.documents.all()} == {"archived"}
    assert list(queries.check_projections()) == []


def test_every_rule_says_its_law_its_weight_and_where_its_numbers_come_from():
    for rule in rules.every():
        assert rule.label and rule.says.endswith("。") and rule.article and rule.severity
        assert all(s.source and s.default >= 0 for s in rule.settings)
    assert rules.rule("column_stale").defaults() == {
        "news": 14, "notices": 180, "messages": 60, "statistics": 90, "yearly": 366,
    }  # fmt: skip
