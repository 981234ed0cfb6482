# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""联席会议: the list with what is still to be done, one meeting with its agenda, decisions, follow-up and cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries
from gongkai.applications.actions.meetings import CALLING, DOING
from gongkai.applications.models import Application, FollowUp, JointMeeting, MeetingDecision
from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried, version_of
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import mine
from gongkai.desk.fields import choice, day, text, words_of
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import holds
from gongkai.organs.today import today

PICK = ("", "请选择")


def _organs(label: str, **options: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=Organ.objects.filter(closed_on__isnull=True), widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这个机关，请重新选择"}, **options,
    )  # fmt: skip


class CallForm(SeenForm):
    """通知开会."""

    on = day("通知日期")
    organ = choice("召集机关", [])
    title = text("会议名称", max_length=120)
    meets_on = day("会议日期")
    place = text("地点", max_length=120)
    agenda = text("议题", lines=5, max_length=4000, help_text="一行一个议题")
    organs = _organs("参加机关", required=False)
    others = text("列席人员", max_length=200, required=False, help_text="例如法律顾问；写单位和职务即可")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(o.pk, o.short_name) for o in mine(person, *CALLING)]  # type: ignore[attr-defined]
        self.fields["organs"].label_from_instance = lambda o: o.short_name  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])


class HoldForm(RowForm):
    """登记召开."""

    on = day("召开日期")
    attended = _organs("到会的机关")
    decisions = text("议定事项", lines=5, max_length=8000, help_text="一行一项；登记以后不能改写")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Organ.objects.filter(meetings__meeting=self.row)
        self.fields["attended"].queryset = asked  # type: ignore[attr-defined]
        self.fields["attended"].label_from_instance = lambda o: o.short_name  # type: ignore[attr-defined]
        self.fields["attended"].initial = list(asked)
        self.fields["attended"].error_messages["required"] = "请选择到会的机关"

    def clean_decisions(self) -> list[str]:
        return str(self.cleaned_data["decisions"]).splitlines()


class CallOffForm(RowForm):
    """取消."""

    on = day("取消日期")
    reason = text("取消的原因", max_length=200)


class GiveForm(RowForm):
    """交办落实事项."""

    on = day("交办日期")
    what = text("落实事项", lines=2, max_length=300)
    organ = choice("负责的机关", [])
    owner = text("负责人", max_length=40, required=False, help_text="工作台上的姓名或者用户名")
    due_on = day("完成期限")
    decision = choice("根据哪项议定", [], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Organ.objects.filter(meetings__meeting=self.row)
        decisions = [(d.pk, f"{d.number}．{d.text[:40]}") for d in self.row.decisions.all()]
        self.fields["organ"].choices = [PICK, *((o.pk, o.short_name) for o in asked)]  # type: ignore[attr-defined]
        self.fields["decision"].choices = [("", "不指定"), *decisions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("organ"):
            facts["organ"] = Organ.objects.get(pk=facts["organ"])
        chosen = facts.get("decision")
        facts["decision"] = MeetingDecision.objects.get(pk=chosen) if chosen else None
        name = (facts.get("owner") or "").strip()
        facts["owner"] = None
        if name and isinstance(facts.get("organ"), Organ):
            people = Person.objects.filter(organ=facts["organ"], is_active=True)
            facts["owner"] = people.filter(name=name).first() or people.filter(username=name).first()
            if facts["owner"] is None:
                self.add_error("owner", f"{facts['organ'].short_name}没有“{name}”，请核对，或者留空")
        return facts


class LinkForm(RowForm):
    """联系到申请."""

    on = day("登记日期")
    application = text("申请的登记编号", max_length=40)

    def clean_application(self) -> Application:
        number = str(self.cleaned_data["application"]).strip().upper()
        found = queries.visible_to(self.person).filter(number=number).first()
        if found is None:
            raise forms.ValidationError("没有这个登记编号的申请，请核对")
        return found


_DEEDS = {
    "hold": Deed("登记召开和议定事项", HoldForm, actions.hold_meeting), "off": Deed("取消会议", CallOffForm, actions.call_off_meeting),
    "give": Deed("交办落实事项", GiveForm, actions.give_follow_up), "link": Deed("联系到申请", LinkForm, actions.link_meeting),
}  # fmt: skip


class DoneForm(SeenForm):
    """落实事项完成."""

    on = day("完成日期")
    evidence = text("完成的依据", lines=2, max_length=300, help_text="印发的文号、公开的地址、存档的文件等")


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Meetings, the newest first; above them what is still to be done."""
    person, state = screens.signed_in(request), words_of(request, "state")
    rows = queries.meetings_visible_to(person)
    match state:
        case "coming":
            rows = rows.filter(held_on__isnull=True, cancelled_on__isnull=True)
        case "held":
            rows = rows.filter(held_on__isnull=False)
        case "off":
            rows = rows.filter(cancelled_on__isnull=False)
    found, query = paged(request, rows.prefetch_related("organs__organ", "follow_ups"), "次")
    todo = queries.follow_ups_visible_to(person).filter(done_on__isnull=True)
    return page(
        request, "meetings", found=found, query=query, state=state, todo=todo[:20], todo_total=todo.count(), day=today(),
        may=bool(mine(person, *CALLING)),
    )  # fmt: skip


@login_required
def call(request: HttpRequest) -> HttpResponse:
    """通知开会."""
    person = screens.signed_in(request)
    if not mine(person, *CALLING):
        raise PermissionDenied("召集联席会议需要“承办”“审核”“监督”或者“管理”岗位")
    if request.method != "POST":
        return page(
            request, "meeting_new", form=CallForm(person, initial={"on": today(), "organ": person.organ_id})
        )
    form = CallForm(person, request.POST)
    done, row = tried(form, actions.call_meeting, actor=person)
    if not done:
        return page(request, "meeting_new", status=422, form=form)
    messages.success(request, "已登记会议通知")
    return redirect("desk:meeting", pk=row.pk)


def _meeting(request: HttpRequest, pk: int) -> JointMeeting:
    return get_object_or_404(queries.meetings_visible_to(screens.signed_in(request)), pk=pk)


def _open_acts(row: JointMeeting, person: Person) -> list[str]:
    if not holds(person, row.organ, *CALLING) or row.cancelled_on:
        return []
    return ["give", "link"] if row.held_on else ["hold", "link", "off"]


def _tasks(
    row: JointMeeting, person: Person, refused: tuple[int, Any] | None = None
) -> list[tuple[FollowUp, Any, bool]]:
    """What is to be carried out, with the form that says it was; the refused one as it was typed."""
    calling, first = holds(person, row.organ, *CALLING), {"on": today(), "seen": version_of(row.stream)}
    found: list[tuple[FollowUp, Any, bool]] = []
    for task in row.follow_ups.select_related("organ", "owner", "decision"):
        if refused is not None and refused[0] == task.pk:
            found.append((task, refused[1], True))
            continue
        may = task.done_on is None and (calling or holds(person, task.organ, *DOING))
        found.append((task, DoneForm(initial=first, auto_id=f"done{task.pk}_%s") if may else None, False))
    return found


def _more(row: JointMeeting, person: Person) -> dict[str, Any]:
    linked = [link.application_id for link in row.cases.all()]
    return {
        "tasks": _tasks(row, person), "cases": list(queries.visible_to(person).filter(pk__in=linked).order_by("pk")),
        "linked": len(linked), "organs": row.organs.select_related("organ"), "decisions": row.decisions.all(), "day": today(),
    }  # fmt: skip


MEETING = RecordPage("meeting", "desk:meeting", "meeting", _DEEDS, _meeting, _open_acts, _more)
show, act = MEETING.views()


@login_required
@require_POST
def done(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """落实事项完成, with its evidence."""
    row = _meeting(request, pk)
    task = get_object_or_404(FollowUp.objects.filter(meeting=row), pk=item)
    form = DoneForm(request.POST, auto_id=f"done{task.pk}_%s")
    was_done, _ = tried(
        form, actions.close_follow_up, row.stream, actor=screens.signed_in(request), follow_up=task
    )
    if not was_done:
        row = _meeting(request, pk)
        return MEETING.drawn(
            request, row, tasks=_tasks(row, screens.signed_in(request), (task.pk, form)), status=422
        )
    messages.success(request, "已登记完成")
    return redirect("desk:meeting", pk=pk)
