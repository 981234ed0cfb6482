# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a page's own style sheet hides: the rules of its <style> elements that say display:none or strike the text through.

Only selectors of tags, classes and ids with spaces or `>` between them are followed; of any other selector nothing is concluded.
Rules for printing, for narrow screens and for the whole page are left alone: scripts and readers undo them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

_STYLES, _NAMES = etree.XPath("//style"), etree.XPath("//@class | //@id")
_MARKED = re.compile(r"[.#]([\w-]+)")
_HIDES = re.compile(r"display\s*:\s*none|line-through", re.I)
_SHOWS = re.compile(r"display\s*:\s*(?!none)[a-z-]+", re.I)
_WORDS = (
    "isplay",
    "ISPLAY",
    "line-through",
)  # of most rules it is seen at once that they say nothing of this
_COMPOUND = re.compile(r"(?P<tag>[A-Za-z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)")
_NEVER = {"html", "body", "*"}
MOST_RULES = 150  # that speak of classes and ids the page has


def hidden(root: _Element) -> set[_Element]:
    """The elements that the style sheets in the page hide."""
    sheets = [sheet for sheet in _STYLES(root) if _HIDES.search(sheet.text or "")]
    if not sheets:
        return set()
    names = {name for said in _NAMES(root) for name in said.split()}
    rules = [rule for rule in _rules(sheets) if names.issuperset(_MARKED.findall(rule[0]))]
    if not any(hides for _, hides in rules) or len(rules) > MOST_RULES:
        return set()
    said: dict[_Element, int] = {}  # element → weight of the rule that hides it
    for at, (selector, hides) in enumerate(rules):
        if hides and (found := _path(selector)):
            said |= dict.fromkeys(found[1](root), found[0] * len(rules) + at)
    if not said:
        return set()
    for at, (selector, hides) in enumerate(rules):
        if not hides and (found := _path(selector)):
            for element in found[1](root):
                if said.get(element, math.inf) <= found[0] * len(rules) + at:
                    del said[element]
    return set(said)


def _rules(sheets: list[_Element]) -> Iterator[tuple[str, bool]]:
    """Each selector of a rule that hides or shows, in order, and whether it hides; those inside an @media or the like are left out."""
    for sheet in sheets:
        depth = 0
        for piece in _without_comments(sheet.text or "").split("}"):
            opened = piece.count("{")
            outside, depth = depth == 0, max(0, depth + opened - 1)
            if opened != 1 or not outside or not any(word in piece for word in _WORDS):
                continue
            selectors, _, declarations = piece.partition("{")
            hides = _HIDES.search(declarations) is not None
            if hides or _SHOWS.search(declarations):
                for selector in selectors.rpartition(";")[2].split(","):
                    yield selector.strip(), hides


def _without_comments(text: str) -> str:
    """Without what stands between /* and */, and without the marks of a comment of HTML."""
    kept, at = [], 0
    while (opens := text.find("/*", at)) >= 0:
        kept.append(text[at:opens])
        closes = text.find("*/", opens + 2)
        at = closes + 2 if closes >= 0 else len(text)
    return "".join([*kept, text[at:]]).replace("<!--", "").replace("-->", "")


def _path(selector: str) -> tuple[int, etree.XPath] | None:
    """The weight (ids before classes before tags) and the elements of a plain selector; None for any other."""
    weight, steps, axis = 0, "", "//"
    pieces = re.sub(r"\s*>\s*", " > ", selector).split()
    if not pieces or pieces[-1] in _NEVER or len(pieces) > 9 or len(selector) > 200:
        return None
    for piece in pieces:
        if piece == ">":
            axis = "/"
            continue
        found = _COMPOUND.fullmatch(piece)
        if not found:
            return None
        marks = re.findall(r"([.#])([\w-]+)", found["marks"])
        tests = "".join(
            f"[@id='{name}']"
            if mark == "#"
            else f"[contains(concat(' ',normalize-space(@class),' '),' {name} ')]"
            for mark, name in marks
        )
        steps += f"{axis}{(found['tag'] or '*').lower()}{tests}"
        weight += sum(100 if mark == "#" else 10 for mark, _ in marks) + bool(found["tag"])
        axis = "//"
    try:
        return weight, etree.XPath(steps)
    except etree.XPathSyntaxError:
        return None
