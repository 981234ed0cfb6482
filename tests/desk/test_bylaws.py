# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开制度 on the desk: issued, replaced by a new text, withdrawn; what was refused stands again with what was typed."""

from datetime import date

import pytest
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.publishing.models import Bylaw
from tests.factories import OrganFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.law("条例第四十五条")]
TEXT = {
    "on": "2024-07-01",
    "in_force_on": "2024-07-01",
    "text": "第一条　依法办理。",
    "reviewed_by": "审查人（示例）",
}


@pytest.fixture
def organ(settings):
    settings.GONGKAI_TODAY = date(2024, 7, 1)
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def desk(organ):
    client = Client()
    client.force_login(person(organ, Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    issued = {**TEXT, "organ": organ.pk, "name": "依申请公开办理制度（示例）", "ground": "handling"}
    assert client.post("/desk/bylaws/new/", issued).status_code == 302
    return client


def test_a_new_text_replaces_the_one_before_and_one_without_change_is_refused(desk, settings):
    at = f"/desk/bylaws/{Bylaw.objects.get().pk}/"
    shown = desk.get(at).text
    assert "第一条　依法办理。</textarea>" in shown and "停止执行并撤下" in shown
    settings.GONGKAI_TODAY = date(2024, 8, 1)
    again = {**TEXT, "on": "2024-08-01", "in_force_on": "2024-08-01", "changes": "没有改"}
    refused = desk.post(f"{at}do/replace/", again)
    assert refused.status_code == 422 and "没有改动" in refused.text and "没有改</textarea>" in refused.text
    done = desk.post(
        f"{at}do/replace/", {**again, "text": "第一条　依法、及时办理。", "changes": "加上时限"}, follow=True
    )
    assert "已登记：修订，公布新的一版" in done.text and "第2版，2024年8月1日起施行" in done.text


def test_one_withdrawn_offers_nothing_more(desk):
    at = f"/desk/bylaws/{Bylaw.objects.get().pk}/"
    assert desk.post(f"{at}do/withdraw/", {"on": "2024-07-01", "reason": ""}).status_code == 422
    done = desk.post(f"{at}do/withdraw/", {"on": "2024-07-01", "reason": "并入新的制度"}, follow=True)
    assert "已停止执行" in done.text and "/do/" not in done.text
    assert desk.post(f"{at}do/nothing/").status_code == 404
