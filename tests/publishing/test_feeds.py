# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Services and benefits beside their policy: taken whole or not at all, and a broken source is said, never silently stale."""

import http.server
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions
from gongkai.publishing.actions import Broken
from gongkai.publishing.models import Feed
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
RECORDED = (Path(__file__).parent / "recorded" / "services.json").read_bytes()


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = DAY
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def feed(organ, **facts):
    return actions.set_feed(
        actor=SYSTEM, owner=organ, slug="fuwu", name="省政务服务网（示例）", kind="service", on=DAY,
        **{"address": None, **facts},
    )  # fmt: skip


def policy(organ):
    return DocumentFactory(organ=organ, number="示政发〔2024〕7号", title="养老服务补贴办法")


def test_the_recorded_example_stands_beside_the_policy_it_names(office, client):
    document = policy(office)
    actions.take_feed(actor=SYSTEM, feed=feed(office), data=RECORDED, on=DAY)
    page = client.get(f"/document/{document.pk}/").text
    assert "https://service.example.cn/apply/01" in page and "来自省政务服务网（示例）" in page
    assert "2024年6月30日截止" in page and "没有更新" not in page
    other = DocumentFactory(organ=office, number="示政发〔2024〕9号")
    assert "service.example.cn" not in client.get(f"/document/{other.pk}/").text


BROKEN = [
    (b"[" * 100_000, "太深"),
    (b"{", "JSON"), (b'{"items": []}', "一条也没有"), (b'{"other": 1}', "items"), (b"", "空的"), (b"%PDF-1.7", "xlsx"),
    (b'{"items": [{"id": "1", "title": "x", "url": "javascript:alert(1)"}]}', "网址"),
    ('{"items": [{"id": "1", "title": "张三330324199001011233", "url": "https://a.cn"}]}'.encode(), "个人信息保护法"),
    (b'{"items": [{"id": "1", "url": "https://a.cn"}]}', "名称"), ('编号,名称,网址,截止日期\n1,甲,https://a.cn,明天\n'.encode(), "截止日期"),
    (b'{"items": [{"id": "1", "title": "x", "url": "https://a.cn"}, {"id": "1", "title": "y", "url": "https://a.cn"}]}', "已经有了"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN)
def test_a_broken_feed_changes_nothing_and_is_said_on_the_site_and_on_the_desk(office, client, data, said):
    document, source = policy(office), feed(office)
    actions.take_feed(actor=SYSTEM, feed=source, data=RECORDED, on=DAY)
    with pytest.raises(Broken, match=said):
        actions.take_feed(actor=SYSTEM, feed=source, data=data, on=DAY)
    source.refresh_from_db()
    assert source.entries.count() == 2 and said in source.failure and source.tries.count() == 2
    assert "读取失败" in client.get(f"/document/{document.pk}/").text


def test_what_is_old_is_said_and_what_is_over_is_left_out(office, client, settings):
    document = policy(office)
    actions.take_feed(actor=SYSTEM, feed=feed(office), data=RECORDED, on=DAY)
    settings.GONGKAI_TODAY = DAY + timedelta(days=40)
    page = client.get(f"/document/{document.pk}/").text
    assert "来源40日没有更新" in page and "养老服务补贴申请" in page and "设备更新奖励申报" not in page


def test_a_new_reading_replaces_the_old_one_whole(office):
    source = feed(office)
    actions.take_feed(actor=SYSTEM, feed=source, data=RECORDED, on=DAY)
    table = "编号,名称,网址,文件文号\n330000-01,改名,https://a.cn/1,示政发〔2024〕8号、示政发〔2024〕9号\n"
    actions.take_feed(actor=SYSTEM, feed=source, data=table.encode("gb18030"), on=DAY)
    entry = source.entries.get()
    assert entry.title == "改名" and entry.links.count() == 2


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/good" else 500)
        self.end_headers()
        self.wfile.write(RECORDED)

    def log_message(self, *_):
        pass


def test_an_address_is_read_and_what_cannot_be_reached_is_recorded(office):
    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        assert (
            actions.pull_feed(actor=SYSTEM, feed=feed(office, address=f"{base}/good"), on=DAY).entries.count()
            == 2
        )
        with pytest.raises(Broken, match="读不到网址"):
            actions.pull_feed(actor=SYSTEM, feed=feed(office, address=f"{base}/bad"), on=DAY)
    finally:
        server.shutdown()
        server.server_close()
    assert Feed.objects.get().failure and Feed.objects.get().entries.count() == 2


def test_sources_are_kept_on_the_desk_by_those_responsible(office):
    supervisor, editor = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    supervisor.force_login(person(office, Role.SUPERVISOR), backend=backend)
    stranger = person(OrganFactory(), Role.EDITOR)
    editor.force_login(stranger, backend=backend)
    facts = {
        "slug": "huiqi",
        "name": "惠企平台（示例）",
        "kind": "benefit",
        "owner": "xian",
        "fresh_days": "7",
    }
    assert editor.post("/desk/feeds/", facts).status_code == 403
    assert supervisor.post("/desk/feeds/", facts | {"name": ""}).status_code == 422
    supervisor.post("/desk/feeds/", facts)
    row = Feed.objects.get()
    at = f"/desk/feeds/{row.pk}/"
    assert "还没有成功读取过" in supervisor.get("/desk/feeds/").text
    page = supervisor.post(f"{at}do/take/", {"file": SimpleUploadedFile("a.json", b"{")})
    assert page.status_code == 422 and "JSON" in page.text and "要处理" in page.text
    with pytest.raises(NotAllowed):
        actions.offer_feed(actor=stranger, feed=row, data=RECORDED, on=DAY)
    assert editor.post(f"{at}do/take/", {"file": SimpleUploadedFile("a.json", RECORDED)}).status_code == 403
    supervisor.post(f"{at}do/set/", facts | {"name": "改名"})
    row.refresh_from_db()
    assert row.name == "改名" and json.loads(RECORDED)["items"]


@pytest.mark.law("条例第十七条")
def test_an_uploaded_file_is_public_after_another_person_and_an_ended_source_stands_nowhere(office, client):
    document, row, uploader = policy(office), feed(office), person(office, Role.EDITOR, Role.REVIEWER)
    desk, other, at = (
        signed_in(uploader),
        signed_in(person(office, Role.SUPERVISOR)),
        f"/desk/feeds/{row.pk}/",
    )
    page, shown = f"/document/{document.pk}/", "养老服务补贴申请"
    with pytest.raises(actions.Refused, match="条例第十七条"):
        actions.take_feed(actor=uploader, feed=row, data=RECORDED, on=DAY)
    desk.post(f"{at}do/take/", {"file": SimpleUploadedFile("a.json", RECORDED)})
    assert shown not in client.get(page).text and "新增2条" in desk.get(at).text
    said = {"passes": "1", "words": "不涉密，可以公开"}
    assert (
        desk.post(f"{at}do/decide/", said).status_code == 422
        and f"{at}#offer" not in desk.get("/desk/drafts/").text
    )
    assert f"{at}#offer" in other.get("/desk/drafts/").text
    assert other.post(f"{at}do/decide/", said | {"words": ""}).status_code == 422
    other.post(f"{at}do/decide/", said | {"passes": "0", "words": "网址不对"})
    assert shown not in client.get(page).text and "网址不对" in desk.get(at).text
    for _ in range(2):  # the second takes the first one's place
        desk.post(f"{at}do/take/", {"file": SimpleUploadedFile("a.json", RECORDED)})
    other.post(f"{at}do/decide/", said)
    assert shown in client.get(page).text and other.post(f"{at}do/decide/", said).status_code == 422
    assert other.post(f"{at}do/end/", {"reason": ""}).status_code == 422
    other.post(f"{at}do/end/", {"reason": "平台下线"})
    assert shown not in client.get(page).text and "停用" in other.get("/desk/feeds/").text
    with pytest.raises(actions.Refused, match="停用"):
        actions.offer_feed(actor=uploader, feed=row, data=RECORDED, on=DAY)


def test_a_long_feed_is_taken_in_a_few_statements(office, django_assert_max_num_queries):
    row = feed(office)
    items = [
        {"id": str(n), "title": f"第{n}项", "url": "https://a.cn/", "policies": ["示政发〔2024〕7号"]}
        for n in range(600)
    ]
    actions.take_feed(actor=SYSTEM, feed=row, data=json.dumps({"items": items}).encode(), on=DAY)
    items[0]["title"] = "改了"
    with django_assert_max_num_queries(24):
        actions.take_feed(actor=SYSTEM, feed=row, data=json.dumps({"items": items[:-1]}).encode(), on=DAY)
    assert row.entries.count() == 599 and row.entries.get(key="0").title == "改了"


def signed_in(row):
    desk = Client()
    desk.force_login(row, backend="django.contrib.auth.backends.ModelBackend")
    return desk


@pytest.mark.law("条例第十七条")
def test_a_service_and_a_question_stand_beside_a_policy_after_another_person_and_go_with_a_reason(
    office, client
):
    document, editor = policy(office), person(office, Role.EDITOR, Role.REVIEWER)
    desk, other, at = (
        signed_in(editor),
        signed_in(person(office, Role.REVIEWER)),
        f"/desk/documents/{document.pk}/do/",
    )
    facts = {
        "kind": "service",
        "title": "补贴申请",
        "text": "窗口办理。",
        "url": "https://service.example.cn/",
    }
    assert desk.post(f"{at}accompany/", facts | {"url": "javascript:x"}).status_code == 422
    named = desk.post(f"{at}accompany/", facts | {"text": "编号330324199001011233"})
    assert named.status_code == 422 and "请删去" in named.text
    desk.post(f"{at}accompany/", facts)
    assert "补贴申请" not in client.get(f"/document/{document.pk}/").text
    item = {"item": str(document.companion_drafts.get().pk), "passes": "1", "words": "不涉密，可以公开"}
    assert desk.post(f"{at}decide/", item).status_code == 422  # their own
    assert "补贴申请" in other.get("/desk/drafts/").text and "补贴申请" not in desk.get("/desk/drafts/").text
    assert other.post(f"{at}decide/", item | {"words": " "}).status_code == 422
    other.post(f"{at}decide/", item)
    assert 'href="https://service.example.cn/"' in client.get(f"/document/{document.pk}/").text
    assert desk.post(f"{at}unaccompany/", {"title": "没有", "reason": "停办"}).status_code == 422
    desk.post(f"{at}unaccompany/", {"title": "补贴申请", "reason": "停办"})
    assert "补贴申请" not in client.get(f"/document/{document.pk}/").text


def test_what_was_proposed_and_not_passed_stays_on_the_desk_with_its_reason(office, client):
    document, editor, other = policy(office), person(office, Role.EDITOR), person(office, Role.SIGNER)
    facts = {
        "actor": editor,
        "document": document,
        "kind": "question",
        "title": "怎么算",
        "text": "照旧算。",
        "on": DAY,
    }
    with pytest.raises(actions.Refused, match="另一人复核"):
        actions.accompany(**facts)
    draft = actions.propose_companion(**facts)
    with pytest.raises(NotAllowed):
        actions.decide_companion(actor=editor, draft=draft, on=DAY, passes=True, words="可以")
    draft = actions.decide_companion(
        actor=other, draft=draft, on=DAY, passes=False, words="与文件第三条不一致"
    )
    with pytest.raises(actions.Refused, match="已经复核"):
        actions.decide_companion(actor=other, draft=draft, on=DAY, passes=True, words="可以")
    assert not document.companions.exists()
