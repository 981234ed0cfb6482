# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Word and Excel files: merged cells resolved, what is hidden or deleted not read."""

import io

from hypothesis import given, settings

from gongkai.law.table3 import COLUMNS, ROW_IDS
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_layouts import FAST, SEEDS, equal, read


def _docx(f):
    from docx import Document

    from gongkai.annual_report import docx as ours

    doc = Document()
    doc.add_paragraph(made.TITLE)
    for name, grid in zip(made.SECTIONS, (None, *made.grids(f), None, None), strict=True):
        doc.add_paragraph(name)
        if grid:
            ours._draw(doc, grid, (1,) * grid.columns, head=0)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _xlsx(f):
    from openpyxl import Workbook

    from gongkai.annual_report import xlsx as ours

    book = Workbook()
    for name, grid in zip(("表二", "表三", "表四"), made.grids(f), strict=True):
        ours._draw(book.create_sheet(name), grid, made.TITLE)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(FAST, max_examples=3)
@given(SEEDS)
def test_word_and_excel_files(f):
    equal(read("a.docx", _docx(f)), f)
    equal(read("a.xlsx", _xlsx(f)), f)


def test_hidden_rows_and_sheets_of_excel_are_not_read():
    from openpyxl import load_workbook

    f = made.figures(27)
    book = load_workbook(io.BytesIO(_xlsx(f)))
    copy = book.copy_worksheet(book["表三"])
    copy.sheet_state = "hidden"
    copy["D5"] = 999
    sheet = book["表三"]
    sheet.row_dimensions[sheet.max_row + 1].hidden = True
    sheet.append(["四、结转下年度继续办理", None, None, 9, 9, 9, 9, 9, 9, 9])
    out = io.BytesIO()
    book.save(out)
    equal(read("a.xlsx", out.getvalue()), f)


def test_deleted_and_struck_out_text_of_word_is_not_read():
    from docx import Document

    f = made.figures(28)
    doc = Document(io.BytesIO(_docx(f)))
    cell = doc.tables[1].rows[3].cells[3]
    struck = cell.paragraphs[0].add_run("9")
    struck.font.strike = True
    raised = doc.tables[1].rows[3].cells[4].paragraphs[0].add_run("1")
    raised.font.superscript = True
    out = io.BytesIO()
    doc.save(out)
    f.t3[0][1] = None
    assert read("a.docx", out.getvalue()).tables.table3.as_rows() == f.t3


def test_every_cell_knows_its_row_and_column_in_a_page_where_each_cell_is_its_own_number():
    """Each of the 175 cells holds another number, so no two places can be exchanged unseen."""
    f = made.figures(29)
    f.t3 = [[100 * r + c + 1 for c in range(len(COLUMNS))] for r in range(len(ROW_IDS))]
    for content, name in (
        (made.html(f), "a.html"),
        (made.lines(f), "a.txt"),
        (_docx(f), "a.docx"),
        (_xlsx(f), "a.xlsx"),
    ):
        assert read(name, content).tables.table3.as_rows() == f.t3
