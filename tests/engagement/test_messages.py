# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""来信、热线、常见问题: answered within days, shown only with consent and a second person's review, nobody's name in plain."""

import io
from datetime import date

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from gongkai.engagement import actions, messaging, queries
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import CitizenMessage, Faq, HotlineTicket, PageVote
from gongkai.engagement.registers import TICKETS
from gongkai.engagement.sheets import import_rows, workbook
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing.models import Companion
from gongkai.redaction import Unreadable
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
K, LATER = CitizenMessage.Kind, date(2024, 6, 5)


def sent(organ=None, **facts):
    base = {"kind": K.QUESTION, "organ": organ or OrganFactory(), "title": "社保补贴", "text": "我叫林晓，怎么申请", "on": DAY,
            "nonce": f"n{CitizenMessage.objects.count()}", "agrees": True}  # fmt: skip
    return actions.send_message(**{**base, **facts})


def answered(**facts):
    row = sent(**facts).record
    return actions.answer_message(actor=SYSTEM, message=row, on=LATER, answer="带身份证，请林晓来办")


SHOWN = {"title": "社保补贴", "text": "怎么申请", "answer": "带身份证"}


def test_a_message_is_sealed_followed_by_its_code_and_due_in_working_days(settings):
    first = sent(name="林晓（示例）", contact="13800000000", title="林晓问社保补贴")
    row = first.record
    assert sent(nonce="n0").record.pk == row.pk and row.number.endswith("-LY-2024-0001")
    assert (
        messaging.by_code(row.number, first.code).pk == row.pk
        and messaging.by_code(row.number, "ABCD") is None
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM engagement_citizenmessage")
        assert "林晓" not in str(cursor.fetchall())
    assert "林晓" not in str(list(Event.objects.values_list("payload", flat=True)))
    every = CitizenMessage.objects.all()  # a sealed title is still looked into by who may read the letter
    assert list(messaging.saying(every, "社保补贴")) == [row] and not messaging.saying(every, "医保").exists()
    assert messaging.answer_due(row) == date(2024, 6, 11)  # the festival of 10 June is no working day
    assert messaging.answer_due(sent(kind=K.SITE_ERROR).record) == date(2024, 6, 6)
    settings.GONGKAI_MESSAGE_WORKDAYS = 10
    assert messaging.answer_due(row) == date(2024, 6, 18)
    clerk = person(row.organ, Role.HANDLER)
    assert actions.reveal_writer(actor=clerk, message=row, on=DAY, purpose="核实")["name"] == "林晓（示例）"
    with pytest.raises(NotAllowed):
        actions.reveal_writer(actor=person(row.organ, Role.REVIEWER), message=row, on=DAY, purpose="看")


def test_it_is_handed_on_answered_once_and_rated_once():
    row = sent().record
    other = OrganFactory()
    with pytest.raises(Refused, match="还没有答复"):
        actions.rate_message(message=row, on=DAY, rating=3)
    actions.transfer_message(actor=SYSTEM, message=row, organ=other, on=DAY, why="属于该机关职责")
    with pytest.raises(NotAllowed):
        actions.answer_message(actor=person(row.organ, Role.HANDLER), message=row, on=DAY, answer="越权")
    actions.answer_message(actor=person(other, Role.HANDLER), message=row, on=LATER, answer="可以")
    with pytest.raises(Refused, match="已于2024年6月5日答复"):
        actions.answer_message(actor=SYSTEM, message=row, on=LATER, answer="再答")
    actions.rate_message(message=row, on=LATER, rating=1, words="没有说清楚")
    with pytest.raises(Refused, match="评价过"):
        actions.rate_message(message=row, on=LATER, rating=3)
    counts = messaging.counts(CitizenMessage.objects.all())
    assert (counts["total"], counts["rated"], dict(counts["ratings"])["不满意"]) == (1, 1, 1)
    assert list(queries.check_projections()) == []
    CitizenMessage.objects.update(rating=3)
    assert list(queries.check_projections()) == [f"来信{row.number}：与账本不同"]


def test_it_is_shown_only_with_consent_by_a_second_person_and_without_numbers():
    organ = OrganFactory()
    clerk, reviewer = person(organ, Role.HANDLER, Role.REVIEWER), person(organ, Role.REVIEWER)
    row = sent(organ).record
    actions.answer_message(actor=clerk, message=row, on=LATER, answer="带身份证")
    publish = {"message": row, "on": LATER, **SHOWN}
    with pytest.raises(Refused, match="另一人"):
        actions.publish_message(actor=clerk, **publish)
    with pytest.raises(Refused, match="手机号码"):
        actions.publish_message(actor=reviewer, **{**publish, "text": "联系我13812345678"})
    with pytest.raises(Refused, match="没有同意"):
        actions.publish_message(actor=reviewer, **{**publish, "message": answered(organ=organ, agrees=False)})
    assert not messaging.public(LATER).exists()
    actions.publish_message(actor=reviewer, **publish)
    assert messaging.public(LATER).get().public_text == "怎么申请"
    actions.unpublish_message(actor=reviewer, message=row, on=LATER, why="来信人要求")
    assert not messaging.public(LATER).exists() and list(queries.check_projections()) == []


def test_an_answer_becomes_a_faq_beside_its_policy_after_review_and_leaves_it_when_taken_down():
    organ = OrganFactory()
    ticket = actions.record_ticket(
        actor=SYSTEM,
        organ=organ,
        number="T1",
        subject="补贴怎么领",
        on=DAY,
        policy_consultation=True,
        answered_on=None,
    )
    actions.answer_ticket(actor=SYSTEM, ticket=ticket, on=LATER, answer="网上申请")
    policy = DocumentFactory(organ=organ)
    drafter, reviewer = person(organ, Role.EDITOR, Role.REVIEWER), person(organ, Role.REVIEWER)
    facts = {
        "actor": drafter,
        "organ": organ,
        "on": LATER,
        "question": "补贴怎么领",
        "answer": "网上申请",
        "ticket": ticket,
    }
    with pytest.raises(Refused, match="手机号码"):
        actions.draft_faq(**{**facts, "answer": "打13812345678"})
    with pytest.raises(Refused, match="上下级"):
        actions.draft_faq(**facts, policy=DocumentFactory())
    faq = actions.draft_faq(**facts, policy=policy)
    with pytest.raises(Refused, match="拟稿人不能审核"):
        actions.publish_faq(actor=drafter, faq=faq, on=LATER)
    assert not messaging.faqs(LATER).exists() and not Companion.objects.exists()
    actions.publish_faq(actor=reviewer, faq=faq, on=LATER)
    assert Companion.objects.get(document=policy).title == "补贴怎么领" and messaging.faqs(LATER).get() == faq
    actions.withdraw_faq(actor=reviewer, faq=faq, on=LATER, reason="政策调整")
    assert not Companion.objects.exists() and not messaging.faqs(LATER).exists()
    assert list(queries.check_projections()) == []
    Faq.objects.update(answer="改了")
    assert list(queries.check_projections()) == [f"常见问题{faq.pk}：与账本不同"]


def test_what_counts_as_a_policy_consultation_is_tagged_by_a_person_and_kept_in_step_with_the_ledger():
    ticket = actions.record_ticket(
        actor=SYSTEM,
        organ=OrganFactory(),
        number="T1",
        subject="医保",
        on=DAY,
        policy_consultation=False,
        answered_on=LATER,
    )
    with pytest.raises(Refused, match="应当标为"):
        actions.tag_ticket(
            actor=SYSTEM, ticket=ticket, on=LATER, policy_consultation=False, policy=DocumentFactory()
        )
    actions.tag_ticket(
        actor=SYSTEM, ticket=ticket, on=LATER, policy_consultation=True, policy=DocumentFactory()
    )
    with pytest.raises(Refused, match="请填这一天"):
        actions.answer_ticket(actor=SYSTEM, ticket=ticket, on=date(2024, 6, 6), answer="可以")
    actions.answer_ticket(actor=SYSTEM, ticket=ticket, on=LATER, answer="可以")
    assert list(queries.check_projections()) == []
    HotlineTicket.objects.update(policy_consultation=False)
    assert list(queries.check_projections()) == ["工单T1与账本不同"]


def book(*lines, headings=None):
    made = Workbook()
    made.active.append(headings or [c.heading for c in TICKETS.columns])
    for line in lines:
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_tickets_are_tried_before_they_are_imported_and_callers_are_not_read():
    organ = OrganFactory(short_name="人社局")
    clerk = person(organ, Role.EDITOR)
    good = [
        "G1",
        "人社局",
        date(2024, 6, 3),
        "补贴怎么领，回电13812345678",
        "是",
        date(2024, 6, 4),
        "网上申请",
    ]
    wrong = book(
        good,
        ["G2", "火星局", "2024-13-01", "", "也许", "", ""],
        ["G3", "人社局", date(2024, 6, 3), "问", "", date(2024, 6, 1), ""],
    )
    tried = import_rows(actor=clerk, register=TICKETS, data=wrong, dry_run=False)
    assert not tried.imported and not HotlineTicket.objects.exists()
    assert [(f.row, f.column) for f in tried.faults] == [
        (3, "承办单位"),
        (3, "收到日期"),
        (3, "诉求内容"),
        (3, "重点政策咨询"),
        (4, ""),
    ]
    headings = [*(c.heading for c in TICKETS.columns), "来电人", "电话"]
    data = book([*good, "林晓", "13812345678"], headings=headings)
    assert import_rows(actor=clerk, register=TICKETS, data=data, dry_run=True).new == ["G1"]
    assert import_rows(actor=clerk, register=TICKETS, data=data, dry_run=False).imported
    row = HotlineTicket.objects.get()
    assert (
        row.subject == "补贴怎么领，回电138******78" and row.answer == "网上申请" and row.policy_consultation
    )
    assert import_rows(actor=clerk, register=TICKETS, data=data, dry_run=False).unchanged == ["G1"]
    assert list(queries.check_projections()) == []
    csv = "工单号,承办单位,收到日期,诉求内容\nG4,人社局,2024/6/3,问路\n".encode()
    assert import_rows(actor=clerk, register=TICKETS, data=csv, dry_run=False).new == ["G4"]
    with pytest.raises(Unreadable, match="诉求内容"):
        import_rows(actor=clerk, register=TICKETS, data=book(headings=["别的表"]), dry_run=True)
    assert load_workbook(io.BytesIO(workbook(TICKETS))).active.cell(1, 1).value == "工单号"


def test_a_reader_judges_a_page_once_and_the_words_are_sealed():
    for _ in range(2):
        actions.judge_page(page="/guide/", useful=False, words="林晓找不到电话", on=DAY, nonce="v1")
    actions.judge_page(page="/guide/", useful=True, on=DAY, nonce="v2")
    assert list(messaging.votes()) == [{"page": "/guide/", "yes": 1, "no": 1, "said": 1}]
    assert PageVote.objects.get(useful=False).words == "林晓找不到电话"
    assert "林晓" not in str(list(Event.objects.values_list("payload", flat=True)))
    PageVote.objects.filter(useful=False).update(useful=True)
    assert "与账本不同" in next(iter(queries.check_projections()))


def test_what_readers_wrote_of_a_page_is_read_by_who_mends_it(client):
    site = OrganFactory(slug="site")
    ours, theirs = OrganFactory(parent=site), OrganFactory(parent=site)
    column = ColumnFactory(owner=ours)
    page = f"/document/{DocumentFactory(organ=ours, column=column).pk}/"
    actions.judge_page(page=page, useful=False, words="林晓的电话写错了", on=DAY, nonce="v1")
    reads = {
        person(ours, Role.EDITOR): True,
        person(theirs, Role.EDITOR): False,
        person(site, Role.SUPERVISOR): True,
    }
    for reader, may in reads.items():
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        assert ("林晓的电话" in client.get(f"/desk/votes/?at={page}").content.decode()) is may
    assert 'href="javascript:' not in client.get("/desk/votes/?at=javascript:alert(1)").content.decode()
