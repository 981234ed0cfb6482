# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every test in the browser does."""


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
