# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The text of a report written by several people, and pasted from anywhere: nothing lost, nothing printed that cannot be."""

import io
from datetime import date

import pytest
from django.test import Client
from docx import Document as Word

from gongkai.annual_report import actions, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.md import markdown
from gongkai.annual_report.models import Paragraph, PublishedReport, Submission
from gongkai.annual_report.text import lines
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import SYSTEM, OrganFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 20)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def write(organ, text, part="1.3", **more):
    return actions.write(actor=SYSTEM, organ=organ, year=YEAR, part=part, text=text, on=DAY, **more)


def test_of_two_compilers_on_one_part_the_second_overwrites_nothing_and_keeps_what_was_typed(
    county, settings
):
    settings.GONGKAI_TODAY = DAY
    first, second = Client(), Client()
    for desk in (first, second):
        desk.force_login(person(county, Role.COMPILER))
    at = f"/desk/reports/xian/{YEAR}/write/1.3/"
    opened = actions.mark_of(None)
    first.post(at, {"text": "甲写的文字。", "was": opened})
    other = second.post(f"/desk/reports/xian/{YEAR}/write/1.4/", {"text": "另一部分。", "was": opened})
    assert other.status_code == 302  # another part is another part
    refused = second.post(at, {"text": "乙写的文字。", "was": opened})
    assert refused.status_code == 409 and "存过这一部分" in refused.text
    assert ">乙写的文字。</textarea>" in refused.text and "甲写的文字。</textarea>" in refused.text
    assert Paragraph.objects.get(part="1.3").text == "甲写的文字。"
    mark = actions.mark_of("甲写的文字。")
    assert f'value="{mark}"' in refused.text
    assert second.post(at, {"text": "甲和乙写的文字。", "was": mark}).status_code == 302
    assert Paragraph.objects.get(part="1.3").text == "甲和乙写的文字。"
    # the same text sent twice (a double click, the back button) is one event and no conflict
    events = Event.objects.filter(kind="report.written").count()
    assert second.post(at, {"text": "甲和乙写的文字。", "was": mark}).status_code == 302
    assert Event.objects.filter(kind="report.written").count() == events


@pytest.mark.parametrize(
    "text,said",
    [
        ("<b>粗体</b>", "网页代码"),
        ("一&nbsp;二", "网页代码"),
        ("好😀", "印不出来的字符"),
        ("家\ue000", "印不出来的字符"),
    ],
)
def test_what_would_be_printed_as_code_or_as_boxes_is_refused(county, text, said):
    with pytest.raises(Refused, match=said):
        write(county, text)


def test_marks_that_turn_the_line_around_are_dropped_and_each_line_is_a_paragraph_in_every_rendering(county):
    row = write(county, "第一\u202e段。\r\n\r\n  第二\u200b段，{{ applications.new }}件。  ")
    assert row.text == "第一段。\n第二段，{{ applications.new }}件。"
    snapshot = report.draft(report.compute(county, YEAR))
    part = next(p for p in snapshot["parts"] if p["key"] == "1.3")
    assert ["".join(x["text"] for x in line) for line in lines(part["pieces"])] == [
        "第一段。",
        "第二段，0件。",
    ]
    paragraphs = [p.text for p in Word(io.BytesIO(document_bytes(snapshot))).paragraphs]
    assert "第一段。" in paragraphs and "第二段，0件。" in paragraphs
    assert "第一段。\n\n第二段，0件。" in markdown(snapshot)


def test_pressing_twice_hands_in_and_publishes_once_and_says_that_it_is_done(county, settings):
    settings.GONGKAI_TODAY = DAY
    unit = OrganFactory(parent=county, slug="ju")
    write_all(unit)
    write_all(county)
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    for _ in range(2):
        answer = desk.post(f"/desk/reports/ju/{YEAR}/submit/", follow=True)
        assert "等待审核" in answer.text and "没有报送" not in answer.text
    notes = {f"note:{code}": words for code, words in {**NOTES, "S.units": "按记录计入"}.items()}
    for _ in range(2):
        answer = desk.post(f"/desk/reports/xian/{YEAR}/publish/", notes, follow=True)
        assert "报告已公布" in answer.text and "没有公布。" not in answer.text
    assert (Submission.objects.count(), PublishedReport.objects.count()) == (1, 1)


def test_a_returned_report_says_why_at_the_top_and_what_was_mended_word_by_word(county, settings):
    settings.GONGKAI_TODAY = date(2025, 2, 3)
    unit = OrganFactory(parent=county, slug="ju")
    write_all(unit)
    office, own = Client(), Client()
    office.force_login(person(county, Role.COMPILER))
    own.force_login(person(unit, Role.COMPILER))
    own.post(f"/desk/reports/ju/{YEAR}/submit/")
    row = Submission.objects.get()
    office.post(f"/desk/reports/submissions/{row.pk}/do/return/", {"remark": "写明完成期限"})
    page = own.get(f"/desk/reports/ju/{YEAR}/").text
    assert page.index("第1次报送被退回") < page.index("一、总体情况")
    assert "过期3日" in page and "只计本机关" in page
    write(unit, "已写，六月底前完成。", part="5.2")
    own.post(f"/desk/reports/ju/{YEAR}/submit/")
    looked = office.get(f"/desk/reports/submissions/{Submission.objects.first().pk}/").text
    assert 'class="put"' in looked and "六月底前完成" in looked


def test_a_correction_shows_its_difference_before_and_after_it_is_published(county, settings):
    settings.GONGKAI_TODAY = date(2025, 2, 10)
    write_all(county)
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=DAY, notes=NOTES)
    actions.open_correction(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 2, 10), reason="文字有误")
    actions.write(
        actor=SYSTEM, organ=county, year=YEAR, part="6", text="没有其他事项，特此更正。", on=date(2025, 2, 10)
    )
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    page = desk.get(f"/desk/reports/xian/{YEAR}/").text
    assert "新版与第1版的不同" in page and 'class="put"' in page
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 2, 10), notes=NOTES)
    public = desk.get(f"/report/{YEAR}/").text
    assert "原为" in public and "没有其他需要报告的事项" in public and "特此更正" in public
