# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Damaged and hostile files: refused in one sentence, or read without one wrong cell."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_report.reading.reader import read_bytes
from gongkai.annual_report.reading.source import Unusable
from gongkai.law.table3 import COLUMNS, ROW_IDS
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_layouts import FAST, SEEDS, never_wrong, read, t3


@settings(FAST, max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["html", "pdf", "docx", "xlsx", "md", "txt", "json"]))
def test_random_bytes_are_refused_in_one_sentence_or_read_as_nothing(data, kind):
    try:
        reading = read_bytes(f"a.{kind}", data)
    except Unusable as error:
        assert "\n" not in str(error)
        assert str(error)
        return
    assert {v for row in reading.tables.table3.as_rows() for v in row} == {None}


@settings(FAST, max_examples=60)
@given(SEEDS, st.integers(0, 10**6))
def test_a_mutated_page_is_never_read_wrong_where_its_cells_are_untouched(f, seed):
    """Rows, cells and spans vanish or repeat; a figure that is still read is the one that was printed for its place."""
    rng = random.Random(seed)
    rows = made.rows_of(made.grids(f)[1])
    for _ in range(rng.randint(1, 3)):
        n = rng.randrange(3, len(rows))
        act = rng.choice(["drop row", "drop cell", "repeat row", "span", "blank label"])
        if not rows[n]:
            continue
        if act == "drop row":
            rows[n] = []
        elif act == "drop cell":
            del rows[n][rng.randrange(len(rows[n]))]
        elif act == "repeat row":
            rows.insert(n, list(rows[n]))
        elif act == "span":
            m = rng.randrange(len(rows[n]))
            rows[n][m] = (rows[n][m][0], max(1, rows[n][m][1] + rng.choice([-1, 1])), rows[n][m][2])
        elif rows[n]:
            m = rng.randrange(len(rows[n]))
            if not rows[n][m][0].isdigit():
                rows[n][m] = ("", rows[n][m][1], rows[n][m][2])
    reading = read("a.html", t3(made.html_table(rows)))
    never_wrong(reading, made.Figures(made.figures(1).t2, f.t3, made.figures(1).t4))


def _torn(f, rng):
    """Lines whose labels are cut anywhere, their figures between the halves."""
    said = [
        made.SECTIONS[2],
        "自然人 法人或其他组织 总计",
        "商业企业 科研机构 社会公益组织 法律服务机构 其他",
    ]
    for labels, values in made.text_rows(f):
        label, figures = labels[-1], " ".join(values)
        cut = rng.randrange(1, max(2, len(label)))
        said += [label[:cut], figures, label[cut:]] if rng.random() < 0.6 else [f"{label} {figures}"]
    return said


@settings(FAST, max_examples=80)
@given(st.integers(0, 10**6))
def test_lines_torn_dropped_repeated_and_broken_are_never_read_wrong(seed):
    """Every cell its own number; two lines may change places too, but not two lines of figures."""
    rng = random.Random(seed)
    f = made.figures(seed % 50)
    f.t3 = [[100 * r + c + 1 for c in range(len(COLUMNS))] for r in range(len(ROW_IDS))]
    ways = [
        lambda: made.lines(f).split("\n"),
        lambda: made.one_a_line(f, "\n").split("\n"),
        lambda: _torn(f, rng),
    ]
    said = rng.choice(ways)()
    for _ in range(rng.randint(1, 3)):
        n = rng.randrange(len(said) - 1)
        act = rng.choice(["drop", "repeat", "swap", "break"])
        words = said[n].split(" ")
        if act == "drop":
            del said[n]
        elif act == "repeat" and not said[n].isdigit():
            said.insert(n, said[n])
        elif act == "swap" and not (said[n].isdigit() and said[n + 1].isdigit()):
            said[n], said[n + 1] = said[n + 1], said[n]
        elif act == "break" and len(words) > 2:
            at = rng.randrange(1, len(words))
            said[n : n + 1] = [" ".join(words[:at]), " ".join(words[at:])]
    never_wrong(read("a.txt", "\n".join(said)), f)
