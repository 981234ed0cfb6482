# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""错敏词表: the words every draft is searched for before it is reviewed; 近义词表: the words the search takes for each other. Kept by the supervising office."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.draft_forms import SynonymsForm, WordsForm
from gongkai.desk.views import page
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.watched import as_lines, watched_words
from gongkai.search import queries as searching
from gongkai.search.actions import Refused, set_synonyms


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


@login_required
def synonyms(request: HttpRequest) -> HttpResponse:
    """近义词表, beside what was looked for in vain; those who may, change it."""
    person, day = screens.signed_in(request), today()
    site = get_object_or_404(Organ, parent__isnull=True)
    groups = searching.synonyms()
    missed = list(searching.misses(day - timedelta(days=90), day)[:20])
    if request.method != "POST":
        form = None
        if holds(person, site, Role.ADMIN, Role.SUPERVISOR):
            form = SynonymsForm(initial={"groups": "\n".join(" ".join(group) for group in groups)})
        return page(request, "synonyms", form=form, groups=groups, missed=missed)
    form = SynonymsForm(request.POST)
    if form.is_valid():
        try:
            count = set_synonyms(actor=person, organ=site, groups=form.cleaned_data["groups"], on=day)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except Refused as refusal:
            form.add_error("groups", str(refusal))
        else:
            messages.success(request, f"已保存，共{count}组" if count else "近义词表已清空，按系统自带的查找")
            return redirect("desk:synonyms")
    return page(request, "synonyms", status=422, form=form, groups=groups, missed=missed)
