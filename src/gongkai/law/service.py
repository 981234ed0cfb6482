# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""送达: on which day a letter counts as given (国办公开办函〔2016〕235号); a limit is judged by that day, not by the letter's date."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from gongkai.law.citations import Citation

SERVICE = Citation("国办公开办函〔2016〕235号", "")


class Way(StrEnum):
    """How a letter was given."""

    DIRECT = "直接送达"
    ENTRUSTED = "委托其他行政机关代为送达"
    POST = "邮寄送达"  # 邮政企业 only, never cash on delivery
    ELECTRONIC = "电子送达"  # where the applicant chose it


def served_on(
    way: Way, *, signed_on: date | None = None, posted_on: date | None = None, sent_on: date | None = None
) -> date | None:
    """The day of service, or None while its fact is missing: the signature, the posting, or the sending."""
    if way is Way.POST:
        return posted_on
    return sent_on if way is Way.ELECTRONIC else signed_on
