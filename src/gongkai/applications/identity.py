# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""身份证明 (条例第二十九条第二款第一项): kinds of certificates and how a number is checked. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as Wrong

GUARDIAN_BELOW = 14  # 个人信息保护法第三十一条: below it the guardian consents to the processing


class Certificate(StrEnum):
    """What an applicant shows to say who it is."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    HONG_KONG_MACAO = "hk_macao"
    TAIWAN = "taiwan"
    OFFICER = "officer"
    FOREIGNER = "foreigner"
    CREDIT_CODE = "credit_code"
    REGISTRATION = "registration"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Certificate.RESIDENT: "居民身份证", Certificate.PASSPORT: "护照", Certificate.HONG_KONG_MACAO: "港澳居民来往内地通行证",
    Certificate.TAIWAN: "台湾居民来往大陆通行证", Certificate.OFFICER: "军官证、士兵证", Certificate.FOREIGNER: "外国人永久居留身份证",
    Certificate.CREDIT_CODE: "统一社会信用代码", Certificate.REGISTRATION: "其他登记证号",
}  # fmt: skip
OF_PERSONS = tuple(c for c in Certificate if c not in (Certificate.CREDIT_CODE, Certificate.REGISTRATION))
OF_ORGANISATIONS = (Certificate.CREDIT_CODE, Certificate.REGISTRATION)


def plain_number(typed: str) -> str:
    """A number as it is stored: full-width becomes half-width, letters upper case, no spaces or strokes."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed)).upper()


def wrong(certificate: Certificate, number: str, *, today: date) -> str | None:
    """Why the number cannot be one of this certificate, said as what to do; None when it can. number is plain."""
    if certificate is Certificate.RESIDENT:
        if len(number) != 18:
            return f"请填写18位身份证号码，现在是{len(number)}位"
        try:
            ric.validate(number)
        except Wrong:
            return "请对照身份证核对号码，其中有一位不对"
        born = birthday(number)
        return "请对照身份证核对号码中的出生日期" if born is None or born > today else None
    if certificate is Certificate.CREDIT_CODE:
        if len(number) != 18:
            return f"请填写18位统一社会信用代码，现在是{len(number)}位"
        return (
            None
            if uscc.is_valid(number)
            else "请对照营业执照或者登记证书核对统一社会信用代码，其中有一位不对"
        )
    if not re.fullmatch(r"[0-9A-Z一-鿿()〔〕第号字]{4,40}", number):
        return f"请对照证件填写{certificate.label}的号码，只用数字、字母和汉字"
    return None


def birthday(number: str) -> date | None:
    """The birthday in a resident identity number, or None."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
