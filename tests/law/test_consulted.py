# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""第三方、共同制作机关的意见和沉默 (条例第十五条、第三十二条、第三十四条)."""

from datetime import date

import pytest

from gongkai.law.consulted import Answer, Judgement, PartyKind, answer_by, consequence
from gongkai.organs.workdays import library

A, J, K = Answer, Judgement, PartyKind


@pytest.mark.law("条例第三十二条", "条例第三十四条")
def test_fifteen_working_days_from_receipt_and_none_for_other_organs():
    assert answer_by(K.THIRD_PARTY, date(2024, 9, 27), library()) == date(2024, 10, 23)  # 国庆、调休
    assert answer_by(K.CO_MAKER, date(2024, 6, 12), library()) == date(2024, 7, 3)
    assert answer_by(K.ORGAN, date(2024, 6, 12), library()) is None


@pytest.mark.law("条例第十五条", "条例第三十二条", "条例第三十四条")
@pytest.mark.parametrize(
    ("kind", "answer", "judgement", "says", "undecided", "tell_first"),
    [
        (K.THIRD_PARTY, None, None, "等第三方意见", False, False),
        (K.THIRD_PARTY, A.AGREED, None, "可以公开", False, False),
        (K.THIRD_PARTY, A.SILENT, None, "由本机关决定是否公开", True, False),
        (K.THIRD_PARTY, A.OBJECTED, None, "先判断", True, False),
        (K.THIRD_PARTY, A.OBJECTED, J.WITHHOLD, "不予公开", False, False),
        (K.THIRD_PARTY, A.OBJECTED, J.UNREASONABLE, "书面告知第三方", False, True),
        (K.THIRD_PARTY, A.OBJECTED, J.PUBLIC_INTEREST, "公共利益", False, True),
        (K.CO_MAKER, None, None, "视为同意公开", False, False),
        (K.CO_MAKER, A.AGREED, None, "同意公开", False, False),
        (K.CO_MAKER, A.SILENT, None, "视为同意公开", False, False),
        (K.CO_MAKER, A.OBJECTED, None, "由牵头机关", True, False),
        (K.ORGAN, None, None, "等其他机关意见", False, False),
        (K.ORGAN, A.OBJECTED, None, "供参考", False, False),
    ],
)
def test_what_an_answer_or_silence_leads_to(kind, answer, judgement, says, undecided, tell_first):
    found = consequence(kind, answer, judgement)
    assert says in found.text
    assert (found.undecided, found.tell_first) == (undecided, tell_first)


def test_every_word_is_in_chinese():
    for kind in (K, A, J):
        assert all(member.label and member.label != member.value for member in kind)
