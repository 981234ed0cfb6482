# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""From the citizen's form to the letter and the cell of table 3, in a real browser, for each of the 21 result rows.

The clerk and the head are signed in once. Rows that end by default wait for the day their period is over.
"""

import io
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import date

import pdfplumber
import pytest
from docx import Document

from gongkai.law.outcomes import OUTCOMES
from tests.browser.pages import plain, send
from tests.conftest import copied
from tests.letters import SERVED, answers_to
from tests.portal.walk import WHO

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
DAY, LATER = date(2025, 2, 10), date(2025, 4, 10)
DEFAULTS = {"R3.6.1": ("wait:supplement", "supplement"), "R3.6.2": ("wait:payment", "fee")}
COURT = "温州市鹿城区人民法院"
FIRST = f"应当自收到本告知书之日起60日内先向温州市人民政府申请行政复议；对复议决定不服的，可以自收到复议决定书之日起15日内向{COURT}提起行政诉讼。"
CHOICE = f"可以自收到本告知书之日起60日内向温州市人民政府申请行政复议，或者6个月内向{COURT}提起行政诉讼。"


class Site:
    """A copy of the example county of its own, served on a day."""

    def __init__(self, county, where):
        copied(county, where)
        self.where, self.env, self.server = where, {**county.env, "GONGKAI_DIR": str(where)}, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, day):
        self.stop()
        (self.where / "today").write_text(day.isoformat(), encoding="ascii")
        command = [
            sys.executable,
            "-c",
            "from gongkai.cli import main; main()",
            "serve",
            "--port",
            str(self.port),
        ]
        self.server = subprocess.Popen([*command, "--dir", str(self.where)], env=self.env)
        for _ in range(150):
            try:
                urllib.request.urlopen(self.address, timeout=2)
                return
            except OSError:
                time.sleep(0.2)

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(10)

    def an_hour_passes(self):
        """The form takes 20 applications an hour from one address."""
        with sqlite3.connect(self.where / "gongkai.sqlite3") as database:
            database.execute("DELETE FROM applications_tally")

    def case(self, number):
        with sqlite3.connect(self.where / "gongkai.sqlite3") as database:
            found = "SELECT id, outcome FROM applications_application WHERE number = ?"
            return database.execute(found, [number]).fetchone()


@pytest.fixture(scope="module")
def site(county, tmp_path_factory):
    made = Site(county, tmp_path_factory.mktemp("answers") / "county")
    made.start(DAY)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=shutil.which("chromium"))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def clerk(browser, site):
    return signed_in(browser, site, "zhoulan")


@pytest.fixture(scope="module")
def head(browser, site):
    return signed_in(browser, site, "shenyuan")


def signed_in(browser, site, name):
    page = plain(browser.new_context(locale="zh-CN", accept_downloads=True)).new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{site.address}/desk/")
    page.fill("#id_username", name)
    page.fill("#id_password", "shili-county")
    send(page, "main button")
    page.wait_for_selector("nav.dnav")
    return page


def file_online(browser, site, title):
    """The citizen's three steps, without script; (number, code)."""
    context = plain(browser.new_context(locale="zh-CN", java_script_enabled=False))
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{site.address}/apply/form/")
    page.check("#id_kind_0")
    for name in ("name", "identity", "phone"):
        page.fill(f"#id_{name}", WHO[name])
    send(page, "button.wide")
    page.fill("#id_title", title)
    page.select_option("#id_organ", "yongjia")
    page.fill("#id_period", "2023年")
    send(page, "button.wide")
    if page.locator("#id_title").count():  # advice was given: read, and passed
        send(page, "button.wide")
    page.check("#id_way_0")
    page.fill("#id_email", "shili@example.cn")
    send(page, "button.wide")
    found = page.inner_text(".hero .num >> nth=0"), page.inner_text("#code")
    context.close()
    return found


def unfold(page, fold):
    """Without a script a folded form is a link to the same page with the form open."""
    page.click(f"{fold} > summary")
    send(page, f"{fold} > p > a")


def confirm(clerk, case, day):
    clerk.goto(f"{case}")
    unfold(clerk, "#do-confirm")
    clerk.fill("#confirm_on", day.isoformat())
    send(clerk, "#do-confirm button")


def answer(clerk, case, answers):
    """Answer what the page asks, one question after another, from the first."""
    clerk.goto(case)
    for value in answers.values():
        clerk.check(f"#question input[name=answer][value={'yes' if value else 'no'}]")
        send(clerk, "#question .ask button")


def write(clerk, head, case, kind, facts, day):
    """Draft, send for review, sign, serve; the letter's address."""
    clerk.goto(f"{case}letters/{kind}/")
    for key, value in facts.items():
        clerk.fill(f"#id_{key}", value)
    send(clerk, "main form button")
    clerk.wait_for_url("**/desk/letters/*/")
    at = clerk.url
    send(clerk, "text=送审 >> nth=0")
    head.goto(at)
    head.click("#do-sign > summary")
    send(head, "#do-sign button")
    clerk.goto(at)
    clerk.click("#do-serve > summary")
    clerk.select_option("#serve_way", "电子送达")
    clerk.fill("#serve_sent_on", day.isoformat())
    send(clerk, "#do-serve button")
    assert "已送达" in clerk.inner_text("main")
    return at


def download(page, selector):
    with page.expect_download() as found:
        page.click(selector)
    with open(found.value.path(), "rb") as file:
        return file.read()


def squeezed(text):
    return re.sub(r"\s", "", text)


def words_of(page, word, portable):
    """The letter's words in both of its files, which have to agree."""
    in_word = squeezed("".join(p.text for p in Document(io.BytesIO(download(page, word))).paragraphs))
    with pdfplumber.open(io.BytesIO(download(page, portable))) as pdf:
        pages = [re.sub(r"—\s*\d+\s*—", "", p.extract_text()) for p in pdf.pages]
    assert squeezed("".join(pages)) == in_word
    return in_word


def as_citizen(browser, site, number, code):
    page = plain(browser.new_context(locale="zh-CN", java_script_enabled=False)).new_page()
    page.goto(f"{site.address}/status/")
    page.fill("#id_number", number)
    page.fill("#id_code", code)
    send(page, "button.wide")
    return page


def cells(page, site):
    """What 2025's table 3 says on the desk for natural persons, by row."""
    page.goto(f"{site.address}/desk/reports/yongjia/2025/")
    links = "as => as.map(a => [a.getAttribute('href'), a.getAttribute('aria-label')])"
    said = page.eval_on_selector_all("table.t3 a[href*='figure=T3.'][href*='.np']", links)
    return {re.search(r"T3\.(.+)\.np", at)[1]: int(re.search(r"([\d,]+)件", label)[1]) for at, label in said}


@pytest.fixture(scope="module")
def table(clerk, site):
    """The table as it was last read: a row's cell moves only by that row's own test."""
    return cells(clerk, site)


def filed_and_asked(browser, site, clerk, row):
    """One application, confirmed, with the law's questions answered up to the row; (number, code, address on the desk)."""
    site.an_hour_passes()
    number, code = file_online(browser, site, f"{row}示例材料")
    at = f"{site.address}/desk/cases/{site.case(number)[0]}/"
    confirm(clerk, at, DAY)
    answer(clerk, at, answers_to(DEFAULTS.get(row, (row, ""))[0]))
    return number, code, at


# A letter that refuses and one that gives; the others take the same way and are walked by `make thorough`, and by
# tests/desk/test_letters.py without a browser in every run.
EACH_WAY = ("R3.1", "R3.3.4")


def _rows():
    for row in (o.id for o in OUTCOMES if o.id not in DEFAULTS):
        yield row if row in EACH_WAY else pytest.param(row, marks=pytest.mark.thorough)


@pytest.mark.parametrize("row", list(_rows()))
def test_from_the_citizens_form_to_the_letter_and_the_cell(browser, site, clerk, head, table, row):
    number, code, at = filed_and_asked(browser, site, clerk, row)
    if row == "R3.6.3":
        unfold(clerk, "#do-close_other")
        clerk.fill("#close_other_on", DAY.isoformat())
        clerk.fill("#close_other_reasons", "不是政府信息")
        send(clerk, "#do-close_other button")
    else:
        reply(browser, site, clerk, head, row, (number, code, at))
    assert site.case(number)[1] == row
    assert cells(clerk, site)[row] == table.get(row, 0) + 1


def decide_fee(head, case):
    """A person decides it before the notice is drafted: 40 pages at 10 yuan from the 31st."""
    head.goto(case)
    unfold(head, "#work-fee")
    head.select_option("#work-fee [name=basis]", "by_page")
    for name, value in (
        ("on", DAY.isoformat()),
        ("units", "40"),
        ("yuan", "100"),
        ("reason", "一个月内同一事项二十余件"),
    ):
        head.fill(f"#work-fee [name={name}]", value)
    send(head, "#work-fee button")


@pytest.mark.thorough
def test_the_two_rows_that_end_by_default_wait_for_the_end_of_their_period(browser, site, clerk, head, table):
    cases = {row: filed_and_asked(browser, site, clerk, row) for row in DEFAULTS}
    for row, (_, kind) in DEFAULTS.items():
        facts = {**SERVED[kind], "respond_by": "2025-03-10"} if kind == "supplement" else SERVED[kind]
        if kind == "fee":
            decide_fee(head, cases[row][2])
        write(clerk, head, cases[row][2], kind, facts, DAY)
    site.start(LATER)
    try:
        for row, (number, _, at) in cases.items():
            end(clerk, at, row)
            assert site.case(number)[1] == row
        now = cells(clerk, site)
        assert {row: now[row] for row in DEFAULTS} == {row: table.get(row, 0) + 1 for row in DEFAULTS}
    finally:
        site.start(DAY)


def reply(browser, site, clerk, head, row, filed):
    """The letter of a row, read in both files by the clerk and by the citizen."""
    number, code, at = filed
    kind = next(o for o in OUTCOMES if o.id == row).letters[0]
    facts = {**SERVED[kind.key], **({"third_party_opinion": "第三方不同意公开"} if row == "R3.3.4" else {})}
    assert clerk.locator(f"text=拟稿：{kind.title}").count(), row
    write(clerk, head, at, kind.key, facts, DAY)
    words = words_of(clerk, "aside >> text=下载Word", "aside >> text=下载PDF")
    refuses = row == "R3.2" or (row.startswith("R3.3.") and row != "R3.3.8")
    assert (FIRST if refuses else CHOICE) in words, row
    citizen = as_citizen(browser, site, number, code)
    assert words_of(citizen, "#letters >> text=下载Word", "#letters >> text=下载PDF") == words
    citizen.context.close()


def end(clerk, at, row):
    """不再处理, once the period is over."""
    clerk.goto(at)
    unfold(clerk, "#do-end")
    clerk.fill("#end_on", LATER.isoformat())
    clerk.select_option("#end_outcome_id", row)
    send(clerk, "#do-end button")
    assert "已办结" in clerk.inner_text("main")
