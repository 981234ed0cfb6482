# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The frame of pages rendered once and cut at its holes, for thousands of pages of the same frame: half of what a page costs.

A test holds the cut pages equal to whole ones, byte for byte; a page that cannot be cut is rendered whole.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template import engines

_PIECES = ("name", "head", "crumbs", "main")
_PLACES = ("here", "location", *_PIECES)
_MARK = f"QQ{secrets.token_hex(6)}"  # another in each process: no text can name a hole
_HOLE = re.compile(_MARK + "([a-z]+)QQ")


def hole(name: str) -> str:
    """What is printed where something is to be filled in; no escaping changes it. name: small letters."""
    return f"{_MARK}{name}QQ"


class Mould:
    """What was printed once with holes, for filling thousands of times: as bytes, since what stays the same need not be encoded each time."""

    def __init__(self, printed: str) -> None:
        pieces = [piece.encode() for piece in _HOLE.split(printed)]
        self.fixed, self.holes = pieces, [(n, pieces[n].decode()) for n in range(1, len(pieces), 2)]

    def fill(self, words: Mapping[str, str]) -> bytes:
        """The whole. words: what goes into each hole, escaped as its place wants it. Raises KeyError where a hole would stay."""
        pieces, said = self.fixed.copy(), {name: word.encode() for name, word in words.items()}
        for n, name in self.holes:
            pieces[n] = said[name]
        return b"".join(pieces)


@lru_cache(maxsize=64)
def template(name: str) -> Any:
    """The Jinja2 template itself: Django's wrapper would ask for a request."""
    return engines["jinja2"].get_template(name).template


class Skin:
    """Renders pages that share a frame's content: whose site, which day."""

    def __init__(self, common: dict[str, Any]) -> None:
        self.common = common
        self.frames: dict[str, list[str]] = {}

    def render(self, name: str, current: str, here: str, address: str, context: dict[str, Any]) -> str:
        """One page."""
        own = {**self.common, "here": here, "location": address, "current": current, **context}
        pieces = _pieces(template(name), own)
        if pieces is None:
            return str(template(name).render(own))
        filled = {"here": here, "location": address, **pieces}
        # Even places of a frame are its text, odd ones the names of holes.
        return "".join([filled[part] if n % 2 else part for n, part in enumerate(self.frame(current))])

    def frame(self, current: str) -> list[str]:
        """The frame of a statutory entry's pages, cut at its holes."""
        if current not in self.frames:
            holes = {place: hole(place) for place in _PLACES}
            whole = template("portal/holes.html").render(
                {**self.common, **holes, "current": current, "hole": holes}
            )
            self.frames[current] = _HOLE.split(whole)
        return self.frames[current]


def _pieces(made: Any, own: dict[str, Any]) -> dict[str, str] | None:
    """What differs from page to page, each block printed by itself; None of a template that has a frame of its own."""
    context = made.new_context({**own, "layout": template("portal/pieces.html")})
    try:
        # What stands outside of the blocks (names set, macros imported) is run; in this layout it prints nothing.
        if "".join(made.root_render_func(context)).strip():
            return None
        return {piece: "".join(context.blocks[piece][0](context)) for piece in _PIECES}
    except Exception:
        made.environment.handle_exception()  # raises it with the template's own lines in the traceback, as render() does
        raise
