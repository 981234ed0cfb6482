# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查询办理进度: the pair opens one case in one browser; what it tells, and what its applicant may do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.applications import actions, throttle
from gongkai.applications.models import Application, Message
from gongkai.ledger.models import Event
from tests.factories import SYSTEM, OrganFactory, reply
from tests.letters import drafted, served
from tests.portal.walk import Walk, hidden, html_of
from tests.redaction.samples import pdf, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 6, 3)
    settings.MEDIA_ROOT = tmp_path
    return OrganFactory(slug="xian", name="测试县人民政府", short_name="县政府", kind="government")


@pytest.fixture
def filed(client, site):
    walk = Walk(Client()).to_the_end()
    return Application.objects.get(), walk.code


@pytest.fixture
def received(filed, settings):
    case = actions.confirm(actor=SYSTEM, application=filed[0], on=date(2024, 6, 3))
    settings.GONGKAI_TODAY = date(2024, 6, 11)
    return case, filed[1]


def enter(client, pair):
    return client.post("/status/", {"number": pair[0].number, "code": pair[1]}, follow=True)


def test_number_and_code_open_the_case_and_neither_stands_in_an_address(client, filed):
    response = enter(client, filed)
    assert response.redirect_chain == [("/status/case/", 302)]
    html = html_of(response)
    assert filed[0].number in html
    assert "等待与您确认" in html
    assert response["Cache-Control"] == "no-store"
    assert filed[1] not in html
    assert Event.objects.filter(kind="access.opened").count() == 1


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "", "x" * 5000, "\x00", "' OR 1=1", "１２３"])
def test_a_wrong_code_says_only_that_the_pair_does_not_match(client, filed, code):
    wrong = client.post("/status/", {"number": filed[0].number, "code": code})
    assert wrong.status_code == 422
    none = client.post("/status/", {"number": "XIAN-YSQ-2024-9999", "code": "AAAA-AAAA-AAAA"})
    assert "编号和查询码对不上" in html_of(none)
    assert client.get("/status/case/").status_code == 302


def test_guessing_is_stopped_and_the_right_pair_elsewhere_still_opens(client, filed, monkeypatch):
    monkeypatch.setattr(throttle, "LOOK_UP", throttle.Limit("look-up", 3))
    for _ in range(3):
        client.post("/status/", {"number": filed[0].number, "code": "AAAA-AAAA-AAAA"})
    assert client.post("/status/", {"number": filed[0].number, "code": filed[1]}).status_code == 429
    assert enter(Client(REMOTE_ADDR="198.51.100.7"), filed).status_code == 200


def test_nothing_of_a_case_opens_without_its_code(client, received):
    for path in ("case/", "case/send/note/", "case/withdraw/", "matter/"):
        assert client.get(f"/status/{path}")["Location"] == "/status/"
        assert client.post(f"/status/{path}", {"text": "x"})["Location"] == "/status/"
    assert Message.objects.count() == 0


def test_leaving_closes_the_case(client, received):
    enter(client, received)
    client.post("/status/close/")
    assert client.get("/status/case/").status_code == 302


def test_what_a_code_opened_ends_after_two_hours(client, received, monkeypatch):
    enter(client, received)
    from gongkai.portal.status import grant

    monkeypatch.setattr(grant, "LASTS", -1)
    assert client.get("/status/case/").status_code == 302


@pytest.mark.law("条例第三十三条")
def test_the_page_tells_the_last_day_why_where_and_the_remedy(client, received):
    html = html_of(enter(client, received))
    for words in ("最迟答复您的日期", "2024年7月2日", "今天起还有15个工作日", "为什么是这一天", "条例第三十一条第三项",
                  "办到哪一步", "与您确认，收到申请", "正在查找信息、拟写答复", "如果到期没有答复", "行政复议法第二十条", "6个月内", "s***@example.cn"):  # fmt: skip
        assert words in html, words
    assert "shili@example.cn" not in html
    assert "110101" not in html


def test_past_the_limit_it_says_so_in_red(client, received, settings):
    settings.GONGKAI_TODAY = date(2024, 7, 5)
    html = html_of(enter(client, received))
    assert "hero late" in html
    assert "已经超过3个工作日" in html


def test_a_closed_case_tells_its_result_and_offers_no_more(client, received):
    reply(received[0], on=date(2024, 6, 11))
    html = html_of(enter(client, received))
    assert "已经办结" in html
    assert "予以公开" in html
    assert "撤回申请" not in html
    assert "给承办人留言" not in html


@pytest.mark.law("条例第三十条")
def test_a_supplement_is_asked_sent_with_a_file_and_moves_the_day(client, received):
    case = actions.request_supplement(
        actor=SYSTEM,
        application=received[0],
        on=date(2024, 6, 6),
        respond_by=date(2024, 6, 28),
        what="请写明文号<b>",
    )
    html = html_of(enter(client, received))
    assert "请在2024年6月28日前补正" in html
    form = html_of(client.get("/status/case/send/supplement/"))
    assert "请写明文号&lt;b&gt;" in form
    empty = client.post("/status/case/send/supplement/", {"state": hidden(form), "go": "next", "text": ""})
    assert empty.status_code == 422
    data = {
        "state": hidden(html_of(empty)),
        "go": "next",
        "text": "测〔2023〕1号",
        "files": SimpleUploadedFile("a.pdf", b"%PDF-1.4"),
    }
    done = client.post("/status/case/send/supplement/", data)
    assert "已收到您提交的补正" in html_of(done)
    assert "2024年7月9日" in html_of(done)
    case.refresh_from_db()
    assert case.files.count() == 1


def test_a_message_posted_twice_is_kept_once(client, received):
    enter(client, received)
    data = {
        "state": hidden(html_of(client.get("/status/case/send/note/"))),
        "go": "next",
        "text": "请打我的新号码",
    }
    for _ in range(2):
        assert client.post("/status/case/send/note/", data).status_code == 200
    assert Message.objects.count() == 1


def test_hostile_messages_are_words(client, received):
    enter(client, received)
    data = {"state": "forged", "go": "next", "text": "<script>alert(1)</script>\x00"}
    html = html_of(client.post("/status/case/send/note/", data))
    assert "<script>alert" not in html
    assert client.post("/status/case/send/note/", {**data, "text": "长" * 10000}).status_code == 422
    assert client.get("/status/case/send/payment2/").status_code == 404


def test_a_payment_is_explained_and_its_proof_taken(client, received):
    actions.notify_fee(actor=SYSTEM, application=received[0], on=date(2024, 6, 11), yuan=100, basis="按件")
    html = html_of(enter(client, received))
    assert "信息处理费100元" in html
    form = html_of(client.get("/status/case/send/payment/"))
    assert "已收到您提交的缴费凭证" in html_of(
        client.post(
            "/status/case/send/payment/", {"state": hidden(form), "go": "next", "text": "6月12日转账"}
        )
    )
    received[0].refresh_from_db()
    assert received[0].state == "awaiting_payment"


def test_withdrawing_asks_first(client, received):
    enter(client, received)
    page = html_of(client.get("/status/case/withdraw/"))
    assert "确定撤回" in page
    received[0].refresh_from_db()
    assert received[0].state == "running"
    done = client.post("/status/case/withdraw/")
    assert "申请已撤回" in html_of(done)
    received[0].refresh_from_db()
    assert (received[0].state, received[0].outcome) == ("closed", "R3.6.3")
    assert client.post("/status/case/withdraw/").status_code == 422


def test_a_complaint_from_the_status_page_knows_its_case(client, received):
    enter(client, received)
    html = html_of(client.get("/matter/complaint/"))
    assert received[0].number in html
    data = {"state": hidden(html), "about": "xian", "title": "超期", "text": "没有答复", "this_case": "1"}
    client.post("/matter/complaint/", data)
    assert received[0].matters.count() == 1


def test_status_costs_few_queries(client, received, django_assert_max_num_queries):
    enter(client, received)
    with django_assert_max_num_queries(20):
        client.get("/status/case/")


def test_the_applicant_downloads_what_was_served_on_them_and_nothing_else(client, received, site, settings):
    case, code = received
    actions.set_letterhead(
        actor=SYSTEM, organ=site, on=date(2024, 1, 2), upper_government="示例市人民政府", court="示例人民法院"
    )
    told = served(case, "extension", on=date(2024, 6, 11))
    served(case, "third_party_inquiry", on=date(2024, 6, 11))
    unsigned = drafted(case, "disclosed", outcome="R3.1", on=date(2024, 6, 11))
    enter(client, (case, code))
    html = html_of(client.get("/status/case/"))
    assert (
        "给您的文书" in html and told.number in html and "征求意见书" not in html.split("给您的文书")[1][:800]
    )
    word = client.get(f"/status/case/letter/{told.pk}/docx/")
    assert word["Cache-Control"] == "no-store" and word.content[:2] == b"PK"
    for pk in (told.pk + 1, unsigned.pk, 99_999):
        assert client.get(f"/status/case/letter/{pk}/docx/").status_code == 404
    assert Client().get(f"/status/case/letter/{told.pk}/docx/")["Location"] == "/status/"


def test_an_application_not_confirmed_yet_may_be_added_to_and_withdrawn(client, filed):
    html = html_of(enter(client, filed))
    assert "补充申请材料" in html and "撤回申请" in html
    page = html_of(client.get("/status/case/send/supplement/"))
    assert "不占用补正的机会" in page
    sent = client.post(
        "/status/case/send/supplement/", {"state": hidden(page, "state"), "go": "next", "text": "再要附图"}
    )
    assert "与您确认时会一并看到" in html_of(sent) and "您补充了申请材料" in html_of(sent)
    assert "不再与您确认" in html_of(client.get("/status/case/withdraw/"))
    gone = html_of(client.post("/status/case/withdraw/"))
    assert "已经撤回" in gone and "没有收到申请之日" in gone and "撤回申请</a>" not in gone
    assert client.post("/status/case/withdraw/").status_code == 422


def test_files_let_go_are_downloaded_once_the_reply_gives_and_each_download_is_logged(client, received):
    case = received[0]
    data = saved(pdf([(50, 200, "Public page")]))
    original = actions.attach_file(
        actor=SYSTEM, application=case, on=date(2024, 6, 10), name="方案.pdf", data=data, purpose="original"
    )
    copy = actions.redact_file(actor=SYSTEM, file=original, on=date(2024, 6, 10))
    copy = actions.release_file(actor=SYSTEM, file=copy, on=date(2024, 6, 10))
    assert "给您的信息" not in html_of(enter(client, received))
    assert client.post(f"/status/case/file/{copy.pk}/").status_code == 404
    reply(case, on=date(2024, 6, 11))
    assert "方案（公开件）.pdf" in html_of(client.get("/status/case/"))
    taken = client.post(f"/status/case/file/{copy.pk}/")
    assert taken.content.startswith(b"%PDF") and taken["Cache-Control"] == "no-store"
    assert taken["Content-Disposition"].startswith("attachment")
    event = Event.objects.get(kind="access.file_taken")
    assert event.payload == {"file": copy.pk, "digest": copy.digest} and event.actor_label == "申请人"
    assert client.post(f"/status/case/file/{original.pk}/").status_code == 404
    assert client.get(f"/status/case/file/{copy.pk}/").status_code == 405
    assert Client().post(f"/status/case/file/{copy.pk}/")["Location"] == "/status/"
