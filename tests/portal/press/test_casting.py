# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A page that is cast in a mould is the page its template prints, and what has more to say than others is not cast."""

from datetime import date, timedelta

import pytest

from gongkai.portal.press.casting import alone
from gongkai.portal.press.fragments import FEW, older
from gongkai.portal.press.pages import kinds
from gongkai.portal.press.rendering import frame, press_kind
from gongkai.portal.press.skin import Mould, Skin, hole
from gongkai.publishing import actions
from gongkai.publishing.models import Document, Version
from tests.factories import SYSTEM, ColumnFactory, DocumentFactory
from tests.portal.press.conftest import START, put_beside

pytestmark = pytest.mark.django_db
HOSTILE = "“甲”&<b>乙</b>'\"</script>\\u0026 {{ d }} %s QQholetitleQQ"


def both(rows):
    """The pages of these documents by their templates, and as a whole press makes them."""
    page = next(p for p in kinds() if type(p).__name__ == "DocumentPage")
    skin, addresses = Skin(frame("", START)), [f"/document/{d.pk}/" for d in rows]
    return [
        {p.address: p for p in press_kind(page, addresses, START, skin, many=many)} for many in (False, True)
    ]


def cast(row):
    return [f.pk for f in alone([row.pk], START)] == [row.pk]


def test_cast_pages_are_what_the_template_prints_whatever_is_written_in_them(site):
    organ, column = site
    other = ColumnFactory(owner=organ, slug="biede", name=HOSTILE, belongs="别的")
    rows = [
        DocumentFactory(organ=organ, column=column, title="第一条", on=START - timedelta(days=60), formed_on=date(2024, 1, 5)),
        DocumentFactory(organ=organ, column=column, title=HOSTILE, summary=HOSTILE, on=START, number=HOSTILE[:50]),
        DocumentFactory(organ=organ, column=column, title="当日", on=START, formed_on=START, body=f"<table><tr><td>{HOSTILE}</td></tr></table>"),
        DocumentFactory(organ=organ, column=other, title="别的栏目", on=START, described={"kind": "通知", "theme": HOSTILE[:30], "drafter": HOSTILE[:60], "office": "办公室"}),
        *(DocumentFactory(organ=organ, column=other, title=f"又一条{n}", on=START) for n in range(6)),
    ]  # fmt: skip
    assert all(map(cast, rows))
    printed, made = both(rows)
    assert made == printed and len(made) == len(rows)
    late, escaped = (
        made[f"/document/{rows[0].pk}/"].body.decode(),
        made[f"/document/{rows[1].pk}/"].body.decode(),
    )
    assert "为什么说公开不及时" in late and "最早的一条" in late
    assert "<b>乙</b>" not in escaped and escaped.count("</script>") == printed[
        f"/document/{rows[0].pk}/"
    ].body.decode().count("</script>")


def test_what_an_earlier_record_left_empty_is_printed_as_nothing(site):
    organ, column = site
    row = DocumentFactory(organ=organ, column=column, on=START)
    Document.objects.filter(pk=row.pk).update(summary="", number="", theme="")
    printed, made = both([row])
    assert cast(row) and made == printed


def test_what_is_withdrawn_while_its_batch_is_read_does_not_break_the_press_off(site):
    organ, column = site
    rows = [DocumentFactory(organ=organ, column=column, on=START) for _ in range(2)]
    facts = alone([d.pk for d in rows], START)
    actions.withdraw(actor=SYSTEM, document=rows[1], on=START, reason="错放")
    found = older(facts * FEW, START)
    assert found == {rows[0].pk: [], rows[1].pk: []}
    actions.withdraw(actor=SYSTEM, document=rows[0], on=START, reason="错放")
    assert older(facts * FEW, START) == found


def test_a_catalogue_rows_own_limit_is_judged_on_a_cast_page(site):
    organ, column = site
    actions.put_item(
        actor=SYSTEM, column=column, on=START, number="0501", first="结果", content="标准", basis="《示例办法》第三条", count=7
    )  # fmt: skip
    row = DocumentFactory(organ=organ, column=column, on=START, formed_on=START - timedelta(days=3))
    assert row.limit and cast(row)
    printed, made = both([row])
    assert made == printed and "7个工作日" in made[f"/document/{row.pk}/"].body.decode()


def test_what_has_more_to_say_is_printed_by_itself(site):
    organ, column = site
    topic = ColumnFactory(owner=organ, slug="zhuanti", name="专题")
    publish = lambda **facts: DocumentFactory(organ=organ, column=column, on=START, **facts)  # noqa: E731
    policy, explaining, placed, helped, fed, changed, consulted, decided, gone = (
        publish(title=f"第{n}条", number=f"测政发〔2024〕{n}号") for n in range(9)
    )
    registered = publish(register="normative", number="测政发〔2024〕99号", effective_from=START)
    put_beside(
        organ, policy=policy, explaining=explaining, helped=helped, consulted=consulted, decided=decided
    )
    actions.place(actor=SYSTEM, document=placed, column=topic, on=START)
    feed = actions.set_feed(
        actor=SYSTEM, owner=organ, slug="fuwu", name="服务网", kind="service", address=None, on=START
    )
    entry = f'{{"items": [{{"id": "1", "title": "入口", "url": "https://service.example.cn/1", "policies": ["{fed.number}"]}}]}}'
    actions.take_feed(actor=SYSTEM, feed=feed, data=entry.encode(), on=START)
    actions.amend(actor=SYSTEM, document=changed, on=START, title="改过", body="<p>改过</p>", note="更正")
    rows = [policy, explaining, placed, helped, fed, changed, consulted, decided, registered]
    assert not [row.title for row in rows if cast(row)]
    actions.withdraw(actor=SYSTEM, document=gone, on=START, reason="错放")
    assert not cast(gone)
    printed, made = both([*rows, gone, publish(title="别的")])
    assert made == printed and made[f"/document/{gone.pk}/"].gone
    assert Version.objects.filter(document=changed).count() == Document.objects.get(pk=changed.pk).version


def test_a_mould_is_filled_or_fails():
    made = Mould(f"<p>{hole('title')}</p>{hole('title')}{hole('here')}")
    assert made.fill({"title": hole("here"), "here": "/"}).decode() == f"<p>{hole('here')}</p>{hole('here')}/"
    with pytest.raises(KeyError):
        made.fill({"title": "题目"})
