# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The case page is a row of parts, in the order an officer needs them: work to do above history, facts at the side.

A part is one module here and one template desk/case/<key>.html. It says what it shows of a case, or None when it has
nothing to show; it decides nothing and writes nothing.
"""

from gongkai.desk.case_parts import (
    clock,
    facts,
    files,
    letters,
    online,
    proceedings,
    question,
    result,
    same,
    story,
    verbs,
)
from gongkai.desk.case_parts.page import CasePage, Part

MAIN: tuple[Part, ...] = (
    clock.PART,
    question.PART,
    letters.PART,
    verbs.PART,
    files.PART,
    story.PART,
    proceedings.PART,
)
SIDE: tuple[Part, ...] = (facts.PART, online.PART, result.PART, same.PART)

__all__ = ["MAIN", "SIDE", "CasePage", "Part"]
