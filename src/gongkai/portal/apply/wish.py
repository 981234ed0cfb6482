# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a wish looks like before it is sent: another channel's business, or another organ's. Words are data; advice only.

An officer decides (条例第三十六条第五项、第三十九条第一款); the applicant may always go on.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.organs.models import Organ

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Channel:
    """Another channel that would serve the wish better, and the word that made it look so."""

    key: str
    name: str
    word: str
    advice: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organ that probably holds what is asked for, and why it is thought so."""

    organ: Organ
    why: str


@cache
def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def other_channel(text: str) -> Channel | None:
    """The channel whose words stand in the text, unless words beside them say that a document is wanted."""
    text = _plain(text)
    for entry in _data("channels")["channels"]:
        left = text
        for phrase in entry["unless"]:
            left = left.replace(phrase, "　")
        for word in entry["words"]:
            if word in left:
                return Channel(entry["key"], entry["name"], word, entry["advice"], tuple(entry["ways"]))
    return None


def suggest(text: str, organs: Sequence[Organ]) -> Suggestion | None:
    """The organ named in the text, else the one whose duty its words belong to; None when nothing speaks for one."""
    text = _plain(text)
    if not text:
        return None
    named = [o for o in organs if o.kind != Organ.Kind.GOVERNMENT and any(n in text for n in _names(o))]
    places = [o for o in named if o.kind == Organ.Kind.TOWNSHIP]
    outright = next((o for o in named if o not in places), None)
    if outright:
        return Suggestion(outright, f"您写到了“{outright.short_name}”")
    for entry in _data("duties")["duties"]:
        word = next((w for w in entry["words"] if w in text), None)
        holder = word and _holder(entry["organ"], organs)
        if holder:
            why = f"您写到了“{word}”，{entry['duty']}方面的信息一般由{holder.short_name}保存"
            return Suggestion(holder, why)
    # A place alone says little: land and houses in a township are mostly kept by a department.
    return Suggestion(places[0], f"您写到了“{places[0].short_name}”") if places else None


def _holder(parts: Sequence[str], organs: Sequence[Organ]) -> Organ | None:
    """The first department whose name has one of the parts, in the order of the parts."""
    kinds = (Organ.Kind.DEPARTMENT, Organ.Kind.INSTITUTION)
    return next((o for part in parts for o in organs if part in o.name and o.kind in kinds), None)


def _names(organ: Organ) -> list[str]:
    name = organ.name.replace("（示例）", "")
    short = organ.short_name
    # 教育局 for 县教育局: people leave the level out.
    bare = short[1:] if short[:1] in "省市县区" else short
    return [n for n in {name, short, bare} if len(n) >= 3]


def find_organs(words: str, organs: Sequence[Organ]) -> list[Organ]:
    """Organs whose name or duty answers to the words; all of them for no words."""
    words = _plain(words)[:40]
    if not words:
        return list(organs)
    # 民政 stands inside 人民政府: a word is looked for in what sets a name apart.
    found = [
        o for o in organs
        if words in _plain(o.name).replace("人民政府", "　") or words in _plain(o.short_name) or words == _plain(o.name)
    ]  # fmt: skip
    guess = suggest(words, organs)
    if guess and guess.organ not in found:
        found.append(guess.organ)
    return found
