# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""收到申请之日 by channel (条例第三十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law import citations
from gongkai.law.calendar import Workdays
from gongkai.law.citations import Citation


class Channel(StrEnum):
    """How an application reached the organ."""

    COUNTER = "counter"
    POST_SIGNED = "post_signed"
    POST_UNSIGNED = "post_unsigned"
    ONLINE = "online"
    FAX = "fax"
    ORAL = "oral"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Channel.COUNTER: "当面提交",
    Channel.POST_SIGNED: "邮寄（签收）",
    Channel.POST_UNSIGNED: "平常信函（无需签收）",
    Channel.ONLINE: "互联网渠道",
    Channel.FAX: "传真",
    Channel.ORAL: "口头（代为填写）",
}


# Channels whose receipt date waits for the organ to confirm with the applicant.
CONFIRMED = frozenset({Channel.POST_UNSIGNED, Channel.ONLINE, Channel.FAX})
CONFIRMATION_LIMIT = 1  # 工作日; 第三十一条 says 当日 for letters, an office's own limit for the rest


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt date, or None while the fact that fixes it has not happened, and the ground."""

    received_on: date | None
    citation: Citation
    text: str


def receipt_date(
    channel: Channel, *, submitted_on: date, arrived_on: date | None = None, confirmed_on: date | None = None
) -> Receipt:
    """The receipt date from the facts of its channel; facts of other channels are not looked at."""
    if channel is Channel.COUNTER:  # (一) 当面提交的，以提交之日为收到申请之日
        return Receipt(submitted_on, citations.ART31_1, "当面提交，以提交之日为收到申请之日")
    if channel is Channel.ORAL:  # 口头申请由工作机构代为填写; the day the form is completed [interp]
        return Receipt(submitted_on, citations.ART29, "口头申请，以代为填写完成之日为收到申请之日")
    if channel is Channel.POST_SIGNED:  # (二) 前段: 签收之日
        return Receipt(arrived_on, citations.ART31_2, "邮寄提交，以签收之日为收到申请之日")
    if channel is Channel.POST_UNSIGNED:  # (二) 后段: 当日确认, 确认之日
        return Receipt(confirmed_on, citations.ART31_2, "平常信函无需签收，以与申请人确认之日为收到申请之日")
    # (三) 互联网渠道或者传真: 双方确认之日, never the moment of submission
    return Receipt(confirmed_on, citations.ART31_3, f"{channel.label}提交，以双方确认之日为收到申请之日")


def confirmation_overdue(
    channel: Channel,
    *,
    submitted_on: date,
    arrived_on: date | None = None,
    confirmed_on: date | None = None,
    as_of: date,
    workdays: Workdays,
) -> bool:
    """An alarm: an application that waits for confirmation longer than one working day has no clock running."""
    if channel not in CONFIRMED or confirmed_on is not None:
        return False
    return as_of > workdays.add(arrived_on or submitted_on, CONFIRMATION_LIMIT)
