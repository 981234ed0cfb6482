# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A stale column, a copied interpretation and an expired notice, planted in a copy of the example county: found by the nightly run,
put in notice no. 10, mended by the department, looked at again, closed, and counted by the report."""

import json
import os
import shutil

import pytest

from tests.browser.pages import Site, send, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
DAY, NOTICE = "2024-12-20", "2024年第10期"
PLANT = """
import django; django.setup()
from datetime import date
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Document
who, organ = System("测试"), Organ.objects.get(slug="zrj")
def put(column, title, body, on, **facts):
    return actions.publish(actor=who, organ=organ, column=column, title=title, body=body, summary=title, formed_on=on, on=on,
        reviewed_by="审查人", index_number=f"PLANT/{Document.objects.count()}", **facts)
opened = date(2024, 1, 8)
column = actions.open_column(actor=who, owner=organ, slug="planted", name="耕地动态（植入）", kind=Column.Kind.TOPIC,
    belongs="耕地保护动态。", on=opened, update_class="动态要闻")
other = Column.objects.get(slug="zhengshou")
put(column, "耕地巡查情况（植入）", "<p>巡查情况。</p>", date(2024, 11, 4))
WORDS = "耕地保护补偿资金由县财政局按季度拨付到乡镇人民政府，乡镇人民政府应当在十五个工作日内发放到农村集体经济组织，不得截留挪用。"
MORE = "农村集体经济组织应当将资金用于农田基础设施修缮、地力培育和耕地管护，使用情况每半年向全体成员公布一次，接受监督。"
policy = put(Column.objects.get(slug="guifan"), "耕地保护补偿实施细则（植入）", f"<p>{WORDS}</p><p>{MORE}</p>", date(2024, 12, 2),
    number="植政发〔2024〕1号", register="normative", effective_from=date(2024, 12, 2))
reading = put(other, "耕地保护补偿实施细则解读（植入）", f"<p>{WORDS}</p><p>{MORE}</p>", date(2024, 12, 3))
actions.interpret(actor=who, document=reading, policy=policy, form="text", on=date(2024, 12, 3))
put(other, "关于耕地补偿项目申报的通知（植入）", "<p>请有关单位申报，申报截止时间：2024年12月6日。</p>", date(2024, 11, 18))
import sys
from gongkai.cli import main
sys.argv = ["gongkai", "inspect", "--json"]
main()
"""
MEND = """
import django; django.setup()
from datetime import date
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import System
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Document
on, organ = date(2024, 12, 20), Organ.objects.get(slug="zrj")
who = System("陆益（示例）", behalf=Person.objects.get(username="luyi"))
actions.publish(actor=who, organ=organ, column=Column.objects.get(slug="planted"), title="冬季耕地巡查情况（植入）", body="<p>已巡查。</p>",
    summary="巡查情况", formed_on=on, on=on, reviewed_by="审查人", index_number="PLANT/9999")
reading = Document.objects.get(title="耕地保护补偿实施细则解读（植入）")
actions.amend(actor=who, document=reading, on=on, title=reading.title, note="改写照抄的段落", body=
    "<p>哪些村可以拿到补偿：有耕地保护任务、没有新增撂荒的村集体都可以。钱怎么来：财政每三个月拨一次，镇里收到后三周左右到账。</p>"
    "<p>能用来做什么：修水渠、买有机肥、请管护员都可以，请客送礼不可以。账目半年贴一次，村民觉得不对可以打电话问镇里。</p>")
"""
REPORT = """
import django, sys; django.setup()
from gongkai.supervision.queries import check_projections
found = list(check_projections())
assert not found, found
from gongkai.annual_report.models import Paragraph
from gongkai.annual_report.narrative import Values, render
from gongkai.annual_report.scope import Scope
from gongkai.organs.models import Organ
organ = Organ.objects.get(slug="yongjia")
text = Paragraph.objects.get(organ=organ, year=2024, part="1.5").text
values = Values(Scope(organ, 2024))
sys.stdout.write(f"{values['notices.issued']} {values['findings.rectified']} " + "".join(p.text for p in render(text, values)))
"""


@pytest.fixture
def site(county, tmp_path):
    if os.environ.get("GONGKAI_DATABASE_URL"):
        pytest.skip("the copy is of files")
    made = Site(county, tmp_path / "county", DAY)
    yield made
    made.stop()


@pytest.mark.law("条例第四十七条")
def test_three_planted_faults_go_from_the_nightly_run_to_the_report(site):
    from playwright.sync_api import sync_playwright

    site.start()
    run = json.loads(site.python(PLANT))
    assert run["on"] == DAY and run["opened"] >= 3
    site.wait()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        office, unit = signed_in(browser, site, "zhoulan"), signed_in(browser, site, "luyi")

        office.goto(f"{site.address}/desk/supervision/found/?organ=zrj&state=free")
        planted = office.locator("tr", has_text="植入")
        said = planted.all_inner_texts()
        for rule in ("栏目不更新", "解读照抄原文", "过期没有标注"):
            assert any(rule in text for text in said), (rule, said)
        assert len(said) == 3
        for n in range(3):
            planted.nth(n).locator("input").check()
        send(office, "button:has-text('拟成整改通知书')")
        office.fill("#id_due_on", "2024-12-27")
        send(office, "button:has-text('发出通知书')")
        assert NOTICE in office.content()
        notice = office.url
        paper = office.request.get(f"{notice}notice.docx")
        assert paper.status == 200 and paper.body()[:2] == b"PK"
        assert office.request.get(f"{notice}notice.pdf").body()[:5] == b"%PDF-"

        unit.goto(f"{site.address}/desk/supervision/")
        send(unit, f"a:has-text('{NOTICE}整改通知书')")
        assert "另一单位" not in unit.content() and unit.locator("main tbody tr").count() == 3
        send(unit, "button:has-text('签收')")
        findings = [a.get_attribute("href") for a in unit.locator("main tbody tr td:first-child a").all()]
        unit.goto(site.address + findings[0])
        unit.fill("#claim_text", "已经整改")
        send(unit, "#do-claim button")
        assert "复查还能发现" in unit.content() and "销号依据" not in unit.content()

        site.python(MEND)
        unit.goto(f"{site.address}/desk/supervision/cleanup/")
        unit.check("input[aria-label*='耕地补偿项目申报']")
        send(unit, "button:has-text('提出标注选中的')")
        office.goto(f"{site.address}/desk/supervision/cleanup/")
        office.check("input[aria-label*='耕地补偿项目申报']")
        send(office, "button:has-text('复核无误')")
        assert "已标注1条" in office.content()
        for address in findings:
            unit.goto(site.address + address)
            unit.fill("#claim_text", "已经整改，见公开的页面")
            send(unit, "#do-claim button")
            assert "销号依据" in unit.content(), unit.inner_text("main")
        office.goto(notice)
        assert "已销号\n3处" in office.inner_text("aside") and "县自然资源局" in office.inner_text("aside")
        browser.close()
    said = site.python(REPORT)  # 9期 and 512处 without them, as tests/annual_report/test_county.py says
    assert said.startswith("10 515 ") and "发放整改通知书和问题清单10期" in said
