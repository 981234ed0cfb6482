# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How the codes of a case are read aloud."""

from __future__ import annotations

from gongkai.applications.models import State
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind

CHANNELS = {c.value: c.label for c in Channel}
KINDS = {k.value: k.label for k in ApplicantKind}
STATES = dict(State.choices)


class Labelled:
    """A row of a list of cases that holds its channel and its applicant's kind as codes."""

    channel: str
    applicant: str

    @property
    def channel_label(self) -> str:
        return CHANNELS[self.channel]

    @property
    def kind_label(self) -> str:
        return KINDS[self.applicant]
