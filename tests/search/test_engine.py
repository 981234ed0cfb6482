# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The contract of the engine (`search.engine.Engine`), kept by the one in process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.embedded import Embedded
from gongkai.search.engine import ENDED, IN_FORCE, NOT_YET, Entry, Gone, Query, Unavailable, Watermark

DAY = date(2024, 12, 31)
SYNONYMS = (("社保", "社会保险"),)


def entry(pk, title="信息", text="", *, numbers=(), on=date(2024, 1, 2), version=1, **facts):
    return Entry(
        id=pk, version=version, title=title, texts=(text,), numbers=numbers, columns=facts.pop("columns", ("c1",)),
        organ=facts.pop("organ", "rsj"), kind=facts.pop("kind", "other"), published_on=on, **facts,
    )  # fmt: skip


def mark(seq=1):
    return Watermark(seq, f"hash{seq}", DAY)


@pytest.fixture
def made(tmp_path):
    def make(*entries):
        index = Embedded(tmp_path / "index")
        index.swap(entries, mark())
        return index

    return make


def ids(index, text, **facts):
    return index.search(Query(text, facts.pop("as_of", DAY), **facts)).ids


def test_what_a_killed_writer_left_is_not_in_the_next_ones_way(made, tmp_path):
    index = made(*(entry(n, "社保通知") for n in range(1, 41)))
    where = tmp_path / "index" / (tmp_path / "index" / "current").read_text()
    meta = json.loads((where / "meta.json").read_text())
    # killed after its list of deletions was written, before the commit that names it
    for segment in meta["segments"]:
        for n in range(1, 9):
            (where / f"{segment['segment_id'].replace('-', '')}.{meta['opstamp'] + n}.del").write_bytes(b"x")
    index.apply([entry(1, "社保通知改了", version=2)], mark(2))
    assert ids(index, "社保通知改了") == [1] and len(ids(index, "社保", limit=50)) == 40


def test_number_before_title_before_text_before_synonym(made):
    index = made(
        entry(1, "别的", "文中写到社保三次：社保、社保、社保"),
        entry(2, "关于社保的通知", "正文", on=date(2020, 1, 2)),
        entry(3, "社会保险办法", "正文"),
        entry(4, "清单", "社会保险", on=date(2019, 1, 2)),
    )
    assert ids(index, "社保", synonyms=SYNONYMS) == [2, 1, 3, 4]
    assert ids(index, "社保") == [2, 1]


def test_a_long_text_full_of_the_word_does_not_pass_a_title(made):
    index = made(
        entry(1, "甲", "养老服务。" * 400), entry(2, "养老服务" + "办法" * 80, "乙", on=date(2001, 1, 2))
    )
    assert ids(index, "养老服务") == [2, 1]


@pytest.mark.parametrize(
    "spelling", ["永政发〔2024〕12号", "永政发[2024]第012号", "永政发2024年12号", "永政发 （2024） 12号"]
)
def test_a_number_is_found_first_in_any_spelling(made, spelling):
    index = made(
        entry(1, "转发永政发〔2024〕12号的通知"), entry(2, "通告", numbers=("永政发〔2024〕12号",)),
        entry(3, "通告", numbers=("永政发〔2024〕121号",)),
    )  # fmt: skip
    assert ids(index, spelling) == [2, 1]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("社保", "社保"), ("办理税务登记", "税"), ("永嘉县2024年度报告", "2024年"), ("永嘉县2024年度报告", "县2024"),
        ("依据第12号文件", "第12号"), ("GDP增长", "gdp"), ("关于《土地管理法》的决定", "土地管理法的决定"), ("乡村振兴", "村振"),
        ("一户一宅", "宅"), ("〇二一号", "〇二"), ("00《0", "00"), ("GDP“AI”", "gdp"),
    ],
)  # fmt: skip
def test_whatever_stands_in_the_text_is_found(made, text, asked):
    assert ids(made(entry(1, text), entry(2, "无关")), asked) == [1]
    assert ids(made(entry(1, "题", text), entry(2, "无关")), asked) == [1]


HAN = st.text("社会保险税县政发年号土地", min_size=2, max_size=14)
MIXED = st.text("社会保险县年号0124a 《》，", min_size=4, max_size=24)


@settings(max_examples=40, deadline=None)
@given(text=st.one_of(HAN, MIXED), cut=st.data())
def test_no_false_empty_page_for_any_piece_of_any_text(tmp_path_factory, text, cut):
    """Pieces that begin and end between characters, or at the edge of a run of digits or letters."""
    index = Embedded(tmp_path_factory.mktemp("i") / "index")
    index.swap([entry(1, "题目", text)], mark())
    first = cut.draw(st.integers(0, len(text) - 2))
    last = cut.draw(st.integers(first + 2, len(text)))
    for inner, outer in ((first, first - 1), (last, last - 1)):
        edge = text[inner : inner + 1] + text[outer] if 0 < inner < len(text) else ""
        if edge.isascii() and edge.isalnum():
            return  # half a number or half a Latin word is another one
    piece = text[first:last]
    if any(c.isalnum() for c in piece) and " " not in piece:
        assert ids(index, piece) == [1], (text, piece)


def test_two_words_must_both_be_there(made):
    index = made(entry(1, "养老补贴"), entry(2, "养老服务"), entry(3, "补贴", "养老"))
    assert ids(index, "养老 补贴") == [1, 3]


def test_one_wrong_character_is_let_go_only_when_nothing_matches(made):
    index = made(entry(1, "征地补偿安置方案"), entry(2, "补偿"))
    found = index.search(Query("征地补尝安置", DAY))
    assert (found.ids, found.rescued) == ([1], True)
    assert not index.search(Query("征地补偿", DAY)).rescued
    assert index.search(Query("完全没有的事", DAY)).total == 0


def test_facets_filters_and_validity_move_with_the_day(made):
    index = made(
        entry(1, "办法", registered=True, force_from=date(2024, 1, 1), force_until=date(2024, 6, 30)),
        entry(2, "办法", registered=True, force_from=date(2024, 7, 1), organ="gaj", columns=("c1", "c2")),
        entry(3, "办法", registered=True, force_from=date(2025, 3, 1)),
        entry(4, "办法", on=date(2023, 5, 5)),
    )
    page = index.search(Query("办法", DAY))
    assert page.total == 4
    assert dict(page.facets["validity"]) == {IN_FORCE: 1, ENDED: 1, NOT_YET: 1}
    assert dict(page.facets["organ"]) == {"rsj": 3, "gaj": 1}
    assert dict(page.facets["column"]) == {"c1": 4, "c2": 1}
    assert dict(page.facets["year"]) == {"2024": 3, "2023": 1}
    for name, value, expected in (
        ("validity", ENDED, [1]), ("validity", IN_FORCE, [2]), ("validity", NOT_YET, [3]), ("organ", "gaj", [2]),
        ("column", "c2", [2]), ("year", "2023", [4]), ("year", "²", []), ("organ", "nobody", []),
    ):  # fmt: skip
        assert ids(index, "办法", filters=((name, value),)) == expected
    assert ids(index, "办法", as_of=date(2024, 6, 30), filters=(("validity", IN_FORCE),)) == [1]
    assert sorted(ids(index, "办法", as_of=date(2025, 3, 1), filters=(("validity", IN_FORCE),))) == [2, 3]


def test_nothing_is_found_before_its_day(made):
    index = made(entry(1, "公告", on=date(2025, 1, 2)), entry(2, "公告", on=date(2024, 5, 1)))
    assert ids(index, "公告") == [2]
    assert index.suggest("公告", as_of=DAY) == [2]
    assert index.similar("公告公告", as_of=DAY) == [2]
    assert ids(index, "公告", as_of=date(2025, 1, 2)) == [1, 2]


def test_by_date_and_by_pages(made):
    index = made(*(entry(n, "公告", on=date(2024, 1, n)) for n in range(1, 29)))
    assert ids(index, "公告", by_date=True, limit=3) == [28, 27, 26]
    assert ids(index, "公告", by_date=True, limit=3, offset=26) == [2, 1]
    assert ids(index, "公告", limit=2) == [28, 27]


def test_applying_twice_is_once_and_an_older_version_changes_nothing(made):
    index = made(entry(1, "旧题"))
    fresh = entry(1, "新题", version=5)
    for _ in range(2):
        index.apply([fresh], mark(5))
    assert (ids(index, "新题"), ids(index, "旧题")) == ([1], [])
    assert index.apply([replace(fresh, title="更旧", version=4)], mark(5)) == 0
    assert ids(index, "更旧") == []
    index.apply([Gone(1, 6)], mark(6))
    assert ids(index, "新题") == []
    assert index.apply([fresh], mark(6)) == 0
    assert (ids(index, "新题"), list(index.contents())) == ([], [])


def test_a_reader_sees_a_commit_and_a_swap_at_once(made, tmp_path):
    index = made(entry(1, "甲乙"))
    reader = Embedded(tmp_path / "index")
    assert ids(reader, "甲乙") == [1]
    index.apply([entry(2, "甲乙", version=2)], mark(2))
    assert sorted(ids(reader, "甲乙")) == [1, 2]
    index.swap([entry(3, "甲乙")], mark(3))
    assert ids(reader, "甲乙") == [3]
    assert reader.watermark() == mark(3)
    assert len(list((tmp_path / "index").glob("v*-*"))) == 1


def test_missing_and_damaged_are_said(made, tmp_path):
    index = Embedded(tmp_path / "index")
    assert (index.ensure(), index.health().state) == (False, "missing")
    with pytest.raises(Unavailable, match="index rebuild"):
        ids(index, "甲")
    index = made(entry(1, "甲乙"))
    (next((tmp_path / "index").glob("v*-*")) / "meta.json").write_text("{")
    index = Embedded(tmp_path / "index")
    with pytest.raises(Unavailable, match="index rebuild"):
        ids(index, "甲乙")
    assert (index.ensure(), index.health().state) == (False, "broken")


KILLED = """
    import sys
    from pathlib import Path
    from tests.search.test_engine import Embedded, entry, mark
    index = Embedded(Path(sys.argv[1]))
    n = index.watermark().seq
    while True:
        n += 1
        index.apply([entry(n, "公告", version=n)], mark(n))
        print(n, flush=True)
"""


def test_after_kill_9_the_index_stands_at_its_last_commit_and_goes_on(made, tmp_path):
    index = made(entry(1, "公告"))
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "index")], stdout=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        acknowledged = [int(writer.stdout.readline()) for _ in range(3)][-1]
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        seq = index.watermark().seq
        assert seq >= acknowledged
        assert sorted(pk for pk, _ in index.contents()) == list(range(1, seq + 1))
    index.apply([entry(999, "公告", version=999)], mark(999))
    assert index.watermark() == mark(999)
