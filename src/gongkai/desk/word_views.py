# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""错敏词表: the words every draft is searched for before it is reviewed, kept by the supervising office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.draft_forms import WordsForm
from gongkai.desk.views import page
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.watched import as_lines, watched_words


@login_required
def words(request: HttpRequest) -> HttpResponse:
    """The list; those who may, change it."""
    person = screens.signed_in(request)
    site = get_object_or_404(Organ, parent__isnull=True)  # the organ the site belongs to
    listed = watched_words()
    may_edit = holds(person, site, Role.ADMIN, Role.SUPERVISOR)
    if request.method != "POST":
        form = WordsForm(initial={"words": as_lines(listed)}) if may_edit else None
        return page(request, "words", form=form, listed=listed)
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            count = actions.set_watched_words(
                actor=person, organ=site, words=form.cleaned_data["words"], on=today()
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        messages.success(request, f"已保存，共{count}个词" if count else "词表已清空，按系统自带的词检查")
        return redirect("desk:words")
    return page(request, "words", status=422, form=form, listed=listed)
