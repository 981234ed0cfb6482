# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记申请 at the desk: each way of coming with its own receipt facts, the scan checked and sealed, duplicates suggested."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.applications import actions, queries
from gongkai.applications.models import Application, CaseFile, PendingUpload
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 scan"
GOOD = {
    "organ": "xian", "submitted_on": "2024-06-18", "kind": "np", "name": "林晓（示例）", "title": "征地补偿安置方案",
    "description": "2023年的征地补偿安置方案", "form": "纸质，邮寄",
}  # fmt: skip


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    settings.MEDIA_ROOT = tmp_path
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    return organ, person(organ, Role.INTAKE, Role.HANDLER, username="staff")


def signed_in(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(office):
    return signed_in(office[1])


def enter(desk, channel="counter", **facts):
    return desk.post("/desk/cases/new/", {**GOOD, "channel": channel, **facts})


@pytest.mark.law("条例第三十一条")
@pytest.mark.parametrize(
    ("channel", "facts", "received", "state"),
    [
        ("counter", {}, date(2024, 6, 18), "running"),
        ("post_signed", {"arrived_on": "2024-06-19"}, date(2024, 6, 19), "running"),
        ("post_unsigned", {"arrived_on": "2024-06-19"}, None, "unconfirmed"),
        ("post_unsigned", {"arrived_on": "2024-06-19", "confirmed_on": "2024-06-20"}, date(2024, 6, 20), "running"),
        ("fax", {"confirmed_on": "2024-06-19"}, date(2024, 6, 19), "running"),
        ("online", {}, None, "unconfirmed"),
        ("oral", {"read_back": "on"}, date(2024, 6, 18), "running"),
    ],
)  # fmt: skip
def test_each_way_of_coming_has_its_own_receipt_facts(desk, channel, facts, received, state):
    assert enter(desk, channel, **facts).status_code == 302
    case = Application.objects.get()
    assert (case.channel, case.received_on, case.state) == (channel, received, state)
    assert list(queries.check_projections()) == []


@pytest.mark.parametrize(
    ("channel", "facts", "said"),
    [
        ("post_signed", {}, "请填写签收日期"),
        ("post_signed", {"arrived_on": "2024-06-17"}, "送达日期2024年6月17日早于提交日期"),
        ("post_unsigned", {"arrived_on": "2024-06-19", "confirmed_on": "2024-06-18"}, "确认日期2024年6月18日早于送达日期"),
        ("fax", {"confirmed_on": "2024-06-21"}, "这一天还没有到"),
        ("counter", {"submitted_on": "1024-06-18"}, "请核对年份"),
        ("oral", {}, "签字或者按指印"),
        ("counter", {"certificate": "resident", "identity": "330324199001011235"}, "其中有一位不对"),
        ("counter", {"kind": "co", "certificate": "credit_code", "identity": "91330324MA2ABCDEFX"}, "统一社会信用代码"),
        ("counter", {"kind": "co", "certificate": "resident", "identity": "1"}, "单位请选择统一社会信用代码"),
        ("counter", {"identity": "E12345678"}, "请选择证件种类"),
        ("counter", {"basis": "entrusted"}, "请写明代理人姓名"),
        ("counter", {"form": ""}, "请选择获取方式"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk, channel, facts, said):
    response = enter(desk, channel, **facts)
    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert "征地补偿安置方案" in html
    assert not Application.objects.exists()


def test_the_form_of_a_way_asks_no_facts_of_another(desk):
    html = desk.get("/desk/cases/new/?channel=counter").content.decode()
    assert "arrived_on" not in html
    assert "confirmed_on" not in html
    assert "签收日期" in desk.get("/desk/cases/new/?channel=post_signed").content.decode()
    assert desk.get("/desk/cases/new/?channel=不认识").status_code == 200


def test_the_scan_is_checked_sealed_and_part_of_the_case(desk, office, settings):
    scan = SimpleUploadedFile("来件.pdf", PDF)
    enter(desk, "fax", scan=scan, receipt="传真机1号", phone="13800000000")
    file = CaseFile.objects.get()
    assert (file.purpose, file.media_type, file.added_by) == ("scan", "application/pdf", office[1])
    assert PDF not in (settings.MEDIA_ROOT / file.stored).read_bytes()
    assert not PendingUpload.objects.exists()
    assert queries.particulars(Application.objects.get())["receipt"] == "传真机1号"
    assert list(queries.check_files()) == []


def test_a_scan_that_is_not_what_its_name_says_is_refused(desk):
    response = enter(desk, scan=SimpleUploadedFile("来件.docx", PDF))
    assert response.status_code == 422
    assert "文件名以.docx结尾，内容却是PDF" in response.content.decode()
    response = enter(desk, scan=SimpleUploadedFile("病毒.exe", b"MZ\x00\x01" * 20))
    assert response.status_code == 422
    assert not CaseFile.objects.exists()


def test_a_chosen_scan_need_not_be_chosen_again_after_an_error(desk):
    html = enter(desk, form="", scan=SimpleUploadedFile("来件.pdf", PDF)).content.decode()
    assert "来件.pdf" in html
    key = PendingUpload.objects.get().key
    assert key in html
    enter(desk, kept=key)
    assert CaseFile.objects.get().application == Application.objects.get()


@pytest.mark.law("条例第三十六条")
def test_what_looks_like_an_earlier_one_is_shown_before_it_is_entered(desk, office):
    first = ApplicationFactory(
        organ=office[0],
        applicant=actions.ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", "别的证件"),
        title="征地补偿安置方案",
    )
    response = enter(desk)
    assert response.status_code == 422
    assert first.number in response.content.decode()
    assert Application.objects.count() == 1
    assert enter(desk, checked="on").status_code == 302
    assert Application.objects.count() == 2


def test_the_very_same_scan_is_shown_as_a_duplicate(desk):
    enter(desk, scan=SimpleUploadedFile("a.pdf", PDF))
    response = enter(desk, name="王五（示例）", title="完全不同的事", scan=SimpleUploadedFile("b.pdf", PDF))
    assert response.status_code == 422
    assert "扫描件是同一个文件" in response.content.decode()


def test_it_gets_its_owner_when_it_is_entered(desk, office):
    owner = office[1]
    enter(desk, handler=f"{office[0].pk}.{owner.pk}")
    assert Application.objects.get().handler == owner


def test_what_was_typed_of_a_person_is_in_no_event_and_in_no_list(desk):
    enter(
        desk, certificate="passport", identity="E12345678", phone="13800000000", address="示例路9号",
        basis="entrusted", agent_name="代小理", agent_certificate="passport", agent_identity="E87654321", agent_contact="139",
    )  # fmt: skip
    said = "".join(str(e.payload) for e in Event.objects.all())
    shown = desk.get("/desk/work/").content.decode() + desk.get("/desk/").content.decode()
    for secret in ("林晓", "E12345678", "13800000000", "示例路9号", "代小理", "E87654321"):
        assert secret not in said
        assert secret not in shown
    assert Application.objects.get().agent.get_basis_display() == "委托代理人"


def test_only_intake_enters_and_only_for_its_own_organ(office):
    assert signed_in(person(office[0], Role.SIGNER)).get("/desk/cases/new/").status_code == 403
    other = signed_in(person(OrganFactory(slug="other"), Role.INTAKE))
    assert other.post("/desk/cases/new/", {**GOOD, "channel": "counter"}).status_code == 422
    assert not Application.objects.exists()


def test_one_after_another_stays_on_the_same_way(desk):
    response = enter(desk, "fax", again="1")
    assert response["Location"].endswith("/desk/cases/new/?channel=fax")


def test_a_confirmation_before_the_letter_arrived_is_refused(office):
    case = ApplicationFactory(
        organ=office[0],
        channel=Channel.POST_UNSIGNED,
        submitted_on=date(2024, 6, 11),
        arrived_on=date(2024, 6, 18),
    )
    with pytest.raises(actions.Refused, match="早于送达日期"):
        actions.confirm(actor=SYSTEM, application=case, on=date(2024, 6, 17))
