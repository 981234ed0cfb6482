# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""救济: what a letter must tell the applicant, by its date and its ground (行政复议法; 行政诉讼法; 法释〔2025〕8号).

Periods of review and suit are calendar periods; one that would end on a day off ends on the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.calendar import Workdays
from gongkai.law.citations import Citation, litigation_law, reconsideration_law

REVIEW_DAYS, REVIEW_MOST_YEARS = 60, 1  # 行政复议法第二十条
SUIT_MONTHS = 6  # 行政诉讼法第四十六条
SUIT_AFTER_REVIEW_DAYS = 15  # 行政诉讼法第四十五条


class Ground(StrEnum):
    """What kind of act the letter is."""

    REFUSED_14_16 = (
        "refused_14_16"  # 条例第十四至十六条不予公开, and the refused part of a partial disclosure
    )
    OTHER_REPLY = "other_reply"  # 公开, 无法提供, 不予处理, 行政查询事项, 更正
    THIRD_PARTY = "third_party"  # 决定公开告知书, to the third party
    SILENCE = "silence"  # 逾期不答复
    PROCEDURAL = "procedural"  # 补正, 延期, 征求意见, 收费: no remedy of its own


class Variant(StrEnum):
    """Which remedy paragraph the letter carries."""

    REVIEW_FIRST = "A"  # 复议前置
    CHOICE = "B"  # 复议或者诉讼
    NONE = "C"
    THIRD_PARTY = "D"

    @property
    def label(self) -> str:
        return _VARIANTS[self]


_VARIANTS = {
    Variant.REVIEW_FIRST: "先申请行政复议",
    Variant.CHOICE: "申请行政复议或者提起行政诉讼",
    Variant.NONE: "程序性告知，不单独复议、诉讼",
    Variant.THIRD_PARTY: "第三方申请行政复议或者提起行政诉讼",
}


class Version(StrEnum):
    """Which state of the law decides, by the letter's date."""

    BEFORE_2024 = "before_2024"
    FROM_2024 = "2024-01-01"
    FROM_2025_06 = "2025-06-01"


class Scope(StrEnum):
    """How far 不予公开 reached between 2024-01-01 and 2025-05-31, which was disputed: an organ's setting."""

    NARROW = "narrow"  # 条例第十四至十六条 only, as 法释〔2025〕8号 later said
    WIDE = "wide"  # every reply that gives nothing


class OrganLevel(StrEnum):
    """Whose act it is, for the review body (行政复议法第二十四、二十七、二十八条)."""

    COUNTY_DEPARTMENT = "county_department"
    TOWNSHIP = "township"
    COUNTY_GOVERNMENT = "county_government"
    VERTICAL = "vertical"  # 海关、金融、外汇管理、税务、国家安全
    JUSTICE = "justice"  # 司法行政部门


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names an instance supplies: who reviews, and which court is competent."""

    county_government: str
    upper_government: str
    upper_authority: str
    court: str


@dataclass(frozen=True, slots=True)
class RemedyNotice:
    """The remedy of one letter. Days are calendar days; bodies is every body the applicant may choose from."""

    variant: Variant
    version: Version
    bodies: tuple[str, ...]
    court: str | None
    text: str
    citations: tuple[Citation, ...]


def version_of(letter_on: date) -> Version:
    """The state of the law on the letter's date."""
    if letter_on < date(2024, 1, 1):
        return Version.BEFORE_2024
    return Version.FROM_2024 if letter_on < date(2025, 6, 1) else Version.FROM_2025_06


def variant_of(
    ground: Ground, letter_on: date, *, gives_nothing: bool = False, scope: Scope = Scope.NARROW
) -> Variant:
    """Which paragraph. gives_nothing: 无法提供 or 不予处理, which some offices put under 复议前置 before 2025-06-01."""
    if ground is Ground.PROCEDURAL:
        return Variant.NONE
    if ground is Ground.THIRD_PARTY:
        return Variant.THIRD_PARTY
    version = version_of(letter_on)
    if version is not Version.BEFORE_2024:
        if ground is Ground.REFUSED_14_16:
            return Variant.REVIEW_FIRST
        if (
            ground is Ground.OTHER_REPLY
            and gives_nothing
            and version is Version.FROM_2024
            and scope is Scope.WIDE
        ):
            return Variant.REVIEW_FIRST
    return Variant.CHOICE


def review_bodies(level: OrganLevel, letter_on: date, names: Bodies) -> tuple[str, ...]:
    """复议机关. Since 2024 a department's act goes to its government; before, also to the authority above it."""
    if level is OrganLevel.VERTICAL:
        return (names.upper_authority,)
    if level is OrganLevel.COUNTY_GOVERNMENT:
        return (names.upper_government,)
    if level is OrganLevel.TOWNSHIP:
        return (names.county_government,)
    if level is OrganLevel.JUSTICE or version_of(letter_on) is Version.BEFORE_2024:
        return (names.county_government, names.upper_authority)
    return (names.county_government,)


def notice(
    ground: Ground,
    letter_on: date,
    *,
    level: OrganLevel,
    names: Bodies,
    gives_nothing: bool = False,
    scope: Scope = Scope.NARROW,
) -> RemedyNotice:
    """The remedy paragraph of a letter of this date and ground (行政复议法第二十、二十三条; 行政诉讼法第四十六条)."""
    variant = variant_of(ground, letter_on, gives_nothing=gives_nothing, scope=scope)
    version = version_of(letter_on)
    if variant is Variant.NONE:
        return RemedyNotice(variant, version, (), None, "", ())
    bodies = review_bodies(level, letter_on, names)
    whom = "或者".join(bodies)
    act = "未在法定期限内答复" if ground is Ground.SILENCE else "本告知书"
    since = "自知道或者应当知道之日起" if ground is Ground.SILENCE else "自收到本告知书之日起"
    if variant is Variant.REVIEW_FIRST:
        text = (
            f"对{act}不服的，应当{since}{REVIEW_DAYS}日内先向{whom}申请行政复议；对复议决定不服的，"
            f"可以自收到复议决定书之日起{SUIT_AFTER_REVIEW_DAYS}日内向{names.court}提起行政诉讼。"
        )
        cited: tuple[Citation, ...] = (
            reconsideration_law("第二十条"), reconsideration_law("第二十三条第一款第四项"),
            reconsideration_law("第二十三条第二款"), litigation_law("第四十五条"),
        )  # fmt: skip
    else:
        who = "认为公开侵犯其合法权益的，可以" if variant is Variant.THIRD_PARTY else f"对{act}不服的，可以"
        text = f"{who}{since}{REVIEW_DAYS}日内向{whom}申请行政复议，或者{SUIT_MONTHS}个月内向{names.court}提起行政诉讼。"
        cited = (reconsideration_law("第二十条"), litigation_law("第四十六条"))
    if version is Version.BEFORE_2024:  # the act of that time is cited as it then stood
        cited = tuple(
            Citation("行政复议法（2017）", "第九条") if c.instrument == "行政复议法" else c for c in cited
        )
    return RemedyNotice(variant, version, bodies, names.court, text, cited)


def review_until(known_on: date, workdays: Workdays) -> date:
    """The last day to ask for review: 60 calendar days from knowing, the day itself not counted."""
    return workdays.next_workday(known_on + timedelta(days=REVIEW_DAYS))


def review_at_most_until(content_known_on: date) -> date:
    """The outer limit where the letter did not tell the remedy: one year from knowing the content."""
    return months_after(content_known_on, 12 * REVIEW_MOST_YEARS)


def suit_until(known_on: date, workdays: Workdays) -> date:
    """The last day of a direct suit: six months from knowing."""
    return workdays.next_workday(months_after(known_on, SUIT_MONTHS))


def suit_after_review_until(decision_received_on: date, workdays: Workdays) -> date:
    """The last day of a suit after review: 15 calendar days from receiving the decision."""
    return workdays.next_workday(decision_received_on + timedelta(days=SUIT_AFTER_REVIEW_DAYS))


def months_after(day: date, months: int) -> date:
    """The same day months later; where that month has no such day, its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))
