# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网站检查: every fault planted on a small site is found and nothing else; politely, within bounds, nowhere private; taken up again."""

import gzip
import socket
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing.watched import Watched
from gongkai.supervision.sites import queries
from gongkai.supervision.sites.actions import keep_inspection
from gongkai.supervision.sites.again import look_at
from gongkai.supervision.sites.crawl import Bounds, Notes, Outcome, Unusable, inspect
from gongkai.supervision.sites.fetching import Asker
from gongkai.supervision.sites.models import SiteInspection
from gongkai.supervision.sites.pages import Answer, plain_address, read
from gongkai.supervision.sites.rules import RULES, Settings, SiteFinding, in_file, on_page
from tests.factories import SYSTEM, OrganFactory, person

DAY = date(2024, 6, 20)
SETTINGS = Settings(DAY)
FOOT = (
    "<footer>主办单位：示例县人民政府办公室 网站标识码：3303240000 浙ICP备00000000号 浙公网安备 33032400000000号 "
    "<a href='/map/'>网站地图</a><a href='/correct/'>我为政府网站找错</a></footer>"
)


def html(body, title="示例县人民政府", lang="zh-CN", foot=FOOT):
    return f"<!doctype html><html{f' lang={lang}' if lang else ''}><head><title>{title}</title></head><body>{body}{foot}</body></html>"


def listing(name, *days):
    rows = "".join(
        f"<li><a href='/item/ok/'>第{n}条</a> <span>{day}</span></li>" for n, day in enumerate(days)
    )
    return html(f"<main><h1>{name}</h1><ul>{rows}</ul></main>", name)


def sound():
    """A site without a fault."""
    main = "<main><h1>首页</h1><a href='/guide/'>政府信息公开指南</a><a href='/report/'>政府信息公开年报</a><a href='/news/'>要闻动态</a>"
    main += "<a href='/notices/'>通知公告</a><a href='/item/ok/'>一条</a><a href='/plan.txt'>附件</a><img src='/logo.png' alt=''></main>"
    words = "<p>这里是正文，写得足够长，读者看得到它在说什么，办公电话67221199。</p>"
    return {
        "/": html(main), "/guide/": html(f"<main><h1>政府信息公开指南</h1>{words}</main>", "指南"),
        "/report/": html(f"<main><h1>政府信息公开年报</h1>{words}</main>", "年报"), "/map/": html(f"<main><h1>网站地图</h1>{words}</main>"),
        "/correct/": html(f"<main><h1>我为政府网站找错</h1>{words}</main>"), "/news/": listing("要闻动态", "2024-06-12", "2024-06-03", "2024-05-20"),
        "/notices/": listing("通知公告", "2024-03-01", "2024-02-01", "2024-01-05"),
        "/item/ok/": html(f"<main><h1>一条</h1>{words}<p>有效期至2025年6月30日。</p></main>", "一条"), "/logo.png": b"\x89PNG", "/plan.txt": "计划".encode(),
    }  # fmt: skip


# What is planted: (path, how the page is changed) → the finding it must give.
PLANTED = {
    "dead_link": ("/item/ok/", lambda p: p.replace("一条</h1>", "一条</h1><a href='/gone/'>旧链接</a>")),
    "hollow_link": ("/guide/", lambda p: p.replace("</main>", "<a href=''>没写</a></main>")),
    "broken_image": ("/report/", lambda p: p.replace("</main>", "<img src='/lost.png' alt='图'></main>")),
    "no_identification": ("/", lambda p: p.replace("标识码：3303240000", "")),
    "no_icp": ("/", lambda p: p.replace("浙ICP备00000000号", "")),
    "no_police": ("/", lambda p: p.replace("浙公网安备 33032400000000号", "")),
    "no_host": ("/", lambda p: p.replace("主办单位：", "")),
    "no_sitemap": ("/", lambda p: p.replace("网站地图", "地图")),
    "no_correction": ("/", lambda p: p.replace("我为政府网站找错", "留言")),
    "no_guide": ("*", lambda p: p.replace("公开指南", "说明")),
    "no_annual_report": ("*", lambda p: p.replace("政府信息公开年报", "材料").replace(">年报<", ">材料<")),
    "empty_column": ("/map/", lambda p: p.replace("<p>", "<p hidden>").replace("这里是正文，写得足够长，读者看得到它在说什么，办公电话67221199。", "暂无数据")),
    "stale_column": ("/news/", lambda p: p.replace("2024-06", "2024-04").replace("2024-05", "2024-03")),
    "expired": ("/item/ok/", lambda p: p.replace("2025年6月30日", "2024年5月31日")),
    "no_alt": ("/", lambda p: p.replace(" alt=''", "")),
    "no_title": ("/guide/", lambda p: p.replace("指南</title>", "</title>")),
    "no_lang": ("/correct/", lambda p: p.replace(" lang=zh-CN", "")),
    "personal": ("/item/ok/", lambda p: p.replace("正文", "正文13800000000")),
    "wrong_word": ("/report/", lambda p: p.replace("正文", "正文帐户")),
}  # fmt: skip


def look(start, notes=None, bounds=None, **options):
    options.setdefault("asker", Asker(named={"127.0.0.1"}, every=0))
    return inspect(start, notes=notes or Notes(":memory:"), settings=SETTINGS, bounds=bounds, **options)


def rules(outcome):
    return [f.rule for f in outcome.findings]


def test_a_sound_site_has_no_finding_and_every_planted_fault_is_found_and_nothing_else(served):
    pages, _asked, start = served
    pages.update(sound())
    assert look(start).findings == ()
    for rule, (path, change) in PLANTED.items():
        pages.clear()
        pages.update(sound())
        for at in list(pages) if path == "*" else [path]:
            if isinstance(pages[at], str):
                changed = change(pages[at])
                assert path == "*" or changed != pages[at], rule
                pages[at] = changed
        found = look(start).findings
        assert [f.rule for f in found] == [rule], (rule, found)
        assert path in ("*", "/map/") or found[0].address == start.rstrip("/") + path, found
        assert found[0].evidence and found[0].severity == RULES[rule][1]


def test_faults_stand_beside_each_other_gravest_first(served):
    pages, _asked, start = served
    pages.update(sound())
    for path, change in (
        PLANTED[r] for r in ("dead_link", "stale_column", "personal", "no_alt", "wrong_word")
    ):
        pages[path] = change(pages[path])
    assert rules(look(start)) == ["personal", "stale_column", "dead_link", "no_alt", "wrong_word"]


def test_rules_that_need_no_site():
    slow = read(
        Answer(
            "http://x/", 200, "text/html", html("<main><h1>慢</h1><a href='/a'>甲</a></main>").encode(), 4200
        )
    )
    assert [f.rule for f in on_page(slow, SETTINGS)] == ["slow"]
    mixed = read(
        Answer(
            "https://x/",
            200,
            "text/html",
            html("<main><a href='/a'>甲</a><img src='http://x/a.png' alt=''></main>").encode(),
        )
    )
    assert [f.rule for f in on_page(mixed, SETTINGS)] == ["mixed_content"]
    attachment = Answer("http://x/a.txt", 200, "text/plain", "名单：110101199003070070".encode())
    found = list(in_file(attachment))
    assert [f.rule for f in found] == ["personal"] and "110101199003070070" not in found[0].evidence
    assert [f.rule for f in in_file(Answer("http://x/a.docx", 200, "", b"PK\x03\x04broken"))] == [
        "unread_file"
    ]
    (no_pdf,) = in_file(Answer("http://x/a.pdf", 200, "application/pdf", "没有这个文件".encode()))
    assert no_pdf.rule == "unread_file" and "内容不是" in no_pdf.evidence
    listed = read(
        Answer(
            "http://x/page/2/",
            200,
            "text/html",
            listing("要闻动态", "2020-01-01", "2020-01-02", "2020-01-03").encode(),
        )
    )
    assert not list(on_page(listed, SETTINGS))
    odd = Settings(DAY, words=(Watched("某词", "别的词"),))
    assert [
        f.evidence
        for f in on_page(
            read(Answer("http://x/", 200, "", html("<main>某词<a href=a>b</a></main>").encode())), odd
        )
    ] == ["“某词”，一般写作“别的词”"]


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01", "标题".encode("gbk"), b"<html", b"<a href='http://[bad'>x</a>" * 3]
)
def test_any_bytes_are_read_as_a_page(body):
    page = read(Answer("http://x/", 200, "text/html", body, charset="gb2312"))
    assert isinstance(page.text, str) and list(on_page(page, SETTINGS))


def test_an_address_has_one_form():
    assert plain_address("/a/../b#c", "http://EXAMPLE.org:80/x") == "http://example.org/b"
    assert (
        plain_address("javascript:void(0)", "http://x/") is None
        and plain_address("http://[::1", "http://x/") is None
    )


def test_robots_are_respected_and_the_asker_says_who_it_is(served):
    pages, asked, start = served
    pages.update(sound() | {"/robots.txt": b"User-agent: *\nDisallow: /guide/\nDisallow: /*.txt$\n"})
    outcome = look(start)
    assert outcome.closed == 2 and {"/guide/", "/plan.txt"}.isdisjoint(path for path, _ in asked)
    assert {agent for _, agent in asked} == {"Gongkai-Inspector/1"}
    pages["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    with pytest.raises(Unusable, match="不允许"):
        look(start)
    pages["/robots.txt"] = lambda: (503, {}, b"")
    with pytest.raises(Unusable, match="打不开"):
        look(start)


def test_it_stays_on_the_site_within_its_bounds(served):
    pages, asked, start = served
    trap = "".join(f"<a href='/trap/?n={n}'>{n}</a>" for n in range(100))
    pages.update({"/": html(f"<main><h1>首页</h1>{trap}<a href='http://203.0.113.9/x'>外</a></main>")})
    outcome = look(start, bounds=Bounds(pages=20, queries=40))
    assert outcome.addresses == 20 and outcome.left == 23 and len(asked) == 21
    assert not any("203.0.113.9" in f.evidence for f in outcome.findings)


def test_nothing_private_is_asked_but_what_was_named(served):
    pages, asked, start = served
    inner = start.replace("127.0.0.1", "127.0.0.2")
    pages.update(sound() | {"/move/": (302, {"Location": f"{inner}secret/"}, b"")})
    pages["/"] = pages["/"].replace(
        "<h1>",
        f"<a href='{inner}x/'>内</a><a href='http://rebound.example/'>外</a><a href='/move/'>去</a><h1>",
    )
    asker = Asker(
        named={"127.0.0.1"},
        every=0,
        resolve=lambda host, port: ["10.0.0.8"] if host == "rebound.example" else [host],
    )
    outcome = look(start, bounds=Bounds(outgoing=True), asker=asker)
    refused = [f.evidence for f in outcome.findings if f.rule == "dead_outgoing"]
    assert len(refused) == 3 and all("内部地址" in said for said in refused)
    assert not {"/x/", "/secret/"} & {path for path, _ in asked}
    for address in ("file:///etc/passwd", "ftp://x/", "javascript:1", "http://"):
        with pytest.raises(Unusable, match="不是可以检查的网址"):
            look(address)


def test_a_zip_bomb_and_an_endless_page_are_cut_off(served):
    pages, _asked, start = served
    packed = gzip.compress(b"<a href='/x'>" + b"x" * (8 * 2**20))
    pages.update(
        sound() | {"/map/": (200, {"Content-Encoding": "gzip", "Content-Type": "text/html"}, packed)}
    )
    outcome = look(start)
    assert outcome.pages == 8 and {f.rule for f in outcome.findings} <= {"dead_link", "no_lang", "no_title"}


def test_a_look_that_was_broken_off_goes_on_where_it_was(served, tmp_path):
    pages, asked, start = served
    pages.update(sound())
    look(start, notes=Notes(tmp_path / "notes"), bounds=Bounds(pages=4, threads=1))
    first = {path for path, _ in asked} - {"/robots.txt"}
    asked.clear()
    outcome = look(start, notes=Notes(tmp_path / "notes"))
    again = {path for path, _ in asked} - {"/robots.txt"}
    assert (
        len(first) == 4 and not first & again and outcome.addresses == len(sound()) and outcome.findings == ()
    )


def test_questions_are_as_far_apart_as_asked(served, monkeypatch):
    pages, _asked, start = served
    pages.update(
        {
            "/": html("<main><h1>首页</h1><a href='/a/'>甲</a><a href='/b/'>乙</a></main>"),
            "/robots.txt": b"User-agent: *\nCrawl-delay: 7\n",
        }
    )
    slept = []
    monkeypatch.setattr("gongkai.supervision.sites.fetching.time.sleep", slept.append)
    look(start, asker=Asker(named={"127.0.0.1"}, every=0.25))
    assert sum(s > 5 for s in slept) >= 3, slept


@pytest.mark.django_db
def test_an_outcome_is_kept_and_sealed_and_shown_on_the_desk(settings, django_assert_max_num_queries):
    settings.GONGKAI_TODAY = DAY
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    found = tuple(SiteFinding(rule, "http://x/甲/", "某处", grave) for rule, (_, grave, _) in RULES.items())
    outcome = Outcome("http://x/", 3, 5, 1, 1, found)
    with pytest.raises(NotAllowed):
        keep_inspection(actor=person(organ, Role.EDITOR), organ=organ, outcome=outcome, on=DAY)
    row = keep_inspection(actor=SYSTEM, organ=organ, outcome=outcome, on=DAY)
    assert not list(queries.check_projections())
    client = Client()
    client.force_login(person(organ, Role.SUPERVISOR), backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(25):
        assert "http://x/" in client.get("/desk/sites/").content.decode()
        page = client.get(f"/desk/sites/{row.pk}/").content.decode()
    assert all(label in page for label, *_ in RULES.values()) and "条例第十五条" in page
    only = client.get(f"/desk/sites/{row.pk}/?rule=personal").content.decode()
    assert only.count(">某处<") == 1
    elsewhere = Client()
    elsewhere.force_login(
        person(OrganFactory(slug="other"), Role.SUPERVISOR),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert elsewhere.get(f"/desk/sites/{row.pk}/").status_code == 404
    SiteInspection.objects.get(pk=row.pk).faults.first().delete()
    assert list(queries.check_projections())


def raw(answers):
    """A server of one connection at a time that says whatever bytes answers yields, slowly or without end."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(client,), daemon=True).start()

    def one(client):
        with client:
            client.recv(65536)
            try:
                for part in answers():
                    client.sendall(part)
                    said.append(len(part))
            except OSError:
                pass

    said = []
    threading.Thread(target=serve, daemon=True).start()
    return server, f"http://127.0.0.1:{server.getsockname()[1]}/", said


def test_a_move_with_an_endless_body_is_not_read(served):
    def endless():
        yield b"HTTP/1.1 302 Found\r\nLocation: /x/\r\nContent-Type: text/html\r\n\r\n"
        for _ in range(400):
            yield b"x" * 65536

    server, address, said = raw(endless)
    answer = Asker(named={"127.0.0.1"}, every=0).ask(address)
    server.close()
    assert answer.moved == f"{address}x/" and sum(said) < 12 * 2**20


def test_a_page_that_drips_is_given_up_after_its_time(monkeypatch):
    def drips():
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        for _ in range(60):
            time.sleep(0.05)
            yield b"x"

    monkeypatch.setattr("gongkai.supervision.sites.fetching.WHOLE_SECONDS", 0.3)
    server, address, _ = raw(drips)
    start = time.monotonic()
    answer = Asker(named={"127.0.0.1"}, every=0).ask(address)
    server.close()
    assert answer.status == 0 and "没有读完" in answer.error and time.monotonic() - start < 1.5


def test_robots_that_have_moved_are_read_where_they_are(served):
    pages, asked, start = served
    pages.update(
        sound()
        | {
            "/robots.txt": (301, {"Location": "/rules/robots.txt"}, b""),
            "/rules/robots.txt": b"User-agent: *\nDisallow: /guide/\n",
        }
    )
    outcome = look(start)
    assert outcome.closed == 1 and "/guide/" not in {path for path, _ in asked}


def test_of_robots_no_more_is_read_than_the_standard_asks(served):
    pages, _asked, start = served
    long = b"# " + b"x" * (501 * 1024) + b"\nDisallow: /\n"
    pages.update(sound() | {"/robots.txt": b"User-agent: *\nDisallow: /guide/\n" + long})
    assert look(start).closed == 1


def test_another_port_of_a_named_private_host_is_as_private_as_another_host(served):
    pages, _asked, start = served
    other = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    pages.update(sound())
    pages["/"] = pages["/"].replace(
        "<h1>", f"<a href='http://127.0.0.1:{other.server_address[1]}/admin/'>内</a><h1>"
    )
    outcome = look(start, bounds=Bounds(outgoing=True))
    other.server_close()
    assert [f.rule for f in outcome.findings] == ["dead_outgoing"] and "内部地址" in outcome.findings[
        0
    ].evidence


@pytest.mark.parametrize(
    "ip",
    [
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::ffff:10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "fd00::1",
        "224.0.0.1",
    ],
)
def test_addresses_that_stand_for_inner_ones_are_inner(ip):
    answer = Asker(every=0, resolve=lambda _host, _port: [ip]).ask("http://outer.example/")
    assert "内部地址" in answer.error


def test_a_start_that_leads_to_another_site_says_so_and_is_no_fault(served):
    pages, _asked, start = served
    pages["/"] = lambda: (301, {"Location": "http://www.example.test/"}, b"")
    with pytest.raises(Unusable, match="转到了另一个网站 http://www"):
        look(start)


def test_a_link_that_moves_in_a_circle_leads_nowhere_now_and_when_looked_at_again(served):
    pages, _asked, start = served
    circle = {"/round/": (302, {"Location": "/about/"}, b""), "/about/": (302, {"Location": "/round/"}, b"")}
    pages.update(sound() | circle)
    pages["/guide/"] = pages["/guide/"].replace("</main>", "<a href='/round/'>旧栏目</a></main>")
    (found,) = look(start).findings
    assert found.rule == "dead_link" and found.address == f"{start}guide/" and "转来转去" in found.evidence
    asker = Asker(named={"127.0.0.1"}, every=0)
    assert look_at(found, SETTINGS, asker).evidence.startswith(f"{start}round/")
    pages["/about/"] = sound()["/report/"]
    assert look_at(found, SETTINGS, asker) is None
