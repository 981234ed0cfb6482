# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The facts of engagement, a file for each kind of record."""

from gongkai.engagement.demands.models import Commitment, Demand, DemandGroup, Grouping, Placement
from gongkai.engagement.models.activities import (
    Activity,
    ActivityKind,
    CollectedProblem,
    JobPost,
    ProblemStep,
)
from gongkai.engagement.models.announcements import Announcement
from gongkai.engagement.models.consultations import (
    Consultation,
    DecisionCatalogue,
    DecisionItem,
    Hearing,
    Opinion,
)
from gongkai.engagement.models.conversions import Conversion, ConversionCase
from gongkai.engagement.models.hotline import HotlineTicket
from gongkai.engagement.models.messages import CitizenMessage, Faq, PageVote
from gongkai.engagement.models.responses import Goal, GoalProgress, SentimentCase, Station

__all__ = [
    "Activity",
    "ActivityKind",
    "Announcement",
    "CitizenMessage",
    "CollectedProblem",
    "Commitment",
    "Consultation",
    "Conversion",
    "ConversionCase",
    "DecisionCatalogue",
    "DecisionItem",
    "Demand",
    "DemandGroup",
    "Faq",
    "Goal",
    "GoalProgress",
    "Grouping",
    "Hearing",
    "HotlineTicket",
    "JobPost",
    "Opinion",
    "PageVote",
    "Placement",
    "ProblemStep",
    "SentimentCase",
    "Station",
]  # fmt: skip
