# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A newcomer's walk in a real browser: portal, report, a cell, its cases, one case; axe clean, right at 360 and 1440."""

import shutil

import pytest

from tests.browser.pages import judge, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
PORTAL = ["/", "/disclosure/", "/fields/", "/column/guifan/", "/document/138/", "/search/?q=民营经济&年份=2024", "/nowhere/", "/guide/", "/apply/", "/reports/", "/report/2024/", "/report/2024/infographic/", "/report/2024/figure/T3.R3.4.1.np/"]  # fmt: skip
DESK = ["/desk/", "/desk/cases/", "/desk/cases/550/", "/desk/cases/540/?change=petition", "/desk/letters/6/", "/desk/letters/5/", "/desk/cases/540/letters/extension/", "/desk/letterheads/yongjia/", "/desk/letterheads/yongjia/disclosed/", "/desk/reports/", "/desk/reports/yongjia/2024/?figure=T3.R3.4.1.np", "/desk/reports/yongjia/2025/", "/desk/import/", "/desk/findings/?state=open", "/desk/supervision/", "/desk/supervision/found/", "/desk/supervision/pulse/"]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=shutil.which("chromium"))
        yield opened
        opened.close()


@pytest.fixture(params=[360, 1440])
def page(request, browser, served):
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.foreign = []
    page.on("request", lambda r: None if r.url.startswith(served) else page.foreign.append(r.url))
    yield page
    assert page.foreign == []
    context.close()


def sign_in(page, served):
    page.goto(f"{served}/desk/")
    page.fill("#id_username", "zhoulan")
    page.fill("#id_password", "shili-county")
    send(page, "main button")
    page.wait_for_selector("nav.dnav")


def test_portal_pages_are_axe_clean_and_fit(page, served):
    for path in PORTAL:
        judge(page, served + path)


def test_desk_pages_are_axe_clean_and_fit(page, served):
    sign_in(page, served)
    for path in DESK:
        judge(page, served + path, axe_at=1440)  # where officers work


def test_elder_mode_is_axe_clean_and_fits(page, served):
    page.goto(f"{served}/mode/elder/?next=/")
    for path in PORTAL[:6]:
        judge(page, served + path)


def test_from_the_portal_to_the_story_of_one_case(browser, served):
    context = browser.new_context(
        java_script_enabled=False, locale="zh-CN"
    )  # the citizen's part needs no script
    page = context.new_page()
    page.goto(served)
    send(page, "text=2024年年度报告")
    assert page.locator("h1").inner_text().endswith("2024年政府信息公开工作年度报告")
    sign_in(page, served)
    send(page, "nav.dnav >> text=年度报告")
    send(page, "text=永嘉县人民政府（示例）2024年政府信息公开工作年度报告")
    send(page, "table.t3 >> a[aria-label='自然人，本机关不掌握相关政府信息，108件']")
    trace = page.locator("#trace")
    assert "这个数怎么来的" in trace.inner_text()
    with page.expect_navigation():
        trace.locator(".recs a").first.click()
    text = page.locator("main").inner_text()
    for words in ("最后答复日", "条例第三十三条第二款", "经过", "本机关不掌握"):
        assert words in text
    page.go_back()
    page.click("#trace >> a:text-is('全部记录')")
    page.wait_for_url("**/figure/**")
    assert page.locator("main tbody tr").count() == 50
    context.close()
