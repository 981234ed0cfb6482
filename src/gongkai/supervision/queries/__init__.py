# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading supervision. Callers import from here."""

from gongkai.supervision.queries.checks import check_projections
from gongkai.supervision.queries.inspection import (
    AGES,
    Progress,
    Tallied,
    by_age,
    by_rule,
    by_unit,
    clean_ups_visible_to,
    detections_visible_to,
    last_run,
    notices_visible_to,
    of_age,
    progress_of,
    standing,
    supervises,
    unsigned,
)
from gongkai.supervision.queries.records import accountability, issued, rectified, reviews, visible_to

__all__ = [
    "AGES",
    "Progress",
    "Tallied",
    "accountability",
    "by_age",
    "by_rule",
    "by_unit",
    "check_projections",
    "clean_ups_visible_to",
    "detections_visible_to",
    "issued",
    "last_run",
    "notices_visible_to",
    "of_age",
    "progress_of",
    "rectified",
    "reviews",
    "standing",
    "supervises",
    "unsigned",
    "visible_to",
]
