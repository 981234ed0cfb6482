# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""解读质量: how much of an interpretation is the policy's own words, what it adds, and where an unlinked text comes from.

An interpretation that only repeats the document explains nothing; the State Council's office asks for background, scope, standards
and differences in plain words. The share is exact (see `publishing.copied`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gongkai.publishing.archive import NotReady, Origin, origins
from gongkai.publishing.copied import copied
from gongkai.publishing.models import Draft, Interpretation, Version
from gongkai.publishing.prechecks.reading import Doubt, Text, parsed

# What an interpretation is asked to tell, and the words by which it is seen to.
ELEMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("背景依据", re.compile(r"背景|依据|为什么|起草")),
    ("适用范围", re.compile(r"适用|范围|对象|哪些人|谁可以")),
    ("执行标准", re.compile(r"标准|多少|金额|比例|期限")),
    ("怎么办理", re.compile(r"办理|申请|材料|流程|窗口|怎么办")),
    ("注意事项", re.compile(r"注意|须知|提醒|不得|咨询")),
    ("关键词解释", re.compile(r"是指|指的是|什么是|所称")),
    ("新旧差异", re.compile(r"新旧|原来|调整|提高|降低|不同|变化|修订")),
)
LEAST = 60  # characters: a shorter text (a picture's caption) says nothing of copying
_ORIGIN_SHARE = 0.5


@dataclass(frozen=True)
class Quality:
    """The meter of one interpretation. share of Chinese characters copied; paragraphs as pieces (words, copied or not)."""

    share: float
    characters: int
    own: int
    paragraphs: tuple[tuple[tuple[str, bool], ...], ...]
    told: tuple[str, ...]
    untold: tuple[str, ...]
    forms: tuple[str, ...]  # of all interpretations of this policy, this one with them

    @property
    def percent(self) -> float:
        return round(self.share * 100, 1)

    @property
    def stops(self) -> bool:
        return self.share >= settings.GONGKAI_COPIED_STOP and self.characters >= LEAST

    @property
    def much(self) -> bool:
        return self.share >= settings.GONGKAI_COPIED_WARN and self.characters >= LEAST


def quality(draft: Draft, text: Text | None = None) -> Quality | None:
    """The meter, or None for what is no interpretation of a known document."""
    source = _source(draft)
    if source is None:
        return None
    paragraphs = (text or parsed(draft.body)).paragraphs
    whole = "\n".join(paragraphs)
    found = copied(whole, source)
    own = found.characters - round(found.share * found.characters)
    pieces = _pieces(paragraphs, found.passages)
    new = "".join(words for paragraph in pieces for words, taken in paragraph if not taken)
    told = tuple(name for name, pattern in ELEMENTS if pattern.search(new))
    untold = tuple(name for name, _ in ELEMENTS if name not in told)
    return Quality(found.share, found.characters, own, pieces, told, untold, _forms(draft))


def _source(draft: Draft) -> str | None:
    """The words of the policy: what is public, else the draft it comes out with."""
    policy, body = draft.policy, None
    if policy is not None:
        body = (
            Version.objects.filter(document=policy, number=policy.version)
            .values_list("body", flat=True)
            .first()
        )
    elif draft.explains is not None:
        body = draft.explains.body
    return None if body is None else "\n".join(parsed(body).paragraphs)


def _pieces(
    paragraphs: Sequence[str], passages: Sequence[tuple[int, int]]
) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Each paragraph cut where copying begins and ends; passages count in the paragraphs joined by one character."""
    made, start, edges = [], 0, list(passages)
    for paragraph in paragraphs:
        end, at, cut = start + len(paragraph), start, []
        for first, last in edges:
            a, b = max(first, start), min(last, end)
            if a >= b:
                continue
            if a > at:
                cut.append((paragraph[at - start : a - start], False))
            cut.append((paragraph[a - start : b - start], True))
            at = b
        if at < end:
            cut.append((paragraph[at - start :], False))
        made.append(tuple(cut))
        start = end + 1
    return tuple(made)


def _forms(draft: Draft) -> tuple[str, ...]:
    rows = (
        Interpretation.objects.filter(policy=draft.policy_id)
        if draft.policy_id
        else Interpretation.objects.none()
    )
    kinds = [row.get_form_display() for row in rows]
    return tuple(dict.fromkeys([*kinds, draft.get_form_display()]))


def copying(draft: Draft, text: Text, _day: date) -> Iterator[Doubt]:
    """Stops an interpretation that is the document over again, until another person writes why it may stand."""
    found = quality(draft, text)
    if found is None or not found.much:
        return
    said = f"有{found.percent}%与文件原文相同，自己写的{found.own}字"
    if found.stops and draft.copied_reason:
        said_by = draft.copied_by.name if draft.copied_by else ""
        yield Doubt("copied", False, "解读", said, f"{said_by}写明的理由：{draft.copied_reason}")
    elif found.stops:
        yield Doubt(
            "copied", True, "解读", said,
            "用自己的话写背景、适用范围、标准和办法；确需这样公开的，由审核或者签发岗位的人在本页写明理由",
        )  # fmt: skip
    else:
        yield Doubt("copied", False, "解读", said, "照抄原文不是解读，请改写标出的段落")


def taken_from(draft: Draft, *, as_of: date) -> tuple[list[Origin], str]:
    """(documents of the archive this unlinked text was taken from, why they cannot be told)."""
    if draft.policy_id or draft.explains_id:
        return [], ""
    own = {pk for pk in (draft.amends_id, draft.document_id) if pk}
    try:
        found = origins("\n".join(parsed(draft.body).paragraphs), as_of=as_of, besides=own)
    except NotReady as error:
        return [], str(error)
    return [o for o in found if o.copied.share >= _ORIGIN_SHARE and o.copied.characters >= LEAST], ""


def origin(draft: Draft, _text: Text, day: date) -> Iterator[Doubt]:
    """The document an unlinked text was copied from."""
    for found in taken_from(draft, as_of=day)[0][:1]:
        name = found.document.number or found.document.index_number
        yield Doubt(
            "origin", False, "正文", f"有{found.percent}%与“{found.document.title}”（{name}）相同",
            "是解读的，填写解读的文件和形式；是同一份文件的，不重复公开，更正原来的那一条",
        )  # fmt: skip
