# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Records with verbs on the desk: the form of a verb, the verbs offered and done, the page of a record. One mechanism for all rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.applications.actions import Refused
from gongkai.desk import screens
from gongkai.desk.attempts import Offer, SeenForm, history, tried, version_of
from gongkai.desk.views import page, paged
from gongkai.organs.models import Person
from gongkai.organs.today import today


class RowForm(SeenForm):
    """A form on one record."""

    def __init__(self, row: Any, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.person = row, person


@dataclass(frozen=True)
class Deed:
    """A verb as the desk offers it: its words, its form, what does it."""

    label: str
    form: type[RowForm]
    verb: Callable[..., Any]


Refusal = tuple[str, Any] | None


def offered(
    deeds: Mapping[str, Deed],
    names: Iterable[str],
    row: Any,
    person: Person,
    refused: Refusal,
    standing: str = "",
) -> list[Offer]:
    """The verbs that can be done on a row; the one that was refused stands open with what was typed, else the one named."""
    first, found = {"on": today(), "seen": version_of(row.stream)}, []
    shown = list(dict.fromkeys([*names, *([refused[0]] if refused and refused[0] in deeds else [])]))
    for name in shown:
        again = refused is not None and refused[0] == name
        form = (
            refused[1]
            if refused and again
            else deeds[name].form(row, person, initial=first, auto_id=f"{name}_%s")
        )
        found.append(Offer(name, deeds[name].label, form, again or (refused is None and name == standing)))
    return found


def done(
    request: HttpRequest,
    deeds: Mapping[str, Deed],
    name: str,
    row: Any,
    *,
    refused: type[Exception] = Refused,
    done_as: str = "已办",
    **facts: Any,
) -> Refusal:
    """Do what was posted; None when it was done, else what to show again. refused is how the room's verbs say no."""
    if name not in deeds:
        raise Http404
    person, deed = screens.signed_in(request), deeds[name]
    form = deed.form(row, person, request.POST, request.FILES, auto_id=f"{name}_%s")
    was_done, _ = tried(form, deed.verb, row.stream, actor=person, refused=refused, **facts)
    if not was_done:
        return name, form
    messages.success(request, f"{done_as}：{deed.label}")
    return None


@dataclass(frozen=True)
class RecordPage:
    """The page of one record and its verbs: shown, done, and shown again with what was typed when a verb was refused.

    names says which verbs the person may do now; more, what else the template shows. argument is what the verbs call the
    record. private pages are kept by no cache. refused and done_as: as `done` has them. home is where one comes to when a verb took the record out of one's sight; standing, the verb that stands open; long, which of `more` is shown page by page (as `found`), and by what it is counted.
    """

    template: str
    address: str
    argument: str
    deeds: Mapping[str, Deed]
    find: Callable[[HttpRequest, int], Any]
    names: Callable[[Any, Person], Iterable[str]]
    more: Callable[[Any, Person], Mapping[str, Any]] = lambda _row, _person: {}
    private: bool = False
    home: str = ""
    refused: type[Exception] = Refused
    done_as: str = "已办"
    standing: str = ""
    long: tuple[str, str] | None = None

    def drawn(
        self, request: HttpRequest, row: Any, *, refused: Refusal = None, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """The page; extra goes over what `more` says."""
        person = screens.signed_in(request)
        offers = offered(self.deeds, self.names(row, person), row, person, refused, self.standing)
        shown = {"events": history(row.stream), **self.more(row, person), **extra}
        if self.long:
            shown["found"], shown["query"] = paged(request, shown[self.long[0]], self.long[1])
        response = page(request, self.template, status=status, row=row, offers=offers, **shown)
        if self.private:
            response["Cache-Control"] = "no-store"
        return response

    def views(self) -> tuple[Callable[..., HttpResponse], Callable[..., HttpResponse]]:
        """What the addresses of the record and of its verbs lead to."""

        @login_required
        def show(request: HttpRequest, pk: int) -> HttpResponse:
            return self.drawn(request, self.find(request, pk))

        @login_required
        @require_POST
        def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
            row = self.find(request, pk)
            refused = done(
                request, self.deeds, name, row, refused=self.refused, done_as=self.done_as, **{self.argument: row}
            )  # fmt: skip
            if refused:
                return self.drawn(request, self.find(request, pk), refused=refused, status=422)
            return redirect(self.address, pk=pk) if self._still_seen(request, pk) else redirect(self.home)

        return show, act

    def _still_seen(self, request: HttpRequest, pk: int) -> bool:
        if not self.home:
            return True
        try:
            self.find(request, pk)
        except Http404:
            return False
        return True
