# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开指南 is kept current on the desk, and the site has no other source for it (条例第十二条、第五十三条第二项)."""

from datetime import date

import pytest
from django.test import Client

from gongkai.organs import actions
from gongkai.organs.models import Organ, Role
from tests.factories import DAY, SYSTEM, OrganFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.law("条例第十二条")]
FACTS = {
    "office_name": "政务公开科", "address": "新路2号", "office_hours": "工作日9:00至17:00", "phone": "12345678", "fax": "87654321",
    "online": "gk@xian.example",
}  # fmt: skip


@pytest.fixture
def county(settings):
    settings.GONGKAI_TODAY = DAY
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def signed_in(organ, *roles):
    desk = Client()
    desk.force_login(person(organ, *roles), backend="django.contrib.auth.backends.ModelBackend")
    return desk


def test_who_runs_an_office_says_how_it_is_reached_and_the_guide_follows(county, client):
    unit, other = OrganFactory(slug="minzheng", parent=county), OrganFactory(slug="jiaoyu", parent=county)
    desk = signed_in(unit, Role.ADMIN)
    listed = desk.get("/desk/guides/").text
    assert "缺传真号码、互联网联系方式" in listed and other.short_name not in listed
    assert desk.post("/desk/guides/jiaoyu/", FACTS).status_code == 404
    reader = signed_in(unit, Role.EDITOR)  # reads what they do not keep
    seen = reader.get("/desk/guides/").text
    assert "“管理”岗位" in seen and unit.short_name in seen and "/desk/guides/minzheng/" not in seen
    assert reader.get("/desk/guides/minzheng/").status_code == 404
    refused = desk.post("/desk/guides/minzheng/", FACTS | {"phone": ""})
    assert refused.status_code == 422 and "新路2号" in refused.text
    desk.post("/desk/guides/minzheng/", FACTS)
    assert "没有改动" in desk.post("/desk/guides/minzheng/", FACTS).text
    for address in ("/guide/", "/organ/minzheng/"):
        assert all(said in client.get(address).text for said in FACTS.values())


def test_an_organ_that_was_merged_away_is_no_longer_in_the_guide(county, client):
    old, new = OrganFactory(parent=county), OrganFactory(parent=county)
    actions.merge(actor=SYSTEM, organ=old, into=new, on=date(2024, 5, 6), basis="机构改革方案（示例）")
    page = client.get("/guide/").text
    assert new.name in page and f">{old.name}<" not in page
    assert signed_in(old, Role.EDITOR).get("/desk/guides/").text.count("“管理”岗位") == 1
