# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files made to keep a reader busy, or to break it: refused or read as nothing, in a moment, in one sentence."""

import io
import json
import zipfile
import zlib

import pytest
from docx import Document
from openpyxl import Workbook

from gongkai.annual_report.reading import apart
from gongkai.annual_report.reading.checking import as_json, check
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.annual_report.reading.source import Unusable
from gongkai.cli import report_check

ROW = "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1\n"


def package(saved, name, content):
    """An Office file with one of its parts replaced."""
    out, book = io.BytesIO(), io.BytesIO()
    saved.save(book)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def sheet(body):
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'
    return package(Workbook(), "xl/worksheets/sheet1.xml", xml)


def word(body):
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package(
        Document(), "word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>"
    )


WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr><w:p/></w:tc>'


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.txt", "收到政府信息公开申请1件，" * 40_000, "太多"),
    ("a.txt", ROW * 10_001, "太多"),
    ("a.txt", "字" * 2_000_001, "超过"),
    ("a.html", "<html><table>" + ("<tr>" + "<td>1" * 100 + "</tr>") * 301 + "</table>", "太多"),
    ("a.html", "<html><table>" + "<td>" * 60_001, "太多"),
    ("a.html", "<html><table>" + '<tr><td rowspan="9000" colspan="9000">x' + "<tr><td>1" * 900 + "</table>", "太多"),
    ("a.xlsx", sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "太多"),
    ("a.xlsx", sheet('<sheetData><row r="1">' + '<c r="A1"/>' * 200_001 + "</row></sheetData>"), "太多"),
    ("a.docx", word("<w:p/>" * 20_001), "段落太多"),
    ("a.docx", word("<w:tbl><w:tr>" + WIDE * 2 + "</w:tr></w:tbl>"), "列"),
])  # fmt: skip
def test_more_than_a_report_can_have_is_refused(name, data, why):
    with pytest.raises(Unusable, match=why):
        read_bytes(name, data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize(("name", "text"), [
    ("a.html", "<!---->" * 60 + "x"),
    ("a.md", "<!--" * 70_000),
    ("a.txt", "总体情况" + " " * 200_000 + "x"),
    ("a.txt", "公开1件(50%)" * 20_000),
])  # fmt: skip
def test_what_would_be_looked_at_again_and_again_is_looked_at_once(name, text):
    """Each of these took minutes, the first one years."""
    assert 3 not in read_bytes(name, text.encode()).tables.found


def test_a_page_that_begins_with_comments_is_a_page_and_comments_of_a_text_are_not_read():
    assert read_bytes("a.html", b"<!-- a --><!-- b --> <!doctype html><p>x").kind == "html"
    with pytest.raises(Unusable, match="网页"):
        read_bytes("a.pdf", b"<!-- a --><html>")
    ((_, said),) = read_bytes("a.md", "# 一、总体情况\n\n新收<!-- 9 -->申请<!-- 没有关上".encode()).prose
    assert "新收申请" in said and "没有关上" in said and "9" not in said


def test_a_span_that_is_no_number_is_one_column():
    data = word('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')
    assert read_bytes("a.docx", data).tables.found == set()


@pytest.mark.parametrize("more", [
    {"organ": "\ud800县"}, {"organ": "县" * 5000}, {"organ": 7}, {"year": 10**14}, {"year": -1}, {"table2_2019": {"规章": [[1.5]]}},
    {"table2_2019": {"规章": {"本年新制作": 1.5}}}, {"parts": [{"pieces": [{"text": "新收\udfff1件"}]}]}, {"table2": {"fees_wan_yuan": 1e300}},
])  # fmt: skip
def test_data_that_is_no_report_of_ours_is_shown_or_left_out_never_passed_on(more):
    raw = {"organ": "示例县人民政府", "year": 2024, "table3": [[0] * 7] * 25, **more}
    reading = read_bytes("a.json", json.dumps(raw).encode())
    assert json.dumps(as_json(reading, check(reading)), ensure_ascii=False).encode()
    assert reading.year in (2024, None)
    assert len(reading.organ or "") <= 120


def drawn(content):
    """A PDF of one page with this content."""
    packed = zlib.compress(content)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", b""
    for n, part in enumerate(parts, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>" % places
    return out + table + b"\nstartxref\n%d\n%%%%EOF" % len(out)


def test_an_upload_that_takes_too_long_stops_its_own_reading_only(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 1)
    # On a busy machine the clock may run out before the computing does: either is told.
    with pytest.raises(Unusable, match=r"a\.pdf：读这个文件用的时间"):
        apart.read_upload("a.pdf", drawn(b"0 0 m 9 9 l S " * 150_000))


def test_an_upload_read_apart_is_read_the_same(monkeypatch):
    book = Document()
    book.add_paragraph("示例县人民政府2024年政府信息公开工作年度报告")
    out = io.BytesIO()
    book.save(out)
    assert apart.read_upload("甲.docx", out.getvalue()) == read_bytes("甲.docx", out.getvalue())
    with pytest.raises(Unusable, match=r"^a\.docx：文件损坏|Word文件损坏"):
        apart.read_upload("a.docx", package(Document(), "word/document.xml", "<"))


def test_one_file_of_many_that_takes_too_long_is_named_and_the_next_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(report_check, "MOST_SECONDS", 1)
    for name, data in (("a.pdf", drawn(b"0 0 m 9 9 l S " * 150_000)), ("b.txt", "一、总体情况".encode())):
        (tmp_path / name).write_bytes(data)
    first, second = report_check._each([tmp_path / "a.pdf", tmp_path / "b.txt"], None)
    assert first["error"] == "a.pdf 算了1秒还没有读完，不像年度报告"
    assert second["findings"]
