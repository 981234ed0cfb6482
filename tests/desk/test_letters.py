# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""From the legal question to the served letter and its cell of table 3, on the desk, for each of the 21 rows."""

import io
import re
from datetime import date

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table3
from gongkai.applications import actions
from gongkai.applications.letters.words import series_of
from gongkai.applications.models import Letter, Letterhead, State
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.table3 import ROW_IDS
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.typesetting import fonts
from tests.applications.test_letter_files import has_chinese_font, needs_font
from tests.factories import SYSTEM, ApplicationFactory, person
from tests.letters import SERVED, answers_to, drafted, organ_with_head, served, signed

pytestmark = pytest.mark.django_db
REVIEW_FIRST = "应当自收到本告知书之日起60日内先向示例市人民政府申请行政复议；对复议决定不服的，可以自收到复议决定书之日起15日内向示例人民法院提起行政诉讼。"
CHOICE = "60日内向示例市人民政府申请行政复议，或者6个月内向示例人民法院提起行政诉讼。"
REMEDIES = {"R3.2": REVIEW_FIRST, **{f"R3.3.{n}": REVIEW_FIRST for n in range(1, 8)}}
WITHOUT_LETTER = {"R3.6.1", "R3.6.2", "R3.6.3"}


def signed_in(someone):
    client = Client()
    client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Office:
    """A county government with a clerk and a head, each signed in."""

    def __init__(self, settings):
        self.settings, self.organ = settings, organ_with_head()
        self.clerk_person = person(self.organ, Role.INTAKE, Role.HANDLER)
        self.clerk = signed_in(self.clerk_person)
        self.head = signed_in(person(self.organ, Role.SIGNER, Role.REVIEWER))
        self.day(2024, 6, 4)

    def day(self, *parts):
        self.settings.GONGKAI_TODAY = date(*parts)

    def post(self, client, path, status=302, **data):
        response = client.post(path, data)
        assert response.status_code == status, re.sub(r"<[^>]+>|\s+", " ", response.content.decode())[-3000:]
        return response

    def answer(self, case, key, value):
        case.refresh_from_db()
        html = self.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
        assert f'name="question" value="{key}"' in html
        data = {"question": key, "answer": "yes" if value else "no", "version": case.version}
        self.post(self.clerk, f"/desk/cases/{case.pk}/judge/", **data)

    def write(self, case, kind, **facts):
        """Draft, send, sign and serve one letter."""
        page = self.clerk.get(f"/desk/cases/{case.pk}/letters/{kind}/")
        assert page.status_code == 200
        data = {**SERVED[kind], **facts}
        at = self.post(self.clerk, f"/desk/cases/{case.pk}/letters/{kind}/", **data)["Location"]
        self.post(self.clerk, f"{at}do/send/")
        on = self.settings.GONGKAI_TODAY.isoformat()
        self.post(self.head, f"{at}do/sign/", on=on)
        self.post(self.clerk, f"{at}do/serve/", way="直接送达", signed_on=on)
        return Letter.objects.get(pk=int(at.split("/")[3]))


@pytest.fixture
def office(settings):
    return Office(settings)


def read_docx(client, letter):
    response = client.get(f"/desk/letters/{letter.pk}/letter.docx")
    assert response["Cache-Control"] == "no-store"
    return re.sub(r"\s", "", "".join(p.text for p in Document(io.BytesIO(response.content)).paragraphs))


def read_pdf(client, letter):
    with pdfplumber.open(io.BytesIO(client.get(f"/desk/letters/{letter.pk}/letter.pdf").content)) as found:
        pages = [re.sub(r"—\s*\d+\s*—", "", page.extract_text()) for page in found.pages]
    return re.sub(r"\s", "", "".join(pages))


def before(office, case, row):
    """What has to have happened before the row's last question is answered so."""
    if row in ("R3.4.3", "R3.6.1"):
        office.answer(case, "clear", False)
        office.answer(case, "supplemented", False)
        office.write(case, "supplement", respond_by="2024-06-20")
    if row == "R3.4.3":
        office.day(2024, 6, 12)
        case.refresh_from_db()
        office.post(office.clerk, f"/desk/cases/{case.pk}/do/receive_supplement/", on="2024-06-12")
    if row == "R3.5.4":
        for key, value in answers_to("wait:reasons").items():
            office.answer(case, key, value)
        office.write(case, "reasons", respond_by="2024-06-20")
    if row == "R3.3.4":
        for key, value in answers_to("wait:consult").items():
            office.answer(case, key, value)
        office.write(case, "third_party_inquiry")
        office.day(2024, 6, 12)
        party = case.parties.get()
        said = {"on": "2024-06-12", "answer": "objected", "reasons": "涉及商业秘密"}
        office.post(office.clerk, f"/desk/cases/{case.pk}/work/opinion/{party.pk}/", **said)
    if row == "R3.6.2":
        for key, value in answers_to("wait:payment").items():
            office.answer(case, key, value)
        fee = {"basis": "by_page", "units": 40, "yuan": 100, "reason": "一个月内同一事项二十余件"}
        actions.decide_fee(actor=SYSTEM, application=case, on=date(2024, 6, 3), **fee)
        office.write(case, "fee")


def judge_to(office, case, row):
    """Answer from the first answer that differs; what falls after it is asked again."""
    wanted = answers_to(row)
    if row == "R3.4.3":
        wanted = {"clear": False, "supplemented": True, "supplement_came": True, "clear_now": False}
    known = dict(
        (
            Event.objects.filter(stream=case.stream, kind="application.judged").last()
            or Event(payload={"answers": {}})
        ).payload["answers"]
    )
    for key, value in wanted.items():
        if known.get(key) == value:
            continue
        if key in known:
            known = {}
            page = office.clerk.get(f"/desk/cases/{case.pk}/?change={key}").content.decode()
            assert f'name="question" value="{key}"' in page
            data = {"question": key, "answer": "yes" if value else "no"}
            office.post(office.clerk, f"/desk/cases/{case.pk}/judge/", **data)
        else:
            office.answer(case, key, value)


def close_without_letter(office, case, row):
    html = office.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "不发答复文书" in html
    assert "/letters/disclosed/" not in html
    if row == "R3.6.3":
        data = {"on": office.settings.GONGKAI_TODAY.isoformat(), "reasons": "不是政府信息"}
        office.post(office.clerk, f"/desk/cases/{case.pk}/do/close_other/", **data)
        return
    office.day(2024, 8, 1)
    data = {"on": "2024-08-01", "outcome_id": row}
    office.post(office.clerk, f"/desk/cases/{case.pk}/do/end/", **data)


@pytest.mark.parametrize("row", [o.id for o in OUTCOMES])
def test_the_tree_leads_to_the_letter_its_remedy_and_its_cell(office, row):
    case = ApplicationFactory(organ=office.organ)
    before(office, case, row)
    judge_to(office, case, row)
    if row in WITHOUT_LETTER:
        close_without_letter(office, case, row)
    else:
        kind = next(o for o in OUTCOMES if o.id == row).letters[0].key
        more = {"third_party_opinion": "第三方不同意公开"} if row == "R3.3.4" else {}
        html = office.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
        assert f"/desk/cases/{case.pk}/letters/{kind}/" in html
        letter = office.write(case, kind, **more)
        words = read_docx(office.clerk, letter)
        remedy = REMEDIES.get(row, CHOICE)
        assert remedy in words
        assert "林晓（示例）：" in words
        assert letter.number in words
        if has_chinese_font():
            assert read_pdf(office.clerk, letter) == words
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.CLOSED, row)
    cells = dict(zip(ROW_IDS, table3(Scope(office.organ, 2024)).as_rows(), strict=True))
    counted = {id: values[0] for id, values in cells.items() if values[0]}
    assert counted == {"R1": 1, row: 1, "R3.7": 1}


def test_another_letter_than_the_first_may_tell_a_row(office):
    case = ApplicationFactory(organ=office.organ)
    judge_to(office, case, "R3.4.1")
    html = office.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "letters/absent/" in html and "letters/not_ours/" in html


def test_a_withdrawn_application_is_other_handling(office):
    case = ApplicationFactory(organ=office.organ)
    office.post(office.clerk, f"/desk/cases/{case.pk}/do/withdraw/", on="2024-06-04")
    case.refresh_from_db()
    assert case.outcome == "R3.6.3"


def test_nothing_is_chosen_beforehand_and_every_choice_states_its_consequence(office):
    case = ApplicationFactory(organ=office.organ)
    answers = {k: v for k, v in answers_to("R3.3.7").items() if k != "separable"}
    actions.judge(actor=SYSTEM, application=case, on=date(2024, 6, 4), answers=answers)
    html = office.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert html.count('name="answer"') == 2
    assert not re.search(r'name="answer"[^>]*checked', html)
    assert "表三“部分公开”。《政府信息部分公开告知书》，救济：先申请行政复议" in html
    assert "表三“行政执法案卷”。《政府信息不予公开告知书》，救济：先申请行政复议" in html


def test_changing_an_earlier_answer_lists_what_falls_and_asks_it_again(office):
    case = ApplicationFactory(organ=office.organ)
    judge_to(office, case, "R3.5.2")
    html = office.clerk.get(f"/desk/cases/{case.pk}/?change=petition").content.decode()
    assert "以后的2问要重新回答" in html
    assert "公开出版物吗？（原来回答“否”）" in html
    office.post(office.clerk, f"/desk/cases/{case.pk}/judge/", question="petition", answer="yes")
    last = Event.objects.filter(kind="application.judged").last().payload
    assert last["outcome"] == "R3.5.1" and "repeated" not in last["answers"]


def test_an_answer_off_the_path_and_no_answer_are_refused_in_words(office):
    case = ApplicationFactory(organ=office.organ)
    path = f"/desk/cases/{case.pk}/judge/"
    assert "请选择一项" in office.post(office.clerk, path, 422, question="clear").content.decode()
    off = office.post(office.clerk, path, 422, question="exists", answer="yes").content.decode()
    assert "不能同时成立" in off


def test_another_row_needs_its_reason_and_is_recorded(office):
    case = ApplicationFactory(organ=office.organ)
    judge_to(office, case, "R3.1")
    path = f"/desk/cases/{case.pk}/choose/"
    office.post(office.clerk, path, 422, outcome_id="R3.3.6")
    office.post(office.clerk, path, outcome_id="R3.3.6", reason="复核后认为属于过程性信息")
    html = office.clerk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "另选的结果" in html and "letters/refused/" in html
    assert Event.objects.get(kind="application.outcome_chosen").payload["outcome"] == "R3.3.6"


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(office):
    case = ApplicationFactory(organ=office.organ)
    other = signed_in(person(office.organ, Role.HANDLER))
    page = other.get(f"/desk/cases/{case.pk}/letters/extension/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    office.post(
        office.clerk, f"/desk/cases/{case.pk}/judge/", question="clear", answer="yes", version=version
    )
    data = {**SERVED["extension"], "why": "独有的一句话", "version": version}
    path = f"/desk/cases/{case.pk}/letters/extension/"
    html = office.post(other, path, 422, **data).content.decode()
    assert "又有1条新的记录" in html and "判断怎么答复" in html and "独有的一句话" in html
    assert not Letter.objects.exists()
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    office.post(other, path, **{**data, "version": version})
    assert Letter.objects.count() == 1


def test_two_officers_registering_a_verb_the_second_is_told(office):
    case = ApplicationFactory(organ=office.organ)
    version = case.version
    office.post(
        office.clerk,
        f"/desk/cases/{case.pk}/work/party/",
        on="2024-06-04",
        kind="organ",
        name="示例机关",
        version=version,
    )
    refused = office.post(
        office.clerk, f"/desk/cases/{case.pk}/do/withdraw/", 422, on="2024-06-04", version=version
    )
    assert "登记其他机关1" in refused.content.decode()
    case.refresh_from_db()
    assert case.outcome is None


def test_looking_at_the_applicant_does_not_stop_a_colleague(office):
    case = ApplicationFactory(organ=office.organ)
    office.post(office.clerk, f"/desk/cases/{case.pk}/applicant/", 200, purpose="送达")
    office.post(office.clerk, f"/desk/cases/{case.pk}/do/withdraw/", on="2024-06-04", version=case.version)


def test_a_draft_with_a_gap_cannot_be_sent_and_the_gap_is_named_on_the_page(office):
    case = ApplicationFactory(organ=office.organ)
    judge_to(office, case, "R3.1")
    data = {**SERVED["disclosed"], "reasons": ""}
    at = office.post(office.clerk, f"/desk/cases/{case.pk}/letters/disclosed/", **data)["Location"]
    html = office.clerk.get(at).content.decode()
    assert "［请写明：理由］" in html and "disabled" in html
    assert "还缺：理由" in office.post(office.clerk, f"{at}do/send/", 422).content.decode()


def test_a_reply_by_its_own_drafter_is_refused_on_the_page(office):
    both = signed_in(person(office.organ, Role.HANDLER, Role.SIGNER))
    letter = drafted(ApplicationFactory(organ=office.organ), "extension", actor=SYSTEM, on=date(2024, 6, 4))
    path = f"/desk/letters/{letter.pk}/do"
    office.post(both, f"{path}/revise/", **SERVED["extension"])
    office.post(both, f"{path}/send/")
    assert "拟稿人不能签发" in office.post(both, f"{path}/sign/", 422, on="2024-06-04").content.decode()


def test_a_returned_letter_shows_why_and_a_void_one_too(office):
    letter = drafted(ApplicationFactory(organ=office.organ), "extension", on=date(2024, 6, 4))
    path = f"/desk/letters/{letter.pk}/"
    office.post(office.clerk, f"{path}do/send/")
    office.post(office.head, f"{path}do/review/")
    office.post(office.head, f"{path}do/return/", 422, on="2024-06-04")
    office.post(office.head, f"{path}do/return/", on="2024-06-04", reason="期限写短一点")
    assert "期限写短一点" in office.clerk.get(path).content.decode()
    office.post(office.clerk, f"{path}do/void/", on="2024-06-04", reason="不延期了")
    assert "不延期了" in office.clerk.get(path).content.decode()


def test_a_late_reply_is_served_and_the_page_says_late(office):
    case = ApplicationFactory(organ=office.organ)
    office.day(2024, 7, 4)
    letter = signed(case, "disclosed", outcome="R3.1", on=date(2024, 7, 1))
    data = {"way": "邮寄送达", "posted_on": "2024-07-03", "tracking": "示例邮件1"}
    office.post(office.clerk, f"/desk/letters/{letter.pk}/do/serve/", **data)
    case.refresh_from_db()
    assert case.on_time is False


def test_every_download_of_a_name_is_logged_and_pages_show_none(office):
    letter = served(ApplicationFactory(organ=office.organ), "disclosed", outcome="R3.1", on=date(2024, 6, 4))
    for path in (f"/desk/letters/{letter.pk}/", f"/desk/cases/{letter.application_id}/"):
        assert "林晓" not in office.clerk.get(path).content.decode()
    assert "林晓" in read_docx(office.clerk, letter)
    look = Event.objects.get(kind="application.applicant_viewed")
    assert look.actor == office.clerk_person and letter.number in look.payload["purpose"]


def test_another_organs_letter_does_not_exist(office):
    letter = served(
        ApplicationFactory(organ=organ_with_head()), "disclosed", outcome="R3.1", on=date(2024, 6, 4)
    )
    for path in ("", "letter.docx", "letter.pdf"):
        assert office.clerk.get(f"/desk/letters/{letter.pk}/{path}").status_code == 404
    assert office.clerk.post(f"/desk/letters/{letter.pk}/do/void/").status_code == 404


def test_where_there_is_no_chinese_font_the_page_offers_the_word_file(office, monkeypatch):
    letter = served(ApplicationFactory(organ=office.organ), "disclosed", outcome="R3.1", on=date(2024, 6, 4))
    monkeypatch.setattr(fonts, "_faces", lambda: {})
    response = office.clerk.get(f"/desk/letters/{letter.pk}/letter.pdf", follow=True)
    assert "请下载Word文件" in response.content.decode()


def test_the_wording_and_the_head_are_set_on_the_desk(office, django_assert_max_num_queries):
    slug = office.organ.slug
    with django_assert_max_num_queries(14):
        html = office.head.get(f"/desk/letterheads/{slug}/").content.decode()
    assert "示例人民法院" in html
    wrong = {"court": "另一法院", "seal_image": SimpleUploadedFile("a.png", b"no")}
    assert "PNG" in office.post(office.head, f"/desk/letterheads/{slug}/", 422, **wrong).content.decode()
    office.post(
        office.head,
        f"/desk/letterheads/{slug}/",
        code="示政",
        court="另一法院",
        upper_government="示例市人民政府",
    )
    assert "另一法院" in office.head.get(f"/desk/letterheads/{slug}/").content.decode()
    path = f"/desk/letterheads/{slug}/disclosed/"
    refused = office.post(office.head, path, 422, text="{收到申请日期}以外什么也不说").content.decode()
    assert "缺少必备内容“救济”" in refused
    assert office.clerk.post(path, {"text": "x"}).status_code == 403


@needs_font
def test_a_letter_is_looked_at_as_pdf_before_it_is_signed_marked_without_number_or_seal(office):
    case = ApplicationFactory(organ=office.organ)
    letter = drafted(case, "disclosed", outcome="R3.1", on=date(2024, 6, 4), facts={"reasons": "本机关保存"})
    shown = office.post(office.clerk, f"/desk/letters/{letter.pk}/preview.pdf", 200)
    assert shown["Cache-Control"] == "no-store" and shown["Content-Disposition"].startswith("inline")
    with pdfplumber.open(io.BytesIO(shown.content)) as read:
        words = "".join("".join(p.extract_text() for p in read.pages).split())
    for said in ("签发时取文号", "林晓（示例）：", "请写明：", "览", "稿"):
        assert said in words
    assert (
        Event.objects.filter(kind="application.applicant_viewed").get().payload["purpose"].startswith("预览")
    )
    letter.refresh_from_db()
    assert letter.snapshot_sealed is None and letter.number is None
    assert office.clerk.get(f"/desk/letters/{letter.pk}/preview.pdf").status_code == 405
    stranger = signed_in(person(organ_with_head(), *Role.values))
    assert stranger.post(f"/desk/letters/{letter.pk}/preview.pdf").status_code == 404


def test_a_signed_letter_has_no_preview_and_a_machine_without_a_font_says_so(office, monkeypatch):
    case = ApplicationFactory(organ=office.organ)
    letter = drafted(case, "disclosed", outcome="R3.1", on=date(2024, 6, 4))
    monkeypatch.setattr(fonts, "_faces", lambda: {})
    refused = office.clerk.post(f"/desk/letters/{letter.pk}/preview.pdf", follow=True)
    assert 'role="alert"' in refused.content.decode()
    done = served(ApplicationFactory(organ=office.organ), "disclosed", outcome="R3.1", on=date(2024, 6, 4))
    assert (
        'role="alert"'
        in office.clerk.post(f"/desk/letters/{done.pk}/preview.pdf", follow=True).content.decode()
    )
    assert "预览PDF" not in office.clerk.get(f"/desk/letters/{done.pk}/").content.decode()


def test_the_series_of_numbers_are_worded_on_the_desk_and_shown_without_a_gap(office):
    at = f"/desk/letterheads/{office.organ.slug}/"
    assert "还没有签发过文书" in office.head.get(at).content.decode()
    case = ApplicationFactory(organ=office.organ)
    first = signed(case, "acknowledgement", on=date(2024, 6, 4))
    actions.void_letter(actor=SYSTEM, letter=first, on=date(2024, 6, 4), reason="写错")
    words = {k.key: series_of(k, {}) for k in LETTERS}
    for wrong in ("公开2024", "依〔复〕", "依 复"):
        refused = office.post(
            office.head, f"{at}series/", 422, **{**words, "disclosed": wrong}
        ).content.decode()
        assert "只能用汉字和字母" in refused and wrong in refused
    office.post(office.head, f"{at}series/", **{**words, "acknowledgement": "公开告"})
    assert Letterhead.objects.get(organ=office.organ).series == {"acknowledgement": "公开告"}
    second = signed(ApplicationFactory(organ=office.organ), "acknowledgement", on=date(2024, 6, 4))
    assert second.number.endswith("公开告〔2024〕1号")
    html = office.head.get(at).content.decode()
    assert "依回〔2024〕" in html and "其中1号作废" in html and html.count("连续</span>") == 2
    Letter.objects.filter(pk=second.pk).update(sequence=3)
    assert "缺1、2号" in office.head.get(at).content.decode()
    assert office.clerk.post(f"{at}series/", words).status_code == 403
