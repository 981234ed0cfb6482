# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens and document numbers: every spelling of one thing is one thing."""

import pytest

from gongkai.search.analysis import is_number, number_key, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("社会保险", ["社会", "会保", "保险"]),
        ("税", ["税"]),
        ("ＧＤＰ增长6.5%", ["gdp", "增长", "6", "5"]),
        ("2024年，Covid19", ["2024", "年", "covid", "19"]),
        ("〔〕　、", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "永政发〔2024〕12号", "永政发[2024]12号", "永政发（2024）12号", "永政发【2024】第012号", "永政发(2024) 12 号",
        "永政发2024年12号", "永政发〔２０２４〕１２号", "永政发﹝2024﹞12号", " 永政发〔2024〕12 ", "永政发{2024}12号",
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_has_one_key(spelling):
    assert is_number(spelling)
    assert number_key(spelling) == "永政发/2024/12"
    assert [w.tokens for w in words(spelling)] == [("永政", "政发", "2024", "12", "号")]


def test_other_numbers_have_other_keys():
    keys = {
        number_key(n)
        for n in ("永政发〔2024〕12号", "永政发〔2024〕121号", "永政办发〔2024〕12号", "永政发〔2023〕12号")
    }
    assert len(keys) == 4
    assert number_key("YJ/2024-00012") == number_key("ＹＪ／2024-00012") == number_key("yj 2024 12")
