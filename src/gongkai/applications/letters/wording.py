# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""An organ's wording of a letter: paragraphs with {names} in them, checked for what the law wants said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Max

from gongkai.applications.letters.words import mandatory, name_of, placeholders
from gongkai.applications.models import LetterTemplate
from gongkai.law.letters import LETTERS, OF_GROUND, LetterKind
from gongkai.organs.models import Organ

_HERE = Path(__file__).parent / "templates"
_PLACE = re.compile(r"\{([^{}]*)\}")
MOST = 8000


@dataclass(frozen=True)
class Wording:
    """The text in use and where it came from: version 0 is the shipped one."""

    text: str
    version: int


@dataclass(frozen=True)
class Piece:
    """A run of a paragraph: its words, and the name of the fact it stands for (empty: fixed words)."""

    text: str
    name: str = ""

    @property
    def missing(self) -> bool:
        return bool(self.name) and not self.text


@cache
def shipped(key: str) -> str:
    """The wording that comes with Gongkai."""
    return (_HERE / f"{key}.txt").read_text(encoding="utf-8").strip()


def wording_for(organ: Organ, kind: LetterKind) -> Wording:
    """The organ's latest wording, else the shipped one."""
    own = LetterTemplate.objects.filter(organ=organ, kind=kind.key).order_by("-version").first()
    return Wording(own.text, own.version) if own else Wording(shipped(kind.key), 0)


def versions_of(organ: Organ) -> dict[str, int]:
    """The organ's latest version of each kind it has worded itself."""
    rows = LetterTemplate.objects.filter(organ=organ).order_by().values_list("kind").annotate(Max("version"))
    return dict(rows)


def faults(kind: LetterKind, text: str) -> list[str]:
    """What a wording may not be accepted with: a mandatory placeholder left out, a name that means nothing."""
    known, used = placeholders(kind), _PLACE.findall(text)
    found = [
        f"缺少必备内容“{name}”：正文里要有{{{name}}}（{kind.citation.text}）"
        for name in mandatory(kind)
        if name not in used
    ]
    found += [f"没有“{name}”这一项：{{{name}}}" for name in dict.fromkeys(used) if name not in known]
    if len(text) > MOST:
        found.append(f"正文最多{MOST}字")
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        found.append("花括号没有成对")
    return found


def paragraphs(kind: LetterKind, text: str, facts: Mapping[str, str]) -> list[list[Piece]]:
    """The letter's paragraphs in pieces. One that is a single placeholder without a fact to say is left out."""
    names = placeholders(kind)
    optional = set(names) - set(mandatory(kind)) | {name_of(f) for found in OF_GROUND.values() for f in found}
    found = []
    for line in text.splitlines():
        pieces = [
            Piece(facts.get(names[part], "").strip(), part) if odd else Piece(part)
            for odd, part in ((n % 2, part) for n, part in enumerate(_PLACE.split(line.strip())))
            if part
        ]
        if not pieces or (len(pieces) == 1 and pieces[0].missing and pieces[0].name in optional):
            continue
        found += _split_lines(pieces)
    return found


def _split_lines(pieces: list[Piece]) -> list[list[Piece]]:
    """A fact written in several lines makes several paragraphs."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.splitlines() or [""]
        found[-1].append(Piece(first.strip(), piece.name))
        found += [[Piece(line.strip(), piece.name)] for line in rest if line.strip()]
    return found


def check_shipped() -> list[str]:
    """Faults of the shipped wordings; a test asks."""
    return [f"{kind.key}：{fault}" for kind in LETTERS for fault in faults(kind, shipped(kind.key))]
