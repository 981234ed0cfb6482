# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Layouts met in three hundred made reports: hidden by a style sheet, set side by side, headed apart, printed by a browser."""

import io
import re

import pytest

from gongkai.annual_report.reading.blocks import Cell, Grid, Line
from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.parting import parted
from gongkai.law.findings import Severity
from gongkai.law.table4 import Block
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_layouts import equal, never_wrong, read

F = made.figures(41)
NUMBER = re.compile(r"(?<=>)(\d+)(?=<)")
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def tables(f=F):
    return [made.rows_of(grid) for grid in made.grids(f)]


@pytest.mark.parametrize("sheet", [
    ".old{display:none}", "@media print{.old{color:red}} i.old , b { DISPLAY : none }", "<!-- td > .old {display:none} -->",
    "@charset 'utf-8'; .old{display:none} .old{color:red}",
])  # fmt: skip
def test_what_the_pages_own_style_sheet_hides_is_not_read(sheet):
    page = NUMBER.sub(r'<i class="x old">7</i>\1', made.html(F)).replace(
        "<head>", f"<head><style>{sheet}</style>"
    )
    equal(read("a.html", page), F)


@pytest.mark.parametrize("sheet", [
    "@media print{.new{display:none}}", ".new{display:none} p .new, td .new{display:inline}", ".new:hover{display:none}",
    ".new{display:none} td i.new.x{display:block}", "body, html, *{display:none}",
])  # fmt: skip
def test_what_it_shows_or_hides_only_on_paper_is_read(sheet):
    page = NUMBER.sub(r'<i class="x new">\1</i>', made.html(F)).replace(
        "<head>", f"<head><style>{sheet}</style>"
    )
    equal(read("a.html", page), F)


def test_a_foot_written_before_the_body_and_a_page_in_unmarked_utf_16():
    page = made.html(F)
    last = page.rindex("<tr>", 0, page.index("</table>", page.index("结转下年度继续办理")))
    foot = page[last : page.index("</table>", last)]
    start = page.rindex("<table>", 0, last) + len("<table>")
    turned = (
        page[:start]
        + f"<tfoot>{foot}</tfoot><tbody>"
        + page[start:last]
        + "</tbody>"
        + page[last + len(foot) :]
    )
    equal(read("a.html", turned), F)
    for codec in ("utf-16-le", "utf-16-be"):
        equal(read("a.html", page.encode(codec)), F)


def test_a_row_of_sums_below_the_last_row_or_the_first_two_is_not_the_total():
    two, three, four = tables()
    sums = [("合计", 1, 3), *((str(n), 1, 1) for n in range(7))]
    for at in (5, len(three)):
        page = made.page(tuple(map(made.html_table, (two, [*three[:at], sums, *three[at:]], four))))
        equal(read("a.html", page), F)


def test_table_4_with_its_head_apart_and_with_its_blocks_below_one_another():
    two, three, _ = map(made.html_table, tables())
    rows = tables()[2]
    apart = made.html_table(rows[:-1]) + made.html_table(rows[-1:])
    equal(read("a.html", made.page((two, three, apart))), F)
    stacked = []
    for name, block in zip(("行政复议", "未经复议直接起诉", "复议后起诉"), Block, strict=True):
        stacked += [[(name, 1, 5)], [(r, 1, 1) for r in RESULTS], [(str(v), 1, 1) for v in F.t4[block.value]]]
    equal(read("a.html", made.page((two, three, made.html_table(stacked)))), F)
    other = made.html_table([[(str(n), 1, 1) for n in range(14)]])
    never_wrong(read("a.html", made.page((two, three, made.html_table(rows[:-1]) + other))), F)


def sheet(placed):
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page["A1"] = made.TITLE
    for grid, (top, left) in zip(made.grids(F), placed, strict=True):
        for cell in grid.cells:
            page.cell(top + cell.top, left + cell.left).value = cell.value
            if (cell.bottom, cell.right) != (cell.top, cell.left):
                page.merge_cells(None, top + cell.top, left + cell.left, top + cell.bottom, left + cell.right)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("placed", [
    ((3, 1), (3, 6), (3, 17)), ((3, 1), (19, 1), (19, 12)), ((3, 1), (20, 1), (3, 6)), ((3, 1), (17, 1), (45, 1)),
])  # fmt: skip
def test_tables_side_by_side_or_below_one_another_on_one_sheet(placed):
    reading = read("a.xlsx", sheet(placed))
    equal(reading, F)
    assert not [finding for finding in check(reading) if finding.severity is Severity.ERROR]


def test_the_whole_report_in_one_table_is_taken_apart_and_its_text_keeps_its_part():
    rows = "".join(
        f"<tr><td colspan=15>{name}</td></tr>{made.html_table(table).removeprefix('<table>').removesuffix('</table>')}"
        for name, table in zip(made.SECTIONS[1:4], tables(), strict=True)
    )
    said = (
        f"<tr><td colspan=15>{made.SECTIONS[0]}</td></tr><tr><td colspan=15>全年新收申请99999件。</td></tr>"
    )
    reading = read("a.html", f"<h1>{made.TITLE}</h1><table>{said}{rows}</table>")
    equal(reading, F)
    assert [f.where for f in check(reading) if f.code == "N.mismatch"] == ["第一部分 “全年新收申请99999件”"]


def test_a_grid_of_one_table_is_left_whole():
    grid = Grid([[Cell("一、总体情况"), Cell("3")], [Cell("甲"), Cell("4")]])
    assert parted([grid, Line("x")]) == [grid, Line("x")]


def test_text_hidden_by_its_style_is_not_read_in_word_files():
    import docx

    document = docx.Document()
    hid = document.styles.add_style("隐", 2)
    hid.font.hidden = True
    child = document.styles.add_style("隐子", 2)
    child.base_style = hid
    gone = document.styles.add_style("删", 1)
    gone.font.strike = True
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("信息内容", "本年处理决定数量", "行政处罚", ""), strict=True):
        cell.text = text
    cell.paragraphs[0].add_run("7", style=child)
    cell.paragraphs[0].add_run("1")
    cell.add_paragraph("8", style=gone).add_run("2").font.strike = False
    cell.paragraphs[1].add_run("9")
    out = io.BytesIO()
    document.save(out)
    assert read("a.docx", out.getvalue()).tables.table2.penalties is None  # 1 and 2 are seen, on two lines
    cell.paragraphs[1].runs[1].font.strike = True
    out = io.BytesIO()
    document.save(out)
    assert read("a.docx", out.getvalue()).tables.table2.penalties == 1


def test_rows_of_as_many_tabs_or_commas_keep_their_empty_cells():
    two, three, four = made.grids(F)

    def flat(grid, between):
        rows = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
        for cell in grid.cells:
            rows[cell.top][cell.left] = str(cell.value)
        return "\n".join(between.join(row) for row in rows)

    for between in ("\t", ","):
        text = "\n".join([made.TITLE, *(f"{s}\n{flat(g, between)}" for s, g in zip(made.SECTIONS[1:4], (two, three, four), strict=True))])  # fmt: skip
        reading = read("a.txt", text)
        assert reading.tables.table3.as_rows() == F.t3
        assert reading.tables.table2.as_json() == F.t2
        never_wrong(reading, F)


def test_a_figure_repeated_for_each_column_its_cell_covers_is_one():
    row = "| 行政处罚 | 12 | 12 | 12 |"
    for heads, number in (
        ("本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量", 12),
        ("本年处理决定数量 | 甲 | 乙", None),
    ):
        text = f"# {made.TITLE}\n| 信息内容 | {heads} |\n|---|---|---|---|\n{row}\n"
        assert read("a.md", text).tables.table2.penalties == number


def test_labels_beside_torn_group_headings_are_put_together():
    torn = made.lines(F).replace("（三）不予公开 1.属于国家秘密", "（三）不予公 1.属于国家").replace(
        "\n2.其他法律行政法规禁止公开", "\n开 秘密\n2.其他法律行政法规禁止公开"
    )  # fmt: skip
    assert "\n开 秘密\n" in torn
    assert read("a.txt", torn).tables.table3.as_rows() == F.t3


def test_a_report_whose_total_is_unread_is_not_said_to_contradict_its_text():
    blank = made.figures(41)
    blank.t3[23][6] = "—"
    page = made.html(blank).replace("<p></p>", f"<p>全年办结申请{F.t3[23][6]}件。</p>", 1)
    assert not [f for f in check(read("a.html", page)) if f.code == "N.mismatch"]


def test_a_title_of_its_own_below_a_line_with_a_year_is_the_title():
    reading = read("a.txt", f"2023年报告\n{made.TITLE}\n{made.SECTIONS[0]}\n")
    assert reading.organ == "示例县人民政府"


def test_a_pdf_whose_characters_have_no_code_is_known():
    from gongkai.annual_report.reading.pdf import _uncoded

    assert _uncoded([Line("(cid:12)(cid:345)第(cid:9)"), Grid([[Cell("(cid:77)1")]])])
    assert not _uncoded([Line("全年新收政府信息公开申请12(cid:9)件"), Line("")])
