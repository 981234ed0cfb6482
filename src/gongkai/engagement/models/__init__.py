# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The facts of engagement, a file for each kind of record."""

from gongkai.engagement.demands.models import Commitment, Demand, DemandGroup, Grouping
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

__all__ = [
    "Activity", "CollectedProblem", "Commitment", "Consultation", "Conversion", "ConversionCase", "DecisionCatalogue", "DecisionItem",
    "Demand", "DemandGroup", "Grouping", "Hearing", "HotlineTicket", "Opinion",
]  # fmt: skip
