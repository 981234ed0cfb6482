# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading applications: every list and page starts at visible_to. One module per kind of list; callers import from here."""

from gongkai.applications.queries.cases import (
    carried_into,
    carried_out_of,
    case_clock,
    clocks,
    handled_in,
    in_organs,
    proceedings_visible_to,
    received_in,
    stories,
    visible_to,
)
from gongkai.applications.queries.checks import check_projections
from gongkai.applications.queries.telling import Line, story_lines
from gongkai.applications.queries.worklist import Deadline, due_by_day, step, why, work_list

__all__ = [
    "Deadline",
    "Line",
    "carried_into",
    "carried_out_of",
    "case_clock",
    "check_projections",
    "clocks",
    "due_by_day",
    "handled_in",
    "in_organs",
    "proceedings_visible_to",
    "received_in",
    "step",
    "stories",
    "story_lines",
    "visible_to",
    "why",
    "work_list",
]
