# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""人员和岗位: who works where and may do what; the office adds a person, gives a role and ends one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications.models import Application
from gongkai.desk import screens
from gongkai.desk.attempts import Offer, SeenForm, tried
from gongkai.desk.fields import choice, day, text, words_of
from gongkai.desk.views import page, paged
from gongkai.organs import actions
from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.queries import ids_held, people_visible_to
from gongkai.organs.today import today

PICK = ("", "请选择")


class OfficeForm(SeenForm):
    """A form about an organ in which the person is 管理."""

    on = day("生效日期")
    organ = choice("机关", [])

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Organ.objects.filter(pk__in=ids_held(person, Role.ADMIN), closed_on__isnull=True)
        self.fields["organ"].choices = [PICK, *((o.pk, o.short_name) for o in organs)]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])


class AddForm(OfficeForm):
    """登记一名工作人员."""

    name = text("姓名", max_length=40)
    username = text("用户名", max_length=40, help_text="登录用，字母和数字，登记以后不改")
    password = forms.CharField(
        label="初始密码", widget=forms.PasswordInput({"class": "in", "autocomplete": "new-password"}),
        help_text="至少10位，不要用常见的密码；当面或者电话告诉本人", error_messages={"required": "请填写初始密码"},
    )  # fmt: skip


class AppointForm(OfficeForm):
    """给一个岗位."""

    username = text("用户名", max_length=40)
    role = choice("岗位", [PICK, *Role.choices])

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip()
        self.person = Person.objects.filter(username=name, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(f"没有用户名是“{name}”的工作人员，请核对，或者先登记")
        return name


def _add(form: AddForm, person: Person) -> tuple[bool, Any]:
    return tried(form, actions.add_person, actor=person, refused=actions.Refused)


def _appoint(form: AppointForm, person: Person) -> tuple[bool, Any]:
    def act(*, on: Any, organ: Organ, role: str, username: str) -> Any:
        return actions.appoint(actor=person, on=on, person=form.person, organ=organ, role=Role(role))

    return tried(form, act, refused=actions.Refused)


_ACTS: dict[str, tuple[str, type[Any], Any]] = {
    "add": ("登记工作人员", AddForm, _add), "appoint": ("给一个岗位", AppointForm, _appoint),
}  # fmt: skip


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The staff one may see, with what they hold."""
    return _show(request)


def _show(request: HttpRequest, *, refused: tuple[str, Any] | None = None, status: int = 200) -> HttpResponse:
    person, words = screens.signed_in(request), words_of(request)
    rows = people_visible_to(person)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(username__icontains=words) | Q(organ__name__icontains=words)
        )
    found, query = paged(request, rows, "人")
    office = ids_held(person, Role.ADMIN)
    offers = []
    for name, (label, form, _) in _ACTS.items() if office else ():
        again = refused is not None and refused[0] == name
        shown = (
            refused[1] if refused and again else form(person, initial={"on": today()}, auto_id=f"{name}_%s")
        )
        offers.append(Offer(name, label, shown, again))
    return page(
        request, "people", status=status, found=found, query=query, words=words, office=office, offers=offers
    )


@login_required
def act(request: HttpRequest, name: str) -> HttpResponse:
    """登记, 给岗位."""
    if name not in _ACTS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:people")
    person = screens.signed_in(request)
    label, form_of, do = _ACTS[name]
    form = form_of(person, request.POST, auto_id=f"{name}_%s")
    done, _ = do(form, person)
    if not done:
        return _show(request, refused=(name, form), status=422)
    messages.success(request, f"已办：{label}")
    return redirect("desk:people")


class EndForm(SeenForm):
    """解除岗位."""

    on = day("解除日期")


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """解除一个岗位: looked over first, with the open cases that stay with the person."""
    person = screens.signed_in(request)
    rows = Appointment.objects.filter(organ__in=ids_held(person, Role.ADMIN)).select_related(
        "person", "organ"
    )
    row = get_object_or_404(rows, pk=pk)
    left = 0
    if row.role == Role.HANDLER:
        left = Application.objects.filter(handler=row.person, organ=row.organ, act_on__isnull=False).count()
    if request.method != "POST":
        return page(request, "appointment_end", row=row, left=left, form=EndForm(initial={"on": today()}))
    form = EndForm(request.POST)
    facts = {"actor": person, "person": row.person, "organ": row.organ, "role": Role(row.role)}
    done, _ = tried(form, actions.end_appointment, refused=actions.Refused, **facts)
    if not done:
        return page(request, "appointment_end", status=422, row=row, left=left, form=form)
    messages.success(
        request, f"已解除{row.person.name}在{row.organ.short_name}的“{Role(row.role).label}”岗位"
    )
    return redirect("desk:people")
