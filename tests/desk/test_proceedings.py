# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议和诉讼 on the desk."""

from datetime import date

import pytest

from gongkai.applications.models import Proceeding
from gongkai.organs.models import Organ, Role
from tests.factories import ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
OPENED = {
    "block": "litigation_direct", "stage": "first", "body": "法院（示例）", "case_number": "行初1号", "on": "2024-09-02",
}  # fmt: skip


@pytest.fixture
def organ():
    return OrganFactory(slug="county", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def officer(client, organ):
    staff = person(organ, Role.HANDLER, Role.REVIEWER)
    client.force_login(staff)
    return staff


@pytest.fixture
def case(organ):
    return reply(ApplicationFactory(organ=organ), outcome_id="R3.3.6", reasons="属于过程性信息")


def test_a_suit_the_law_does_not_expect_is_asked_about_once_and_then_recorded(client, officer, case):
    page = client.post(f"/desk/cases/{case.pk}/proceedings/", OPENED)
    assert page.status_code == 422 and "应当先申请行政复议" in page.text and "行初1号" in page.text
    assert not Proceeding.objects.exists()
    page = client.post(f"/desk/cases/{case.pk}/proceedings/", OPENED | {"acknowledged": "on"})
    assert page.status_code == 302 and Proceeding.objects.get().case_number == "行初1号"


def test_a_review_from_its_copy_to_the_new_reply(client, officer, case):
    client.post(
        f"/desk/cases/{case.pk}/proceedings/", OPENED | {"block": "reconsideration", "stage": "review"}
    )
    row = Proceeding.objects.get()
    at = f"/desk/proceedings/{row.pk}/"
    client.post(f"{at}do/copy/", {"on": "2024-09-03"})
    assert "2024年9月18日" in client.get(at).text  # ten working days, 中秋 left out
    client.post(f"{at}do/answer/", {"on": "2024-09-10"})
    facts = {"decision_key": "review.revoked", "on": "2024-10-21", "new_reply_working_days": "20"}
    refused = client.post(f"{at}do/conclude/", facts)
    assert refused.status_code == 422 and "收到决定" in refused.text
    client.post(f"{at}do/conclude/", facts | {"received_on": "2024-10-23"})
    assert "2024年11月20日前重新答复" in client.get(at).text
    listed = client.get("/desk/proceedings/").text
    assert "重新答复" in listed and "结果纠正" in listed
    client.post(f"{at}do/reply/", {"on": "2024-11-18", "note": "示例依复〔2024〕9号"})
    row.refresh_from_db()
    assert row.new_reply.done_on == date(2024, 11, 18)


def test_another_organs_proceeding_is_not_found(client, officer):
    other = reply(ApplicationFactory(organ=OrganFactory()), outcome_id="R3.4.1")
    assert client.post(f"/desk/cases/{other.pk}/proceedings/", OPENED).status_code == 404


def test_the_list_keeps_its_budget(client, officer, organ, django_assert_max_num_queries):
    for n in range(8):
        case = reply(ApplicationFactory(organ=organ), outcome_id="R3.4.1")
        client.post(f"/desk/cases/{case.pk}/proceedings/", OPENED | {"case_number": f"行初{n}号"})
    assert Proceeding.objects.count() == 8
    with django_assert_max_num_queries(12):
        client.get("/desk/proceedings/")
