# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The facts of engagement, a file for each kind of record."""

from gongkai.engagement.models.activities import Activity, ActivityKind, CollectedProblem, ProblemStep
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
    "CitizenMessage",
    "CollectedProblem",
    "Consultation",
    "Conversion",
    "ConversionCase",
    "DecisionCatalogue",
    "DecisionItem",
    "Faq",
    "Goal",
    "GoalProgress",
    "Hearing",
    "HotlineTicket",
    "Opinion",
    "PageVote",
    "ProblemStep",
    "SentimentCase",
    "Station",
]  # fmt: skip
