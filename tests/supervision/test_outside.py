# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a look at a site finds goes the way of every finding; long work is ordered, told of, stopped and taken up again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.supervision import actions, queries, rules
from gongkai.supervision.errands import actions as errands
from gongkai.supervision.errands import queries as errand_queries
from gongkai.supervision.errands import working
from gongkai.supervision.errands.models import SILENT, Errand
from gongkai.supervision.models import Detection, Finding, Notice, Run, SiteInspection
from gongkai.supervision.sites import queries as sites
from tests.factories import OrganFactory, person
from tests.supervision.test_sites import sound

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 20)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def county(settings, tmp_path):
    settings.GONGKAI_TODAY, settings.GONGKAI_INSPECTIONS = DAY, tmp_path / "inspections"
    site = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    unit = OrganFactory(slug="unit", parent=site)
    return person(site, Role.SUPERVISOR), person(unit, Role.EDITOR), unit


@pytest.fixture
def fast(monkeypatch):
    monkeypatch.setattr(working, "_PAGES_A_SECOND", 10_000)
    monkeypatch.setattr(working, "EVERY", 0)


def signed(who):
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


def order(office, unit, start, **options):
    return errands.order_site(actor=office, organ=unit, address=start, on=DAY, pages=100, **options)


def test_a_fault_of_a_site_goes_into_a_notice_is_looked_at_again_and_closed(county, served, fast, settings):
    office, clerk, unit = county
    pages, asked, start = served
    settings.GONGKAI_INNER_SITES = {start.split("/")[2]}
    pages |= sound()
    pages["/item/ok/"] = pages["/item/ok/"].replace("一条</h1>", "一条</h1><a href='/gone/'>旧链接</a>")
    pages["/report/"] = pages["/report/"].replace("正文", "正文帐户")
    order(office, unit, start)
    assert working.work() == 1
    link, word = Detection.objects.order_by("rule")
    assert (link.rule, word.rule, word.organ) == ("site_dead_link", "site_wrong_word", unit)
    assert not actions.inspect(actor=office, on=DAY).closed  # the nightly inspection says nothing of them

    client = signed(office)
    seen = client.get(f"/desk/sites/{SiteInspection.objects.get().pk}/").content.decode()
    assert seen.count('name="d"') == 2
    data = {"title": "网站整改", "due_on": "2024-07-04", "d": [link.pk, word.pk]}
    assert client.post("/desk/notices/new/", data).status_code == 302
    finding = Finding.objects.get(detection=link)
    assert finding.basis == "国办秘函〔2019〕19号"
    actions.sign_receipt(actor=clerk, notice=Notice.objects.get(), organ=unit, on=DAY)
    unit_client, path = signed(clerk), f"/desk/findings/{finding.pk}/do/claim/"
    told = unit_client.post(path, {"text": "已经去掉链接"}, follow=True).content.decode()
    assert "复查还能发现" in told and "HTTP 404" in told
    pages |= sound()
    asked.clear()
    told = unit_client.post(path, {"text": "已经去掉链接"}, follow=True).content.decode()
    assert "已经销号" in told and [p for p, _ in asked] == ["/robots.txt", "/item/ok/"]
    finding.refresh_from_db()
    assert finding.rectified_on == DAY

    order(office, unit, start)  # the other is seen to be gone by the next look
    working.work()
    word.refresh_from_db()
    assert word.closed_on == DAY and word.closed_by.site == SiteInspection.objects.first()
    assert not [*queries.check_projections(), *sites.check_projections(), *errand_queries.check_projections()]


def test_what_a_shorter_look_did_not_see_stays_open(county, served, fast, settings):
    office, _, unit = county
    pages, _, start = served
    settings.GONGKAI_INNER_SITES = {"127.0.0.1"}
    pages |= sound()
    pages["/report/"] = pages["/report/"].replace("正文", "正文帐户")
    order(office, unit, start)
    working.work()
    pages |= sound()
    errands.order_site(actor=office, organ=unit, address=start, on=DAY, pages=1)
    working.work()
    assert Detection.objects.get(rule="site_wrong_word").closed_on is None
    pages["/report/"] = (503, {}, "")
    order(office, unit, start)
    working.work()
    assert Detection.objects.get(rule="site_wrong_word").closed_on is None


def test_one_address_is_looked_at_again(county, served, fast, settings):
    office, _, unit = county
    pages, _, start = served
    settings.GONGKAI_INNER_SITES = {"127.0.0.1"}
    planted = {
        "no_icp": ("/", "浙ICP备00000000号", ""), "no_guide": ("*", "公开指南", "说明"), "personal": ("/item/ok/", "正文", "正文13800000000"),
        "stale_column": ("/news/", "2024-0", "2023-0"), "wrong_word": ("/report/", "正文", "正文帐户"),
    }  # fmt: skip
    for path, body in sound().items():
        for at, old, new in planted.values():
            body = body.replace(old, new) if at in ("*", path) and isinstance(body, str) else body
        pages[path] = body
    order(office, unit, start)
    working.work()
    there = {row.rule: row for row in Detection.objects.all()}
    assert set(there) == {f"site_{rule}" for rule in planted}
    with pytest.raises(actions.Refused, match="再检查一次整个网站"):
        actions.look_again(there["site_no_guide"], DAY)
    for rule in planted.keys() - {"no_guide"}:
        found = there[f"site_{rule}"]
        assert actions.look_again(found, DAY).key == found.key, rule
    pages |= sound()
    del pages["/report/"]  # taken down
    assert not [row for row in there.values() if actions.look_again(row, DAY)]
    pages["/robots.txt"] = "User-agent: *\nDisallow: /"
    with pytest.raises(actions.Refused, match="现在不允许看"):
        actions.look_again(found, DAY)
    settings.GONGKAI_INNER_SITES = frozenset()
    with pytest.raises(actions.Refused, match="内部地址"):
        actions.look_again(found, DAY)


def test_a_rule_of_the_sites_that_is_off_opens_nothing(county, served, fast, settings):
    office, _, unit = county
    pages, _, start = served
    settings.GONGKAI_INNER_SITES = {"127.0.0.1"}
    pages |= sound() | {"/report/": sound()["/report/"].replace("正文", "正文帐户")}
    actions.set_rule(actor=office, rule="site_wrong_word", on=DAY, values={}, off=True, reason="另有词表")
    order(office, unit, start)
    working.work()
    assert SiteInspection.objects.get().faults.count() == 1 and not Detection.objects.exists()


def test_nothing_of_the_inner_network_is_ordered_or_asked(county, served, fast, settings):
    office, clerk, unit = county
    _, asked, start = served
    client = signed(office)
    inner = (
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://localhost:8000/",
        "http://169.254.169.254/x",
        start,
    )
    for address in inner:
        form = client.post(
            "/desk/sites/", {"addresses": f"https://www.example.gov.cn/\n{address}", "pages": 10}
        )
        assert (
            form.status_code == 422
            and "第2行" in form.content.decode()
            and "内部地址" in form.content.decode()
        ), address
    settings.GONGKAI_INNER_SITES = {"127.0.0.1:9"}  # another port is another place
    assert client.post("/desk/sites/", {"addresses": start, "pages": 10}).status_code == 422
    assert not Errand.objects.exists()
    # A number that stands for such an address is found out when it is asked.
    errand = Errand.objects.create(kind="site", organ=unit, address=start, pages=10, by=office, on=DAY)
    working.work()
    errand.refresh_from_db()
    assert errand.state == "failed" and "内部地址" in errand.said and not asked
    assert (
        signed(clerk)
        .post("/desk/sites/", {"addresses": "https://www.example.gov.cn/", "pages": 10})
        .status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        errands.order_inspection(actor=clerk, on=DAY)


def test_a_list_of_sites_is_ordered_whole_with_who_answers_for_each(county):
    office, _, unit = county
    client = signed(office)
    wrong = client.post(
        "/desk/sites/",
        {"addresses": "https://a.example.cn/ 没有局\nhttps://b.example.cn/\nftp://c/", "pages": 10},
    )
    assert wrong.status_code == 422 and "没有“没有局”这个单位" in wrong.content.decode()
    wrong = client.post(
        "/desk/sites/", {"addresses": "https://b.example.cn/\nftp://c/", "pages": 10}
    ).content.decode()
    assert "第2行" in wrong and "https://b.example.cn/" in wrong and not Errand.objects.exists()
    data = {"addresses": f"https://a.example.cn/ {unit.name}\nhttps://b.example.cn/", "pages": 10}
    page = client.post("/desk/sites/", data, follow=True).content.decode()
    assert page.count("等着开始") == 2 and "data-again" in page
    assert list(Errand.objects.values_list("organ__slug", flat=True)) == ["unit", "xian"]
    assert "正在检查" in client.post("/desk/sites/", data).content.decode()


def test_long_work_is_stopped_and_goes_on_where_it_was(county, served, fast, settings, monkeypatch):
    office, _, unit = county
    pages, asked, start = served
    settings.GONGKAI_INNER_SITES = {"127.0.0.1"}
    pages |= sound()
    errand, client = order(office, unit, start), signed(office)
    telling = working.Telling.__call__

    def stopping(self, done, total, words=""):
        if done >= 3 and not errand_queries.visible_to(office).filter(stop_asked=True).exists():
            client.post(f"/desk/errands/{errand.pk}/stop/")
        telling(self, done, total, words)

    monkeypatch.setattr(working.Telling, "__call__", stopping)
    working.work()
    errand.refresh_from_db()
    assert errand.state == "stopped" and 0 < errand.done < 10 and not SiteInspection.objects.exists()
    assert "接着做" in client.get("/desk/sites/").content.decode()
    monkeypatch.setattr(working.Telling, "__call__", telling)
    assert ("/", "Gongkai-Inspector/1") in asked
    asked.clear()
    client.post(f"/desk/errands/{errand.pk}/take-up/")
    working.work()
    errand.refresh_from_db()
    assert errand.state == "done" and errand.inspection.addresses == 10
    assert asked and "/" not in {p for p, _ in asked}
    assert not errand_queries.under_way(office, "site")


def test_what_a_dead_process_left_lying_is_taken_up_and_given_up_in_the_end(county):
    office, _, _ = county
    errand = errands.order_inspection(actor=office, on=DAY)
    long_ago = datetime.now(UTC) - 2 * SILENT
    Errand.objects.update(state="running", told_at=datetime.now(UTC) - timedelta(seconds=5))
    assert working.work() == 0  # another process is at it
    Errand.objects.update(told_at=long_ago)
    assert working.work() == 1 and Run.objects.count() == 1
    errand.refresh_from_db()
    assert (errand.state, errand.done) == ("done", len(rules.nightly()))
    Errand.objects.update(state="running", told_at=long_ago, tries=9)
    working.work()
    errand.refresh_from_db()
    assert errand.state == "failed" and Run.objects.count() == 1
