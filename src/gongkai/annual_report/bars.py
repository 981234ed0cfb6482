# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Counts as bars, for the desk and the portal: equal numbers are equally long, the longest fills the width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def bars(rows: Iterable[tuple[str, Any, str]], *, unit: str = "件", tone: str = "c1") -> list[dict[str, Any]]:
    """Rows of the pages' bars from (label, count, address); a count of nothing leads nowhere."""
    counted = list(rows)
    most = max((count for _, count, _ in counted), default=0) or 1
    return [
        {
            "label": label, "share": float(100 * count / most), "text": f"{count:,}{unit}", "href": href if count else "",
            "tone": tone,
        }
        for label, count, href in counted
    ]  # fmt: skip
