# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网上申请 in a real browser: with and without script, on a phone and a desk, in elder mode; axe clean, back works, drafts."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.browser.pages import audit, judge, send
from tests.conftest import copied
from tests.portal.walk import WHO

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
TITLE = "县前路片区房屋征收补偿方案"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=shutil.which("chromium"))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def own(county, tmp_path_factory):
    """A copy of the example county that may be written to, served; (address, what the command printed)."""
    where = tmp_path_factory.mktemp("own") / "county"
    copied(county, where)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**county.env, "GONGKAI_DIR": str(where)}
    command = [sys.executable, "-c", "from gongkai.cli import main; main()"]
    said = subprocess.run(
        [*command, "demo", "--no-serve", "--dir", str(where)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    server = subprocess.Popen([*command, "serve", "--port", str(port), "--dir", str(where)], env=env)
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=2)
            break
        except OSError:
            time.sleep(0.2)
    yield address, said.stdout
    server.terminate()
    server.wait(10)


@pytest.fixture
def trials(own):
    """What can be tried: words → (number, code), as the command prints them."""
    found = re.findall(r"编号 (\S+)　查询码 (\S+)　(\S+)", own[1])
    return {words: (number, code) for number, code, words in found}


def new_page(browser, width=1440, script=True):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def write_who(page):
    page.check("#id_kind_0")
    page.fill("#id_name", WHO["name"])
    page.fill("#id_identity", WHO["identity"])
    page.fill("#id_phone", WHO["phone"])


def go_on(page):
    send(page, "button.wide")


def whole_way(page, address, look=lambda page: None):
    """From the door to the receipt, with an error on the way; look is called on each page. (number, code)."""
    page.goto(f"{address}/apply/")
    page.fill("#wish", TITLE)
    look(page)
    send(page, "button[formaction]")
    look(page)
    go_on(page)
    look(page)
    write_who(page)
    go_on(page)
    assert page.input_value("#id_title") == TITLE
    page.select_option("#id_organ", "yongjia")
    go_on(page)
    look(page)
    page.fill("#id_period", "2023年")
    go_on(page)
    look(page)
    send(page, "text=改向县征收中心申请")
    look(page)
    page.check("#id_way_0")
    page.fill("#id_email", "shili@example.cn")
    go_on(page)
    look(page)
    return page.inner_text(".hero .num >> nth=0"), page.inner_text("#code")


@pytest.mark.parametrize("width", [360, 1440])
def test_every_page_of_the_way_is_axe_clean_and_fits(browser, own, width):
    page = new_page(browser, width)
    number, code = whole_way(page, own[0], audit)
    assert number.startswith("YJZSZX-YSQ-2025-")
    page.goto(f"{own[0]}/status/")
    page.fill("#id_number", number)
    page.fill("#id_code", code)
    go_on(page)
    audit(page)
    for kind in ("note", "correction", "suggestion", "complaint"):
        path = "status/case/send/note" if kind == "note" else f"matter/{kind}"
        judge(page, f"{own[0]}/{path}/")
    judge(page, f"{own[0]}/status/case/withdraw/")
    judge(page, f"{own[0]}/apply/organs/?q=学区")


def test_the_whole_way_works_without_script(browser, own):
    page = new_page(browser, 360, script=False)
    number, code = whole_way(page, own[0])
    page.goto(f"{own[0]}/status/")
    page.fill("#id_number", number)
    page.fill("#id_code", code.lower())
    go_on(page)
    assert "等待与您确认" in page.inner_text(".story")
    send(page, "text=撤回申请")
    send(page, "text=确定撤回")
    assert "申请已撤回" in page.inner_text("main")


def test_elder_mode_is_axe_clean_and_fits(browser, own, trials):
    page = new_page(browser, 360)
    page.goto(f"{own[0]}/mode/elder/?next=/status/")
    number, code = trials["办理中，征求过第三方意见"]
    page.fill("#id_number", number)
    page.fill("#id_code", code)
    audit(page)
    go_on(page)
    audit(page)
    judge(page, f"{own[0]}/apply/")
    judge(page, f"{own[0]}/apply/form/")


def test_the_examples_the_command_prints_open_in_their_states(browser, own, trials):
    said = {
        "办理中，征求过第三方意见": ("最迟答复您的日期", "征求意见的时间不计入期限"), "等您补正": ("请在2025年3月3日前补正", "提交补正材料"),
        "等您缴费": ("信息处理费300元", "提交缴费凭证"), "等待与您确认": ("确认后起算", "撤回申请"), "已经答复": ("已经办结", "予以公开"),
    }  # fmt: skip
    assert trials.keys() == said.keys()
    for words, (number, code) in trials.items():
        page = new_page(browser, 360)
        page.goto(f"{own[0]}/status/")
        page.fill("#id_number", number)
        page.fill("#id_code", code)
        go_on(page)
        audit(page)
        for text in said[words]:
            assert text in page.inner_text("main"), words
        page.context.close()


def test_errors_take_the_focus_and_lead_to_the_field(browser, own):
    page = new_page(browser)
    page.goto(f"{own[0]}/apply/form/")
    go_on(page)
    page.wait_for_function("document.activeElement.id == 'errors'")
    page.click("#errors >> text=请写明联系电话")
    assert page.evaluate("document.activeElement.id") == "id_phone"


def test_enter_goes_on_and_the_browsers_back_keeps_what_was_written(browser, own):
    page = new_page(browser)
    page.goto(f"{own[0]}/apply/form/")
    write_who(page)
    page.press("#id_phone", "Enter")
    page.wait_for_selector("#id_title")
    page.fill("#id_title", "写了一半的名称")
    page.go_back()
    page.wait_for_selector("#id_phone")
    assert page.input_value("#id_phone") == WHO["phone"]


def test_what_is_public_appears_while_typing(browser, own):
    page = new_page(browser)
    page.goto(f"{own[0]}/apply/")
    page.locator("#wish").press_sequentially(TITLE)
    page.wait_for_selector("#similar a")
    assert "征收补偿方案" in page.inner_text("#similar")
    assert "县征收中心" in page.inner_text("#organ-guess")
    assert page.is_hidden("#channel-guess")
    page.fill("#wish", "要求查处邻居的违法建设")
    page.wait_for_selector("#channel-guess:not([hidden])")
    assert "看起来是投诉、举报" in page.inner_text("#channel-guess")


def test_a_draft_stays_in_this_browser_without_personal_facts_unless_asked(browser, own):
    page = new_page(browser)
    page.goto(f"{own[0]}/apply/form/")
    write_who(page)
    kept = page.evaluate("localStorage.getItem('gongkai-apply')")
    assert '"kind":"np"' in kept
    for secret in (WHO["identity"], WHO["phone"], WHO["name"]):
        assert secret not in kept
    page.goto(f"{own[0]}/apply/form/")
    page.click("text=接着填")
    assert page.is_checked("#id_kind_0")
    assert page.input_value("#id_identity") == ""
    page.check("#draft-all")
    write_who(page)
    page.goto(f"{own[0]}/apply/form/")
    page.click("text=接着填")
    assert page.input_value("#id_identity") == WHO["identity"]
    page.uncheck("#draft-all")
    assert WHO["identity"] not in page.evaluate("localStorage.getItem('gongkai-apply')")
    page.click("text=删掉草稿")
    assert page.evaluate("localStorage.getItem('gongkai-apply')") is None


def test_nothing_is_asked_of_another_host_and_no_script_fails(browser, own):
    page = new_page(browser)
    foreign, faults = [], []
    page.on("request", lambda r: None if r.url.startswith(own[0]) else foreign.append(r.url))
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    whole_way(page, own[0])
    assert (foreign, faults) == ([], [])
    assert page.evaluate("localStorage.getItem('gongkai-apply')") is None
