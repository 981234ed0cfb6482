# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The case page is a row of parts, in the order an officer needs them: work to do above history, facts at the side.

A part is one module here and one template desk/case/<key>.html. It says what it shows of a case, or None when it has
nothing to show; it decides nothing and writes nothing.
"""

from gongkai.desk.case_parts import (
    beside,
    clock,
    contacts,
    facts,
    fees,
    files,
    letters,
    online,
    parties,
    proceedings,
    question,
    reasons,
    result,
    same,
    story,
    tasks,
    verbs,
)
from gongkai.desk.case_parts.page import CasePage, Part

MAIN: tuple[Part, ...] = (
    clock.PART,
    question.PART,
    letters.PART,
    verbs.PART,
    parties.PART,
    tasks.PART,
    contacts.PART,
    files.PART,
    story.PART,
    proceedings.PART,
)
SIDE: tuple[Part, ...] = (
    facts.PART,
    online.PART,
    result.PART,
    reasons.PART,
    fees.PART,
    same.PART,
    beside.PART,
)

__all__ = ["MAIN", "SIDE", "CasePage", "Part"]
