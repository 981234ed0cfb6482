# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`report build`: the same numbers in every file, and each file whole in itself."""

import json
import re

import pytest
from docx import Document
from openpyxl import load_workbook

from gongkai.annual_report.layout import table2, table3, table4
from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.reader import read


@pytest.fixture(scope="module")
def built(county, tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    done = county.run("report", "build", "--organ", "yongjia", "--year", "2024", "--out", str(out))
    made = {path.name.removeprefix("yongjia-2024") for path in out.iterdir()}
    kinds = {".html", ".docx", ".xlsx", ".md", ".json", "-infographic.html"}
    drawn = {".pdf", "-infographic.png", "-infographic.pdf"}
    assert made == (kinds if "中文字体" in done.stderr else kinds | drawn)
    assert done.stdout.count("\n") == len(made)
    return out


@pytest.fixture(scope="module")
def data(built):
    return json.loads((built / "yongjia-2024.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["yongjia-2024.html", "yongjia-2024-infographic.html"])
def test_html_files_need_nothing_else(built, name):
    text = (built / name).read_text(encoding="utf-8")
    assert not re.search(r"(?:href|src)=|@import|url\(", text)
    for said in ("492", "36", "505", "23", "2025年2月10日公布"):
        assert said in text


def test_html_file_has_the_175_cells_of_table_3(built, data):
    text = (built / "yongjia-2024.html").read_text(encoding="utf-8")
    table = text[text.index('class="frame t3"') :].split("</table>")[0]
    cells = [int(n.replace(",", "")) for n in re.findall(r"<td[^>]*>(?:<b>|<span>)([\d,]+)<", table)]
    assert cells == [n for row in data["table3"] for n in row]


def test_xlsx_tables_are_the_printed_ones(built, data):
    book = load_workbook(built / "yongjia-2024.xlsx")
    assert book.sheetnames == ["表二", "表三", "表四", "指标", "口径说明"]
    assert "还没有通过审核" in book["口径说明"]["A1"].value
    assert all(
        "2024年政府信息公开工作年度报告" in book[name]["A1"].value for name in ("表二", "表三", "表四")
    )
    rows = list(book["表三"].iter_rows(min_row=6, max_row=30, min_col=4, max_col=10, values_only=True))
    assert [list(row) for row in rows] == data["table3"]
    four = next(book["表四"].iter_rows(min_row=6, max_row=6, values_only=True))
    assert list(four) == [n for block in data["table4"].values() for n in block]
    assert book["表二"]["B6"].value == data["table2"]["normative_documents"][0]
    figures = {row[0]: row[2] for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert figures == data["figures"]


def test_docx_tables_are_the_printed_ones(built, data):
    tables = Document(built / "yongjia-2024.docx").tables
    rows = [[int(cell.text) for cell in row.cells[3:]] for row in tables[1].rows[3:]]
    assert rows == data["table3"]


def test_no_cell_of_a_grid_is_placed_twice(data):
    for grid in (table2(data["table2"]), table3(data["table3"]), table4(data["table4"])):
        covered = [
            (row, column)
            for placed in grid.cells
            for row in range(placed.top, placed.bottom + 1)
            for column in range(placed.left, placed.right + 1)
        ]
        assert sorted(covered) == [(r, c) for r in range(grid.rows) for c in range(grid.columns)]


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "xlsx", "md", "json"])
def test_every_file_reads_back_as_the_printed_tables(built, data, kind):
    path = built / f"yongjia-2024.{kind}"
    if not path.exists():
        pytest.skip("没有中文字体，没有PDF")
    reading = read(path)
    assert reading.tables.table3.as_rows() == data["table3"]
    assert reading.tables.table4.as_json() == data["table4"]
    assert reading.tables.table2.as_json() == data["table2"]
    assert not [f for f in check(reading) if f.severity == "error"]
