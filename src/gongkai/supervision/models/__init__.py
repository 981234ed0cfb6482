# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What supervision keeps. One module per noun; callers import from here."""

from gongkai.supervision.errands.models import Errand
from gongkai.supervision.models.cleanup import CleanUp
from gongkai.supervision.models.inspection import Detection, RuleSetting, Run, Severity
from gongkai.supervision.models.notices import Claim, Escalation, Extension, Finding, Notice, Receipt
from gongkai.supervision.models.reviews import AccountabilityCase, Review
from gongkai.supervision.models.scores import Scorecard, Survey, SurveyAnswer, Weighting
from gongkai.supervision.sites.models import SiteFault, SiteInspection

__all__ = [
    "AccountabilityCase",
    "Claim",
    "CleanUp",
    "Detection",
    "Errand",
    "Escalation",
    "Extension",
    "Finding",
    "Notice",
    "Receipt",
    "Review",
    "RuleSetting",
    "Run",
    "Scorecard",
    "Severity",
    "SiteFault",
    "SiteInspection",
    "Survey",
    "SurveyAnswer",
    "Weighting",
]
