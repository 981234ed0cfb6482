# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers that point at one person, found in running text however they were typed.

What counts: 居民身份证 18 digits (GB 11643 checksum and date; old 15 digits), mobile and landline, bank card (Luhn and
issuer), passport, e-mail, car plate. Document numbers, dates, amounts and 统一社会信用代码 (GB 32100) are not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
# Ways of writing a gap inside one number; a line may break in it.
_GAP = r"[ \t\r\n.\-_·‐-―]{0,3}"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
# In front of a number: no digit, and no letter but of a word that announces one ("Tel13800001234").
_HEAD = r"(?:(?<![0-9A-Za-z])|(?<=[Tt][Ee][Ll])|(?<=[Pp][Hh][Oo][Nn][Ee])|(?<=[Mm]obile)|(?<=[Ii][Dd])|(?<=[Nn][Oo]))"
# Read from every place a number may begin: "1 330324…" is a serial number and an identity number, not one of 19 digits.
_ID18 = re.compile(rf"(?={_HEAD}([1-8](?:{_GAP}\d){{16}}{_GAP}[\dXx])(?![0-9A-Za-z]))")
_ID18_USUAL = re.compile(r"\d{17}[\dXx]|\d{6}([ \-])\d{8}\1\d{3}[\dXx]|\d{6} ?\d{4} ?\d{4} ?\d{3}[\dXx]")
_ID15 = re.compile(rf"(?={_HEAD}([1-8]\d{{14}}|[1-8]\d{{5}}([ \-])\d{{6}}\2\d{{3}})(?![0-9A-Za-z]))")
_MOBILE = re.compile(
    rf"{_HEAD}(?:\(?\+?(?:00)?86\)?[ \-]?)?1[3-9]\d(?:\d{{8}}(?!\.\d)|([ .])\d{{4}}\1\d{{4}}|-\d{{4}}-\d{{4}}(?!-\d))(?![0-9A-Za-z])"
)
_MOBILE_OTHER = re.compile(r"(?<![0-9A-Za-z.\-])1[3-9]\d[ \-]?\d[ \-]?\d{3}[ \-]\d{4}(?![0-9A-Za-z]|-\d)")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.\-])\(?(?:\+?86[ \-]?)?(?:010|02[0-9]|0[3-9]\d{2})\)?[ \-]{0,2}[2-9]\d{6,7}(?![0-9A-Za-z]|-\d{3})"
)
_SHORT = re.compile(
    r"(?:电话|联系方式|住宅电话|宅电)[::号码是为 ]{0,4}([2-9]\d{6,7})(?![0-9A-Za-z]|-\d|\.\d)"
)
_CARD = re.compile(
    r"(?=(?<![0-9A-Za-z])(\d{15,19}|(\d{4}([ \-]{1,2})\d{4}\3\d{4}\3\d{4})(?:\3?\d{1,3})?|\d{6}[ \-]\d{10,13})(?![0-9A-Za-z]))"
)
_ACCOUNT = re.compile(r"(?:账号|帐号|账户|卡号|开户)[^0-9\n]{0,12}(\d(?:[ \-]?\d){10,21})(?![0-9])")
_PASSPORT = re.compile(
    r"(?:护照|通行证|证件号)[^0-9A-Za-z\n]{0,10}([EGDPSHMCKegdpshmck][A-Za-z]?\d{7,9})(?![0-9A-Za-z])"
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}(?![A-Za-z0-9])", re.ASCII)
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][·• \-]?(?=(?:[A-Z]*\d){3})[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_CARD_WORDS = re.compile(r"卡号|银行|账号|帐号|账户|开户|存折|社保卡|一卡通")
_ID_WORDS = re.compile(r"身份证|证件|公民身份|身份号")
# Only what can follow an amount and nothing else: 万 and 米 are surnames, 人 begins 人民路.
_AMOUNT = re.compile(r"(?:万元|亿元|元|平方米|立方米|公顷|亩|吨)")


@dataclass(frozen=True)
class Found:
    """One number: its kind and where it stands in the text as it was given (end exclusive)."""

    kind: str
    start: int
    end: int
    excerpt: str


def folded(text: str) -> tuple[str, list[int]]:
    """Text with full-width forms, dashes and invisible characters made plain, and each character's place before."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char < "\x7f":
            plain.append(char)
            places.append(place)
            continue
        if unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
            continue  # zero-width space, soft hyphen, BOM: a way to hide a number from a search
        digit = unicodedata.decimal(char, None)
        forms = str(digit) if digit is not None else unicodedata.normalize("NFKC", char).translate(_DASHES)
        if len(forms) != 1:  # ㈠, ½, ﷺ: one character only, so that no digit is made out of a sign
            forms = char
        plain.append(" " if forms == "\u3000" else forms)
        places.append(place)
    return "".join(plain), places


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def mask(text: str) -> str:
    """The first three and last two characters of a number, or less of a short one."""
    bare = "".join(text.split())
    if len(bare) < 9:
        return bare[:2] + "*" * (len(bare) - 2)
    return bare[:3] + "*" * (len(bare) - 5) + bare[-2:]


def _day(year: int, month: int, day: int) -> bool:
    try:
        return date(1900, 1, 1) <= date(year, month, day) <= date(2099, 12, 31)
    except ValueError:
        return False


def _identity(bare: str) -> str | None:
    if bare[:2] not in PROVINCES or not _day(int(bare[6:10]), int(bare[10:12]), int(bare[12:14])):
        return None
    if ric.calc_check_digit(bare) == bare[-1]:
        return "identity"
    return None if uscc.is_valid(bare) else "identity_doubtful"


def _identity_old(bare: str) -> bool:
    if bare[:2] not in PROVINCES:
        return False
    return _day(1900 + int(bare[6:8]), int(bare[8:10]), int(bare[10:12]))


def _issuer(bare: str) -> bool:
    """A card number some issuer gives out: 银联 62, the older Chinese ranges, and the international ones."""
    size = len(bare)
    if bare.startswith("62") and 16 <= size <= 19:
        return True
    if bare.startswith(("9558", "6210", "6858", "6907", "6033", "9400", "4563", "4367")) and size in (
        16,
        18,
        19,
    ):
        return True
    if size == 16:
        two, four = int(bare[:2]), int(bare[:4])
        return bare[0] == "4" or 51 <= two <= 55 or 2221 <= four <= 2720 or 3528 <= four <= 3589
    return size == 15 and bare[:2] in ("34", "37")


def _before(text: str, start: int, words: re.Pattern[str], reach: int = 24) -> bool:
    line = text[max(0, start - reach) : start].rsplit("\n", 1)[-1]
    return bool(words.search(line))


def _cards(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in _CARD.finditer(text):
        said = _before(text, hit.start(), _CARD_WORDS)
        # In a row of a table the next column may look like the card's last group: try it with and without.
        ends = [hit.end(1), hit.end(2)] if hit.group(2) else [hit.end(1)]
        for end in ends:
            bare = _bare(text[hit.start() : end])
            if luhn.is_valid(bare) and (_issuer(bare) or (said and len(bare) >= 16)):
                yield "bank_card", hit.start(), end
                break
        else:
            bare = _bare(hit.group(1))
            if said and bare.startswith("62") and _issuer(bare):
                yield "bank_account", hit.start(), hit.end(1)
    for hit in _ACCOUNT.finditer(text):
        if not uscc.is_valid(_bare(hit.group(1))):
            yield "bank_account", hit.start(1), hit.end(1)


def _identities(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in _ID18.finditer(text):
        kind = _identity(_bare(hit.group(1)))
        # Without its checksum only a number written as one is worth a person's time, not columns read together.
        if kind == "identity" or (kind and _ID18_USUAL.fullmatch(hit.group(1))):
            yield kind, hit.start(1), hit.end(1)
    for hit in _ID15.finditer(text):
        if _identity_old(_bare(hit.group(1))) and not _AMOUNT.match(text, hit.end(1)):
            # Fifteen digits have no checksum: a block only where the words say what they are.
            said = _before(text, hit.start(1), _ID_WORDS)
            yield "identity_old" if said else "identity_doubtful", hit.start(1), hit.end(1)


def _phones(text: str) -> Iterator[tuple[str, int, int]]:
    for pattern in (_MOBILE, _MOBILE_OTHER):
        for hit in pattern.finditer(text):
            if not _AMOUNT.match(text, hit.end()):
                yield "mobile", hit.start(), hit.end()
    for hit in _LANDLINE.finditer(text):
        yield "landline", hit.start(), hit.end()
    for hit in _SHORT.finditer(text):
        yield "landline", hit.start(1), hit.end(1)


def _others(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in _PASSPORT.finditer(text):
        yield "passport", hit.start(1), hit.end(1)
    for hit in _EMAIL.finditer(text):
        if not hit.group().lower().endswith(".gov.cn"):
            yield "email", hit.start(), hit.end()
    for hit in _PLATE.finditer(text):
        yield "plate", hit.start(), hit.end()


def numbers_in(text: str) -> list[Found]:
    """Every such number, in order; where two readings overlap the surer one (first below) stands."""
    plain, places = folded(text)
    taken: list[Found] = []  # in order, none over another: only its neighbours can be in the way of one more
    for source in (_identities, _cards, _phones, _others):
        # The sure before the doubtful within one source.
        for kind, start, end in sorted(
            source(plain), key=lambda f: (f[0].endswith(("doubtful", "account")), f[1])
        ):
            first, last = places[start], places[end - 1] + 1
            at = bisect_left(taken, first, key=lambda f: f.start)
            if (at == 0 or taken[at - 1].end <= first) and (at == len(taken) or last <= taken[at].start):
                taken.insert(at, Found(kind, first, last, mask(plain[start:end])))
    return taken
