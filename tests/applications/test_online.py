# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs of an applicant without an account: register, follow, supplement, withdraw; what is sealed stays sealed."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.annual_report import tables
from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import actions, codes, queries, throttle, vault
from gongkai.applications.actions import AgentFacts, ApplicantFacts, OnlineFacts, Refused, online
from gongkai.applications.filetypes import MOST_BYTES, NotAccepted, clean_name, kind_of
from gongkai.applications.identity import Certificate, age_on, plain_number, wrong
from gongkai.applications.models import (
    Agent,
    Application,
    CaseFile,
    Matter,
    Message,
    PendingUpload,
    QueryCode,
    State,
    Tally,
)
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.ledger.queries import verify
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import DAY, SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
PERSON = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", "110101199003070003", "电话13800000000")
FACTS = OnlineFacts(certificate="resident", phone="13800000000", email="shili@example.cn", delivery="email")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def organ():
    return OrganFactory(slug="xian", kind="government")


def file_one(organ, nonce="n1", **changes):
    facts = {
        "organ": organ, "applicant": PERSON, "title": "征地补偿安置方案", "description": "2023年", "form": "电子邮件",
        "on": DAY, "nonce": nonce, "facts": FACTS,
    }  # fmt: skip
    return actions.apply_online(**{**facts, **changes})


def upload(data=PDF, name="照片.pdf"):
    return actions.keep_upload(name=name, data=data).key


@pytest.mark.law("条例第三十一条")
def test_an_online_application_is_registered_and_waits_for_both_sides_to_confirm(organ):
    case = file_one(organ).record
    assert (case.state, case.received_on, case.due_on) == (State.UNCONFIRMED, None, None)
    case = actions.confirm(actor=SYSTEM, application=case, on=date(2024, 6, 4))
    assert (case.state, case.received_on, case.due_on) == (State.RUNNING, date(2024, 6, 4), date(2024, 7, 3))


def test_the_same_form_sent_twice_makes_one_application_with_the_same_code(organ):
    first, again = file_one(organ), file_one(organ)
    assert (first.record, first.code) == (again.record, again.code)
    assert Application.objects.count() == 1
    assert file_one(organ, nonce="n2").record != first.record


def test_two_copies_of_a_form_at_the_same_moment_make_one_application(organ, monkeypatch):
    first = file_one(organ)
    real, looks = online.filed_before, []

    def looked_too_early(nonce):  # the second copy looked before the first had been written
        looks.append(nonce)
        return None if len(looks) == 1 else real(nonce)

    monkeypatch.setattr(online, "filed_before", looked_too_early)
    assert file_one(organ).record == first.record
    assert Application.objects.count() == 1


def test_only_a_digest_of_the_code_is_stored_and_only_the_right_pair_opens(organ):
    filed = file_one(organ)
    assert len(filed.code) == 12
    assert set(filed.code) <= set(codes.ALPHABET)
    stored = QueryCode.objects.get()
    assert filed.code not in (stored.digest, stored.submission)
    number = filed.record.number
    assert queries.by_code(number, filed.code) == filed.record
    assert queries.by_code(number.lower(), f" {codes.grouped(filed.code).lower()} ") == filed.record
    full = "".join(chr(ord(c) + 0xFEE0) for c in filed.code)
    assert queries.by_code(number, full) == filed.record
    other = file_one(organ, nonce="n2")
    for wrong_pair in (
        (number, other.code),
        ("X-YSQ-2024-0001", filed.code),
        (number, ""),
        ("", ""),
        (number, "\x00"),
    ):
        assert queries.by_code(*wrong_pair) is None


def test_codes_have_no_characters_that_look_alike():
    assert not set("0O1IL2Z5S8BUV") & set(codes.ALPHABET)
    assert len({codes.code_for(codes.new_nonce()) for _ in range(200)}) == 200


def test_agent_and_principal_are_kept_apart_and_sealed(organ):
    agent = AgentFacts(Agent.Basis.ENTRUSTED, "代小理（示例）", "示例证件9", "电话13900000000")
    case = file_one(organ, agent=agent).record
    kept = Agent.objects.get()
    assert case.applicant.name == "林晓（示例）"
    assert "代小理".encode() not in bytes(kept.name_sealed)
    shown = actions.reveal_applicant(actor=SYSTEM, application=case, on=DAY, purpose="核对委托")
    assert (shown["agent_name"], shown["agent_basis"]) == ("代小理（示例）", "委托代理人")


def test_no_personal_fact_enters_the_ledger(organ):
    agent = AgentFacts(Agent.Basis.GUARDIAN, "代小理（示例）", "示例证件9", "电话13900000000")
    filed = file_one(organ, agent=agent, files=[upload(name="林晓的身份证.pdf")])
    case = actions.confirm(actor=SYSTEM, application=filed.record, on=DAY)
    actions.send_message(
        application=case, kind=Message.Kind.NOTE, text="我的新电话13700000000", on=DAY, nonce="m1"
    )
    actions.look(row=case, on=DAY)
    written = "".join(f"{e.payload}{e.actor_label}{e.stream}" for e in Event.objects.all())
    secrets = (
        "林晓",
        "110101199003070003",
        "13800000000",
        "shili@",
        "代小理",
        "示例证件9",
        "13700000000",
        "身份证",
        filed.code,
        case.title,
    )
    for secret in secrets:
        assert secret not in written, secret
    assert list(verify()) == []


def test_files_are_sealed_in_the_store_and_opening_one_is_logged(organ, store):
    case = file_one(organ, files=[upload(PDF + b"secret words")]).record
    file = CaseFile.objects.get()
    on_disk = (store / file.stored).read_bytes()
    assert b"secret words" not in on_disk
    assert b"%PDF" not in on_disk
    assert PendingUpload.objects.count() == 0
    staff = person(organ, Role.HANDLER)
    name, kind, data = actions.open_file(actor=staff, file=file, on=DAY)
    assert (name, kind, data) == ("照片.pdf", "application/pdf", PDF + b"secret words")
    assert Event.objects.get(kind="application.file_viewed").actor == staff
    with pytest.raises(NotAllowed):
        actions.open_file(actor=person(organ, Role.EDITOR), file=file, on=DAY)
    assert list(queries.check_online()) == []
    vault.drop(file.stored)
    assert [case.number in line for line in queries.check_online()] == [True]
    with pytest.raises(Refused, match="找不到"):
        actions.open_file(actor=staff, file=file, on=DAY)


def test_uploads_never_sent_are_thrown_away_after_a_day(store):
    key = upload()
    PendingUpload.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert actions.purge_uploads() == 1
    assert not PendingUpload.objects.filter(key=key).exists()
    assert [p for p in store.rglob("*") if p.is_file()] == []


def test_a_file_is_used_by_one_application_only(organ):
    key = upload()
    file_one(organ, files=[key])
    second = file_one(organ, nonce="n2", files=[key, "no-such-key"]).record
    assert second.files.count() == 0


def container(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name in names:
            book.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, "pdf"), (b"\xff\xd8\xff\xe0jfif", "jpg"), (b"\x89PNG\r\n\x1a\nrest", "png"),
        (container("[Content_Types].xml", "word/document.xml"), "docx"),
        (container("[Content_Types].xml", "xl/workbook.xml"), "xlsx"), (container("OFD.xml"), "ofd"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_content(data, ending):
    assert kind_of(data).ending == ending


@pytest.mark.parametrize(
    "data",
    [
        b"", b"MZ\x90\x00", b"<html><script>", b"#!/bin/sh", container("evil.exe"), b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0",
        container("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), PDF + b"0" * MOST_BYTES,
    ],
)  # fmt: skip
def test_any_other_content_is_refused_with_what_to_do(data):
    with pytest.raises(NotAccepted, match="请"):
        kind_of(data)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("照片.exe", "照片.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\temp\\通知.docx", "通知.pdf"), ("a\x00b\u202efdp.exe", "abfdp.pdf"),
        ("", "附件.pdf"), ("..", "附件.pdf"), ("长" * 300 + ".pdf", "长" * 80 + ".pdf"), ('<script>".pdf', "script.pdf"),
    ],
)  # fmt: skip
def test_names_of_files_are_cleaned_and_get_the_ending_of_their_content(typed, kept):
    assert clean_name(typed, kind_of(PDF)) == kept


@pytest.mark.parametrize(
    ("kind", "number", "says"),
    [
        (Certificate.RESIDENT, "110101199003070003", None), (Certificate.RESIDENT, "110101199003070004", "核对号码"),
        (Certificate.RESIDENT, "11010119900307000", "18位"), (Certificate.RESIDENT, "110101209003070005", "核对"),
        (Certificate.CREDIT_CODE, "91110000600037341L", None), (Certificate.CREDIT_CODE, "91110000600037342L", "核对"),
        (Certificate.CREDIT_CODE, "9111", "18位"), (Certificate.PASSPORT, "E12345678", None),
        (Certificate.TAIWAN, "12345678", None), (Certificate.OFFICER, "军字第123456号", None),
        (Certificate.PASSPORT, "<script>", "护照"), (Certificate.PASSPORT, "😀😀😀😀", "护照"),
    ],
)  # fmt: skip
def test_identity_numbers_are_checked_by_their_own_checksum(kind, number, says):
    said = wrong(kind, number, today=DAY)
    assert said is None if says is None else says in said


def test_full_width_numbers_are_the_same_numbers():
    assert plain_number("１１０１０１ 19900307-００03") == "110101199003070003"
    assert plain_number("１１０１０１２０１０１２０１００２ｘ") == "11010120101201002X"
    assert age_on(date(2010, 6, 4), date(2024, 6, 3)) == 13
    assert age_on(date(2010, 6, 3), date(2024, 6, 3)) == 14


def asked(organ):
    case = actions.confirm(actor=SYSTEM, application=file_one(organ).record, on=DAY)
    return actions.request_supplement(
        actor=SYSTEM, application=case, on=date(2024, 6, 5), respond_by=date(2024, 6, 28), what="写明文号"
    )


@pytest.mark.law("条例第三十条")
def test_a_supplement_sent_in_time_restarts_the_clock_that_day(organ):
    case = asked(organ)
    facts = {
        "application": case,
        "kind": Message.Kind.SUPPLEMENT,
        "text": "文号是测〔2023〕1号",
        "nonce": "m1",
    }
    message = actions.send_message(on=date(2024, 6, 12), files=[upload()], **facts)
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.RUNNING, date(2024, 7, 10))
    assert message.text == "文号是测〔2023〕1号"
    assert message.files.count() == 1
    assert actions.send_message(on=date(2024, 6, 12), **facts) == message
    assert list(queries.check_projections()) == []
    with pytest.raises(Refused, match="不需要补正"):
        actions.send_message(on=date(2024, 6, 13), **{**facts, "nonce": "m2"})


def test_a_late_supplement_is_kept_and_left_to_the_organ(organ):
    case = asked(organ)
    actions.send_message(
        application=case, kind=Message.Kind.SUPPLEMENT, text="迟到的补正", on=date(2024, 7, 2), nonce="m1"
    )
    case.refresh_from_db()
    assert case.state == State.AWAITING_SUPPLEMENT
    assert Message.objects.get().text == "迟到的补正"


def test_a_proof_of_payment_records_no_payment(organ):
    case = actions.confirm(actor=SYSTEM, application=file_one(organ).record, on=DAY)
    with pytest.raises(Refused, match="没有需要缴纳"):
        actions.send_message(application=case, kind=Message.Kind.PAYMENT, text="已缴", on=DAY, nonce="m0")
    case = actions.notify_fee(actor=SYSTEM, application=case, on=date(2024, 6, 6), yuan=100, basis="按件")
    actions.send_message(
        application=case, kind=Message.Kind.PAYMENT, text="已缴", on=date(2024, 6, 7), nonce="m1"
    )
    case.refresh_from_db()
    assert case.state == State.AWAITING_PAYMENT
    assert queries.fee_of(case)["yuan"] == 100


def test_what_is_sent_in_does_not_stand_in_the_way_of_an_earlier_dated_fact(organ):
    case = actions.confirm(actor=SYSTEM, application=file_one(organ).record, on=DAY)
    actions.send_message(
        application=case, kind=Message.Kind.NOTE, text="在吗", on=date(2024, 6, 20), nonce="m1"
    )
    case = reply(case, on=date(2024, 6, 19))
    assert case.closed_on == date(2024, 6, 19)
    with pytest.raises(Refused, match="已经办结"):
        actions.send_message(
            application=case, kind=Message.Kind.NOTE, text="x", on=date(2024, 6, 20), nonce="m2"
        )


def test_empty_messages_are_refused(organ):
    with pytest.raises(Refused, match="请写明"):
        actions.send_message(
            application=file_one(organ).record, kind=Message.Kind.NOTE, text=" ", on=DAY, nonce="m"
        )


def test_withdrawal_closes_a_received_case_as_other_handling(organ):
    case = actions.confirm(actor=SYSTEM, application=file_one(organ).record, on=DAY)
    case = actions.withdraw_online(application=case, on=date(2024, 6, 5))
    assert (case.state, case.outcome) == (State.CLOSED, "R3.6.3")
    with pytest.raises(Refused):
        actions.withdraw_online(application=case, on=date(2024, 6, 6))


@pytest.mark.law("条例第三十一条")
def test_withdrawal_before_both_sides_confirmed_ends_it_at_once_and_counts_nowhere(organ):
    """条例第三十一条第三项: without the confirmation there is no day of receipt, so no row of table 3."""
    waiting = file_one(organ).record
    with pytest.raises(Refused, match="早于提交日期"):
        actions.withdraw(actor=SYSTEM, application=waiting, on=date(2024, 6, 2))
    after = actions.withdraw_online(application=waiting, on=DAY)
    assert (after.state, after.outcome, after.received_on) == (State.CLOSED, "R3.6.3", None)
    with pytest.raises(Refused, match="不用再确认"):
        actions.confirm(actor=SYSTEM, application=after, on=DAY)
    with pytest.raises(Refused, match="还没有收到日期"):
        actions.withdraw_online(application=after, on=DAY)
    with pytest.raises(Refused, match="没有结果可以更正"):
        actions.correct_outcome(actor=SYSTEM, application=after, on=DAY, outcome_id="R3.1", reason="错")
    scope = Scope(organ, 2024)
    assert not any(sum(row) for row in tables.table3(scope).as_rows())
    assert figure("applications.handled").value(scope) == 0
    assert queries.story_lines(after)[-1].detail == "还没有收到，不计入表三"
    assert not list(queries.check_projections())


def test_what_is_added_before_confirmation_is_part_of_the_application_and_not_the_one_supplement(organ):
    case = file_one(organ).record
    actions.send_message(application=case, kind=Message.Kind.SUPPLEMENT, text="再加一份", on=DAY, nonce="s1")
    case = actions.confirm(actor=SYSTEM, application=case, on=DAY)
    assert case.state == State.RUNNING
    due = date(2024, 6, 20)
    case = actions.request_supplement(
        actor=SYSTEM, application=case, on=date(2024, 6, 5), respond_by=due, what="名称"
    )
    assert case.state == State.AWAITING_SUPPLEMENT
    assert [x.title for x in queries.told(case, None, today=DAY)].count("您补充了申请材料") == 1


def test_the_applicants_own_look_is_logged_apart_from_the_case(organ):
    case = file_one(organ).record
    version = case.version
    actions.look(row=case, on=DAY)
    case.refresh_from_db()
    assert case.version == version
    assert Event.objects.get(kind="access.opened").stream == f"access/{case.number}"


def test_a_counter_case_gets_a_code_and_a_new_one_ends_the_old():
    case = ApplicationFactory()
    intake = person(case.organ, Role.INTAKE)
    old = actions.issue_code(actor=intake, application=case, on=DAY)
    new = actions.issue_code(actor=intake, application=case, on=DAY)
    assert queries.by_code(case.number, old) is None
    assert queries.by_code(case.number, new) == case
    with pytest.raises(NotAllowed):
        actions.issue_code(actor=person(case.organ, Role.EDITOR), application=case, on=DAY)


def test_floods_are_counted_per_address_and_hour(db):
    limit = throttle.Limit("try", 3)
    for _ in range(3):
        assert not throttle.spent(limit, "198.51.100.1")
        throttle.count(limit, "198.51.100.1")
    assert throttle.spent(limit, "198.51.100.1")
    assert not throttle.spent(limit, "198.51.100.2")
    assert "198.51" not in "".join(Tally.objects.values_list("key", flat=True))


def matter(organ, kind=Matter.Kind.SUGGESTION, nonce="k1", **changes):
    facts = {
        "kind": kind,
        "about": organ,
        "title": "公开学区划分",
        "text": "建议公开",
        "on": DAY,
        "nonce": nonce,
    }
    return actions.raise_matter(**{**facts, **changes})


@pytest.mark.law("条例第四十一条", "条例第四十四条", "条例第五十一条")
def test_matters_have_numbers_of_their_own_and_stay_out_of_the_register(organ):
    below = OrganFactory(slug="ju", parent=organ)
    numbers = [
        matter(below).record.number,
        matter(below, Matter.Kind.COMPLAINT, "k2").record.number,
        matter(below, Matter.Kind.CORRECTION, "k3", person=PERSON).record.number,
    ]
    assert numbers == ["JU-JY-2024-0001", "XIAN-TS-2024-0001", "JU-GZ-2024-0001"]
    assert matter(below).record.number == numbers[0]
    assert Application.objects.count() == 0
    assert list(queries.check_online()) == []


def test_a_correction_needs_to_know_who_asks(organ):
    with pytest.raises(Refused, match="第四十一条"):
        matter(organ, Matter.Kind.CORRECTION)


def test_a_complaint_is_looked_into_above_and_not_by_the_organ_complained_about(organ):
    below = OrganFactory(slug="ju", parent=organ)
    row = matter(below, Matter.Kind.COMPLAINT, person=PERSON).record
    theirs = person(below, *Role.values)
    assert list(queries.matters_visible_to(theirs)) == []
    assert list(queries.matters_visible_to(person(organ, Role.HANDLER))) == []
    supervisor = person(organ, Role.SUPERVISOR)
    assert list(queries.matters_visible_to(supervisor)) == [row]
    with pytest.raises(NotAllowed):
        actions.answer_matter(actor=theirs, matter=row, on=DAY, result=Matter.Result.UNFOUNDED, answer="x")
    done = actions.answer_matter(
        actor=supervisor,
        matter=row,
        on=date(2024, 6, 5),
        result=Matter.Result.SUBSTANTIATED,
        answer="已督促整改",
    )
    assert (done.result, done.answer) == ("substantiated", "已督促整改")
    with pytest.raises(Refused, match="已于"):
        actions.answer_matter(
            actor=supervisor, matter=row, on=DAY, result=Matter.Result.UNFOUNDED, answer="x"
        )


def test_an_answer_is_one_of_its_kind_and_the_check_finds_a_changed_one(organ):
    row = matter(organ).record
    with pytest.raises(Refused, match="不是主动公开建议的处理结果"):
        actions.answer_matter(actor=SYSTEM, matter=row, on=DAY, result=Matter.Result.CORRECTED, answer="x")
    with pytest.raises(Refused, match="答复的内容"):
        actions.answer_matter(actor=SYSTEM, matter=row, on=DAY, result=Matter.Result.PUBLISHED, answer=" ")
    actions.answer_matter(actor=SYSTEM, matter=row, on=DAY, result=Matter.Result.PUBLISHED, answer="已公开")
    Matter.objects.update(result="not_in_scope")
    assert any("处理结果与账本不同" in line for line in queries.check_online())


def test_who_brought_a_matter_is_sealed_and_each_look_leaves_a_trace(organ):
    row = matter(organ, person=PERSON).record
    staff = person(organ, Role.INTAKE)
    with pytest.raises(Refused, match="用途"):
        actions.reveal_person(actor=staff, matter=row, on=DAY, purpose="")
    assert actions.reveal_person(actor=staff, matter=row, on=DAY, purpose="核实")["name"] == "林晓（示例）"
    assert Event.objects.get(kind="matter.person_viewed").payload == {"purpose": "核实"}


@pytest.mark.law("条例第三十三条")
def test_the_applicant_is_told_the_story_without_names_of_staff_or_third_parties(organ):
    case = actions.confirm(actor=SYSTEM, application=file_one(organ).record, on=DAY)
    handler = person(organ, Role.HANDLER)
    case = actions.assign(actor=SYSTEM, application=case, on=DAY, handler=handler)
    case = actions.consult(
        actor=handler, application=case, on=date(2024, 6, 12), id="张三的", to="third_party"
    )
    case = actions.close_consultation(
        actor=handler, application=case, on=date(2024, 6, 25), id="张三的", answer="objected"
    )
    actions.reveal_applicant(actor=handler, application=case, on=date(2024, 6, 25), purpose="内部用途")
    case.refresh_from_db()
    lines = queries.told(case, queries.case_clock(case, as_of=date(2024, 6, 26)), today=date(2024, 6, 26))
    text = "".join(f"{x.when}{x.title}{x.detail}" for x in lines)
    for hidden in (handler.name, "张三", "不同意", "内部用途", "交办"):
        assert hidden not in text
    assert [x.title for x in lines] == [
        "您在网上提交申请", "与您确认，收到申请", "信息涉及第三方，书面征求其意见", "收到意见，期限接着计算",
        "正在查找信息、拟写答复", "答复送达您",
    ]  # fmt: skip
    assert lines[-1].when == "2024年7月15日前"


def test_a_file_whose_name_says_another_kind_is_refused_and_never_renamed(store):
    with pytest.raises(NotAccepted, match=r"以\.png结尾，内容却是PDF.*改成\.pdf，再选一次"):
        upload(name="证明.png")
    assert not PendingUpload.objects.exists()
    assert upload(name="证明") and upload(name="证明.PDF")
