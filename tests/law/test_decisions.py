# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议决定 and 裁判: which column of table 4 each ending is."""

import pytest

from gongkai.law.decisions import (
    DECISIONS,
    Stage,
    answer_period,
    decision,
    decision_period,
    decisions_at,
    result_of,
    stages_of,
)
from gongkai.law.table4 import Block, Result

U, C, X = Result.UPHELD, Result.CORRECTED, Result.OTHER

# ending, its column, its article
ENDINGS = [
    ("review.upheld", U, "行政复议法第六十八条"),
    ("review.dismissed", U, "行政复议法第六十九条"),
    ("review.changed", C, "行政复议法第六十三条"),
    ("review.revoked", C, "行政复议法第六十四条"),
    ("review.unlawful", C, "行政复议法第六十五条"),
    ("review.perform", C, "行政复议法第六十六条"),
    ("review.void", C, "行政复议法第六十七条"),
    ("review.mediated", X, "行政复议法第七十三条"),
    ("review.settled", X, "行政复议法第七十四条"),
    ("review.refused", X, "行政复议法第三十条"),
    ("suit.dismissed", U, "行政诉讼法第六十九条"),
    ("suit.revoked", C, "行政诉讼法第七十条"),
    ("suit.perform", C, "行政诉讼法第七十二条"),
    ("suit.unlawful", C, "行政诉讼法第七十四条"),
    ("suit.void", C, "行政诉讼法第七十五条"),
    ("suit.changed", C, "行政诉讼法第七十七条"),
    ("suit.refused", X, "行政诉讼法第五十一条"),
    ("suit.withdrawn", X, "行政诉讼法第六十二条"),
    ("suit.affirmed", None, "行政诉讼法第八十九条"),
    ("suit.remanded", X, "行政诉讼法第八十九条"),
]


@pytest.mark.law("年度报告格式（2021）表四")
@pytest.mark.parametrize(("key", "column", "article"), ENDINGS)
def test_each_ending_has_its_column_and_its_article(key, column, article):
    assert (decision(key).result, decision(key).citation.text) == (column, article)


def test_the_table_of_endings_is_whole():
    assert [d.key for d in DECISIONS] == [key for key, *_ in ENDINGS]


def test_an_affirmed_judgment_keeps_the_column_of_the_one_before():
    affirmed = decision("suit.affirmed")
    assert result_of(affirmed, C) is C
    assert result_of(decision("suit.revoked"), U) is C
    for nothing in (None, Result.PENDING):
        with pytest.raises(ValueError, match="先登记原判"):
            result_of(affirmed, nothing)


def test_endings_belong_to_their_stage():
    assert {d.key.partition(".")[0] for d in decisions_at(Stage.REVIEW)} == {"review"}
    assert decision("suit.affirmed") not in decisions_at(Stage.FIRST)
    assert decision("suit.affirmed") in decisions_at(Stage.SECOND)
    with pytest.raises(KeyError, match="没有这种结案方式"):
        decision("suit.forgotten")


def test_stages_of_a_block():
    assert stages_of(Block.RECONSIDERATION) == (Stage.REVIEW,)
    assert [s.label for s in stages_of(Block.LITIGATION_AFTER)] == ["一审", "二审", "再审"]


@pytest.mark.law("行政复议法第五十四条")
def test_which_period_runs_for_the_answer_and_the_decision():
    assert answer_period(Stage.REVIEW, simple=False) == "review_answer"
    assert answer_period(Stage.REVIEW, simple=True) == "review_answer_simple"
    assert answer_period(Stage.FIRST, simple=True) == "suit_answer"
    assert decision_period(Stage.REVIEW, simple=True) == "review_decision_simple"
    assert decision_period(Stage.REVIEW, simple=False) == "review_decision"
    assert decision_period(Stage.FIRST, simple=True) == "suit_judgment_simple"
    assert decision_period(Stage.SECOND, simple=True) is None
