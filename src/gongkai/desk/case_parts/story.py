# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""经过: the case's events in words, done, now and next."""

from __future__ import annotations

from typing import Any

from gongkai.applications.queries import story_lines
from gongkai.desk.case_parts.page import CasePage, Part


def show(page: CasePage) -> dict[str, Any] | None:
    return {"lines": story_lines(page.case, page.events)}


PART = Part("story", show)
