# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of docs/pictures from a running example county: pictures.py http://127.0.0.1:8000 docs/pictures."""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PASSWORD = "shili-county"  # noqa: S105 - the example county's, printed by the command
PORTAL = {
    "portal-home": "/", "column": "/column/guifan/", "document": "/search/?q=永政发〔2024〕32号",
    "report": "/report/2024/", "infographic": "/report/2024/infographic/",
}  # fmt: skip
DESK = {
    "desk-home": "/desk/", "case": "/desk/cases/?q=补偿方案及补偿费用&state=open",
    "report-editor": "/desk/reports/yongjia/2024/?figure=T3.R3.4.1.np",
    "inspection": "/desk/supervision/", "demands": "/desk/demands/",
}  # fmt: skip
FOLLOW = {"document": "main .ls .ti >> nth=0", "case": "main tbody a >> nth=0"}


def take(page: Page, base: str, name: str, path: str, out: Path, width: int, label: str = "") -> None:
    page.goto(base + path)
    if name in FOLLOW:
        page.locator(FOLLOW[name]).click()
        page.wait_for_load_state()
    to = out / f"{label or name}-{width}.png"
    page.screenshot(path=to, full_page=True)
    with Image.open(to) as picture:  # flat colours: a palette keeps the look and a third of the size
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(to, optimize=True)


def main(base: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for width in (1440, 360):
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
            page = context.new_page()
            for name, path in PORTAL.items():
                take(page, base, name, path, out, width)
            page.goto(f"{base}/desk/")
            page.fill("#id_username", "zhoulan")
            page.fill("#id_password", PASSWORD)
            page.click("main button")
            for name, path in DESK.items():
                take(page, base, name, path, out, width)
            context.close()
        context = browser.new_context(viewport={"width": 360, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{base}/mode/elder/?next=/")
        take(page, base, "document", PORTAL["document"], out, 360, "document-elder")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
