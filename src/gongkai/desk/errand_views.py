# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Long work on the desk: stopping it and taking it up again. How far it is stands on the page of its kind."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.organs.today import today
from gongkai.supervision.errands import actions, queries
from gongkai.supervision.errands.models import Errand

_VERBS = {
    "stop": (actions.stop, "已停止，可以接着做"),
    "take-up": (actions.take_up, "已经接着做"),
}
_HOMES = {
    Errand.Kind.SITE: "desk:sites",
    Errand.Kind.RECORD: "desk:supervision",
    Errand.Kind.GROUP: "desk:demands",
}


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """停止, 接着做."""
    person = screens.signed_in(request)
    errand = get_object_or_404(queries.visible_to(person), pk=pk)
    if name not in _VERBS:
        raise Http404
    verb, words = _VERBS[name]
    form = SeenForm({})
    done, _ = tried(form, verb, actor=person, errand=errand, on=today())
    if done:
        messages.success(request, words)
    else:
        messages.error(request, "；".join(form.non_field_errors()))
    return redirect(_HOMES[Errand.Kind(errand.kind)])
