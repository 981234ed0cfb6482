# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A unit's report from the editor to the public page: a cell opened, a part written, a note on a figure, handed in, returned, accepted."""

import os
import shutil

import pytest

from tests.browser.pages import Site, send, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
AT = "/desk/reports/zrj/2024/"
BEGIN = """
import django; django.setup()
from datetime import date
from gongkai.annual_report import actions
from gongkai.organs.actions import appoint
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import System
who, organ, on = System("测试"), Organ.objects.get(slug="zrj"), date(2025, 1, 15)
appoint(actor=who, on=on, person=Person.objects.get(username="luyi"), organ=organ, role=Role.COMPILER)
for part in ("1.3", "1.4", "5.2"):
    actions.write(actor=who, organ=organ, year=2024, part=part, text="按规定办理。", on=on)
"""


@pytest.fixture
def site(county, tmp_path):
    if os.environ.get("GONGKAI_DATABASE_URL"):
        pytest.skip("the copy is of files")
    made = Site(county, tmp_path / "county", "2025-01-16")
    yield made
    made.stop()


def write(page, part, text):
    """Unfold the form of a part, write, save."""
    form = page.locator(f"form[action$='/write/{part}/']")
    form.locator("xpath=..").evaluate("d => d.open = true")
    form.locator("textarea").fill(text)
    with page.expect_navigation():
        form.locator("button").click()


@pytest.mark.law("条例第四十九条")
def test_a_units_report_goes_from_the_editor_to_the_public_page(site):
    from playwright.sync_api import sync_playwright

    site.start()
    site.python(BEGIN)
    site.wait()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        unit, office = signed_in(browser, site, "luyi"), signed_in(browser, site, "zhoulan")

        unit.goto(site.address + AT)
        cell = unit.locator("#p3 tbody td a").first
        printed = cell.inner_text()
        with unit.expect_navigation():
            cell.click()
        trace = unit.locator("#trace")
        assert trace.locator(".big").inner_text().split()[0] == printed
        key = unit.url.partition("figure=")[2].partition("#")[0]

        trace.locator("summary", has_text="写说明").click()
        trace.locator("#note").fill("当面、网上提交的都在内。")
        trace.locator("input[name=public]").check()
        send(unit, "button:has-text('保存说明')")
        assert "已保存口径说明" in unit.content()
        with unit.expect_navigation():
            unit.locator("#trace .recs a").first.click()
        assert "/desk/cases/" in unit.url

        unit.goto(site.address + AT)
        write(unit, "5.1", "有12件答复较慢。")
        assert "没有保存" in unit.content() and "有12件答复较慢" in unit.locator("#t-5\\.1").input_value()
        write(unit, "5.1", "有的答复较慢，全年新收{{ applications.new }}件。")
        assert (
            unit.locator("#part-5\\.1 > p a.fig").inner_text()
            == unit.locator("#p3 tbody tr").first.locator("td").last.inner_text()
        )
        send(unit, "#hand-in button:has-text('报送')")
        handed_in = unit.url

        office.goto(handed_in)
        office.fill("#remark", "请写明原因。")
        send(office, "button:has-text('退回')")
        unit.goto(site.address + AT)
        assert "请写明原因。" in unit.inner_text("#hand-in")
        write(unit, "5.1", "征地信息多，有的答复较慢，全年新收{{ applications.new }}件。")
        send(unit, "#hand-in button:has-text('重新报送')")
        office.goto(unit.url)
        send(office, "button:has-text('审核通过')")

        unit.goto(site.address + AT)
        send(unit, "form[action$='/publish/'] button")
        assert "报告已公布" in unit.content()
        unit.goto(f"{site.address}/organ/zrj/report/2024/")
        assert "征地信息多" in unit.inner_text("#p5") and "当面、网上提交的都在内" in unit.inner_text(
            "#notes"
        )
        send(unit, f"#p3 a[href$='/figure/{key}/']")
        assert unit.inner_text("h1 .num") == printed
        browser.close()
