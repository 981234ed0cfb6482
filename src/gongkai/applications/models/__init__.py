# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Applications, applicants and what followed in reconsideration and court.

An application is its ledger events; every column of Application that an event can move is a projection of them,
rewritten by `actions` and proved by `queries.check_projections`. One module per noun; callers import from here.
"""

from gongkai.applications.models.applicants import Applicant
from gongkai.applications.models.cases import NO_DAY, Application, Due, State
from gongkai.applications.models.contacts import Contact
from gongkai.applications.models.counts import CaseCount, Group
from gongkai.applications.models.enquiries import Enquiry
from gongkai.applications.models.fees import FeeDecision
from gongkai.applications.models.files import CaseFile
from gongkai.applications.models.groups import CaseGroup, GroupMember
from gongkai.applications.models.letters import Letter, Letterhead, LetterTemplate
from gongkai.applications.models.matters import RESULTS_OF, Matter
from gongkai.applications.models.meetings import (
    FollowUp,
    JointMeeting,
    MeetingCase,
    MeetingDecision,
    MeetingOrgan,
)
from gongkai.applications.models.online import (
    Agent,
    Message,
    OnlineParticulars,
    PendingUpload,
    QueryCode,
    Tally,
)
from gongkai.applications.models.parties import Party
from gongkai.applications.models.procedures import Procedure, ProcedureVersion
from gongkai.applications.models.proceedings import NewReply, Proceeding
from gongkai.applications.models.reasons import ReasonsAsked
from gongkai.applications.models.tasks import Task

__all__ = [
    "NO_DAY",
    "RESULTS_OF",
    "Agent",
    "Applicant",
    "Application",
    "CaseCount",
    "CaseFile",
    "CaseGroup",
    "Contact",
    "Due",
    "Enquiry",
    "FeeDecision",
    "FollowUp",
    "Group",
    "GroupMember",
    "JointMeeting",
    "Letter",
    "LetterTemplate",
    "Letterhead",
    "Matter",
    "MeetingCase",
    "MeetingDecision",
    "MeetingOrgan",
    "Message",
    "NewReply",
    "OnlineParticulars",
    "Party",
    "PendingUpload",
    "Procedure",
    "ProcedureVersion",
    "Proceeding",
    "QueryCode",
    "ReasonsAsked",
    "State",
    "Tally",
    "Task",
]
