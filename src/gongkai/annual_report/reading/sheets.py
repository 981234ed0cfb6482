# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a page's own style sheet hides: the rules of its <style> elements that say display:none or strike the text through.

Only selectors of tags, classes and ids with spaces or `>` between them are followed; of any other selector nothing is concluded.
Rules for printing, for narrow screens and for the whole page are left alone: scripts and readers undo them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

_STYLES = etree.XPath("//style")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_AT = re.compile(r"@[^{;]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\}?)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HIDES = re.compile(r"display\s*:\s*none|line-through", re.I)
_SHOWS = re.compile(r"display\s*:\s*(?!none)[a-z-]+", re.I)
_COMPOUND = re.compile(r"(?P<tag>[A-Za-z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)")
_NEVER = {"html", "body", "*"}
MOST_RULES = 200


def hidden(root: _Element) -> set[_Element]:
    """The elements that the style sheets in the page hide."""
    sheets = [sheet for sheet in _STYLES(root) if _HIDES.search(sheet.text or "")]
    if not sheets:
        return set()
    said: dict[_Element, tuple[int, bool]] = {}  # element → weight of the rule that decides, whether it hides
    for weight, path, hides in _rules(sheets):
        for element in path(root):
            if element not in said or said[element][0] <= weight:
                said[element] = (weight, hides)
    return {element for element, (_, hides) in said.items() if hides}


def _rules(sheets: list[_Element]) -> Iterator[tuple[int, etree.XPath, bool]]:
    """Each rule that hides or shows, in order: its weight (ids before classes before tags), what it is about, whether it hides."""
    told = 0
    for sheet in sheets:
        text = _AT.sub("", _COMMENT.sub("", sheet.text or ""))
        for selectors, declarations in _RULE.findall(text):
            hides = _HIDES.search(declarations) is not None
            if not hides and not _SHOWS.search(declarations):
                continue
            for selector in selectors.split(","):
                if (found := _path(selector.strip())) and told < MOST_RULES:
                    told += 1
                    yield (*found, hides)


def _path(selector: str) -> tuple[int, etree.XPath] | None:
    """The weight and the elements of a plain selector; None for any other."""
    weight, steps, axis = 0, "", "//"
    pieces = re.sub(r"\s*>\s*", " > ", selector).split()
    if not pieces or pieces[-1] in _NEVER or len(pieces) > 9:
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
