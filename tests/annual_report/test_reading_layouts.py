# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The same figures in many layouts: every cell read back, or None and said; never another number."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, ROWS
from tests.annual_report import layouts as made

SEEDS = st.integers(0, 10_000).map(made.figures)
FAST = settings(
    derandomize=True,
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


def read(name, content):
    return read_bytes(name, content if isinstance(content, bytes) else content.encode())


def equal(reading, f):
    assert reading.tables.table3.as_rows() == f.t3
    assert reading.tables.table4.as_json() == f.t4
    assert reading.tables.table2.as_json() == f.t2


def never_wrong(reading, f):
    for row, expected in zip(reading.tables.table3.as_rows(), f.t3, strict=True):
        for v, e in zip(row, expected, strict=True):
            assert v in (e, None)
    for block, values in reading.tables.table4.as_json().items():
        assert all(v in (e, None) for v, e in zip(values, f.t4[block], strict=True))
    for name, value in reading.tables.table2.as_json().items():
        expected = f.t2[name]
        pairs = zip(value, expected, strict=True) if isinstance(expected, list) else [(value, expected)]
        assert all(v in (e, None) for v, e in pairs)


def t3(rows):
    """A page with these rows of table 3, and tables 2 and 4 of seed 1."""
    two, _, four = made.grids(made.figures(1))
    return made.page((made.html_table(made.rows_of(two)), rows, made.html_table(made.rows_of(four))))


@FAST
@given(SEEDS)
def test_a_web_page_with_merged_cells(f):
    reading = read("a.html", made.html(f))
    equal(reading, f)
    assert (reading.year, reading.organ, reading.format) == (2024, "示例县人民政府", "2021")
    assert check(reading) == []


@pytest.mark.parametrize("options", [{"tag": "th"}, {"wrap": "<p><span> {} </span></p>"}, {"wrap": "<p>&nbsp;</p><div>{}</div>"}, {"wrap": "\n   {}\n\t"}])  # fmt: skip
def test_markup_around_a_cell_does_not_matter(options):
    f = made.figures(3)
    equal(read("a.html", made.html(f, **options)), f)


@FAST
@given(SEEDS, st.integers(0, 999))
def test_labels_as_careless_hands_leave_them(f, seed):
    rng = random.Random(seed)
    tables = [
        made.html_table([[(made.noisy(t, rng), d, a) for t, d, a in row] for row in made.rows_of(g)])
        for g in made.grids(f)
    ]
    equal(read("a.html", made.page(tuple(tables))), f)


@FAST
@given(SEEDS)
def test_a_page_whose_cells_lost_their_spans_is_read_by_order_or_not_at_all(f):
    reading = read("a.html", made.html(f, spans=False))
    never_wrong(reading, f)
    assert reading.tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("span", [20, 21, 23, 24])
def test_a_row_span_that_is_too_short_or_too_long_does_not_shift_figures(span):
    f = made.figures(5)
    text = made.html(f).replace('rowspan="22"', f'rowspan="{span}"')
    reading = read("a.html", text)
    never_wrong(reading, f)
    assert sum(v is None for row in reading.tables.table3.as_rows() for v in row) <= 7


def test_tables_inside_layout_tables():
    f = made.figures(6)
    body = (
        made.html(f)
        .replace("<table>", "<table><tr><td><table>")
        .replace("</table>", "</table></td></tr></table>")
    )
    equal(read("a.html", body), f)
    wrapped = (
        made.html(f)
        .replace("<body>", "<body><table><tr><td>导航</td><td>")
        .replace("</body>", "</td></tr></table></body>")
    )
    equal(read("a.html", wrapped), f)


def test_a_cell_that_holds_a_table_of_one_cell():
    f = made.figures(7)
    equal(read("a.html", made.html(f, wrap="<table><tr><td>{}</td></tr></table>")), f)


@pytest.mark.parametrize("cut", [7, 12, 20])
@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_cut_in_two_with_and_without_its_header_again(cut, repeat):
    f = made.figures(8)
    grid = made.grids(f)[1]
    resolved = [["" for _ in range(10)] for _ in range(grid.rows)]
    for c in grid.cells:
        for r in range(c.top, c.bottom + 1):
            for col in range(c.left, c.right + 1):
                resolved[r][col] = "" if c.value is None else str(c.value)
    rows = [[(t, 1, 1) for t in row] for row in resolved]
    second = rows[:3] + rows[cut:] if repeat else rows[cut:]
    reading = read("a.html", t3(made.html_table(rows[:cut]) + "<p>- 4 -</p>" + made.html_table(second)))
    assert reading.tables.table3.as_rows() == f.t3


def test_columns_in_another_order_are_followed_by_their_header():
    f = made.figures(9)
    order = [6, 5, 0, 1, 2, 3, 4]
    head = [[("项目", 1, 1), *((made.HEADER[n], 1, 1) for n in order)]]
    rows = [[(labels[-1], 1, 1), *((values[n], 1, 1) for n in order)] for labels, values in made.text_rows(f)]
    assert read("a.html", t3(made.html_table(head + rows))).tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("at", [1, 6])
def test_an_added_subtotal_column_is_left_out(at):
    f = made.figures(10)

    def widen(values, word):
        return [*values[:at], word, *values[at:]]

    rows = [[("项目", 1, 1), *((h, 1, 1) for h in widen(made.HEADER, "小计"))]]
    rows += [
        [(labels[-1], 1, 1), *((v, 1, 1) for v in widen(values, str(sum(map(int, values[1:6])))))]
        for labels, values in made.text_rows(f)
    ]
    assert read("a.html", t3(made.html_table(rows))).tables.table3.as_rows() == f.t3
    flat = [[c for c in row] for row in rows]
    flat[0] = flat[0][1:]  # the header no longer stands above the figures
    never_wrong(
        read("a.html", t3(made.html_table(flat))), made.Figures(made.figures(1).t2, f.t3, made.figures(1).t4)
    )
    lines = "\n".join(" ".join(c[0] for c in row) for row in rows)
    assert read("a.txt", made.SECTIONS[2] + "\n" + lines).tables.table3.as_rows() == f.t3


def test_a_column_of_row_numbers_does_not_matter():
    f = made.figures(11)
    rows = [[("序号", 1, 1), ("项目", 1, 1), *((h, 1, 1) for h in made.HEADER)]]
    rows += [
        [(str(n), 1, 1), (labels[-1], 1, 1), *((v, 1, 1) for v in values)]
        for n, (labels, values) in enumerate(made.text_rows(f), 1)
    ]
    assert read("a.html", t3(made.html_table(rows))).tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("text", ["", "-", "/", "—", "－", "无", "不适用", "&nbsp;"])
def test_a_cell_without_a_number_is_null_and_said(text):
    f = made.figures(12)
    grid = made.rows_of(made.grids(f)[1])
    grid[10][-3] = (text, 1, 1)
    f.t3[7][4] = None
    reading = read("a.html", t3(made.html_table(grid)))
    assert reading.tables.table3.as_rows() == f.t3
    assert [x.where for x in check(reading)] == [
        f"表三 （三）不予公开4.保护第三方合法权益，{COLUMN_LABELS['ls']}"
    ]
    assert [x.code for x in check(reading)] == ["T3.missing_cell"]


@pytest.mark.parametrize(
    "text",
    [
        "1 2",
        "1<br>2",
        "12<sup>1</sup>",
        "12①",
        "12*",
        "1O",
        "1.5",
        "约12",
        "12%",
        "<p>1</p><p>2</p>",
        "3-5",
        "²",
        "1,23",
    ],
)
def test_a_cell_that_is_not_one_plain_number_is_null_and_said(text):
    f = made.figures(12)
    grid = made.rows_of(made.grids(f)[1])
    grid[10][-3] = (text, 1, 1)
    f.t3[7][4] = None
    reading = read("a.html", t3(made.html_table(grid)))
    assert reading.tables.table3.as_rows() == f.t3
    assert [x.code for x in check(reading)] in (["S.unreadable_table"], ["T3.missing_cell"])


@pytest.mark.parametrize(("text", "number"), [
    ("１２", 12), ("1,234", 1234), ("1，234", 1234), ("12件", 12), (" 12 ", 12), ("<b>1</b>2", 12), ("12.0", 12), ("-3", -3),
    ("<s>9</s>12", 12), ("<span style='display:none'>9</span>12", 12), ("<!-- 9 -->12", 12), ("１，２３４", 1234), ("<input value='12'>", 12),
])  # fmt: skip
def test_numbers_as_they_are_printed(text, number):
    f = made.figures(12)
    grid = made.rows_of(made.grids(f)[1])
    grid[10][-3] = (text, 1, 1)
    f.t3[7][4] = number
    assert read("a.html", t3(made.html_table(grid))).tables.table3.as_rows() == f.t3


def test_a_merged_figure_belongs_to_nobody():
    f = made.figures(13)
    grid = made.rows_of(made.grids(f)[1])
    grid[3] = [*grid[3][:2], ("5", 1, 2), *grid[3][4:]]
    f.t3[0][1] = f.t3[0][2] = None
    assert read("a.html", t3(made.html_table(grid))).tables.table3.as_rows() == f.t3


def test_a_row_with_a_cell_missing_is_not_read():
    f = made.figures(14)
    grid = made.rows_of(made.grids(f)[1])
    del grid[9][3]
    reading = read("a.html", t3(made.html_table(grid)))
    f.t3[6] = [None] * 7
    assert reading.tables.table3.as_rows() == f.t3
    assert [x.code for x in check(reading)] == ["S.unreadable_table"]


def test_the_same_row_twice_with_other_figures_is_not_read():
    f = made.figures(15)
    grid = made.rows_of(made.grids(f)[1])
    grid.append([*grid[-1][:1], *((str(int(t) + 1), d, a) for t, d, a in grid[-1][1:])])
    f.t3[24] = [None] * 7
    assert read("a.html", t3(made.html_table(grid))).tables.table3.as_rows() == f.t3


def test_two_tables_with_other_figures_are_not_read_unless_a_heading_says_the_year():
    f, other = made.figures(16), made.figures(17)
    one, two = (made.html_table(made.rows_of(made.grids(x)[1])) for x in (f, other))
    reading = read("a.html", t3(one + "<p>本级</p>" + two))
    assert {v for row in reading.tables.table3.as_rows() for v in row} == {None}
    assert "S.unreadable_table" in {x.code for x in check(reading)}
    reading = read("a.html", t3(one + "<p>2023年报告</p>" + two))
    assert reading.tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("kind", ["txt", "md"])
@pytest.mark.parametrize("between", [" ", "\t", " | ", "　", "  "])
def test_tables_as_lines_of_text(kind, between):
    f = made.figures(18)
    equal(read(f"a.{kind}", made.lines(f, between)), f)


def test_tables_as_comma_separated_lines():
    f = made.figures(19)
    reading = read("a.txt", made.lines(f, ","))
    equal(reading, f)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    f = made.figures(20)
    equal(read("a.txt", made.lines(f).encode(encoding)), f)
    page = made.html(f).replace(
        "charset='utf-8'", "charset='gb2312'" if encoding == "gb18030" else "charset='utf-8'"
    )
    equal(read("a.htm", page.encode(encoding)), f)


def test_a_declaration_of_the_wrong_encoding_is_overruled():
    f = made.figures(20)
    equal(read("a.html", made.html(f).replace("charset='utf-8'", "charset=gbk").encode("utf-8")), f)


@pytest.mark.parametrize("end", ["\n", "\n\n", "\n|\n", " |\n", "\n\n\n"])
def test_tables_that_fell_apart_into_one_cell_a_line(end):
    f = made.figures(21)
    equal(read("a.md", made.one_a_line(f, end)), f)


def test_markdown_with_one_table_a_block():
    f = made.figures(22)
    rows = "\n".join(f"| {labels[-1]} | {' | '.join(values)} |" for labels, values in made.text_rows(f))
    text = f"# {made.TITLE}\n\n## {made.SECTIONS[2]}\n\n| 项目 | {' | '.join(made.HEADER)} |\n|{'---|' * 8}\n{rows}\n"
    reading = read("a.md", text)
    assert reading.tables.table3.as_rows() == f.t3
    assert reading.organ == "示例县人民政府"


def test_labels_torn_apart_by_line_breaks_stand_around_their_figures():
    f = made.figures(23)
    said = []
    for labels, values in made.text_rows(f):
        label, figures = labels[-1], " ".join(values)
        if len(label) > 14:
            said += (
                [label[:11], f"{label[11:22]} {figures}", label[22:]]
                if len(label) > 24
                else [label[:13], figures, label[13:]]
            )
        else:
            said.append(f"{label} {figures}")
    text = (
        made.SECTIONS[2]
        + "\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
        + "\n".join(x for x in said if x)
    )
    reading = read("a.txt", text)
    never_wrong(reading, made.Figures(made.figures(1).t2, f.t3, f.t4))
    assert sum(None in row for row in reading.tables.table3.as_rows()) == 0


def test_blank_cells_in_lines_leave_the_row_unread():
    f = made.figures(24)
    text = made.lines(f).replace(" ".join(map(str, f.t3[1])), " ".join(map(str, f.t3[1][2:])))
    reading = read("a.txt", text)
    assert reading.tables.table3.as_rows()[1] == [None] * 7
    never_wrong(reading, f)


@pytest.mark.parametrize("layout", ["column", "matrix", "three", "swapped"])
def test_table_4_in_other_shapes(layout):
    f = made.figures(25)
    two, three, _ = (made.html_table(made.rows_of(g)) for g in made.grids(f))
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    names = {
        "reconsideration": "行政复议",
        "litigation_direct": "未经复议直接起诉",
        "litigation_after_reconsideration": "复议后起诉",
    }
    if layout == "column":
        four = made.html_table(
            [
                [(names[b], 5 if n == 0 else 1, 1)] * (n == 0) + [(results[n], 1, 1), (str(v), 1, 1)]
                for b, vs in f.t4.items()
                for n, v in enumerate(vs)
            ]
        )
    elif layout == "matrix":
        four = made.html_table(
            [[("类别", 1, 1), *((r, 1, 1) for r in results)]]
            + [[(names[b], 1, 1), *((str(v), 1, 1) for v in vs)] for b, vs in f.t4.items()]
        )
    elif layout == "three":
        four = "".join(
            f"<p>{names[b]}</p>"
            + made.html_table([[(r, 1, 1) for r in results], [(str(v), 1, 1) for v in vs]])
            for b, vs in f.t4.items()
        )
    else:
        order = ["reconsideration", "litigation_after_reconsideration", "litigation_direct"]
        four = made.html_table([
            [("行政复议", 2, 5), ("行政诉讼", 1, 10)], [(names[order[1]], 1, 5), (names[order[2]], 1, 5)],
            [(r, 1, 1) for r in results * 3], [(str(v), 1, 1) for b in order for v in f.t4[b]],
        ])  # fmt: skip
    assert read("a.html", made.page((two, three, four))).tables.table4.as_json() == f.t4


def test_the_trial_format_and_a_later_report_still_using_it():
    f = made.figures(26)
    rows = made.rows_of(made.grids(f)[1])
    single = [str(sum(int(f.t3[n][c]) for n in (20, 21, 22))) for c in range(7)]
    rows[23:26] = [[("（六）其他处理", 1, 2), *((v, 1, 1) for v in single)]]
    rows = [[(t, 20 if d == 22 else d, a) for t, d, a in row] for row in rows]
    f.t3[20], f.t3[21], f.t3[22] = [None] * 7, [None] * 7, [int(v) for v in single]
    reading = read("a.html", t3(made.html_table(rows)))
    assert reading.tables.table3.as_rows() == f.t3
    assert [(x.code, x.where) for x in check(reading)] == [("S.format_outdated", "表三")]
    reading = read(
        "a.html",
        t3(made.html_table(rows).replace(f"<td>{f.t3[23][0]}</td>", f"<td>{f.t3[23][0] + 1}</td>", 1)),
    )
    assert {x.code for x in check(reading)} >= {"S.format_outdated"}


@pytest.mark.parametrize(("title", "organ"), [
    ("示例市教育局2024年度政府信息公开工作报告", "示例市教育局"), ("示例县2024政府信息公开年报", "示例县"),
    ("示例镇人民政府关于2024年政府信息公开工作年度报告", "示例镇人民政府"), ("关于示例区2024年政府信息公开工作年度报告", "示例区"),
    ("2024年示例县政府信息公开工作年度报告", "示例县"), ("示例县人民政府办公室\n2024年政府信息公开工作年度报告", "示例县人民政府办公室"),
    ("示例县发展和改革局 2024 年\n政府信息公开工作年度报告", "示例县发展和改革局"), ("示例市（本级）2024年政府信息公开年度报告", "示例市(本级)"),
    ("2024年度政府信息公开工作年度报告 - 示例县司法局", "示例县司法局"), ("首页>年报>示例县水利局2024年政府信息公开工作年度报告", "示例县水利局"),
    ("2024年政府信息公开工作年度报告", None), ("示例县人民政府（本级）2024 年政府信息公开工作年\n度报告", "示例县人民政府(本级)"),
    ("示例县人民政府办公室\n2024年政府信息公开工\n作年度报告", "示例县人民政府办公室"),
])  # fmt: skip
def test_whose_report_it_is_and_on_which_year(title, organ):
    reading = read("a.txt", f"{title}\n一、总体情况\n没有。")
    assert (reading.organ, reading.year) == (organ, 2024)


def flat(f):
    """Table 3 as plain rows: a header, and every row under one label."""
    head = ["申请人情况", *(COLUMN_LABELS[c] for c in COLUMNS)]
    rows = [[f"{r.group or ''}{r.label}", *map(str, v)] for r, v in zip(ROWS, f.t3, strict=True)]
    return [head, *rows]


def drawn(rows):
    return made.html_table([[(text, 1, 1) for text in row] for row in rows])


def test_a_table_whose_rows_run_across_is_turned_over():
    f = made.figures(21)
    assert read("a.html", t3(drawn(zip(*flat(f), strict=True)))).tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("mark", ["①", "<sup>1</sup>", "<sup>[2]</sup>", "*", "（注）", "注1"])
def test_a_footnote_behind_a_label_does_not_hide_the_row(mark):
    f = made.figures(22)
    head, *rows = flat(f)
    noted = [[row[0] + mark, *row[1:]] if n % 4 == 0 else row for n, row in enumerate(rows)]
    assert read("a.html", t3(drawn([head, *noted]))).tables.table3.as_rows() == f.t3


@pytest.mark.parametrize("second", [("2024", "2023"), ("示例县人民政府", "邻县人民政府")])
@pytest.mark.parametrize("kind", ["txt", "html"])
def test_of_two_reports_in_one_file_the_first_is_read_and_the_other_is_said(second, kind):
    f, g = made.figures(23), made.figures(24)
    if kind == "txt":
        whole = made.lines(f) + "\n" + made.lines(g).replace(*second)
    else:
        inner = [re.search(r"<body>(.*)</body>", made.html(x), re.S)[1] for x in (f, g)]
        whole = f"<html><body>{inner[0]}{inner[1].replace(*second)}</body></html>"
    reading = read(f"a.{kind}", whole)
    equal(reading, f)
    assert [x.code for x in check(reading)] == ["S.second_report"]


def test_titles_of_other_years_listed_on_the_page_are_no_second_report():
    f = made.figures(25)
    listed = "".join(f"<li>{made.TITLE.replace('2024', str(year))}</li>" for year in (2023, 2022))
    for at in ("<body>", "</h1>", "</body>"):
        whole = made.html(f).replace(at, listed + at if at == "</body>" else at + listed)
        reading = read("a.html", whole)
        equal(reading, f)
        assert check(reading) == []


@pytest.mark.parametrize("change", [
    lambda rows: [row[:4] for row in rows],  # columns cut off
    lambda rows: [row[1:] for row in rows],  # no labels
    lambda rows: rows[1:],  # no header
    lambda rows: [[row[0], *(x for v in row[1:] for x in (v, "7" if n else v))] for n, row in enumerate(rows)],  # last year's beside each
    lambda rows: [[row[0], str(n), *row[1:]] for n, row in enumerate(rows)],  # a number behind the label
    lambda rows: [[row[0], *(v.replace("0", "O").replace("1", "l") for v in row[1:])] for row in rows],  # badly scanned
    lambda rows: [*rows[:9], *rows[14:]],  # rows lost
    lambda rows: [["" if n % 5 == 3 else row[0], *row[1:]] for n, row in enumerate(rows)],  # labels lost
])  # fmt: skip
def test_a_table_damaged_beyond_certainty_is_null_and_said(change):
    f = made.figures(26)
    reading = read("a.html", t3(drawn(change(flat(f)))))
    for row, expected in zip(reading.tables.table3.as_rows(), f.t3, strict=True):
        assert all(v in (e, None) for v, e in zip(row, expected, strict=True))
    assert {x.code for x in check(reading)} & {"S.unreadable_table", "T3.missing_cell"}
