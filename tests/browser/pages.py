# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every test in the browser does."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request


def send(page, selector):
    """Click what leads to another page and wait until it stands: a click alone does not, and the next step would cut it off."""
    with page.expect_navigation():
        page.click(selector)


def plain(context):
    """Without style and script: half the browser's work, where a test reads and writes and does not look."""
    context.route("**/static/**", lambda route: route.abort())
    return context


# Only what is violated is worked out in full: what passes is of no interest here and takes most of the time.
ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "iframes": False,
}


def audit(page, *, axe_at=360):
    """The page stands within its width; axe is asked at one width only, for what it finds hardly depends on it."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide}px"
    if page.viewport_size["width"] == axe_at:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page, options=ASKED)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def judge(page, address, *, axe_at=360):
    """Go there and audit."""
    page.goto(address)
    audit(page, axe_at=axe_at)


class Site:
    """A copy of the example county's record, without its pressed pages, served on a day."""

    def __init__(self, county, where, day):
        shutil.copytree(county.where, where, ignore=shutil.ignore_patterns("site"))
        (where / "today").write_text(day, encoding="ascii")
        self.where = where
        self.env = {**county.env, "GONGKAI_DIR": str(where), "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address, self.port, self.server = f"http://127.0.0.1:{port}", port, None

    def start(self):
        command = ["-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "gongkai.web.wsgi:application"]  # fmt: skip
        self.server = subprocess.Popen([sys.executable, *command], env=self.env)

    def wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.address}/desk/sign-in/", timeout=2)
                return
            except OSError:
                time.sleep(0.1)

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(10)

    def python(self, words):
        return subprocess.run(
            [sys.executable, "-c", words], env=self.env, check=True, capture_output=True, text=True
        ).stdout


def signed_in(browser, site, name):
    from gongkai.cli.demo.county import PASSWORD

    page = plain(browser.new_context()).new_page()
    page.goto(f"{site.address}/desk/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    send(page, ".signin button")
    return page
