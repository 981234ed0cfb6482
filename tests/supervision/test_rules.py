# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""巡查规则: each finds what was planted for it, in its place, and nothing where it was mended."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.engagement import actions as engagement
from gongkai.engagement.actions.messages import send_message
from gongkai.engagement.consulting import feedback_due
from gongkai.engagement.messaging import answer_due
from gongkai.engagement.models import CitizenMessage, SentimentCase
from gongkai.law.catalogue import ART21_COUNTY
from gongkai.ledger.actions import append
from gongkai.organs.models import Organ, Role
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Column, Document
from gongkai.supervision import rules
from gongkai.supervision.rules.validity import stated_end, term_end
from tests.factories import (
    DAY,
    SYSTEM,
    ApplicationFactory,
    ColumnFactory,
    DocumentFactory,
    OrganFactory,
    person,
)

pytestmark = pytest.mark.django_db
LATER = date(2024, 12, 20)


def found(code, on=LATER, only=None, **values):
    rule = rules.rule(code)
    return {f.ref: f for f in rule.find(rules.Look(on, rule.defaults() | values, only))}


@pytest.mark.law("国办秘函〔2019〕19号")
def test_a_column_is_stale_by_its_own_duty_or_that_of_its_class():
    owner = OrganFactory()
    news = ColumnFactory(owner=owner, update_class="动态要闻")
    own = ColumnFactory(owner=owner, update_class="动态要闻", duty_days=400)
    lasting = ColumnFactory(owner=owner, update_class="长期有效")
    empty = ColumnFactory(owner=owner)
    closed = ColumnFactory(owner=owner, update_class="动态要闻")
    for column in (news, own, lasting, closed):
        DocumentFactory(organ=owner, column=column)
    publishing.close_column(actor=SYSTEM, column=closed, on=date(2024, 6, 5), reason="并入")
    assert found("column_stale", DAY + timedelta(days=14)) == {}
    stale = found("column_stale", DAY + timedelta(days=15))
    assert list(stale) == [f"column/{news.pk}"]
    assert "15日没有更新，应当14日内更新" in stale[f"column/{news.pk}"].text
    assert set(found("column_stale", news=400)) == set()
    assert list(found("column_empty")) == [f"column/{empty.pk}"]
    assert found("column_stale", only=f"column/{own.pk}") == {}
    assert list(found("site_quiet", DAY + timedelta(days=15))) == [
        f"organ/{Organ.objects.order_by('pk').first().pk}"
    ]
    assert found("site_quiet", DAY + timedelta(days=14)) == {}


@pytest.mark.law("条例第二十条", "条例第二十一条", "国办发〔2019〕54号")
def test_statutory_items_fields_and_catalogue_rows_that_have_no_column_or_no_item():
    site = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    for n in range(1, 15):
        ColumnFactory(owner=site, article_item=n)
    for matter in ART21_COUNTY[1:]:
        ColumnFactory(owner=site, article21=matter)
    missing = {f.key for f in rules.rule("coverage_statutory").find(rules.Look(LATER, {}))}
    assert missing == {"20/15", f"21/{ART21_COUNTY[0]}"}
    field = ColumnFactory(owner=site, kind=Column.Kind.FIELD, name="义务教育")
    sub = ColumnFactory(owner=site, kind=Column.Kind.SUBCOLUMN, parent=field)
    keys = {f.key for f in rules.rule("coverage_fields").find(rules.Look(LATER, {}))}
    assert f"column/{field.pk}" in keys and "field/养老服务" in keys and "field/义务教育" not in keys
    publishing.put_item(
        actor=SYSTEM, column=sub, on=DAY, number="1", first="招生", content="方案", basis="条例"
    )
    assert f"column/{field.pk}" not in found("coverage_fields")
    assert list(found("coverage_rows")) == [f"column/{sub.pk}"]
    DocumentFactory(organ=site, column=sub)
    assert found("coverage_rows") == {}


@pytest.mark.parametrize(
    "title, body, end",
    [
        ("关于项目申报的通知", "<p>申报截止时间：2024年7月1日。</p>", date(2024, 7, 1)),
        ("招聘公告", "<p>报名时间为2024年6月3日至2024年6月20日止。</p>", date(2024, 6, 20)),
        ("公示", "<p>公示期自2024年6月3日至2024年6月12日。</p>", date(2024, 6, 12)),
        ("关于召开会议的通知", "<p>2024年6月20日召开会议。</p>", None),
        ("工作情况", "<p>申报截止时间：2024年7月1日。</p>", None),
        ("关于申报的通知", "<p>截止2024年13月1日。</p>", None),
    ],
)
def test_the_end_a_notice_states_of_itself(title, body, end):
    assert stated_end(title, body) == end


def test_the_term_a_registered_document_gives_itself():
    assert term_end("<p>本办法自印发之日起施行，有效期三年。</p>", date(2021, 7, 1)) == date(2024, 6, 30)
    assert term_end("<p>有效期 2 年</p>", date(2021, 7, 1)) == date(2023, 6, 30)
    assert term_end("<p>长期有效。</p>", date(2021, 7, 1)) is None


@pytest.mark.law("条例第五十三条")
def test_what_has_run_out_or_was_repealed_elsewhere_and_is_not_marked():
    organ = OrganFactory()
    notice = DocumentFactory(organ=organ, title="关于申报的通知", body="<p>申报截止时间：2024年7月1日。</p>")
    old = DocumentFactory(
        organ=organ, title="旧办法", number="示政发〔2020〕3号", register="normative", effective_from=date(2020, 2, 1),
        formed_on=date(2020, 1, 2), body="<p>本办法有效期五年。</p>",
    )  # fmt: skip
    assert set(found("expired_unmarked")) == {f"document/{notice.pk}"}
    assert set(found("expired_unmarked", date(2025, 2, 1))) == {f"document/{notice.pk}", f"document/{old.pk}"}
    assert found("superseded_unmarked") == {}
    newer = DocumentFactory(
        organ=organ, title="新办法", number="示政发〔2024〕9号", register="normative", effective_from=DAY,
        body="<p>原示政发〔2020〕3号同时废止。</p>",
    )  # fmt: skip
    assert found("superseded_unmarked")[f"document/{old.pk}"].facts["文件"] == newer.pk
    assert set(found("superseded_unmarked", only=f"document/{old.pk}")) == {f"document/{old.pk}"}
    publishing.repeal(actor=SYSTEM, document=old, on=DAY, basis="示政发〔2024〕9号")
    publishing.mark(actor=SYSTEM, document=notice, on=LATER, what="expired", basis="正文写明")
    assert found("superseded_unmarked") == {} and found("expired_unmarked", date(2025, 2, 1)) == {}


WORDS = "耕地保护补偿资金由县财政局按季度拨付到乡镇人民政府，乡镇人民政府应当在十五个工作日内发放到农村集体经济组织，不得截留挪用，并接受监督检查和审计。"


def test_a_policy_without_interpretation_and_one_that_copies():
    organ = OrganFactory()
    policy = DocumentFactory(
        organ=organ,
        number="示政发〔2024〕9号",
        register="normative",
        effective_from=DAY,
        body=f"<p>{WORDS}</p>",
    )
    assert found("policy_unexplained", date(2024, 6, 6)) == {}
    assert list(found("policy_unexplained", date(2024, 6, 7))) == [f"document/{policy.pk}"]
    reading = DocumentFactory(organ=organ, title="解读", body=f"<p>{WORDS}</p><p>自己写的一句话。</p>")
    publishing.interpret(actor=SYSTEM, document=reading, policy=policy, form="text", on=DAY)
    assert found("policy_unexplained") == {}
    assert (
        list(found("interpretation_forms")) == [f"document/{policy.pk}"]
        and found("interpretation_forms", forms=1) == {}
    )
    assert "相同" in found("interpretation_copied")[f"document/{reading.pk}"].text
    assert found("interpretation_copied", share=99) == {}


def test_overdue_applications_drafts_and_late_items():
    organ = OrganFactory()
    case = ApplicationFactory(organ=organ)
    assert found("application_overdue", date(2024, 7, 2)) == {}
    assert list(found("application_overdue", date(2024, 7, 3))) == [f"application/{case.pk}"]
    editor, column = person(organ, Role.EDITOR), ColumnFactory(owner=organ)
    draft = publishing.start_draft(
        actor=editor,
        organ=organ,
        column=column,
        title="还没有公开",
        on=DAY,
        body="<p>正文</p>",
        formed_on=DAY,
    )
    assert found("draft_overdue", date(2024, 7, 1)) == {}
    assert list(found("draft_overdue", date(2024, 7, 3))) == [f"draft/{draft.pk}"]
    late = DocumentFactory(organ=organ, formed_on=date(2024, 4, 1), on=DAY)
    DocumentFactory(organ=organ, formed_on=date(2024, 5, 7), on=DAY)
    assert list(found("published_late", DAY)) == [f"document/{late.pk}"]
    assert rules.rule("published_late").lasting


def test_a_day_put_back_in_the_record_is_seen_against_the_ledger():
    honest, tampered = DocumentFactory(), DocumentFactory(formed_on=date(2024, 5, 6))
    assert found("backdated") == {}
    Document.objects.filter(pk=tampered.pk).update(published_on=date(2024, 5, 7))
    assert list(found("backdated")) == [f"document/{tampered.pk}"]
    assert found("backdated", only=f"document/{honest.pk}") == {}


def test_what_waits_for_an_answer():
    organ = OrganFactory()
    problem = engagement.collect_problem(actor=SYSTEM, organ=organ, title="招工难", on=DAY)
    ticket = engagement.record_ticket(actor=SYSTEM, organ=organ, number="1", subject="问", on=DAY, policy_consultation=False, answered_on=None)  # fmt: skip
    document = DocumentFactory(organ=organ)
    asked = engagement.open_consultation(
        actor=SYSTEM,
        organ=organ,
        document=document,
        title="征求意见",
        on=DAY,
        closes_on=date(2024, 7, 8),
        major_decision=False,
    )
    assert found("problem_unanswered", DAY + timedelta(days=60)) == {}
    assert list(found("problem_unanswered", DAY + timedelta(days=61))) == [f"problem/{problem.pk}"]
    assert found("ticket_unanswered", date(2024, 6, 11)) == {}
    assert list(found("ticket_unanswered", date(2024, 6, 12))) == [f"ticket/{ticket.pk}"]
    assert found("consultation_unanswered", date(2024, 8, 5)) == {}  # the twentieth working day
    assert list(found("consultation_unanswered", date(2024, 8, 6))) == [f"consultation/{asked.pk}"]
    assert feedback_due(asked) == date(2024, 8, 5)  # what the desk says
    handler = OrganFactory()
    engagement.assign_problem(
        actor=SYSTEM, problem=problem, handler=handler, on=DAY, due_on=date(2024, 6, 28)
    )
    assert found("problem_overdue", date(2024, 6, 28)) == {}
    late = found("problem_overdue", date(2024, 6, 29))[f"problem/{problem.pk}"]
    assert late.organ == handler.pk and "2024年6月28日" in late.text
    engagement.solve_problem(actor=SYSTEM, problem=problem, on=date(2024, 6, 29), solution="招到了人")
    assert found("problem_overdue") == {}
    assert "1次" in next(iter(found("consultations_few").values())).text


def test_links_that_lead_nowhere_on_this_site():
    organ = OrganFactory()
    there = DocumentFactory(organ=organ)
    gone = DocumentFactory(organ=organ)
    publishing.withdraw(actor=SYSTEM, document=gone, on=DAY, reason="误发")
    links = (
        f"/document/{there.pk}/",
        f"/document/{gone.pk}/",
        "/nowhere/",
        "https://example.org/x",
        f"/column/{there.column.slug}/",
    )
    body = "".join(f'<p><a href="{x}">看</a></p>' for x in links)
    page = DocumentFactory(organ=organ, body=body)
    only = found("dead_link")
    assert list(only) == [f"document/{page.pk}"]
    said = only[f"document/{page.pk}"].facts["打不开的链接"]
    assert f"/document/{gone.pk}/" in said and "/nowhere/" in said and said.count("；") == 1


def test_letters_and_sentiment_that_wait_too_long(settings):
    organ = OrganFactory()
    letter = send_message(
        kind=CitizenMessage.Kind.QUESTION, organ=organ, title="补贴", text="怎么申请", on=DAY, nonce="z" * 32
    ).record
    assert found("message_unanswered", date(2024, 6, 11)) == {}
    late = found("message_unanswered", date(2024, 6, 12))[f"message/{letter.pk}"]
    assert letter.number in late.text and "补贴" not in late.text
    assert found("message_old", DAY + timedelta(days=90)) == {}
    assert list(found("message_old", DAY + timedelta(days=91))) == [f"message/{letter.pk}"]
    error = send_message(
        kind=CitizenMessage.Kind.SITE_ERROR,
        organ=organ,
        title="错字",
        text="标题有错字",
        on=DAY,
        nonce="y" * 32,
    ).record
    assert answer_due(error) == date(2024, 6, 6) and found("message_unanswered", date(2024, 6, 6)) == {}
    assert list(found("message_unanswered", date(2024, 6, 7))) == [f"message/{error.pk}"]
    arose = datetime(2024, 6, 3, 9, tzinfo=UTC)
    case = SentimentCase.objects.create(organ=organ, title="停水", source="网络", arose_at=arose)
    assert found("sentiment_late", date(2024, 6, 4)) == {}
    assert list(found("sentiment_late", date(2024, 6, 5))) == [f"sentiment/{case.pk}"]
    SentimentCase.objects.update(major=True)
    assert list(found("sentiment_late", date(2024, 6, 4))) == [f"sentiment/{case.pk}"]
    settings.GONGKAI_TODAY = date(2024, 6, 4)  # stands at 18:00 Chinese time, the 24 hours end at 17:00
    assert list(found("sentiment_late", date(2024, 6, 4))) == [f"sentiment/{case.pk}"]
    SentimentCase.objects.update(arose_at=datetime(2024, 6, 3, 11, tzinfo=UTC))
    assert found("sentiment_late", date(2024, 6, 4)) == {}


def test_a_publication_written_down_after_midnight_is_dated_by_the_chinese_day():
    organ = OrganFactory()
    late = DocumentFactory(organ=organ)
    # It says 3 June and was written down on 5 June at 01:00 in China, which is still 4 June in London.
    append(
        stream=f"document/{late.pk}", kind="document.published", occurred_on=DAY, actor=person(organ, Role.EDITOR), actor_label="编辑",
        payload={"published_on": DAY.isoformat()}, recorded_at=datetime(2024, 6, 4, 17, tzinfo=UTC),
    )  # fmt: skip
    assert found("backdated")[f"document/{late.pk}"].facts["账本的日期"] == "2024年6月5日"


def test_a_consultation_or_an_answer_dated_before_it_was_written_down_is_told_by_the_ledgers_hour():
    organ = OrganFactory()
    editor = person(organ, Role.EDITOR, Role.HANDLER)
    asked = engagement.open_consultation(
        actor=editor, organ=organ, document=DocumentFactory(organ=organ), title="停车收费", on=DAY, closes_on=date(2024, 7, 8),
        major_decision=False,
    )  # fmt: skip
    facts = {"organ": organ, "title": "补贴", "text": "怎么领", "on": DAY}
    online = send_message(kind=CitizenMessage.Kind.QUESTION, nonce="x", **facts).record
    # answered there, entered later
    paper = engagement.enter_letter(actor=editor, source="信访1", kind="question", **facts)
    brought = DocumentFactory(organ=organ)
    engagement.open_consultation(
        actor=SYSTEM, organ=organ, document=brought, title="旧系统的", on=DAY, closes_on=date(2024, 7, 8), major_decision=False
    )  # fmt: skip
    for letter in (online, paper):
        engagement.answer_message(actor=editor, message=letter, on=DAY, answer="带身份证")
    late = found("engagement_backdated")
    assert set(late) == {asked.stream, online.stream} and "停车收费" in late[asked.stream].text
    assert online.number in late[online.stream].text and "补贴" not in late[online.stream].text
    assert list(found("engagement_backdated", only=asked.stream)) == [asked.stream]
    assert found("engagement_backdated", days=100_000) == {}
