# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网上申请: three steps without script, nothing lost, one application of one form, personal facts nowhere in the clear."""

from datetime import date

import pytest

from gongkai.applications.models import Application
from tests.factories import OrganFactory
from tests.portal.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 6, 3)
    settings.MEDIA_ROOT = tmp_path
    return OrganFactory(slug="xian", name="测试县人民政府", short_name="县政府", kind="government")


@pytest.mark.law("条例第二十九条", "条例第三十一条")
def test_three_steps_make_one_registered_application_waiting_for_confirmation(client, site):
    walk = Walk(client).to_the_end()
    assert walk.status == 200, walk.html
    case = Application.objects.get()
    assert (case.state, case.channel, case.received_on, case.form) == (
        "unconfirmed",
        "online",
        None,
        "电子邮件",
    )
    assert case.number in walk.html
    assert case.applicant.name == "林晓（示例）"
