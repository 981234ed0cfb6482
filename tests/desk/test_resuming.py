# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A session that ends while somebody writes: what was typed comes along to the sign-in page and back."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from gongkai.annual_report.models import Paragraph
from gongkai.organs.models import Organ, Role
from tests.factories import OrganFactory, person

pytestmark = pytest.mark.django_db
TEXT = "第一段写了很久，“引号”和<尖括号>都在，不能因为登录过期就丢掉。\n第二段。"


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {unescape(name): unescape(value) for name, value in found}


def test_what_was_typed_is_carried_through_signing_in_and_saved(county, settings):
    settings.GONGKAI_TODAY = date(2025, 1, 20)
    person(county, Role.COMPILER, username="xie")
    desk, at = Client(), "/desk/reports/xian/2024/write/1.3/"
    typed = TEXT.replace("<尖括号>", "")
    ended = desk.post(at, {"text": typed, "was": "none", "password": "x"})
    assert ended.status_code == 401 and "登录已经过期" in ended.text
    carried = hidden(ended.text)
    assert (carried["kept_to"], carried["kept:text"]) == (at, typed) and "kept:password" not in carried
    wrong = desk.post("/desk/sign-in/", {**carried, "username": "xie", "password": "wrong-one"})
    assert hidden(wrong.text)["kept:text"] == typed
    signed = desk.post("/desk/sign-in/", {**carried, "username": "xie", "password": "long-enough-1"})
    assert f'action="{at}"' in signed.text and "接着保存" in signed.text
    again = desk.post("/desk/sign-in/", carried)  # signed in meanwhile in another window
    assert "接着保存" in again.text
    desk.post(at, {"text": typed, "was": hidden(signed.text)["was"]})
    assert Paragraph.objects.get().text == typed


def test_only_the_desk_is_gone_on_to_and_other_sites_forms_come_to_nothing(county):
    user = person(county, Role.COMPILER)
    desk = Client()
    desk.force_login(user)
    for to in ("https://example.cn/", "//example.cn/desk/", "/report/2024/"):
        assert (
            "接着保存"
            not in desk.post("/desk/sign-in/", {"kept_to": to, "kept:text": TEXT}, follow=True).text
        )
    assert Client(enforce_csrf_checks=True).post("/desk/cases/1/", {"text": TEXT}).status_code == 403
