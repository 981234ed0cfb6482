# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What pressed pages say: to readers of feeds, to search engines, to whoever cites them; the library and its choices."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, timedelta

import pytest
from django.template import engines
from lxml import etree

from gongkai.ledger.models import Event
from gongkai.portal.press import following
from gongkai.portal.press.fragments import trail
from gongkai.portal.press.maps import SHARD
from gongkai.portal.press.pages import kinds
from gongkai.portal.press.rendering import frame
from gongkai.portal.press.skin import Skin, template
from gongkai.portal.press.touching import touched
from gongkai.portal.press.tree import gz
from gongkai.publishing import actions
from tests.factories import SYSTEM, DocumentFactory
from tests.portal.press.conftest import START

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def policy(site):
    organ, column = site
    row = DocumentFactory(
        organ=organ, column=column, title="养老<b>服务</b>“办法”</script>", on=START, register="normative",
        number="测政发〔2024〕9号", effective_from=date(2024, 6, 4), expires_on=date(2025, 6, 30),
    )  # fmt: skip
    actions.accompany(
        actor=SYSTEM, document=row, kind="service", title="高龄津贴申领", text="窗口办理", on=START
    )
    following.follow()
    return row


def page(name):
    return (following.current().pages / name).read_text()


def test_a_policy_says_what_it_is_to_programs_and_how_to_cite_it(policy):
    html = page(f"document/{policy.pk}.html")
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    assert (said["@type"], said["name"], said["legislationIdentifier"]) == (
        "Legislation",
        policy.title,
        "测政发〔2024〕9号",
    )
    assert said["legislationLegalForce"] == "https://schema.org/InForce"
    assert said["mentions"][0]["@type"] == "GovernmentService"
    address = f"https://www.xian.example/document/{policy.pk}/"
    assert f'<link rel="canonical" href="{address}">' in html and f'og:url" content="{address}"' in html
    assert f"索引号{policy.index_number}，{address}" in html
    assert "<b>服务" not in html


def test_feeds_hold_the_twenty_newest_under_names_that_stay(site, policy, settings):
    organ, column = site
    for n in range(22):
        DocumentFactory(organ=organ, column=column, title=f"第{n}条\x0b", on=START - timedelta(days=30 - n))
    following.follow()
    for name in ("feed.xml", "column/guifan/feed.xml", "organ/xian/feed.xml"):
        feed = etree.fromstring(page(name).encode())
        assert len(feed.findall(f"{ATOM}entry")) == 20
        assert feed.find(f"{ATOM}entry/{ATOM}title").text == policy.title
    first = feed.find(f"{ATOM}entry/{ATOM}id").text
    settings.GONGKAI_SITE = {"address": "https://another.example"}
    following.follow()
    assert etree.fromstring(page("feed.xml").encode()).find(f"{ATOM}entry/{ATOM}id").text == first


def test_the_maps_name_every_document_and_no_withdrawn_one(site, policy):
    organ, column = site
    gone = DocumentFactory(organ=organ, column=column, on=START)
    following.follow()
    index = etree.fromstring(page("sitemap.xml").encode())
    parts = [e.text for e in index.iter(f"{MAPS}loc")]
    assert f"https://www.xian.example/sitemap/documents-{policy.pk // SHARD}.xml" in parts
    listed = f"sitemap/documents-{gone.pk // SHARD}.xml"
    assert f"/document/{gone.pk}/" in page(listed)
    actions.withdraw(actor=SYSTEM, document=gone, on=START, reason="示例")
    following.follow()
    assert f"/document/{gone.pk}/" not in page(listed) and f"/document/{policy.pk}/" in page(listed)
    assert "Sitemap: https://www.xian.example/sitemap.xml" in page("robots.txt")


def test_the_policy_library_moves_a_document_on_the_day_its_force_ends(policy, day):
    assert policy.number in page("policies/in-force/normative/2024.html")
    assert policy.number not in page("policies/ended.html")
    day(date(2025, 7, 1))
    following.follow()
    assert policy.number not in page("policies/in-force.html")
    assert policy.number in page("policies/ended/normative.html") and policy.number in page(
        "policies/2024.html"
    )


@pytest.mark.law("条例第十二条")
def test_an_organs_page_takes_its_contact_facts_from_the_register(site, policy):
    html = page("organ/xian.html")
    for fact in ("示例路1号", "00000000", policy.number, "订阅"):
        assert fact in html
    assert "/organ/xian/" in page("guide.html") and "/organ/xian/" in page("catalogue.html")


def test_the_way_to_a_column_cut_at_its_hole_is_what_the_template_prints_whole(site):
    _, column = site
    column.name = "规章<b>“制度”"
    steps = [
        ("首页", "/"),
        ("法定主动公开内容", "/disclosure/"),
        (column.name, f"/column/{column.slug}/"),
        ("测〔2024〕<1>号", None),
    ]
    parts = engines["jinja2"].get_template("parts.html").template.module
    assert trail(column, "测〔2024〕<1>号") == parts.crumb(steps)


def test_pages_cut_from_their_frame_are_whole_pages_byte_for_byte(policy):
    skin, seen = Skin(frame("", START)), 0
    for kind in kinds():
        for shown in (s for batch in kind.addresses(START) for s in kind.shown(batch, START)):
            if kind.body(shown, START) is None:
                common = frame(shown.address, START)
                cut = skin.render(
                    kind.template, kind.current, shown.address, common["location"], shown.context
                )
                assert cut == template(kind.template).render(
                    {**common, "current": kind.current, **shown.context}
                )
                seen += 1
    assert seen > 40


def test_compressed_pages_say_nothing_of_the_clock_or_the_machine():
    for body in (b"", "政府信息公开<条例>".encode() * 900):
        packed = gz(body)
        assert gzip.decompress(packed) == body and packed == gz(body)
        assert packed[4:8] == bytes(4) and packed[9] == 255


def test_a_publication_of_today_reaches_no_page_that_would_say_the_same(site, django_assert_max_num_queries):
    organ, column = site
    rows = [DocumentFactory(organ=organ, column=column, on=START) for _ in range(2)]
    events = list(Event.objects.filter(stream=rows[1].stream))
    reached = touched(events, START)
    assert {"/", "/disclosure/", f"/document/{rows[1].pk}/"} <= reached
    assert not reached & {"/statistics/", "/sitemap/", "/sitemap.xml"}
    following.follow()
    DocumentFactory(organ=organ, column=column, on=START)
    with django_assert_max_num_queries(82):
        following.follow()
