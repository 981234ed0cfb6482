# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""期限计算器: the date, its articles and the days, for anyone, without anything kept."""

from datetime import date

import pytest

from tests.factories import OrganFactory

pytestmark = pytest.mark.django_db
ONLINE = {"channel": "online", "submitted_on": "2024-09-25", "fixed_on": "2024-09-27"}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.GONGKAI_TODAY = date(2024, 12, 31)
    OrganFactory()


def ask(client, status=200, **facts):
    response = client.get("/calculator/", facts)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (ONLINE, "2024年10月30日"),
        ({**ONLINE, "extended_on": "2024-10-20", "extended_by": "5"}, "2024年11月6日"),
        ({**ONLINE, "sent_on": "2024-10-09", "answered_on": "2024-10-15"}, "2024年11月6日"),
        ({**ONLINE, "asked_on": "2024-10-08", "supplemented_on": "2024-10-21"}, "2024年11月18日"),
        ({**ONLINE, "asked_on": "2024-10-08"}, "等补正后重新起算"),
        ({"channel": "counter", "submitted_on": "2024-06-03"}, "2024年7月2日"),
    ],
)
def test_the_last_day_with_its_articles_and_every_day_counted(client, facts, says):
    html = ask(client, **facts)
    assert (
        f'<p class="big">{says}' in html
        or f'<p class="big ochre">{says}' in html
        or f'<p class="big ">{says}' in html
    )
    assert "条例第三十一条" in html


def test_holidays_and_make_up_days_are_marked(client):
    html = ask(client, **ONLINE)
    assert html.count('<li class="h') == 7  # 10月1日至7日
    assert html.count('<li class="m') == 2


def test_what_the_law_does_not_allow_is_said(client):
    html = ask(client, **ONLINE, extended_on="2024-11-05", extended_by="5")
    assert "已过答复期限2024年10月30日（条例第三十三条第二款）" in html


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"submitted_on": ""}, "请填写提交日期"), ({"submitted_on": "6/3"}, "请写成2024-06-03这样"),
        ({"submitted_on": "0001-01-01"}, "应在1990年到2199年之间"), ({"fixed_on": ""}, "由签收或者确认决定"),
        ({"channel": "pigeon"}, "没有这种提交方式"), ({"extended_on": "2024-10-20", "extended_by": "99"}, "最长20个工作日"),
        ({"extended_by": "5"}, "填了“延长的工作日数”，这一项也要填"), ({"answered_on": "2024-10-10"}, "填了“收到意见日期”，这一项也要填"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_what_to_put_in(client, facts, says):
    html = ask(client, 422, **{**ONLINE, **facts})
    assert says in html
    assert "最后答复日" not in html


def test_the_page_from_article_to_test(client):
    html = client.get("/law/").content.decode()
    for said in ("第三十三条", "law.clock.run", "线下场所，不由软件办理", "国务院令第711号"):
        assert said in html
