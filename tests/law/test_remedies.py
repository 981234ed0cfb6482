# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""救济: which paragraph a letter carries, to whom, how long, by its date and its ground."""

from datetime import date

import pytest

from gongkai.law import remedies
from gongkai.law.citations import instrument
from gongkai.law.remedies import (
    Bodies,
    Ground,
    OrganLevel,
    Scope,
    Variant,
    Version,
    notice,
    variant_of,
    version_of,
)
from tests.law.notices import WORKDAYS

D = date.fromisoformat
NAMES = Bodies("某县人民政府", "某市人民政府", "某市某局", "某县人民法院")
A, B, C, T = Variant.REVIEW_FIRST, Variant.CHOICE, Variant.NONE, Variant.THIRD_PARTY

# 文书日期, 性质, 无法提供或者不予处理, 当时的宽窄, 段落
VARIANTS = [
    ("2023-12-31", Ground.REFUSED_14_16, False, Scope.NARROW, B),
    ("2024-01-01", Ground.REFUSED_14_16, False, Scope.NARROW, A),
    ("2025-05-31", Ground.REFUSED_14_16, False, Scope.WIDE, A),
    ("2025-06-01", Ground.REFUSED_14_16, False, Scope.NARROW, A),
    ("2024-06-03", Ground.OTHER_REPLY, True, Scope.NARROW, B),
    ("2024-06-03", Ground.OTHER_REPLY, True, Scope.WIDE, A),  # the disputed months
    ("2024-06-03", Ground.OTHER_REPLY, False, Scope.WIDE, B),
    ("2025-06-01", Ground.OTHER_REPLY, True, Scope.WIDE, B),  # settled by 法释〔2025〕8号
    ("2023-06-01", Ground.OTHER_REPLY, True, Scope.WIDE, B),
    ("2025-06-01", Ground.SILENCE, False, Scope.NARROW, B),
    ("2025-06-01", Ground.PROCEDURAL, False, Scope.NARROW, C),
    ("2025-06-01", Ground.THIRD_PARTY, False, Scope.NARROW, T),
]


@pytest.mark.law(
    "行政复议法第二十三条", "法释〔2025〕8号第一条", "法释〔2025〕8号第二条", "国办函〔2021〕132号第三条"
)
@pytest.mark.parametrize(("on", "ground", "nothing", "scope", "variant"), VARIANTS)
def test_which_paragraph_a_letter_carries(on, ground, nothing, scope, variant):
    assert variant_of(ground, D(on), gives_nothing=nothing, scope=scope) is variant


@pytest.mark.parametrize(
    ("on", "version"),
    [
        ("2023-12-31", Version.BEFORE_2024), ("2024-01-01", Version.FROM_2024), ("2025-05-31", Version.FROM_2024),
        ("2025-06-01", Version.FROM_2025_06),
    ],
)  # fmt: skip
def test_the_letters_date_decides_the_state_of_the_law(on, version):
    assert version_of(D(on)) is version


# 谁的行为, 文书日期, 复议机关
BODIES = [
    (OrganLevel.COUNTY_DEPARTMENT, "2024-06-03", ("某县人民政府",)),
    (OrganLevel.COUNTY_DEPARTMENT, "2023-06-03", ("某县人民政府", "某市某局")),
    (OrganLevel.TOWNSHIP, "2023-06-03", ("某县人民政府",)),
    (OrganLevel.TOWNSHIP, "2024-06-03", ("某县人民政府",)),
    (OrganLevel.COUNTY_GOVERNMENT, "2024-06-03", ("某市人民政府",)),
    (OrganLevel.VERTICAL, "2024-06-03", ("某市某局",)),
    (OrganLevel.JUSTICE, "2024-06-03", ("某县人民政府", "某市某局")),
]


@pytest.mark.law(
    "行政复议法第二十四条", "行政复议法第二十七条", "行政复议法第二十八条", "行政复议法（2017）第九条"
)
@pytest.mark.parametrize(("level", "on", "bodies"), BODIES)
def test_who_reviews(level, on, bodies):
    assert remedies.review_bodies(level, D(on), NAMES) == bodies


@pytest.mark.law("条例第五十一条", "行政复议法第二十条", "行政诉讼法第四十五条", "行政诉讼法第四十六条")
@pytest.mark.parametrize(
    ("ground", "on", "says", "never", "cites"),
    [
        (Ground.REFUSED_14_16, "2024-06-03", ["应当", "60日内先向某县人民政府申请行政复议", "15日内向某县人民法院"], ["6个月"], "行政复议法第二十三条第二款"),
        (Ground.OTHER_REPLY, "2024-06-03", ["可以", "60日内", "或者6个月内向某县人民法院"], ["应当", "先向"], "行政诉讼法第四十六条"),
        (Ground.SILENCE, "2024-06-03", ["未在法定期限内答复", "自知道或者应当知道之日起"], ["告知书"], "行政复议法第二十条"),
        (Ground.THIRD_PARTY, "2024-06-03", ["认为公开侵犯其合法权益的", "或者6个月内"], ["先向"], "行政复议法第二十条"),
        (Ground.OTHER_REPLY, "2023-06-03", ["向某县人民政府或者某市某局申请"], ["先向"], "行政复议法（2017）第九条"),
    ],
)  # fmt: skip
def test_what_the_paragraph_says(ground, on, says, never, cites):
    found = notice(ground, D(on), level=OrganLevel.COUNTY_DEPARTMENT, names=NAMES)
    assert all(words in found.text for words in says)
    assert not any(words in found.text for words in never)
    assert cites in [c.text for c in found.citations]
    assert all(instrument(c.instrument) for c in found.citations)
    assert found.court == "某县人民法院"


def test_what_is_not_substantive_carries_no_remedy():
    found = notice(Ground.PROCEDURAL, D("2024-06-03"), level=OrganLevel.TOWNSHIP, names=NAMES)
    assert (found.text, found.bodies, found.court, found.citations) == ("", (), None, ())


# 从哪一日, 最后一日, 为什么
@pytest.mark.law("行政复议法第二十条", "行政诉讼法第四十五条", "行政诉讼法第四十六条", "民事诉讼法第八十五条")
@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        (remedies.review_until, "2024-06-03", "2024-08-02"),
        (remedies.review_until, "2024-04-09", "2024-06-11"),  # 06-08 a Saturday, 06-10 端午
        (remedies.suit_until, "2024-06-03", "2024-12-03"),
        (remedies.suit_until, "2024-08-31", "2025-02-28"),  # February has no 31st
        (remedies.suit_until, "2024-04-01", "2024-10-08"),  # inside 国庆
        (remedies.suit_after_review_until, "2024-06-03", "2024-06-18"),
        (remedies.suit_after_review_until, "2024-08-31", "2024-09-18"),  # 中秋
    ],
)
def test_calendar_periods_and_their_last_day(period, start, last):
    assert period(D(start), WORKDAYS) == D(last)


@pytest.mark.law("行政复议法第二十条")
def test_without_notice_of_the_remedy_review_ends_at_most_a_year_after_the_content_was_known():
    assert remedies.review_at_most_until(D("2024-02-29")) == D("2025-02-28")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2024-12-31", 2, "2025-02-28"), ("2023-12-31", 2, "2024-02-29"), ("2024-01-15", 11, "2024-12-15"), ("2024-11-30", 1, "2024-12-30")],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_months_last(day, months, then):
    assert remedies.months_after(D(day), months) == D(then)
