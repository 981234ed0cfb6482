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
    received_in,
    stories,
    visible_to,
)
from gongkai.applications.queries.checks import check_projections
from gongkai.applications.queries.citizen import Told, now, told
from gongkai.applications.queries.files import (
    LOOKERS,
    case_files_visible_to,
    check_files,
    organ_files,
    released_files,
    scan_of,
)
from gongkai.applications.queries.letters import judgement, letters_of, letters_visible_to, served_letters
from gongkai.applications.queries.online import (
    by_code,
    check_online,
    fee_of,
    files_of,
    masked_email,
    matters_visible_to,
    messages_of,
    own_case,
    own_matter,
    particulars,
    supplement_asked,
)
from gongkai.applications.queries.proceedings import (
    Duty,
    counted,
    duties,
    new_replies_visible_to,
    pending_at,
    proceedings_visible_to,
)
from gongkai.applications.queries.telling import Line, story_lines
from gongkai.applications.queries.worklist import Deadline, due_by_day, step, why, work_list

__all__ = [
    "LOOKERS",
    "Deadline",
    "Duty",
    "Line",
    "Told",
    "by_code",
    "carried_into",
    "carried_out_of",
    "case_clock",
    "case_files_visible_to",
    "check_files",
    "check_online",
    "check_projections",
    "clocks",
    "counted",
    "due_by_day",
    "duties",
    "fee_of",
    "files_of",
    "handled_in",
    "in_organs",
    "judgement",
    "letters_of",
    "letters_visible_to",
    "masked_email",
    "matters_visible_to",
    "messages_of",
    "new_replies_visible_to",
    "now",
    "organ_files",
    "own_case",
    "own_matter",
    "particulars",
    "pending_at",
    "proceedings_visible_to",
    "received_in",
    "released_files",
    "scan_of",
    "served_letters",
    "step",
    "stories",
    "story_lines",
    "supplement_asked",
    "told",
    "visible_to",
    "why",
    "work_list",
]
