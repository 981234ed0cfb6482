# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开统计: counts the documents as they are, and prints what the published report says of applications."""

from datetime import date, timedelta

import pytest

from gongkai.portal.press import following
from gongkai.portal.press.statistics import OUTCOMES, reported
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Document
from tests.factories import SYSTEM, DocumentFactory
from tests.portal.press.conftest import START, files

EVE = START - timedelta(days=1)


@pytest.mark.django_db
def test_the_page_follows_publication_and_withdrawal(site, day, django_assert_max_num_queries, client):
    organ, column = site
    other = Column.objects.get(slug="yingji")
    for n, (where, on) in enumerate(
        [(column, date(2023, 5, 4)), (column, EVE), (other, EVE), (other, EVE), (other, START)]
    ):
        DocumentFactory(organ=organ, column=where, title=f"第{n}条", formed_on=on, on=on)
    following.follow()
    said = files(following.current().pages)["statistics.html"].decode()
    assert "共公开4条" in said and "2024年3条" in said and "2023年1条" in said
    assert (
        '<a href="/column/yingji/">应急预案</a></th><td class="num r">2</td><td class="num r">0</td><td class="num r">2</td>'
        in said
    )
    actions.withdraw(actor=SYSTEM, document=Document.objects.get(title="第3条"), on=START, reason="示例")
    following.follow()
    assert "共公开3条" in files(following.current().pages)["statistics.html"].decode()
    day(START + timedelta(days=1))
    following.follow()
    assert "共公开4条" in files(following.current().pages)["statistics.html"].decode()
    with django_assert_max_num_queries(24):
        assert client.get("/statistics/").status_code == 200


def test_outcomes_are_the_rows_of_table_three_and_add_up():
    table = [[0] * 6 + [n] for n in range(23)]

    class Row:
        year = 2024
        snapshot = {"figures": {"applications.new": 9, "applications.late": 0}, "table3": table}

    found = reported(Row)
    assert found["asked"] == [("applications.new", "本年新收", 9), ("applications.late", "超过法定期限", 0)]
    assert dict(found["outcomes"])["不予公开"] == sum(range(4, 12))
    assert sum(n for _, n in found["outcomes"]) == sum(range(2, 23)) and OUTCOMES[-1][1] == 22
