# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目 with their duties, the shorter limits of the catalogue, and one record in many columns (国办发〔2019〕54号)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, drafts, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.due import due_of, due_of_document, due_of_drafts
from gongkai.publishing.models import Column, Document
from gongkai.publishing.prechecks import doubts
from gongkai.publishing.queries import check_projections
from gongkai.supervision.rules.base import Look
from gongkai.supervision.rules.deadlines import PublishedLate
from gongkai.supervision.scoring import Span, _timely
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person
from tests.publishing.test_drafts import Office

pytestmark = pytest.mark.django_db
ITEM = {"first": "行政许可结果", "content": "决定书文号、许可内容", "basis": "示例依据"}


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = DAY
    return Office()


def open_topic(owner, **facts):
    return actions.open_column(
        actor=SYSTEM, owner=owner, slug="zhuanti", name="专题", kind=Column.Kind.TOPIC, belongs="专题信息。",
        **{"on": DAY, **facts},
    )  # fmt: skip


def test_a_topic_is_shown_from_its_day_and_takes_nothing_before_or_after(office, client):
    topic = open_topic(office.organ, opens_on=DAY + timedelta(days=7))
    for address in ("/disclosure/", "/sitemap/"):
        assert "zhuanti" not in client.get(address).text
    assert client.get("/column/zhuanti/").status_code == 404
    document = DocumentFactory(organ=office.organ)
    with pytest.raises(Refused, match="没有开放"):
        actions.place(actor=office.editor, document=document, column=topic, on=DAY)
    with pytest.raises(Refused, match="倒填"):
        open_topic(office.organ, opens_on=DAY - timedelta(days=1))


def test_closing_keeps_what_the_column_held_and_needs_a_reason(office, client):
    topic = open_topic(office.organ)
    document = DocumentFactory(organ=office.organ, column=topic)
    with pytest.raises(Refused, match="原因"):
        actions.close_column(actor=SYSTEM, column=topic, on=DAY, reason=" ")
    actions.close_column(actor=SYSTEM, column=topic, on=DAY, reason="活动结束")
    page = client.get("/column/zhuanti/").text
    assert document.title in page and "停止更新" in page


def test_a_change_of_a_column_is_by_those_who_oversee_it_with_a_reason_and_keeps_its_address(office):
    supervisor = person(office.organ, Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        actions.change_column(actor=office.editor, column=office.column, on=DAY, reason="改名", name="新名")
    with pytest.raises(Refused, match="没有改动"):
        actions.change_column(
            actor=supervisor, column=office.column, on=DAY, reason="改名", name=office.column.name
        )
    with pytest.raises(NotAllowed):
        actions.change_column(
            actor=supervisor, column=office.column, on=DAY, reason="移交", owner=OrganFactory()
        )
    with pytest.raises(ValidationError):
        actions.change_column(
            actor=supervisor, column=office.column, on=DAY, reason="改", update_class="随便"
        )
    row = actions.change_column(
        actor=supervisor, column=office.column, on=DAY, reason="按指标", update_class="动态要闻", duty_days=14
    )
    assert (row.slug, row.duty_days, row.update_class) == (office.column.slug, 14, "动态要闻")


def test_a_subcolumn_belongs_to_a_field_and_nothing_else_has_a_parent(office):
    field = ColumnFactory(kind=Column.Kind.FIELD)
    assert ColumnFactory(kind=Column.Kind.SUBCOLUMN, parent=field).parent == field
    for kind, parent in (
        (Column.Kind.SUBCOLUMN, None),
        (Column.Kind.SUBCOLUMN, office.column),
        (Column.Kind.TOPIC, field),
    ):
        with pytest.raises(Refused):
            ColumnFactory(kind=kind, parent=parent)


@pytest.mark.law("条例第二十六条")
def test_the_last_day_is_the_twentieth_working_day_or_the_catalogues_shorter_one(office):
    assert due_of([office.column], DAY, by=DAY).on == date(2024, 7, 2)
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="0501", count=7, **ITEM)
    shorter = due_of([office.column], DAY, by=DAY)
    assert (shorter.on, shorter.left) == (date(2024, 6, 13), 7) and "行政许可结果" in shorter.basis
    late = due_of([office.column], DAY, by=date(2024, 6, 14))
    assert late.late and late.left == -1 and late.taken == 8
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="0501", count=40, **ITEM)
    assert due_of([office.column], DAY, by=DAY).on == date(2024, 7, 2)  # never later than the regulations


@pytest.mark.law("条例第二十六条")
def test_a_longer_limit_holds_only_where_another_law_sets_it(office):
    row = {
        "actor": SYSTEM,
        "column": office.column,
        "on": DAY,
        "first": "结果",
        "content": "结果",
        "basis": "示例依据",
        "unit": "月",
        "count": 2,
    }
    actions.put_item(number="1", **row)
    assert due_of([office.column], DAY, by=DAY).on == date(2024, 7, 2)
    actions.put_item(number="1", other_law="《示例条例》第九条", **row)
    found = due_of([office.column], DAY, by=DAY)
    assert (found.on, found.basis) == (date(2024, 8, 3), "《示例条例》第九条")
    both = [office.column, ColumnFactory(owner=office.organ)]  # the other column knows no such law
    assert due_of(both, DAY, by=DAY).on == date(2024, 7, 2)


def test_what_is_overdue_is_flagged_on_the_way_and_judged_when_it_is_out(office):
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="1", count=3, **ITEM)
    draft = office.draft(formed_on=date(2024, 5, 20))
    assert due_of_drafts([draft], as_of=DAY)[draft.pk].late
    assert any(d.code == "late" and "标准目录1" in d.mend for d in doubts(draft, as_of=DAY))
    out = DocumentFactory(column=office.column, formed_on=date(2024, 5, 20))
    assert due_of_document(out).late and "标准目录1" in due_of_document(out).basis


@pytest.mark.law("条例第二十六条")
def test_what_went_out_is_judged_everywhere_by_the_limit_it_was_under(office, client):
    before = DocumentFactory(organ=office.organ, column=office.column, formed_on=date(2024, 5, 20), on=DAY)
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="1", count=3, **ITEM)
    late = DocumentFactory(organ=office.organ, column=office.column, formed_on=date(2024, 5, 20), on=DAY)
    actions.drop_item(actor=SYSTEM, column=office.column, on=DAY, number="1", reason="目录修订")
    late.refresh_from_db()
    assert due_of_document(late).on == date(2024, 5, 23) and not due_of_document(before).late
    found = [f.key for f in PublishedLate().find(Look(DAY, {"back": 90}))]
    assert found == [late.stream]
    assert _timely(Span(2024, DAY))[office.organ.pk] == (1, 2)
    said = client.get(f"/document/{late.pk}/").content.decode()
    assert (
        "公开不及时" in said and "自信息形成或者变更之日起3个工作日内" in said and "最迟2024年5月23日" in said
    )
    assert "公开及时" in client.get(f"/document/{before.pk}/").content.decode()
    assert not [line for line in check_projections() if late.index_number in line]


def test_a_catalogue_row_with_an_impossible_day_is_refused(office):
    with pytest.raises(Refused, match="不是一年里的日期"):
        actions.put_item(
            actor=SYSTEM, column=office.column, on=DAY, number="1", count=1340, unit="月日", **ITEM
        )


def test_one_record_stands_in_many_columns(office, client):
    topic = open_topic(office.organ)
    document = DocumentFactory(organ=office.organ, column=office.column, title="只有一份")
    actions.place(actor=office.editor, document=document, column=topic, on=DAY)
    with pytest.raises(Refused, match="已经在"):
        actions.place(actor=office.editor, document=document, column=topic, on=DAY)
    assert "只有一份" in client.get("/column/zhuanti/").text
    with pytest.raises(Refused, match="自己的栏目"):
        actions.unplace(actor=office.editor, document=document, column=office.column, on=DAY, reason="错")
    actions.unplace(actor=office.editor, document=document, column=topic, on=DAY, reason="不属于专题")
    assert "只有一份" not in client.get("/column/zhuanti/").text and queries.public(DAY).count() == 1


NORM = {"register": "normative", "number": "测政发〔2024〕1号", "effective_from": date(2024, 1, 1)}


def test_the_term_of_a_document_flips_its_label_by_itself(office, client, settings):
    document = DocumentFactory(organ=office.organ, **NORM)
    actions.set_term(
        actor=office.editor, document=document, on=DAY, expires_on=DAY, basis="测政发〔2024〕9号"
    )
    at = f"/document/{document.pk}/"
    assert "今天期满" in client.get(at).text
    settings.GONGKAI_TODAY = DAY + timedelta(days=1)
    assert "已失效" in client.get(at).text
    with pytest.raises(Refused, match="没有变化"):
        actions.set_term(actor=office.editor, document=document, on=DAY, expires_on=DAY, basis="同上")
    with pytest.raises(Refused, match="依据"):
        actions.set_term(actor=office.editor, document=document, on=DAY, expires_on=None, basis=" ")
    actions.repeal(
        actor=SYSTEM, document=DocumentFactory(**(NORM | {"number": "乙〔2024〕1号"})), on=DAY, basis="清理"
    )
    assert list(queries.check_projections()) == []


def test_what_is_signed_for_later_may_be_moved_by_the_signer_but_never_back(office):
    later = DAY + timedelta(days=9)
    draft = office.passed(office.submitted(publish_on=later), office.first, office.second, office.signer)
    document = draft.document
    with pytest.raises(NotAllowed):
        actions.reschedule(actor=office.editor, document=document, on=DAY, publish_on=DAY, reason="提前")
    with pytest.raises(Refused, match="倒填"):
        actions.reschedule(
            actor=office.signer, document=document, on=DAY, publish_on=DAY - timedelta(days=1), reason="提前"
        )
    actions.reschedule(actor=office.signer, document=document, on=DAY, publish_on=DAY, reason="提前")
    assert queries.public(DAY).get() == document
    assert list(queries.check_projections()) == list(drafts.check_projections()) == []
    with pytest.raises(Refused, match="还没有到公开日期"):
        actions.reschedule(actor=office.signer, document=document, on=DAY, publish_on=later, reason="推后")


def test_a_policy_is_not_moved_behind_its_interpretation_nor_that_before_it(office):
    day, facts = DAY + timedelta(days=5), {"organ": office.organ, "column": office.column}
    policy, told = (DocumentFactory(**facts) for _ in range(2))
    Document.objects.update(published_on=day)  # signed for a later day, which the system's verb does not do
    policy.refresh_from_db(), told.refresh_from_db()
    actions.interpret(actor=SYSTEM, document=told, policy=policy, form="text", on=DAY)
    for row, to in ((policy, day + timedelta(days=1)), (told, day - timedelta(days=1))):
        with pytest.raises(actions.Refused, match="解读不能先于文件公开"):
            actions.reschedule(actor=office.signer, document=row, on=DAY, publish_on=to, reason="改期")
    actions.reschedule(
        actor=office.signer, document=told, on=DAY, publish_on=day + timedelta(days=1), reason="改期"
    )


@pytest.mark.law("条例第六条")
def test_a_clarification_says_what_it_clarifies(office, client):
    draft = office.submitted(clarifies="网传补贴停发")
    document = office.passed(draft, office.first, office.second, office.signer).document
    assert "本条澄清：网传补贴停发" in client.get(f"/document/{document.pk}/").text
