# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""我要提意见: the form on one consultation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.engagement import actions, consulting
from gongkai.engagement.actions import Refused
from gongkai.engagement.actions.consultations import received_before
from gongkai.organs.today import today
from gongkai.portal.apply.state import State
from gongkai.portal.engage.forms import OpinionForm
from gongkai.portal.engage.sending import form_page, may_send


def say(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and what was received."""
    row = consulting.public(today()).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.closes_on < today():
        return form_page(request, "say", c=row, form=None, status=410)
    if request.method != "POST":
        return form_page(request, "say", c=row, form=OpinionForm(), state=State().pack())
    state, form = State.unpack(request.POST.get("state", "")) or State(), OpinionForm(request.POST)
    if not form.is_valid():
        return form_page(request, "say", c=row, form=form, state=state.pack(), status=422)
    if not received_before(state.nonce) and not may_send(request, form):
        return form_page(request, "say", c=row, form=form, state=state.pack(), status=429)
    try:
        opinion = actions.receive_opinion(
            actor=actions.PUBLIC, consultation=row, on=today(), nonce=state.nonce, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return form_page(request, "say", c=row, form=form, state=state.pack(), status=422)
    place = row.opinions.filter(received_on__lte=opinion.received_on, pk__lte=opinion.pk).count()
    return form_page(request, "said", c=row, opinion=opinion, place=place)
