# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The pressed site follows what places a document, opens a column, feeds a service and keeps a term; each step equals the record."""

from datetime import date, timedelta

import pytest

from gongkai.portal.press import following
from gongkai.portal.press.verifying import against_record
from gongkai.publishing import actions
from gongkai.publishing.models import Column
from tests.factories import SYSTEM, ColumnFactory, DocumentFactory
from tests.portal.press.conftest import START, files

pytestmark = pytest.mark.django_db
FEED = '{{"items": [{{"id": "1", "title": "补贴申请入口", "url": "https://service.example.cn/1", "policies": ["{}"]}}]}}'


def pressed():
    following.follow()
    assert list(against_record(following.current())) == []
    return {
        name: body.decode()
        for name, body in files(following.current().pages).items()
        if name.endswith(".html")
    }


@pytest.mark.law("条例第二十二条")
def test_the_rows_of_the_standard_catalogue_stand_on_their_columns_page(site):
    _, column = site
    name = f"column/{column.slug}.html"
    assert "标准目录" not in pressed()[name]
    facts = {
        "first": "补贴发放结果",
        "content": "对象、标准、金额",
        "basis": "《示例办法》第三条",
        "count": 7,
    }
    actions.put_item(actor=SYSTEM, column=column, on=START, number="0501", **facts)
    made = pressed()[name]
    assert all(
        said in made
        for said in ("0501", "补贴发放结果", "《示例办法》第三条", "7个工作日", "全社会，主动公开")
    )
    actions.drop_item(actor=SYSTEM, column=column, on=START, number="0501", reason="并入其他条目")
    assert "补贴发放结果" not in pressed()[name]


def test_placing_opening_feeding_and_terms_reach_every_page_they_show_on(site, day):
    organ, column = site
    topic = ColumnFactory(owner=organ, slug="zhuanti", name="专题", kind=Column.Kind.TOPIC)
    row = DocumentFactory(
        organ=organ, column=column, title="补贴办法", on=START, formed_on=START, register="normative", number="测政发〔2024〕1号",
        effective_from=date(2024, 1, 1),
    )  # fmt: skip
    page = f"document/{row.pk}.html"
    actions.place(actor=SYSTEM, document=row, column=topic, on=START)
    made = pressed()
    assert "补贴办法" in made["column/zhuanti.html"] and "专题" in made[page]
    actions.unplace(actor=SYSTEM, document=row, column=topic, on=START, reason="错放")
    assert "补贴办法" not in pressed()["column/zhuanti.html"]

    feed = actions.set_feed(
        actor=SYSTEM, owner=organ, slug="fuwu", name="服务网", kind="service", address=None, on=START
    )
    actions.take_feed(actor=SYSTEM, feed=feed, data=FEED.format(row.number).encode(), on=START)
    assert "补贴申请入口" in pressed()[page]
    actions.take_feed(actor=SYSTEM, feed=feed, data=FEED.format("别的〔2024〕2号").encode(), on=START)
    assert "补贴申请入口" not in pressed()[page]
    actions.take_feed(actor=SYSTEM, feed=feed, data=FEED.format(row.number).encode(), on=START)

    actions.change_column(actor=SYSTEM, column=topic, on=START, reason="改名", name="专题二")
    assert "专题二" in pressed()["column/zhuanti.html"]
    actions.open_column(
        actor=SYSTEM, owner=organ, slug="xin", name="以后的专题", kind=Column.Kind.TOPIC, belongs="以后的信息。", on=START,
        opens_on=START + timedelta(days=9),
    )  # fmt: skip
    actions.set_term(
        actor=SYSTEM, document=row, on=START, expires_on=START + timedelta(days=8), basis="测政发〔2024〕9号"
    )
    assert "column/xin.html" not in pressed()
    day(START + timedelta(days=9))
    made = pressed()
    assert "以后的专题" in made["column/xin.html"] and "以后的专题" in made["disclosure.html"]
    assert "来源9日没有更新" in made[page] and "已失效" in made[page]
