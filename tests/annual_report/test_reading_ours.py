# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Round trip: whatever our own report is written as, it reads back as the same tables, and is sound."""

import io
import json
import time
import zipfile

import pytest
from django.utils.safestring import mark_safe
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annual_report import pdf, picture
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.figures import FIGURES
from gongkai.annual_report.md import markdown
from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.annual_report.text import PART_TITLES, title_lines
from gongkai.annual_report.xlsx import workbook_bytes
from gongkai.typesetting import NoFont
from tests.annual_report import layouts as made


def snapshot(f):
    """A report with these figures, as a rendering takes it."""
    new, carried = f.t3[0][6], f.t3[1][6]
    text = f"全年新收政府信息公开申请{new:,}件，上年结转{carried:,}件，结转下年度{f.t3[24][6]:,}件。"
    keys = [key for _, keys in PART_TITLES for key in keys]
    return {
        "title": made.TITLE, "organ": "示例县人民政府", "year": 2024, "published_on": "2025-02-10", "contact": None,
        "table2": f.t2, "table3": f.t3, "table4": f.t4, "figures": {figure.key: 0 for figure in FIGURES},
        "parts": [{"key": k, "label": f"（{k}）情况", "pieces": [{"text": text if k == "1.2" else "已经完成。", "figure": None, "value": None}]} for k in keys],
    }  # fmt: skip


def page(shown):
    from gongkai.portal.report_files import _html

    return _html({**shown, "trace": {}, "findings": []}, "report_body")


WRITERS = {
    "html": page, "docx": document_bytes, "xlsx": workbook_bytes, "pdf": pdf.pdf_bytes,
    "md": lambda s: markdown(s).encode(), "json": lambda s: json.dumps(s, ensure_ascii=False).encode(),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _font(request):
    if "pdf" in request.node.name:
        try:
            pdf.fonts("年报")
        except NoFont as error:
            pytest.skip(str(error))


@pytest.mark.parametrize("kind", WRITERS)
@settings(
    derandomize=True, max_examples=4, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 10_000), most=st.sampled_from([9, 400, 90_000]))
def test_our_own_report_reads_back_equal(kind, seed, most):
    f = made.figures(seed, most)
    reading = read_bytes(f"a.{kind}", WRITERS[kind](snapshot(f)))
    assert reading.tables.table3.as_rows() == f.t3
    assert reading.tables.table4.as_json() == f.t4
    assert reading.tables.table2.as_json() == f.t2
    assert [x for x in check(reading) if x.severity != "note"] == []
    assert reading.format == "2021"
    assert (reading.year, reading.organ) == (2024, "示例县人民政府")
    if kind != "xlsx":
        assert {m.means for m in reading.mentions if m.means} == {"new", "carried_in", "carried_out"}


def test_without_a_chinese_font_pdf_is_refused_with_the_reason(monkeypatch):
    monkeypatch.setattr(pdf, "BODY", ("没有这种字体",))
    monkeypatch.setattr(picture, "HEADS", ("没有这种字体",))
    for make in (pdf.pdf_bytes, picture.pdf_bytes, picture.png_bytes):
        with pytest.raises(NoFont, match="没有能印出全部文字的中文字体"):
            make(snapshot(made.figures(3)))


def test_the_word_tables_keep_their_columns_and_repeat_their_heads():
    book = Document(io.BytesIO(document_bytes(snapshot(made.figures(3)))))
    three, four = book.tables[1], book.tables[2]
    label, figure = three.columns[2].width, three.columns[4].width
    assert label > 3 * figure
    assert sum(column.width for column in three.columns) <= Cm(16.1)
    for table in (three, four):
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads[:3] == [True, True, True]
        assert not any(heads[3:])
    assert three.rows[2].cells[4].text == "商业\n企业"
    assert not any(
        run.font.color.rgb
        for p in book.paragraphs
        for run in p.runs
        if run.font.color.rgb != RGBColor(0, 0, 0)
    )


def test_text_in_a_pdf_cannot_become_markup():
    shown = snapshot(made.figures(3))
    shown["parts"][0]["pieces"][0]["text"] = mark_safe('#panic("x") $1$ *粗* "引号" \\ [方括号]')
    data = pdf.pdf_bytes(shown)
    import pypdfium2

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert '#panic("x")' in text.replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_office_file_of_a_published_report_is_the_same_whenever_it_is_made(kind, monkeypatch):
    shown = snapshot(made.figures(3))
    first = WRITERS[kind](shown)
    later = time.localtime(time.time() + 3600)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert b"2025-02-10T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")
    assert WRITERS[kind](shown) == first


def test_a_title_is_set_in_two_lines_where_the_organ_is_known_by_its_name():
    said = {
        "organ": "示例县人民政府（示例）",
        "title": "示例县人民政府（示例）2024年政府信息公开工作年度报告",
    }
    assert title_lines(said) == ("示例县人民政府（示例）", "2024年政府信息公开工作年度报告")
    other = {"organ": "示例县第一小学", "title": "示例县第一小学2024年政府信息公开工作年度报告"}
    assert title_lines(other) == (other["title"],)
