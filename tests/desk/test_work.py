# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Several people on one case, on the desk: each sees what is theirs, nothing typed is lost, nothing sealed slips out."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.applications import actions
from gongkai.applications.models import Contact, FeeDecision, Party, Task
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>林晓（示例）"


def client_of(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    return organ, client_of(person(organ, *Role.values))


@pytest.fixture
def case(office):
    return ApplicationFactory(organ=office[0])


def post(client, path, status=302, **data):
    response = client.post(path, data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def test_the_case_page_offers_the_parts_and_stays_within_its_queries(office, case):
    with CaptureQueriesContext(connection) as queries:
        html = office[1].get(f"/desk/cases/{case.pk}/").content.decode()
    for words in ("答复前沟通", "协办", "征求意见", "信息处理费", "本月第1件，没有收费决定，不收费"):
        assert words in html
    # a case with nothing yet: who asks, the case, its events, what it has, the numbers beside
    assert len(queries) <= 9


def test_a_case_with_everything_costs_a_question_for_each_thing_it_has(office, case):
    facts = {"actor": SYSTEM, "application": case, "on": date(2024, 6, 11)}
    actions.add_party(**facts, kind="third_party", name="第三方甲（示例）")
    actions.record_contact(**facts, way="phone", whom="applicant", note="x", result="unreached")
    for _ in range(3):
        actions.ask_colleagues(**facts, organ=OrganFactory(), what="查找", working_days=3)
        ApplicationFactory(organ=office[0])
    office[1].get(f"/desk/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as queries:
        html = office[1].get(f"/desk/cases/{case.pk}/").content.decode()
    assert all(words in html for words in ("征求意见　1方", "协办　3项", "答复前沟通　1次", "另有3件"))
    assert len(queries) <= 16


def test_a_form_is_made_when_it_is_opened_and_its_address_works_without_a_script(office, case):
    at = f"/desk/cases/{case.pk}/"
    closed = office[1].get(at).content.decode()
    assert f'id="do-assign" data-from="{at}do/assign/"' in closed and 'name="handler"' not in closed
    assert f'href="{at}do/assign/#do-assign"' in closed
    opened = office[1].get(f"{at}do/assign/").content.decode()
    assert 'id="do-assign" open' in opened and 'name="handler"' in opened
    for path, name in (("work/task/", "working_days"), ("choose/", "outcome_id"), ("files/", "purpose")):
        assert f'name="{name}"' in office[1].get(f"{at}{path}").content.decode()
    clerk = client_of(person(office[0], Role.HANDLER))
    # assigning is not the handler's
    assert 'name="handler"' not in clerk.get(f"{at}do/assign/").content.decode()
    assert client_of(person(OrganFactory(), *Role.values)).get(f"{at}do/assign/").status_code == 404


def test_a_talk_is_put_down_and_opened_only_by_asking(office, case):
    at = f"/desk/cases/{case.pk}/"
    data = {"on": "2024-06-19", "way": "phone", "whom": "applicant", "note": MARKUP, "result": "narrowed"}
    refused = post(office[1], f"{at}work/contact/", 422, **{**data, "on": "2024-06-21"})
    assert "还没有到" in refused and "&lt;script&gt;" in refused and "<script>alert" not in refused
    post(office[1], f"{at}work/contact/", **data)
    html = office[1].get(at).content.decode()
    assert "缩小了范围" in html and "林晓" not in html
    shown = office[1].post(f"{at}look/contact/{Contact.objects.get().pk}/")
    assert "&lt;script&gt;" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert office[1].get(f"{at}look/contact/{Contact.objects.get().pk}/").status_code == 405
    assert Event.objects.filter(kind="contact.viewed").count() == 1


def test_a_task_goes_to_another_organ_and_back(office, case):
    other = OrganFactory()
    post(
        office[1], f"/desk/cases/{case.pk}/work/task/",
        on="2024-06-11", organ=other.pk, what="请查找征收补偿方案", working_days="3",
    )  # fmt: skip
    task = Task.objects.get()
    theirs = client_of(person(other, Role.HANDLER))
    listed = theirs.get("/desk/tasks/").content.decode()
    assert case.number in listed and "逾期1项" in listed and case.title not in listed
    html = theirs.get(f"/desk/tasks/{task.pk}/").content.decode()
    assert "请查找征收补偿方案" in html and "逾期未反馈" in html
    assert case.title not in html and f"/desk/cases/{case.pk}/" not in html
    assert theirs.get(f"/desk/cases/{case.pk}/").status_code == 404
    kept = post(theirs, f"/desk/tasks/{task.pk}/do/answer/", 422, on="2024-06-21", answer="找到两份，见附件")
    assert "找到两份，见附件" in kept and "还没有到" in kept
    post(theirs, f"/desk/tasks/{task.pk}/do/accept/", on="2024-06-20")
    post(theirs, f"/desk/tasks/{task.pk}/do/answer/", on="2024-06-20", answer=MARKUP)
    again = post(theirs, f"/desk/tasks/{task.pk}/do/answer/", 422, on="2024-06-20", answer="再答一次")
    assert "已反馈" in again
    read = office[1].get(f"/desk/tasks/{task.pk}/").content.decode()
    assert "&lt;script&gt;" in read and "<script>alert" not in read


def test_a_stranger_finds_neither_the_task_nor_its_verbs(office, case):
    task = actions.ask_colleagues(
        actor=SYSTEM,
        application=case,
        on=date(2024, 6, 11),
        organ=OrganFactory(),
        what="查找",
        working_days=3,
    )
    stranger = client_of(person(OrganFactory(), *Role.values))
    assert stranger.get(f"/desk/tasks/{task.pk}/").status_code == 404
    for name in ("accept", "answer", "return"):
        post(stranger, f"/desk/tasks/{task.pk}/do/{name}/", 404, on="2024-06-20", answer="有", reason="不是")
    # the asking organ sees its task, and may not answer it
    post(office[1], f"/desk/tasks/{task.pk}/do/answer/", 403, on="2024-06-20", answer="有")
    post(stranger, f"/desk/cases/{case.pk}/work/remind/{task.pk}/", 404, on="2024-06-20")


def test_a_record_of_another_case_cannot_be_reached_through_this_one(office, case):
    other = ApplicationFactory()
    facts = {"actor": SYSTEM, "application": other, "on": date(2024, 6, 11)}
    party = actions.add_party(**facts, kind="third_party", name="第三方甲（示例）")
    talk = actions.record_contact(**facts, way="phone", whom="applicant", note="x", result="unreached")
    post(office[1], f"/desk/cases/{case.pk}/work/ask/{party.pk}/", 404, on="2024-06-20")
    post(office[1], f"/desk/cases/{case.pk}/look/party/{party.pk}/", 404)
    post(office[1], f"/desk/cases/{case.pk}/look/contact/{talk.pk}/", 404)
    post(office[1], f"/desk/cases/{case.pk}/look/reasons/1/", 404)
    post(office[1], f"/desk/cases/{case.pk}/work/ask/", 404)
    post(office[1], f"/desk/cases/{case.pk}/work/nothing/", 404)


def test_a_third_party_from_record_to_judgement_without_a_typed_number(office, case):
    at = f"/desk/cases/{case.pk}/"
    post(office[1], f"{at}work/party/", on="2024-06-11", kind="third_party", name="第三方甲（示例）")
    party = Party.objects.get()
    post(office[1], f"{at}work/ask/{party.pk}/", on="2024-06-11", received_on="2024-06-12")
    html = office[1].get(at).content.decode()
    assert "2024年7月3日前提出意见" in html and "第三方甲" not in html
    kept = post(
        office[1], f"{at}work/opinion/{party.pk}/", 422, on="2024-06-18", answer="objected", reasons=""
    )
    assert "请写明对方的理由" in kept
    post(office[1], f"{at}work/opinion/{party.pk}/", on="2024-06-18", answer="objected", reasons="商业秘密")
    post(
        office[1], f"{at}work/judge/{party.pk}/", on="2024-06-19", judgement="public_interest", why="公共资金"
    )
    html = office[1].get(at).content.decode()
    assert "待告知" in html and "公开前把内容和理由书面告知第三方" in html
    assert "第三方甲（示例）" in office[1].post(f"{at}look/party/{party.pk}/").content.decode()


def test_a_fee_waits_for_a_signer_and_the_laws_amount(office, case):
    at = f"/desk/cases/{case.pk}/work/fee/"
    data = {
        "on": "2024-06-20",
        "basis": "by_page",
        "units": "45",
        "yuan": "100",
        "reason": "频次明显超过合理范围",
    }
    kept = post(office[1], at, 422, **data)
    assert "计算为150元" in kept and "频次明显超过合理范围" in kept
    clerk = client_of(person(office[0], Role.HANDLER))
    assert 'id="work-fee"' not in clerk.get(f"/desk/cases/{case.pk}/").content.decode()
    post(clerk, at, 403, **{**data, "yuan": "150"})
    post(office[1], at, **{**data, "yuan": "150"})
    assert FeeDecision.objects.get().yuan == 150


def test_a_group_from_the_case_page_to_one_verb_for_all(office, case):
    organ, client = office
    others = [ApplicationFactory(organ=organ) for _ in range(2)]
    html = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "和相同的申请成批办理" in html and "另有2件申请同一事项" in html and "标题相同" not in html
    html = client.get(f"/desk/cases/{case.pk}/group/").content.decode()
    assert 'id="group" open' in html and html.count("标题相同") == 2
    owner = person(organ, Role.HANDLER)
    data = {
        "on": "2024-06-20",
        "name": "征地补偿（示例）",
        "owner": owner.pk,
        "others": [c.pk for c in others],
    }
    kept = post(client, f"/desk/cases/{case.pk}/group/", 422, **{**data, "others": []})
    assert "请至少选一件" in kept
    post(client, f"/desk/cases/{case.pk}/group/", **data)
    at = f"/desk/groups/{case.membership.group_id}/"
    assert all(c.number in client.get(at).content.decode() for c in (case, *others))
    actions.withdraw(actor=SYSTEM, application=others[0], on=date(2024, 6, 20))
    done = post(client, f"{at}do/assign/", 200, on="2024-06-20", handler=owner.pk)
    assert "办成2件，没有办成1件" in done and "已办结的申请不能再交办" in done
    post(client, f"{at}do/draft/", on="2024-06-20", text=MARKUP)
    assert "&lt;script&gt;" in client.get(at).content.decode()
    refused = post(client, f"{at}do/letters/", 200, on="2024-06-20", kind="disclosed")
    assert "没有办成3件" in refused and "还没有判断完" in refused
    stranger = client_of(person(OrganFactory(), *Role.values))
    assert stranger.get(at).status_code == 404
    post(stranger, f"{at}do/assign/", 404, on="2024-06-20", handler=owner.pk)
    post(stranger, f"/desk/cases/{case.pk}/evidence.xlsx", 404)


def test_the_evidence_of_many_is_offered_and_taken_with_a_trace(office, case):
    for _ in range(4):
        ApplicationFactory(organ=office[0])
    html = office[1].get(f"/desk/cases/{case.pk}/").content.decode()
    assert "共5件，单日最多5件" in html and "不作判断" in html
    for form in ("xlsx", "docx"):
        response = office[1].post(f"/desk/cases/{case.pk}/evidence.{form}")
        assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert office[1].post(f"/desk/cases/{case.pk}/evidence.exe").status_code == 404
    assert office[1].get(f"/desk/cases/{case.pk}/evidence.xlsx").status_code == 405
    assert Event.objects.filter(kind="application.evidence_made").count() == 2


@pytest.mark.parametrize(
    ("name", "data", "typed"),
    [
        ("contact", {"way": "phone", "whom": "applicant", "result": "narrowed"}, "note"),
        ("task", {"working_days": "3"}, "what"),
        ("party", {"kind": "third_party", "contact": ""}, "name"),
    ],
)
def test_of_two_officers_on_one_case_the_second_is_told_and_keeps_the_words(office, case, name, data, typed):
    """两人同时办理: the newer verbs carry the version of the case like the older ones."""
    version = case.version
    post(office[1], f"/desk/cases/{case.pk}/do/assign/", on="2024-06-19", handler=office[0].people.get().pk)
    sent = {
        "on": "2024-06-19",
        "version": version,
        "organ": office[0].pk,
        **data,
        typed: "后来的人写的一段话",
    }
    told = post(office[1], f"/desk/cases/{case.pk}/work/{name}/", 422, **sent)
    assert "又有1条新的记录" in told and "交办" in told and "后来的人写的一段话" in told
    assert not Contact.objects.exists() and not Task.objects.exists() and not Party.objects.exists()


def test_of_two_who_write_the_shared_draft_the_second_is_told_and_nothing_is_overwritten(office, case):
    group = actions.open_group(
        actor=SYSTEM, organ=office[0], on=date(2024, 6, 11), name="一批", applications=[case, ApplicationFactory(organ=office[0])]
    )  # fmt: skip
    at = f"/desk/groups/{group.pk}/do/draft/"
    post(office[1], at, on="2024-06-19", seen="1", text="先写的理由")
    told = post(office[1], at, 422, on="2024-06-19", seen="1", text="后写的理由")
    assert "又有新的记录" in told and "写共用的拟稿" in told and "后写的理由" in told
    group.refresh_from_db()
    assert group.draft == "先写的理由"
