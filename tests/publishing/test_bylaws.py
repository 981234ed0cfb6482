# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开制度: issued, replaced from a day on, withdrawn; public and found as long as they stand; what is lacking is said."""

from datetime import date

import pytest
from django.test import Client

from gongkai.law.bylaws import missing
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, bylaws
from gongkai.publishing.models import Bylaw, BylawText
from gongkai.search import following
from gongkai.search.engine import Query
from tests.factories import SYSTEM, OrganFactory, person

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2024, 12, 31), date(2025, 2, 1)
WORDS = "第一条　公开以前由承办科室先审。\n第二条　办公室再审，提出意见。"


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_INDEX = tmp_path / "index"
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind=Organ.Kind.GOVERNMENT, short_name="测试县")
    following.prepare()
    return organ


def issue(organ, actor=SYSTEM, **facts):
    return actions.issue_bylaw(
        actor=actor, organ=organ, **{
            "on": TODAY, "name": "公开审查办法（示例）", "ground": "examination", "text": WORDS, "in_force_on": TODAY,
            "reviewed_by": "审查人（示例）", **facts,
        }
    )  # fmt: skip


def found(text, day=TODAY):
    following.follow()
    return following.engine().search(Query(text, day)).total


@pytest.mark.law("条例第四十五条")
def test_a_rule_is_public_replaced_from_its_day_on_and_gone_when_withdrawn(office, client, settings):
    row = issue(office, document_number="测府办〔2024〕9号").bylaw
    page = client.get(f"/rules/xian/{row.pk}/").text
    assert "第二条　办公室再审" in page and "条例第十七条" in page and "执行中" in page
    assert row.name in client.get("/rules/xian/").text and row.name in client.get("/organ/xian/").text
    assert (
        "测试县" in client.get("/rules/").text
        and f"/rules/xian/{row.pk}/" in client.get("/sitemap/pages.xml").text
    )
    actions.replace_bylaw(
        actor=SYSTEM, bylaw=row, on=TODAY, text="第一条　三审以后公开。", in_force_on=LATER, changes="改为三审", reviewed_by="审查人（示例）"
    )  # fmt: skip
    now = client.get(f"/rules/xian/{row.pk}/").text
    assert now.index("第二条　办公室再审") < now.index("2025年2月1日起施行的一版") < now.index("三审以后公开")
    settings.GONGKAI_TODAY = LATER
    later = client.get(f"/rules/xian/{row.pk}/").text
    assert later.index("三审以后公开") < later.index("以前的各版") < later.index("办公室再审")
    actions.withdraw_bylaw(actor=SYSTEM, bylaw=row, on=LATER, reason="并入公开工作规程")
    assert client.get(f"/rules/xian/{row.pk}/").status_code == 404
    gone = client.get("/rules/xian/").text
    assert "停止执行的" in gone and "并入公开工作规程" in gone and "办公室再审" not in gone
    assert list(bylaws.check_projections()) == []


def test_search_finds_it_with_its_number_and_place_and_follows_it(office, client, settings):
    row = issue(office, document_number="测府办〔2024〕9号").bylaw
    assert (found("办公室再审"), found("测府办[2024]第9号"), found("三审以后")) == (1, 1, 0)
    page = client.get("/search/", {"q": "办公室再审"}).text
    assert (
        f'href="/rules/xian/{row.pk}/"' in page
        and "<mark>办公室再审</mark>" in page
        and "公开制度　1" not in page
    )
    assert (
        client.get("/search/suggest/", {"q": "审查办法"}).json()["items"][0]["url"]
        == f"/rules/xian/{row.pk}/"
    )
    actions.replace_bylaw(
        actor=SYSTEM, bylaw=row, on=TODAY, text="三审以后公开。", in_force_on=LATER, changes="改", reviewed_by="审查人（示例）"
    )  # fmt: skip
    assert (found("办公室再审"), found("三审以后")) == (1, 1)
    settings.GONGKAI_TODAY = LATER  # by time alone the first text is history
    assert (found("办公室再审", LATER), found("三审以后", LATER)) == (0, 1)
    assert list(following.check_index()) == []
    actions.withdraw_bylaw(actor=SYSTEM, bylaw=row, on=LATER, reason="示例")
    assert found("三审以后", LATER) == 0 and list(following.check_index()) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"text": " "}, "正文"), ({"in_force_on": date(2024, 1, 1)}, "溯及"), ({"reviewed_by": ""}, "第十七条"), ({"ground": "x"}, "依据"),
     ({"text": "联系人身份证11010519491231002X"}, "身份证")],
)  # fmt: skip
def test_what_cannot_be_issued_is_refused_with_what_to_do(office, facts, said):
    with pytest.raises(actions.Refused, match=said):
        issue(office, **facts)
    assert not Bylaw.objects.exists()


def test_the_same_name_the_same_words_and_another_order_are_refused(office):
    row = issue(office).bylaw
    with pytest.raises(actions.Refused, match="修订"):
        issue(office)
    for facts, said in (({"text": WORDS}, "相同"), ({"text": "新", "in_force_on": TODAY}, "以后施行"), ({"text": "新", "changes": ""}, "改了什么")):  # fmt: skip
        with pytest.raises(actions.Refused, match=said):
            actions.replace_bylaw(
                actor=SYSTEM,
                bylaw=row,
                reviewed_by="人",
                **{"on": TODAY, "in_force_on": LATER, "changes": "改", **facts},
            )
    with pytest.raises(NotAllowed):
        issue(office, actor=person(office, Role.EDITOR), name="别的")


def test_a_changed_row_is_noticed(office):
    text = issue(office)
    BylawText.objects.filter(pk=text.pk).update(text="悄悄改了")
    Bylaw.objects.update(ground="other")
    assert len(list(bylaws.check_projections())) == 2


@pytest.mark.law("条例第五十二条")
def test_what_the_regulations_ask_and_is_not_there_is_named():
    assert [g.key for g in missing({"examination", "other"}, government=False)] == [
        "handling",
        "coordination",
        "adjustment",
    ]
    assert "assessment" in [g.key for g in missing(set(), government=True)]


def test_the_desk_issues_replaces_and_keeps_what_was_typed(office):
    client = Client()
    client.force_login(person(office, *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    facts = {
        "organ": office.pk, "name": "公开审查办法", "ground": "examination", "on": "2024-12-31", "in_force_on": "2024-12-31",
        "text": WORDS, "reviewed_by": "",
    }  # fmt: skip
    refused = client.post("/desk/bylaws/new/", facts)
    assert refused.status_code == 422 and "办公室再审" in refused.text
    client.post("/desk/bylaws/new/", facts | {"reviewed_by": "张三（示例）"})
    row = Bylaw.objects.get()
    lists = client.get("/desk/bylaws/").text
    assert "公开审查办法" in lists and "依申请公开办理</a>（条例第四十五条）" in lists
    shown = client.get(f"/desk/bylaws/{row.pk}/").text
    assert "第1版执行中" in shown and "修订，公布新的一版" in shown
    stale = client.post(
        f"/desk/bylaws/{row.pk}/do/withdraw/", {"seen": 0, "on": "2024-12-31", "reason": "旧"}
    )
    assert stale.status_code == 422 and "公布" in stale.text
    client.post(f"/desk/bylaws/{row.pk}/do/withdraw/", {"seen": 1, "on": "2024-12-31", "reason": "合并"})
    assert "已停止执行" in client.get("/desk/bylaws/").text
