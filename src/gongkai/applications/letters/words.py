# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the facts of a letter are called in its wording, which the officer writes, and the word of its number series."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.law.letters import OF_GROUND, Fact, LetterKind
from gongkai.law.remedies import Ground

# 文号 series by kind (replies.md names no national format); an organ may set its own words.
REPLY_SERIES = "依复"
SERIES = {
    "acknowledgement": "依回", "supplement": "依补", "reasons": "依说", "extension": "依延", "delay": "依迟", "fee": "依费",
    "third_party_inquiry": "依征", "inquiry_notice": "依征告", "co_maker_inquiry": "依征", "assistance": "依协",
    "third_party_decision": "依告", "correction": "依更", "review_answer": "复答",
}  # fmt: skip

# Printed by the sheet around the wording, so no wording can drop them.
FRAME = frozenset({"number", "applicant", "organ", "letter_on"})
# Whom the letter is addressed to, where that is not the applicant.
ELSEWHERE = {
    "third_party_inquiry": "第三方", "co_maker_inquiry": "共同制作机关", "assistance": "协办机关、部门",
    "third_party_decision": "第三方", "review_answer": "复议机关",
}  # fmt: skip
RECIPIENT = Fact("recipient", "主送")
WORKING_DAYS = Fact("working_days", "延长的工作日数")
# Placeholders every wording may use besides its own facts.
EXTRAS = {
    "submitted_on": "提交日期",
    "this_organ": "本机关",
    "office": "公开工作机构",
    "contact_line": "联系电话",
}
REMEDY = "救济"

# Computed from the case and the law; an officer reads them and cannot type them.
COMPUTED = frozenset(
    {
        "number", "applicant", "received_on", "case_number", "request", "organ", "letter_on", "articles",
        "new_due", "receipt_basis",
    }
)  # fmt: skip
DAYS = frozenset({"until"})  # legal dates; respond_by is one too where the organ sets it
ORGAN_SETS_LIMIT = frozenset({"supplement", "reasons", "assistance"})
NUMBERS = frozenset({"working_days", "amount"})
SHORT = frozenset({"recipient", "contact", "channel", "window", "consent", "earlier", "law", "default_effect", "silence_effect"})  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One fact the officer writes or confirms: its key, its label, and how it is typed."""

    key: str
    label: str
    type: str  # text, line, day, number


def name_of(fact: Fact) -> str:
    """The fact's name between braces in a wording: its label up to the first comma, bracket or 或者."""
    return re.split("[，、（]|或者", fact.label)[0]


def facts_of(kind: LetterKind, refused_for: str | None = None) -> tuple[Fact, ...]:
    """Every fact a letter of this kind must say, its addressee and its figures included."""
    extra = (RECIPIENT,) if kind.key in ELSEWHERE else ()
    days = (WORKING_DAYS,) if kind.key == "extension" else ()
    return (*extra, *days, *kind.required, *OF_GROUND.get(refused_for or "", ()))


def placeholders(kind: LetterKind) -> dict[str, str]:
    """Name between braces → key, for this kind."""
    facts = [
        *facts_of(kind),
        *(f for found in OF_GROUND.values() for f in found if kind.ground is Ground.REFUSED_14_16),
    ]
    return {
        **{name_of(f): f.key for f in facts},
        **{name: key for key, name in EXTRAS.items()},
        REMEDY: REMEDY,
    }


def mandatory(kind: LetterKind) -> tuple[str, ...]:
    """The placeholders a wording of this kind may not leave out."""
    skipped = FRAME | {"recipient", "working_days"}
    names = [name_of(f) for f in kind.required if f.key not in skipped]
    if kind.ground is Ground.REFUSED_14_16:
        names += [name_of(f) for found in OF_GROUND.values() for f in found]
    if kind.ground in (Ground.OTHER_REPLY, Ground.REFUSED_14_16, Ground.THIRD_PARTY):
        names.append(REMEDY)
    return tuple(dict.fromkeys(names))


def fields_of(kind: LetterKind, refused_for: str | None = None) -> tuple[Field, ...]:
    """What the officer writes, in the order of the law's list."""
    found = []
    for fact in facts_of(kind, refused_for):
        if fact.key in COMPUTED:
            continue
        if fact.key in DAYS or (fact.key == "respond_by" and kind.key in ORGAN_SETS_LIMIT):
            how = "day"
        elif fact.key in NUMBERS:
            how = "number"
        else:
            how = "line" if fact.key in SHORT else "text"
        label = ELSEWHERE[kind.key] if fact.key == "recipient" else fact.label
        found.append(Field(fact.key, label + ("（元）" if fact.key == "amount" else ""), how))
    return tuple(found)


def series_of(kind: LetterKind, own: dict[str, str]) -> str:
    """The word of the kind's number series: the organ's own, else the usual one."""
    return own.get(kind.key) or SERIES.get(kind.key, REPLY_SERIES)
