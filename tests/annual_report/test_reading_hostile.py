# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Layouts from other hands, kept from some hundred and twenty tried: each was once read wrong, or not at all."""

import base64
import io
import quopri
import re

import pytest

from gongkai.annual_report.reading.checking import check
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, ROWS
from gongkai.law.table4 import Block, Result
from tests.annual_report import layouts as made
from tests.annual_report import test_reading_pdf as pdf
from tests.annual_report.test_reading_layouts import equal, never_wrong, read
from tests.annual_report.test_reading_office import _docx, _xlsx

F = made.figures(12, 900)
NUMBER = re.compile(r"(?<=>)(\d[\d.]*)(?=<)")
NAMES = ["行政复议", "未经复议直接起诉", "复议后起诉"]
RESULTS = [r.label for r in Result] + ["总计"]


def flat(f):
    """The three tables with one row of headings each."""
    t = f.t2
    two = [
        [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", *t["rules"]], ["行政规范性文件", *t["normative_documents"]]],
        [["信息内容", "本年处理决定数量"], ["行政许可", t["licences"]]],
        [["信息内容", "本年处理决定数量"], ["行政处罚", t["penalties"]], ["行政强制", t["coercion"]]],
        [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", t["fees_wan_yuan"]]],
    ]  # fmt: skip
    three = [["项目", *(COLUMN_LABELS[c] for c in COLUMNS)]]
    three += [[(row.group or "") + row.label, *cells] for row, cells in zip(ROWS, f.t3, strict=True)]
    four = [[name + r for name in NAMES for r in RESULTS], [v for b in Block for v in f.t4[b.value]]]
    return [[[[str(c) for c in row] for row in table] for table in part] for part in (two, [three], [four])]


def text_page(f, draw):
    parts = ["\n\n".join(draw(table) for table in part) for part in flat(f)]
    said = [f"# {made.TITLE}", made.SECTIONS[0], "全年工作有序。"]
    for name, part in zip(made.SECTIONS[1:4], parts, strict=True):
        said += [f"## {name}", part]
    return "\n\n".join([*said, made.SECTIONS[4], "问题。", made.SECTIONS[5], "无。"])


def pipes(table, mark=str):
    rows = ["| " + " | ".join(mark(c) for c in row) + " |" for row in table]
    return "\n".join([rows[0], "|" + "---|" * len(table[0]), *rows[1:]])


@pytest.mark.parametrize(
    "mark",
    ["`{}`", "[{}](http://example.org/1)", "*{}*", "***{}***", "&nbsp;{}", "~~9~~ {}", '<span style="color:red">{}</span>', "<s>9</s>{}"],
)  # fmt: skip
def test_marks_around_a_figure_in_markdown(mark):
    content = text_page(F, lambda t: pipes(t, lambda c: mark.format(c) if c[0].isdigit() else c))
    equal(read("a.md", content), F)


def test_web_tables_inside_markdown_also_one_that_is_never_closed():
    tables = [made.html_table(made.rows_of(g)).replace("<tr>", "\n<tr>\n") for g in made.grids(F)]
    content = "\n\n".join(
        x for name, t in zip(made.SECTIONS[1:4], tables, strict=True) for x in (f"## {name}", t)
    )
    equal(read("a.md", f"# {made.TITLE}\n\n{content}"), F)
    equal(read("a.md", f"# {made.TITLE}\n\n{content.removesuffix('</table>')}"), F)


def drawn(table):
    """As pandoc draws them, a long cell over two lines."""
    rule = "+" + "+".join(["-----"] * len(table[0])) + "+"
    lines = [rule]
    for n, row in enumerate(table):
        lines.append("|" + "|".join(c[:9] for c in row) + "|")
        if any(len(c) > 9 for c in row):
            lines.append("|" + "|".join(c[9:] for c in row) + "|")
        lines.append(rule if n else rule.replace("-", "="))
    return "\n".join(lines)


def boxed(table):
    rows = ["│" + "│".join(row) + "│" for row in table]
    return "\n".join(["┌──┐", f"{chr(10)}├──┼──┤{chr(10)}".join(rows), "└──┘"])


@pytest.mark.parametrize("draw", [drawn, boxed])
def test_tables_drawn_with_characters(draw):
    equal(read("a.txt", text_page(F, draw).replace("#", "")), F)


def test_everything_run_together_into_one_paragraph_is_read_as_far_as_it_is_certain():
    reading = read("a.txt", made.lines(F).replace("\n", " "))
    never_wrong(reading, F)
    assert reading.tables.table3.as_rows() == F.t3


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_page_saved_as_one_file(encoding):
    page = made.html(F).encode("gb18030")
    body = quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)
    head = (
        "From: <Saved>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"B\"\r\n\r\n--B\r\n"
        f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    )  # fmt: skip
    for name in ("a.mht", "a.html"):
        equal(read(name, head.encode() + body + b"\r\n--B--\r\n"), F)


@pytest.mark.parametrize("style", ["font-size:0", "opacity: 0", "visibility:collapse"])
def test_figures_no_reader_sees_are_not_read(style):
    equal(read("a.html", NUMBER.sub(rf'<i style="{style}">77</i>\1', made.html(F))), F)
    shown = NUMBER.sub(r'<i style="font-size:0.9em;opacity:0.95">\1</i>', made.html(F))
    equal(read("a.html", shown), F)


def test_fees_printed_in_yuan():
    yuan = round(F.t2["fees_wan_yuan"] * 10_000)
    content = (
        made.html(F).replace("单位：万元", "单位：元").replace(f">{F.t2['fees_wan_yuan']}<", f">{yuan}<")
    )
    equal(read("a.html", content), F)


def test_columns_some_add_and_words_some_change():
    content = re.sub(r"<tr>(.*?)</tr>", r"<tr>\1<td>上年总计</td></tr>", made.html(F), count=0)
    content = (
        content.replace("其他", "其它").replace("总计</td>", "合计</td>").replace("上年合计", "上年总计")
    )
    reading = read("a.html", content)
    never_wrong(reading, F)
    wider = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in [*row, "占比" if not n else "12.5%", "上年总计" if not n else "77"]) + "</tr>"
        for n, row in enumerate(flat(F)[1][0])
    )  # fmt: skip
    two, _, four = (made.html_table(made.rows_of(g)) for g in made.grids(F))
    equal(read("a.html", made.page((two, f"<table>{wider}</table>".replace("其他", "其它"), four))), F)


def test_figures_printed_as_pictures_are_said():
    reading = read("a.html", NUMBER.sub(r'<img src="\1.png" alt="">', made.html(F)))
    assert {v for row in reading.tables.table3.as_rows() for v in row} == {None}
    assert len([f for f in check(reading) if "不是一个整数" in f.message]) > 100


def altered(data, change):
    """A Word file with its XML changed."""
    from docx import Document
    from docx.oxml import parse_xml

    doc = Document(io.BytesIO(data))
    out = io.BytesIO()
    body = doc.element.body
    new = parse_xml(change(body.xml))
    body.getparent().replace(body, new)
    doc.save(out)
    return out.getvalue()


def test_word_readings_rows_and_cells_that_are_not_what_they_seem():
    def change(xml):
        gone = (
            "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>四、结转下年度继续办理</w:t></w:r></w:p></w:tc>"
            + "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc>" * 7
            + "</w:tr>"
        )
        rows = gone.format('<w:del w:id="1" w:author="x"/>') + gone.format("<w:hidden/>")
        xml = xml.replace("</w:tbl>", rows + "</w:tbl>")
        # pinyin above a character; a cell that is a table of one cell
        xml = re.sub(
            r"<w:t>(\d+)</w:t>",
            r"<w:ruby><w:rt><w:r><w:t>88</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>\1</w:t></w:r></w:rubyBase></w:ruby>",
            xml,
            count=60,
        )
        return re.sub(r"(<w:p>(?:(?!</w:p>).)*?<w:t>规章</w:t>.*?</w:p>)", r"<w:tbl><w:tr><w:tc>\1</w:tc></w:tr></w:tbl><w:p/>", xml, count=1, flags=re.S)  # fmt: skip

    equal(read("a.docx", altered(_docx(F), change)), F)


def test_one_sheet_holds_the_whole_report_and_another_the_year_before():
    from openpyxl import Workbook

    book = Workbook()
    for year, figures in ((2024, F), (2023, made.figures(13))):
        sheet = book.create_sheet(f"{year}年")
        sheet.append([made.TITLE.replace("2024", str(year))])
        for name, part in zip(made.SECTIONS[1:4], flat(figures), strict=True):
            sheet.append([name])
            for table in part:
                for row in table:
                    sheet.append([float(c) if re.fullmatch(r"[\d.]+", c) else c for c in row])
    out = io.BytesIO()
    book.save(out)
    equal(read("a.xlsx", out.getvalue()), F)


def test_a_formula_that_was_never_computed_is_said_and_lines_in_a_column_are_read():
    from openpyxl import Workbook, load_workbook

    book = load_workbook(io.BytesIO(_xlsx(F)))
    last = book["表三"].cell(book["表三"].max_row, 10)
    last.value = f"=SUM(D{last.row}:I{last.row})"
    out = io.BytesIO()
    book.save(out)
    assert any("公式" in f.message for f in check(read("a.xlsx", out.getvalue())))
    book = Workbook()
    for line in made.lines(F).split("\n"):
        book.active.append([line])
    out = io.BytesIO()
    book.save(out)
    equal(read("a.xlsx", out.getvalue()), F)


def test_a_page_turned_sideways_with_a_watermark_across_its_figures(monkeypatch):
    import pypdfium2

    mark = "#set page(background: rotate(-40deg, text(30pt, fill: luma(220))[2024年12月31日 67221199]))\n#d.title"
    monkeypatch.setattr(pdf, "_TEMPLATE", pdf._TEMPLATE.replace("#d.title", mark))
    book = pypdfium2.PdfDocument(pdf.document(F))
    for n in range(len(book)):
        book[n].set_rotation(90 + 180 * (n % 2))
    out = io.BytesIO()
    book.save(out)
    equal(read("a.pdf", out.getvalue()), F)


def test_a_figure_wider_than_its_cell_is_not_read():
    f = made.figures(12, 4000)
    reading = read("a.pdf", pdf.document(f, width=12, size=12))
    never_wrong(reading, f)
    assert any("^" in why for _, why in reading.tables.unread)
