# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Finding: rows are read again through the gate, places are marked and escaped, and no page is silently empty."""

from datetime import date

import pytest
from markupsafe import Markup

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.finding import find, forget_names, similar_public, suggestions
from gongkai.publishing.marking import Marks
from gongkai.publishing.models import Document
from gongkai.search import actions as search_actions
from gongkai.search import following
from gongkai.search.analysis import words
from gongkai.search.models import SearchMiss
from gongkai.search.queries import forget_synonyms, misses, synonyms
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)


@pytest.fixture(autouse=True)
def _index(settings, tmp_path):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_INDEX = tmp_path / "index"
    forget_synonyms()
    forget_names()
    yield
    forget_synonyms()
    forget_names()


def shown(found):
    return [hit.id for hit in found.hits]


def test_an_index_that_is_behind_shows_nothing_withdrawn():
    document = DocumentFactory(title="含有个人信息的名单")
    following.prepare()
    Document.objects.filter(pk=document.pk).update(withdrawn_on=DAY)
    assert find("个人信息", as_of=TODAY).hits == []
    assert suggestions("名单", as_of=TODAY) == []
    assert similar_public("个人信息名单", as_of=TODAY) == []


def test_places_are_marked_and_everything_else_escaped():
    DocumentFactory(
        title="养老<b>服务</b>&办法",
        body="<p>前文" + "略" * 200 + "</p><p>护理补贴 &lt;script&gt; 按月发放。</p>",
        summary="概述",
    )
    following.prepare()
    hit = find("护理补贴", as_of=TODAY).hits[0]
    assert hit.marked_title == "养老&lt;b&gt;服务&lt;/b&gt;&amp;办法"
    assert "<mark>护理补贴</mark> &lt;script&gt; 按月发放。" in hit.snippet
    assert hit.snippet.startswith("…略")
    assert isinstance(hit.snippet, Markup)
    hostile = find('养老"><script>', as_of=TODAY)
    assert "<script" not in "".join(h.marked_title + h.snippet for h in hostile.hits)


@pytest.mark.parametrize(
    ("text", "asked", "place"),
    [
        ("依照永政发〔2024〕12号执行", "永政发[2024]第012号", "永政发〔2024〕12号"),
        ("ＧＤＰ增长", "gdp", "ＧＤＰ"),
        ("依照《土地管理法》的决定办", "土地管理法的决定", "土地管理法》的决定"),
        ("见a+b(c)", "a+b(c)", "a+b(c"),
    ],
)
def test_the_place_is_marked_as_it_was_written(text, asked, place):
    assert f"<mark>{place}</mark>" in Marks(words(asked)).snippet(text, "")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("土地管理法与《土地管理法》的决定", "土地管理法的决定 土地管理法"),
        ("哈哈哈哈", "哈哈 哈"),
        ("社会保险补贴和社会保险", "社会保险 保险补贴"),
        ("没有", "别的"),
    ],
)
def test_looking_for_characters_and_for_their_pattern_mark_the_same_places(text, asked):
    plainly, by_pattern = Marks(words(asked)), Marks(words(asked))
    by_pattern.literal = False
    assert plainly.literal and plainly.in_text(text) == by_pattern.in_text(text)


def test_a_word_over_two_tags_is_shown_and_one_in_an_address_is_not():
    said = Marks(words("护理补贴"))
    assert "<mark>护理补贴</mark>" in said.snippet("", "概述", "<p>前<em>护理</em>补贴</p>".encode())
    assert said.snippet("", "概述", '<p><a href="/护理补贴">别的</a></p>'.encode()) == "概述"


def test_synonyms_are_found_last_and_said():
    by_word = DocumentFactory(title="社保补贴")
    by_synonym = DocumentFactory(title="社会保险补贴")
    following.prepare()
    found = find("社保补贴", as_of=TODAY)
    assert (shown(found), found.also) == ([by_word.pk, by_synonym.pk], ["社会保险补贴"])
    assert "<mark>社会保险补贴</mark>" in found.hits[1].marked_title


def test_the_list_of_synonyms_is_the_organs_own():
    organ = OrganFactory()
    admin = person(organ, Role.ADMIN)
    assert ("社保", "社会保险") in synonyms()
    search_actions.set_synonyms(actor=admin, organ=organ, groups=[["楠溪江", "永嘉江"]], on=DAY)
    assert synonyms() == (("楠溪江", "永嘉江"),)
    with pytest.raises(search_actions.Refused, match="至少两个词"):
        search_actions.set_synonyms(actor=admin, organ=organ, groups=[["一个词"]], on=DAY)
    with pytest.raises(NotAllowed):
        search_actions.set_synonyms(actor=person(organ, Role.EDITOR), organ=organ, groups=[], on=DAY)
    search_actions.set_synonyms(actor=admin, organ=organ, groups=[], on=DAY)
    assert ("社保", "社会保险") in synonyms()


def test_without_an_index_titles_and_numbers_are_searched_and_it_is_said():
    document = DocumentFactory(title="养老服务办法", number="永政发〔2024〕12号", body="<p>护理补贴</p>")
    found = find("养老 办法", as_of=TODAY)
    assert (shown(found), found.total, "index rebuild" in found.without_index) == ([document.pk], 1, True)
    assert shown(find("〔2024〕12号", as_of=TODAY)) == [document.pk]
    assert [d.id for d in suggestions("养老", as_of=TODAY)] == [document.pk]


def test_nothing_found_offers_words_that_find_something():
    DocumentFactory(title="养老服务补贴办法")
    following.prepare()
    found = find("养老服务机器人", as_of=TODAY)
    assert (found.total, found.nearby) == (0, [("养老服务", 1)])
    assert find("外星人", as_of=TODAY).nearby == []


def test_the_beginning_of_a_synonym_offers_how_papers_write_it(client):
    DocumentFactory(title="公共租赁住房管理办法")
    following.prepare()
    assert find("公租", as_of=TODAY).nearby == [("公共租赁住房", 1)]
    page = client.get("/search/?q=。，！").text
    assert "没有可以查的字" in page and "申请公开“" not in page and not SearchMiss.objects.exists()


def test_the_list_of_synonyms_is_kept_on_the_desk_beside_what_was_looked_for_in_vain(client):
    site = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    for _ in range(2):
        search_actions.remember_miss(text="大病救助", on=today())
    client.force_login(person(site, Role.SUPERVISOR), backend="django.contrib.auth.backends.ModelBackend")
    assert "大病救助" in client.get("/desk/drafts/synonyms/").text
    refused = client.post("/desk/drafts/synonyms/", {"groups": "一个词"})
    assert refused.status_code == 422 and "至少两个词" in refused.text
    client.post("/desk/drafts/synonyms/", {"groups": "大病救助 医疗救助\n\n社保 社会保险"})
    assert synonyms() == (("大病救助", "医疗救助"), ("社保", "社会保险"))
    client.force_login(person(site, Role.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    assert "<textarea" not in client.get("/desk/drafts/synonyms/").text
    assert client.post("/desk/drafts/synonyms/", {"groups": ""}).status_code == 403


def test_papers_are_sorted_out_by_theme_and_kind():
    for theme, kind in (("劳动、人事、监察", "通知"), ("劳动、人事、监察", "意见"), (None, None)):
        DocumentFactory(title="稳岗补贴", described={"theme": theme, "kind": kind})
    following.prepare()
    found = find("稳岗", as_of=TODAY)
    assert found.facets["theme"] == [("劳动、人事、监察", "劳动、人事、监察", 2)]
    assert sorted(v for v, _, _ in found.facets["paper"]) == ["意见", "通知"]
    assert find("稳岗", as_of=TODAY, filters={"theme": "劳动、人事、监察", "paper": "意见"}).total == 1


def test_what_is_already_public_is_found_from_a_citizens_own_words():
    wanted = DocumentFactory(title="2024年度城镇企业职工社会保险补贴发放名单")
    numbered = DocumentFactory(title="通告", number="永政发〔2024〕12号")
    DocumentFactory(title="公园绿化养护招标")
    following.prepare()
    assert [d.pk for d in similar_public("申请公开2024年企业职工社会保险补贴发放的名单", as_of=TODAY)] == [
        wanted.pk
    ]
    assert similar_public("我想要永政发[2024]12号，谢谢", as_of=TODAY)[0] == numbered
    assert similar_public("", as_of=TODAY) == []


def test_facets_carry_names():
    organ = OrganFactory(slug="rsj", name="测试县人力资源和社会保障局", short_name="县人社局")
    document = DocumentFactory(organ=organ, register="normative", number="测〔2024〕1号", effective_from=DAY)
    actions.repeal(actor=SYSTEM, document=document, on=date(2024, 7, 1), basis="决定")
    following.prepare()
    facets = find("示例信息", as_of=TODAY).facets
    assert facets["organ"] == [("rsj", "县人社局", 1)]
    assert facets["validity"] == [("ended", "失效、废止", 1)]
    assert facets["kind"] == [("normative", "行政规范性文件", 1)]
    assert facets["year"] == [("2024", "2024年", 1)]


def test_a_miss_is_counted_by_day_without_what_may_be_a_persons():
    for _ in range(3):
        search_actions.remember_miss(text="低保  名单 330324199001011234 13800000000", on=DAY)
    search_actions.remember_miss(text="a@example.org", on=DAY)
    search_actions.remember_miss(text="只有一次", on=DAY)
    assert SearchMiss.objects.get(words__startswith="低保").words == "低保 名单 ＊"
    assert [(m["words"], m["times"]) for m in misses(DAY, DAY)] == [("低保 名单 ＊", 3)]
    assert not SearchMiss.objects.filter(words__contains="example").exists()


def test_a_machine_trying_words_does_not_fill_the_database(monkeypatch):
    monkeypatch.setattr(search_actions, "DAILY_WORDS", 2)
    for word in ("甲甲", "乙乙", "丙丙", "甲甲"):
        search_actions.remember_miss(text=word, on=DAY)
    assert {m.words: m.count for m in SearchMiss.objects.all()} == {"甲甲": 2, "乙乙": 1}


def test_what_stands_beside_a_result_is_public_too():
    policy, explanation, hidden = DocumentFactory(title="养老办法"), DocumentFactory(), DocumentFactory()
    actions.accompany(actor=SYSTEM, document=policy, kind="service", title="办", text="去办", on=DAY)
    actions.interpret(actor=SYSTEM, document=explanation, policy=policy, form="qa", on=DAY)
    actions.interpret(actor=SYSTEM, document=hidden, policy=policy, form="video", on=DAY)
    actions.withdraw(actor=SYSTEM, document=hidden, on=DAY, reason="错")
    following.prepare()
    assert find("养老办法", as_of=TODAY).hits[0].companions == [("interpretation", "qa"), ("service", "")]


def test_more_than_a_page_of_rows_is_read_whole():
    made = [DocumentFactory(title="公告") for _ in range(45)]
    following.prepare()
    assert sorted(shown(find("公告", as_of=TODAY, size=60))) == [d.pk for d in made]


@pytest.mark.parametrize(
    ("html", "shown_as"),
    [
        (f"<p>{'前' * 300}护理补贴{'后' * 300}</p>", f"…{'前' * 30}<mark>护理补贴</mark>{'后' * 56}…"),
        (f"<p>{'a前' * 300}护理补贴</p>", f"…{'a前' * 15}<mark>护理补贴</mark>"),
        ("<p>一</p><p>护理补贴 &amp; &lt;b&gt;</p><ul><li>二</li></ul>", "一 <mark>护理补贴</mark> &amp; &lt;b&gt; 二"),
        (f'<p><a href="/{"x" * 900}护理补贴">别的</a>护理<em>补贴</em></p>', "别的<mark>护理补贴</mark>"),
        (f"<p>{'护' * 9}理{'补' * 9}贴</p>", "概述"),
        ("<p>办《护理》补贴</p>", "办《<mark>护理》补贴</mark>"),
        (f"<p>{'𠀀' * 200}护理补贴</p>", f"…{'𠀀' * 30}<mark>护理补贴</mark>"),
    ],
)  # fmt: skip
def test_the_words_around_a_place_are_cut_out_of_bytes_as_they_would_be_of_text(html, shown_as):
    said = Marks(words("护理补贴"))
    assert said.snippet("", "概述", html.encode()) == shown_as
