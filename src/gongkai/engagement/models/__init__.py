# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The facts of engagement, a file for each kind of record."""

from gongkai.engagement.models.activities import Activity, CollectedProblem
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

__all__ = [
    "Activity", "CitizenMessage", "CollectedProblem", "Consultation", "Conversion", "ConversionCase", "DecisionCatalogue", "DecisionItem",
    "Faq", "Hearing", "HotlineTicket", "Opinion", "PageVote",
]  # fmt: skip
