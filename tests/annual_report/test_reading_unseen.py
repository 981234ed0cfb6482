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


def test_table_4_without_rules_is_read_by_what_stands_over_each_figure():
    from gongkai.annual_report.reading.pdf_plain import table4

    def put(text, middle, top):
        left = middle - 3 * len(text)
        return [{"text": c, "x0": left + 6 * n, "x1": left + 6 * n + 6, "top": top, "bottom": top + 8, "size": 8} for n, c in enumerate(text)]  # fmt: skip

    places = [40 + 30 * n for n in range(15)]
    figures = [str(v) for b in Block for v in F.t4[b.value]]
    head = [
        *put("⾏政复议", places[2], 10),
        *put("行政诉讼", places[10], 10),
        *put("未经复议直接起诉", places[7], 20),
    ]
    head += put("复议后起诉", places[12], 20)
    for place, name in zip(places, RESULTS * 3, strict=True):
        head += [*put(name[:3], place, 30), *put(name[3:], place, 40)]
    row = [c for place, figure in zip(places, figures, strict=True) for c in put(figure, place, 60)]
    lines = [{"text": "x", "top": top, "bottom": top + 8} for top in (10, 20, 30, 40)]
    lines.append({"text": " ".join(figures), "top": 60, "bottom": 68})
    first, last, grid = table4(lines, [*head, *row])
    assert (first, last, [c.text for c in grid.rows[2]]) == (0, 4, figures)
    swapped = [{**c, "text": {"维": "纠", "纠": "维"}.get(c["text"], c["text"])} for c in head]
    moved = [{**c, "x0": c["x0"] + 300, "x1": c["x1"] + 300} if c["text"] == "⾏" else c for c in head]
    assert table4(lines, [*swapped, *row]) is table4(lines, [*moved, *row]) is table4(lines, row) is None


def test_sums_that_do_not_agree_even_if_every_blank_cell_is_nought_are_asked_about():
    wrong = made.figures(41)
    wrong.t3[23][0] += 3
    for f, said in ((F, set()), (wrong, {"T3.sum", "T3.balance", "T3.row_total"})):
        page = re.sub(r"(?<=<td>)0(?=</td>)", "—", made.html(f))
        found = [finding for finding in check(read("a.html", page)) if finding.code in ("T3.sum", "T3.balance", "T3.row_total")]  # fmt: skip
        assert {finding.code for finding in found} == said
        assert all(finding.severity is Severity.WARNING for finding in found if "当作0" in finding.message)
    torn = page.replace("<td>—</td>", "<td>1 2</td>", 1).replace("1 2", "12①")
    assert not [f for f in check(read("a.html", torn)) if "当作0" in f.message and f.where == "表三 一"]


def test_a_heading_broken_over_two_lines_and_heads_torn_in_their_columns():
    text = made.lines(F, "\t").replace(made.SECTIONS[2], f"{made.SECTIONS[2][:9]}\n{made.SECTIONS[2][9:]}")
    assert 3 in read("a.txt", text).parts
    two, three, four = tables()
    heads = "<p>申请人情况</p><p>自然 法人或其他组织 总</p><p>人 计</p><p>商业企 科研机 社会公益组 法律服务机 其</p><p>业 构 织 构 他</p>"
    rows = made.html_table(three[3:])
    equal(read("a.html", made.page((made.html_table(two), heads + rows, made.html_table(four)))), F)
    swapped = heads.replace("科研机 社会公益组", "社会公益组 科研机")
    reading = read("a.html", made.page((made.html_table(two), swapped + rows, made.html_table(four))))
    assert reading.tables.table3.cells["R1", "np"] is None
    assert [f.where for f in check(reading) if f.code == "S.unreadable_table"] == ["表三"]


def test_a_label_broken_behind_its_group_and_the_one_row_of_the_trial_format_alone_on_its_line():
    text = made.lines(F).replace("（三）不予公开 1.属于国家秘密", "（三）不予公开1.属于国\n家秘密")
    assert read("a.txt", text).tables.table3.as_rows() == F.t3
    rows = [line for line in made.lines(F).split("\n") if "、行政机关不再处理" not in line]
    cells = "\n".join(rows).replace("3.其他 ", "（六）其他处理 ").replace(" ", "\n")
    reading = read("a.txt", cells)
    assert reading.tables.one_row and reading.tables.table3.as_rows()[22] == F.t3[22]


def test_of_many_files_the_last_line_says_how_many_are_what():
    from gongkai.cli.report_check import _summary

    found = [
        {"findings": [{"severity": s} for s in said]}
        for said in ((), ("note", "error"), ("warning",), ("error",))
    ]
    assert _summary([*found, {"error": "x"}]) == "共5份：2份有错误，1份要核对，1份没有发现问题，1份读不了。"


def test_a_person_reads_errors_first_and_many_blank_cells_as_one_finding_that_each_of_them_points_to():
    from gongkai.portal.checkup import result

    wrong = made.figures(41)
    wrong.t4["reconsideration"][4] += 1
    page = re.sub(r"(?<=<td>)0(?=</td>)", "—", made.html(wrong)).replace(
        "<p></p>", "<p>全年新收申请99999件。</p>", 1
    )
    reading = read("a.html", page)
    shown = result(reading, check(reading))
    words = [[item.word for item in rows] for _, rows in shown["groups"]]
    assert all(row == sorted(row, key=["错误", "请核对", "说明"].index) for row in words)
    blank = [item for _, rows in shown["groups"] for item in rows if item.finding.code == "T3.missing_cell"]
    cells = sum(v == 0 for row in F.t3 for v in row)
    assert [item.finding.where for item in blank] == ["表三"] and f"有{cells}格没有数" in blank[
        0
    ].finding.message
    assert sum(mark == f"#{blank[0].id}" for mark in shown["marks"].values()) == cells
    assert ("全年新收申请99999件", "表三 本年新收", str(F.t3[0][6])) in shown["mentions"]


@pytest.mark.parametrize(
    "sheet", ["/*" * 60_000, "a" * 120_000, "@" * 120_000, "{" * 120_000, ".a{display:none}" * 9000]
)
def test_a_style_sheet_made_to_keep_the_reader_busy_does_not(sheet):
    page = made.html(F).replace("<head>", f"<head><style>.a{{display:none}}{sheet}</style>")
    read("a.html", page)
