# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎么答复 and 文书 on the desk: every row of table 3 that a letter tells, from the first question to the served letter."""

import io
from datetime import date

import docx as word
import pdfplumber
import pytest
from django.test import Client

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table3
from gongkai.applications.models import Letter
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.remedies import Variant
from gongkai.law.replies import decide, question
from gongkai.organs.models import Role
from tests.factories import ApplicationFactory, person
from tests.letters import SERVED, answers_to, organ_with_head

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 12)
LETTERED = [o for o in OUTCOMES if o.letters]


class Desk:
    """An organ with a handler and a head, on one day."""

    def __init__(self, settings):
        settings.GONGKAI_TODAY = DAY
        self.organ = organ_with_head()
        self.handler = self.client(Role.HANDLER, Role.INTAKE)
        self.head = self.client(Role.SIGNER)

    def client(self, *roles):
        client = Client()
        client.force_login(person(self.organ, *roles), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def answer(self, case, answers):
        """Answer one question after another, as the page asks them."""
        known = {}
        while (asked := decide(known).next_question) and asked.key in answers:
            known[asked.key] = answers[asked.key]
            said = "yes" if answers[asked.key] else "no"
            page = self.handler.post(f"/desk/cases/{case.pk}/judge/", {"question": asked.key, "answer": said})
            assert page.status_code == 302, page.text
        assert set(known) == set(answers)


@pytest.fixture
def desk(settings):
    return Desk(settings)


def through(desk, case, kind, facts):
    """Draft, send, sign and serve a letter; the letter."""
    drafted = desk.handler.post(f"/desk/cases/{case.pk}/letter/{kind}/", facts)
    assert drafted.status_code == 302, drafted.text
    letter = Letter.objects.filter(application=case).latest("pk")
    at = f"/desk/letters/{letter.pk}/"
    for client, verb, more in (
        (desk.handler, "send", {}), (desk.head, "sign", {}),
        (desk.handler, "serve", {"way": "直接送达", "signed_on": "2024-06-12"}),
    ):  # fmt: skip
        done = client.post(f"{at}do/{verb}/", more)
        assert done.status_code == 302, done.text
    letter.refresh_from_db()
    return letter


REMEDY = {Variant.REVIEW_FIRST: "先向", Variant.CHOICE: "或者6个月内"}


@pytest.mark.parametrize("row", LETTERED, ids=lambda o: o.id)
def test_from_the_first_question_to_the_letter_and_the_cell_of_table_3(desk, row):
    case = ApplicationFactory(organ=desk.organ)
    answers = answers_to(row.id)
    if row.id == "R3.3.4" or answers.get("third_party"):
        through(desk, case, "third_party_inquiry", SERVED["third_party_inquiry"])
    desk.answer(case, answers)
    page = desk.handler.get(f"/desk/cases/{case.pk}/").text
    kind = row.letters[0]
    assert f"拟《{kind.title}》" in page
    facts = {**SERVED[kind.key], "third_party_opinion": "第三方不同意公开"}
    letter = through(desk, case, kind.key, facts)
    case.refresh_from_db()
    assert (case.outcome, case.closed_on) == (row.id, DAY)
    assert table3(Scope(desk.organ, 2024)).cells[row.id, "np"] == 1
    held = word.Document(io.BytesIO(desk.head.get(f"/desk/letters/{letter.pk}/letter.docx").content))
    text = "".join(p.text for p in held.paragraphs)
    variant = Variant.REVIEW_FIRST if row.refuses else Variant.CHOICE
    assert REMEDY[variant] in text and letter.number in text and "林晓（示例）" in text


def test_the_pdf_says_what_the_letter_says_or_says_why_it_cannot_be_made(desk):
    case = ApplicationFactory(organ=desk.organ)
    desk.answer(case, answers_to("R3.3.6"))
    letter = through(desk, case, "refused", SERVED["refused"])
    answer = desk.head.get(f"/desk/letters/{letter.pk}/letter.pdf")
    if answer.status_code == 422:
        assert "字体" in answer.text and "下载Word" in answer.text
        return
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = "".join((p.extract_text() or "") for p in pdf.pages).replace("\n", "")
    assert "先向示例市人民政府" in text.replace(" ", "") and letter.number in text.replace(" ", "")


def test_the_download_is_a_look_at_the_applicant_and_is_recorded(desk):
    case = ApplicationFactory(organ=desk.organ)
    desk.answer(case, answers_to("R3.1"))
    letter = through(desk, case, "disclosed", SERVED["disclosed"])
    desk.head.get(f"/desk/letters/{letter.pk}/letter.docx")
    assert f"下载{letter.number}" in desk.handler.get(f"/desk/cases/{case.pk}/").text


def test_each_choice_says_where_it_leads_and_nothing_is_pre_selected(desk):
    case = ApplicationFactory(organ=desk.organ)
    page = desk.handler.get(f"/desk/cases/{case.pk}/").text
    assert question("clear").text in page and "接着问：" in page and "checked" not in page
    refused = desk.handler.post(f"/desk/cases/{case.pk}/judge/", {"question": "clear"})
    assert refused.status_code == 422 and "请选择“是”或者“不是”" in refused.text


def test_changing_an_earlier_answer_lists_what_falls_and_drops_it(desk):
    case = ApplicationFactory(organ=desk.organ)
    desk.answer(case, {"clear": True, "petition": False, "publication": False})
    page = desk.handler.get(f"/desk/cases/{case.pk}/?change=petition").text
    assert "后面已回答的1问作废" in page
    desk.handler.post(f"/desk/cases/{case.pk}/judge/", {"question": "petition", "answer": "yes"})
    assert "信访举报投诉类申请" in desk.handler.get(f"/desk/cases/{case.pk}/").text


def test_two_officers_at_once_the_second_is_told(desk):
    case = ApplicationFactory(organ=desk.organ)
    asked = {"question": "clear", "answer": "yes", "version": str(case.version)}
    assert desk.handler.post(f"/desk/cases/{case.pk}/judge/", asked).status_code == 302
    second = desk.head.post(f"/desk/cases/{case.pk}/judge/", {**asked, "answer": "no"})
    assert second.status_code == 422 and "在这以后又有1条记录" in second.text


def test_a_letter_with_a_gap_is_not_sent_and_its_drafter_does_not_sign_it(desk):
    case = ApplicationFactory(organ=desk.organ)
    desk.answer(case, answers_to("R3.1"))
    both = desk.client(Role.HANDLER, Role.INTAKE, Role.SIGNER)
    both.post(f"/desk/cases/{case.pk}/letter/disclosed/", {**SERVED["disclosed"], "reasons": ""})
    letter = Letter.objects.get()
    at = f"/desk/letters/{letter.pk}/"
    assert "［请写明：理由］" in both.get(at).text
    gap = both.post(f"{at}do/send/")
    assert gap.status_code == 422 and "还缺：理由" in gap.text
    both.post(f"{at}write/", SERVED["disclosed"])
    both.post(f"{at}do/send/")
    own = both.post(f"{at}do/sign/")
    assert own.status_code == 422 and "拟稿人不能签发" in own.text


def test_an_extension_of_21_days_and_a_fee_nobody_decided_are_refused_with_the_article(desk):
    case = ApplicationFactory(organ=desk.organ)
    long = desk.handler.post(
        f"/desk/cases/{case.pk}/letter/extension/", {**SERVED["extension"], "working_days": "21"}
    )
    assert long.status_code == 422 and "第三十三条" in long.text
    fee = desk.handler.post(f"/desk/cases/{case.pk}/letter/fee/", SERVED["fee"])
    assert fee.status_code == 422 and "第四十二条" in fee.text


def test_another_organs_letters_are_not_found(desk):
    other = ApplicationFactory(organ=organ_with_head())
    assert (
        desk.handler.post(
            f"/desk/cases/{other.pk}/judge/", {"question": "clear", "answer": "yes"}
        ).status_code
        == 404
    )
    assert desk.handler.get(f"/desk/cases/{other.pk}/letter/supplement/").status_code == 404
