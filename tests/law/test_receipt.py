# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""收到申请之日 by channel, and the alarm for what nobody confirmed."""

from datetime import date

import pytest

from gongkai.law.receipt import Channel, confirmation_overdue, receipt_date
from tests.law.notices import WORKDAYS

SUBMITTED, ARRIVED, CONFIRMED = date(2024, 6, 3), date(2024, 6, 5), date(2024, 6, 6)

# 渠道, 收到之日, 依据
RECEIPTS = [
    (Channel.COUNTER, SUBMITTED, "条例第三十一条第一项"),
    (Channel.POST_SIGNED, ARRIVED, "条例第三十一条第二项"),
    (Channel.POST_UNSIGNED, CONFIRMED, "条例第三十一条第二项"),
    (Channel.ONLINE, CONFIRMED, "条例第三十一条第三项"),
    (Channel.FAX, CONFIRMED, "条例第三十一条第三项"),
    (Channel.ORAL, SUBMITTED, "条例第二十九条第二款"),
]


@pytest.mark.law("条例第三十一条", "条例第二十九条", "国办公开办函〔2017〕19号")
@pytest.mark.parametrize(("channel", "day", "article"), RECEIPTS)
def test_the_day_of_receipt_is_fixed_by_the_fact_of_its_channel(channel, day, article):
    found = receipt_date(channel, submitted_on=SUBMITTED, arrived_on=ARRIVED, confirmed_on=CONFIRMED)
    assert (found.received_on, found.citation.text) == (day, article)
    assert channel.label in found.text or channel is not Channel.FAX


@pytest.mark.law("条例第三十一条")
@pytest.mark.parametrize("channel", [Channel.POST_SIGNED, Channel.POST_UNSIGNED, Channel.ONLINE, Channel.FAX])
def test_without_that_fact_nothing_is_received(channel):
    assert receipt_date(channel, submitted_on=SUBMITTED).received_on is None


# 渠道, 到达, 确认, 今天, 告警
ALARMS = [
    (Channel.ONLINE, None, None, "2024-06-04", False),  # the next working day is still in time
    (Channel.ONLINE, None, None, "2024-06-05", True),
    (Channel.ONLINE, None, "2024-06-04", "2024-06-05", False),
    (Channel.POST_UNSIGNED, "2024-06-07", None, "2024-06-11", False),  # a weekend and 端午 between
    (Channel.POST_UNSIGNED, "2024-06-07", None, "2024-06-12", True),
    (Channel.COUNTER, None, None, "2024-07-01", False),  # received at once: nothing to confirm
]


@pytest.mark.law("条例第三十一条")
@pytest.mark.parametrize(("channel", "arrived", "confirmed", "today", "alarm"), ALARMS)
def test_what_is_not_confirmed_within_a_working_day_raises_an_alarm(
    channel, arrived, confirmed, today, alarm
):
    def day(text):
        return date.fromisoformat(text) if text else None

    assert alarm is confirmation_overdue(
        channel, submitted_on=SUBMITTED, arrived_on=day(arrived), confirmed_on=day(confirmed),
        as_of=day(today), workdays=WORKDAYS,
    )  # fmt: skip
