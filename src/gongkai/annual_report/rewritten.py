# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What one version of a report's text says otherwise than another, word by word."""

from __future__ import annotations

from typing import Any

from gongkai.applications.comparing import Change, compare


def text_of(part: dict[str, Any]) -> str:
    """A part of a snapshot as it reads."""
    return "".join(piece["text"] for piece in part["pieces"])


def parts(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, list[Change]]]:
    """The parts that differ between two snapshots, each with its label and what was struck out and put in."""
    was = {part["key"]: text_of(part) for part in before["parts"]}
    return [
        (part["label"], compare(was.get(part["key"], ""), now))
        for part in after["parts"]
        if (now := text_of(part)) != was.get(part["key"], "")
    ]
