# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Figures and promises of the text against the tables: what is wrong is found, what may be right is no error."""

import json

import pytest

from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.mentions import chinese, of_sentence, sentences
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.annual_report.reading.words import plain
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_shared import WHERE

F = made.figures(31)
CELL = {id: row[6] for id, row in zip(("R1", "R2", "R3.1", "R3.2"), F.t3, strict=False)}
NEW, IN, OUT, ALL = F.t3[0][6], F.t3[1][6], F.t3[24][6], F.t3[23][6]
REVIEW, SUIT = F.t4["reconsideration"], [sum(pair) for pair in zip(F.t4["litigation_direct"], F.t4["litigation_after_reconsideration"], strict=True)]  # fmt: skip


def report(text, figures=F, last="无。"):
    tables = tuple(made.html_table(made.rows_of(g)) for g in made.grids(figures))
    return read_bytes("a.html", made.page(tables, texts=(text, "", "", "", "", last)).encode())


def found(text, **options):
    return [(f.code, f.severity.value, f.expected, f.found) for f in check(report(text, **options))]


def meanings(text, year=2024):
    return [(m.value, m.means) for s in sentences(plain(text)) for m in of_sentence(s, 1, year) if m.means]


@pytest.mark.parametrize("text", [
    f"2024年，全县共新收政府信息公开申请{NEW}件，上年结转{IN}件，办结{ALL}件，结转下年度{OUT}件。",
    f"全县共受理政府信息公开申请{NEW + IN}件。",
    f"全县共受理政府信息公开申请{NEW:,}件，答复{ALL}件（含上年度结转申请{IN}件，另有{OUT}件顺延到下年度答复），均在法定期限内予以答复。",
    f"其中，自然人申请{F.t3[0][0]}件，法人或其他组织申请{NEW - F.t3[0][0]}件。",
    f"予以公开及部分公开{CELL['R3.1'] + CELL['R3.2']}件（{100 * (CELL['R3.1'] + CELL['R3.2']) / ALL:.2f}%）。",
    f"政府信息公开行政复议{REVIEW[4]}件，其中结果维持{REVIEW[0]}件，结果纠正{REVIEW[1]}件，其他结果{REVIEW[2]}件，尚未审结{REVIEW[3]}件；"
    f"政府信息公开行政诉讼{SUIT[4]}件，其中结果维持{SUIT[0]}件，尚未审结{SUIT[3]}件。",
    f"全年共收到申请{NEW // 10 * 10}余件。",
    "全年收到公众意见382条，受理网络问政182件，办理行政审批事项5000件，公开201条。",
    "2023年，全县收到政府信息公开申请3件，办结3件。",
    f"全县收到政府信息公开申请{NEW}件，比上年增加12件，同比增长15.2%。",
    f"{NEW}件申请均在法定期限内答复。",
    "发布政策性文件11件，制定规章1件。",
    "法定期限内答复率100%。",
    f"与上年相比，新收申请由10件增至{NEW}件。",
    "办理人大建议120件、政协提案88件，全部办结；12345热线工单办结率100%。",
    "全年公文属性认定：主动公开321件、依申请公开45件、不予公开67000件。",
    "从申请内容看，收到征地补偿类申请56000件，办理申请转公开30000件。",
    "部分公开及不予公开共99999件。",
    f"本年新收{NEW}件、结转{IN}件，共计{NEW + IN}件。",
    f"全年新收和上年结转申请合计{NEW + IN}件。",
    f"上年结转的{IN}件申请已全部办结，本年新收的{NEW}件办结{NEW - OUT}件。",
    f"2024年收到的{NEW}件申请中，{NEW - OUT}件已办结，{OUT}件结转下年。",
    f"本机关不掌握相关政府信息{F.t3[12][6]}件，属于信访举报投诉类申请{F.t3[15][6]}件，商业企业{F.t3[0][1]}件。",
    f"制发行政规范性文件{F.t2['normative_documents'][0]}件，废止规范性文件{F.t2['normative_documents'][1]}件。",
    f"结转2025年度继续办理的申请{OUT}件。",
])  # fmt: skip
def test_a_sound_sentence_has_no_finding(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "expected", "printed"), [
    (f"全县共新收政府信息公开申请{NEW + 1}件。", NEW, NEW + 1),
    (f"全县共受理政府信息公开申请{NEW + IN + 3}件。", NEW, NEW + IN + 3),
    (f"全县上年结转政府信息公开申请{IN + 2}件。", IN, IN + 2),
    (f"全县办结政府信息公开申请{ALL + NEW}件。", ALL, ALL + NEW),
    (f"结转下一年{OUT + 5}件。", OUT, OUT + 5),
    (f"结转2025年度继续办理的申请{OUT + 5}件。", OUT, OUT + 5),
    (f"本机关不掌握相关政府信息{F.t3[12][6] + 1}件。", F.t3[12][6], F.t3[12][6] + 1),
    (f"全县各级行政机关共新收信息公开申请{NEW - 1}件。", NEW, NEW - 1),
    (f"新收申请{NEW}件、上年结转{IN}件，共计{NEW + IN - 1}件。", NEW + IN, NEW + IN - 1),
    (f"予以公开{CELL['R3.1'] + 1}件，部分公开{CELL['R3.2']}件。", CELL["R3.1"], CELL["R3.1"] + 1),
    (f"全县政府信息公开行政复议{REVIEW[4] - 1}件。", REVIEW[4], REVIEW[4] - 1),
    (f"政府信息公开行政诉讼案件{SUIT[4] + 7}件。", SUIT[4], SUIT[4] + 7),
    (f"另有{OUT + 9}件顺延到下年度答复。", OUT, OUT + 9),
])  # fmt: skip
def test_a_figure_the_tables_contradict_is_an_error_with_both_numbers(text, expected, printed):
    assert found(text) == [("N.mismatch", "error", expected, printed)]


@pytest.mark.parametrize("text", [
    "县政府办代表县政府受理政府信息公开申请17件。", "县本级收到政府信息公开申请17件。", "其中，县教育局收到政府信息公开申请17件。",
    "全县办理行政复议案件1200件。",
])  # fmt: skip
def test_another_scope_is_a_question_not_an_error(text):
    assert [f[:2] for f in found(text)] == [("N.mismatch", "note")]


def test_a_share_no_whole_gives_is_asked_about():
    assert [f[:2] for f in found(f"予以公开{CELL['R3.1']}件（{100 * CELL['R3.1'] / ALL + 3:.2f}%）。")] == [
        ("N.mismatch", "warning")
    ]


def test_parts_that_add_up_to_more_than_the_whole():
    assert found("门户网站公开201条，其中招商54、产业57、转载138、公告15、人事1。") == [
        ("N.mismatch", "warning", 201, 265)
    ]
    assert found("公开276条，其中动态216条、更新公开目录50条、其他3条。") == []


def test_four_figures_that_do_not_balance_where_there_is_no_table():
    def of(text):
        return [
            (f.code, f.expected, f.found)
            for f in check(read_bytes("a.txt", text.encode()))
            if f.code == "N.mismatch"
        ]

    assert of("新收78件，“结转上年度办理3件”，答复75件，结转下年度3件") == [("N.mismatch", 81, 78)]
    assert of("新受理10件，上年结转0件，全年办结0件，转下一年0件") == [("N.mismatch", 10, 0)]
    assert of("收到162件，上年度结转1件，办结159件，结转下年4件") == []


NOTHING = made.Figures(F.t2, [[0] * 7 for _ in range(25)], {k: [0] * 5 for k in F.t4})


@pytest.mark.parametrize(("text", "severity"), [
    ("所有申请均已按要求办理完成。", "warning"), ("全部申请均已办结。", "warning"), ("全年未收到政府信息公开申请。", "error"),
    ("未发生因政府信息公开引发的行政复议。", "error"), ("2024年，没有发生行政诉讼。", "error"), ("本年度无行政复议、行政诉讼案件。", "error"),
    ("没有结转下年度的申请，没有结转下年度。", "error"), ("本级未收到政府信息公开申请。", "note"),
    ("上年度无结转申请。", "error"), ("因政府信息公开引起的行政复议案件为零。", "error"), ("2024年未新收政府信息公开申请。", "error"),
])  # fmt: skip
def test_a_promise_the_tables_contradict(text, severity):
    said = found(text)
    assert {f[0] for f in said} == {"N.claim"}
    assert said[0][1] == severity
    assert found(text, figures=NOTHING) == []


def test_nothing_charged_and_a_fee_in_the_same_report():
    assert [f[:2] for f in found("全年未收取信息处理费。", last="收取信息处理费400元。")] == [
        ("N.claim", "warning")
    ]
    assert found("全年未收取信息处理费。") == []


@pytest.mark.parametrize(
    "text",
    [
        "申请人无正当理由未补正。",
        "未按规定公开的问题没有发生。",
        "无法提供的已说明理由。",
        "没有行政复议纠错的经验可循。",
    ],
)
def test_words_that_only_look_like_a_promise(text):
    assert not [f for f in found(text) if f[1] == "error" and "经验" not in text]


def test_chinese_numerals():
    assert [chinese(t) for t in ("十二", "三百零五", "一千二百", "两", "三万", "一百一十")] == [
        12,
        305,
        1200,
        2,
        30000,
        110,
    ]
    assert meanings("全年收到政府信息公开申请三十五件。") == [(35, "received")]


@pytest.mark.skipif(not WHERE.name, reason="没有 ../shared/reports")
def test_precision_and_recall_on_labelled_sentences():
    """Labels that name a figure of table 3 or 4 are found as that; figures labelled as something else are not."""
    known = {
        "新收": {"new", "received"}, "受理": {"new", "received"}, "上年结转": {"carried_in"}, "办理": {"handled"}, "结转下年": {"carried_out"},
        "予以公开": {"R3.1"}, "部分公开": {"R3.2"}, "予以+部分": {"R3.1+R3.2"}, "不予公开": {"G3"}, "无法提供": {"G4"}, "不予处理": {"G5"},
        "其他处理": {"G6"}, "自然人": {"np"}, "法人": {"legal"}, "复议": {"reconsideration.total"}, "诉讼": {"litigation.total"},
        "维持": {"reconsideration.upheld"}, "纠正": {"reconsideration.corrected"}, "未审结": {"reconsideration.pending"},
        "直接起诉": {"direct.total"}, "复议后": {"after.total"},
    }  # fmt: skip
    right = wrong = missed = 0
    for line in (WHERE / "narrative-figures.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        got = meanings(row["text"], row["year"])
        for figure in row["figures"]:
            means = max((k for k in known if figure["meaning"].startswith(k)), key=len, default=None)
            if means is None:
                continue
            hit = next((g for g in got if g[0] == figure["value"] and g[1] in known[means]), None)
            if hit:
                got.remove(hit)
                right += 1
            else:
                missed += 1
        wrong += sum(1 for _, means in got if means != "fees")
    assert right / (right + wrong) >= 0.98, (right, wrong)
    assert right / (right + missed) >= 0.95, (right, missed)


@pytest.mark.parametrize(("text", "said"), [
    ("全年新收政府信息公开申请二十三件，上年结转两件，结转下年度一件。", [(23, "new"), (2, "carried_in"), (1, "carried_out")]),
    ("全年收到政府信息公开申请二〇五件，行政复议一百零三件。", [(205, "received"), (103, "reconsideration.total")]),
    ("收到政府信息公开申请三五件。", []),
])  # fmt: skip
def test_numbers_written_in_characters_are_understood_and_ranges_are_not(text, said):
    assert [(m.value, m.means) for m in of_sentence(text, 1, 2024)] == said
