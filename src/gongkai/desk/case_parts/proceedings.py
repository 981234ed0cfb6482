# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议和诉讼 about this case."""

from __future__ import annotations

from typing import Any

from gongkai.desk.case_parts.page import CasePage, Part


def show(page: CasePage) -> dict[str, Any] | None:
    found = list(page.case.proceedings.all())
    return {"proceedings": found} if found else None


PART = Part("proceedings", show)
