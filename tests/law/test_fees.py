# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""信息处理费: the sixteen worked examples, and that the sum is monotone and marginal."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.clock import parse_event, run
from gongkai.law.fees import Filed, by_item, by_page, item_rate, monthly_ranks
from tests.law.notices import WORKDAYS

pytestmark = pytest.mark.law(
    "信息处理费办法第三条", "信息处理费办法第四条", "信息处理费办法第五条", "条例第四十二条"
)

# 按件: 当月第几件起, 件数, 元
BY_ITEM = [
    (1, 10, 0), (11, 1, 100), (1, 25, 1_500), (1, 30, 2_000), (31, 1, 200), (1, 31, 2_200), (1, 35, 3_000),
    (1, 40, 4_000), (41, 1, 300), (1, 41, 4_300), (1, 45, 5_500), (1, 60, 11_000), (1, 61, 11_500), (1, 100, 37_000),
    (6, 8, 300), (10, 1, 0), (10, 2, 100), (30, 1, 100), (30, 2, 300), (40, 2, 500),
    (1, 70, 16_000),
]  # fmt: skip
# 按量: 页数, 元
BY_PAGE = [
    (1, 0), (30, 0), (31, 10), (45, 150), (100, 700), (101, 720), (150, 1_700), (200, 2_700), (201, 2_740),
    (260, 5_100), (500, 14_700),
]  # fmt: skip


@pytest.mark.parametrize(("rank", "count", "yuan"), BY_ITEM)
def test_by_item(rank, count, yuan):
    assert by_item(rank=rank, count=count).yuan == yuan


@pytest.mark.parametrize(("pages", "yuan"), BY_PAGE)
def test_by_page(pages, yuan):
    assert by_page(pages=pages).yuan == yuan


def test_a_mixed_month_takes_one_basis_for_each_request():
    """Twelve requests: the 11th by item, the 12th by page; the 12th keeps its rank."""
    assert by_item(rank=11).yuan + by_page(pages=45).yuan == 250
    assert by_item(rank=13).yuan == 100


def test_pages_of_two_requests_are_not_added_up():
    assert by_page(pages=25).yuan + by_page(pages=25).yuan == 0


def test_a_new_month_begins_with_the_first_request():
    may = [Filed(f"5-{n}", date(2024, 5, 31)) for n in range(10)]
    june = [Filed(f"6-{n}", date(2024, 6, 1)) for n in range(10)]
    ranks = monthly_ranks([*june, *may])
    assert [ranks[r.id] for r in (*may, *june)] == [*range(1, 11), *range(1, 11)]
    assert sum(by_item(rank=rank).yuan for rank in ranks.values()) == 0


def test_a_request_that_was_split_takes_as_many_ranks():
    ranks = monthly_ranks(
        [Filed("a", date(2024, 5, 2), 5), Filed("b", date(2024, 5, 3), 8), Filed("c", date(2024, 5, 6))]
    )
    assert ranks == {"a": 1, "b": 6, "c": 14}


@pytest.mark.law("信息处理费办法关于缴费期限的规定")
@pytest.mark.parametrize(
    ("paid", "as_of", "state", "due"),
    [
        ("2024-07-01", "2024-07-01", "running", "2024-07-29"),
        (None, "2024-07-15", "awaiting_payment", None),  # the 20th working day from 06-18
        (None, "2024-07-16", "lapsed", None),
    ],
)
def test_the_clock_starts_again_after_payment(paid, as_of, state, due):
    events = [{"type": "fee_notified", "on": "2024-06-17"}]
    if paid:
        events.append({"type": "fee_paid", "on": paid})
    found = run(
        date(2024, 6, 3), [parse_event(e) for e in events], as_of=date.fromisoformat(as_of), workdays=WORKDAYS
    )
    assert (found.state, found.due and found.due.isoformat()) == (state, due)


def test_the_trace_adds_up_and_names_the_tiers():
    shown = by_item(rank=29, count=13).as_json()
    assert [(t["text"], t["yuan"]) for t in shown["trace"]] == [
        ("第29至30件，2件×100元/件＝200元", 200),
        ("第31至40件，10件×200元/件＝2000元", 2000),
        ("第41件，1件×300元/件＝300元", 300),
    ]
    assert shown["yuan"] == 2500
    assert [t["text"] for t in by_page(pages=31).as_json()["trace"]][-1] == "第31页，1页×10元/页＝10元"


def test_the_answer_has_the_shape_of_the_contract():
    assert by_page(pages=45).as_json() == {
        "yuan": 150,
        "trace": [
            {"rule": "信息处理费办法第五条", "text": "第1至30页，30页×0元/页＝0元", "yuan": 0},
            {"rule": "信息处理费办法第五条", "text": "第31至45页，15页×10元/页＝150元", "yuan": 150},
        ],
    }
    assert by_item(rank=11).as_json() == {
        "yuan": 100, "trace": [{"rule": "信息处理费办法第四条", "text": "第11件，1件×100元/件＝100元", "yuan": 100}],
    }  # fmt: skip
    assert (by_page(pages=1).basis, by_item(rank=1).basis) == ("by_page", "by_item")


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.integers(1, 300), st.integers(1, 200))
def test_by_item_is_marginal_and_monotone(rank, count):
    assert by_item(rank=rank, count=count + 1).yuan - by_item(rank=rank, count=count).yuan == item_rate(
        rank + count
    )
    assert item_rate(rank + 1) >= item_rate(rank)
    assert by_item(rank=rank, count=count).yuan == sum(item_rate(n) for n in range(rank, rank + count))


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.integers(1, 1000))
def test_by_page_is_marginal_and_monotone(pages):
    step = by_page(pages=pages + 1).yuan - by_page(pages=pages).yuan
    assert step in (0, 10, 20, 40)
    assert step >= (by_page(pages=pages).yuan - by_page(pages=pages - 1).yuan if pages > 1 else 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: by_item(rank=0),
        lambda: by_item(rank=1, count=0),
        lambda: by_page(pages=0),
        lambda: item_rate(-1),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(ValueError, match="应从1"):
        call()
