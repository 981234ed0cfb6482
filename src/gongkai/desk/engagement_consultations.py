# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""意见征集 on the desk: open one, read and judge what came, hearings, the result; who sent it only for a purpose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import history, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import OrganForm, found_as, indexed, mine, row_of
from gongkai.desk.fields import choice, day, text, typed, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions, consulting
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Consultation, DecisionItem, Hearing, Opinion
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.publishing.models import Document

JUDGING = (Role.EDITOR, Role.HANDLER)
OFFERED = 60  # documents the form offers as drafts, those that call themselves so first
DRAFTS_FIRST = Case(When(Q(title__contains="征求意见") | Q(title__contains="草案"), then=0), default=1)


class OpenForm(OrganForm):
    """公开征求意见."""

    on = day("开始日期")
    organ = choice("征求意见的机关", [])
    document = choice("征求意见稿", [], help_text="先在“稿件和审核”里公开征求意见稿，再在这里选择")
    title = text("征求意见的事项", max_length=160)
    explanation = text(
        "起草说明",
        lines=8,
        max_length=8000,
        required=False,
        help_text="背景、依据、主要内容；重大行政决策必须公布说明",
    )
    closes_on = day("截止日期", help_text="重大行政决策一般不少于30日")
    short_reason = text("时间较短的理由", max_length=200, required=False)
    ways = text(
        "网上以外的方式", max_length=200, required=False, help_text="例如信函寄往哪里、当面在哪里提出"
    )
    major_decision = forms.BooleanField(label="重大行政决策", required=False)
    item = choice("列入目录的哪一项", [], required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        free = Document.objects.filter(
            organ__in=self.mine,
            consultation__isnull=True,
            withdrawn_on__isnull=True,
            published_on__lte=today(),
        ).order_by(DRAFTS_FIRST, "-published_on", "-pk")[:OFFERED]
        self.fields["document"].choices = [
            ("", "请选择"),
            *((d.pk, f"{d.published_on}　{d.title}") for d in free),
        ]  # type: ignore[attr-defined]
        items = DecisionItem.objects.filter(
            Q(drafter__in=self.mine) | Q(catalogue__organ__in=self.mine),
            dropped_on__isnull=True,
            consultations__isnull=True,
        ).select_related("catalogue")
        self.fields["item"].choices = [
            ("", "没有列入目录"),
            *((i.pk, f"{i.catalogue.year}年　{i.title}") for i in items),
        ]  # type: ignore[attr-defined]

    def clean_document(self) -> Document:
        return Document.objects.get(pk=self.cleaned_data["document"])

    def clean_item(self) -> DecisionItem | None:
        chosen = self.cleaned_data["item"]
        return DecisionItem.objects.get(pk=chosen) if chosen else None


class HearingForm(RowForm):
    """登记听证、座谈等."""

    on = day("召开日期")
    kind = choice("形式", [("", "请选择"), *Hearing.Kind.choices])
    place = text("地点", max_length=120)
    people = forms.IntegerField(
        label="参加人数", min_value=1, max_value=100000, widget=forms.NumberInput({"class": "in short"}),
        error_messages={"required": "请写明参加人数", "invalid": "参加人数应为整数"},
    )  # fmt: skip
    who = text("参加人", max_length=200, help_text="例如利害关系人8名、人大代表2名；不写个人姓名")
    material_on = day("材料送达日期", required=False, help_text="听证会必填，至少在7日以前")
    summary = text("主要意见", lines=4, max_length=2000)


class FeedbackForm(RowForm):
    """公布采纳情况."""

    on = day("公布日期")
    feedback = text("采纳情况", lines=5, max_length=4000, help_text="总的说明；逐条的采纳和理由随后列出")


class DecisionForm(RowForm):
    """联系决策文件."""

    on = day("联系日期")
    document = text("决策文件的索引号", max_length=60)

    def clean_document(self) -> Document:
        return indexed(str(self.cleaned_data["document"]))


DEEDS = {
    "hear": Deed("登记听证、座谈等", HearingForm, actions.hold_hearing),
    "feedback": Deed("公布采纳情况", FeedbackForm, actions.feed_back),
    "decide": Deed("联系决策文件", DecisionForm, actions.link_decision),
}  # fmt: skip


class JudgeForm(forms.Form):
    """What is done with the chosen opinions."""

    use_required_attribute = False
    WHAT = (
        ("", "请选择"), *Opinion.Adoption.choices, ("show", "看过，可以公布"),
        *((f"withhold-{v}", f"不予公布：{label}") for v, label in Opinion.Ground.choices),
    )  # fmt: skip
    on = day("日期")
    what = choice("处理", WHAT)
    reason = text(
        "理由",
        lines=2,
        max_length=200,
        required=False,
        help_text="部分采纳、未采纳、不予公布要写明；选中的各条用同一个理由",
    )
    opinions = forms.MultipleChoiceField(error_messages={"required": "请至少选一条意见"})

    def __init__(self, rows: list[Opinion], *args: Any, told: bool = False, **kwargs: Any) -> None:
        """told: the adoption is public; an opinion can still be taken from the public on a ground of law."""
        super().__init__(*args, **kwargs)
        if told:
            what = [c for c in self.WHAT if not c[0] or c[0].startswith("withhold-")]
            self.fields["what"].choices = what  # type: ignore[attr-defined]
        self.fields["opinions"].choices = [(str(o.pk), "") for o in rows]  # type: ignore[attr-defined]

    @property
    def picked(self) -> set[str]:
        return set(self["opinions"].value() or ()) if self.is_bound else set()


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """意见征集, those to be worked on first."""
    person, state, day_ = screens.signed_in(request), words_of(request, "state"), today()
    rows = visible_to(person, Consultation).annotate(
        received=Count("opinions"), unread=Count("opinions", filter=Q(opinions__screened_on__isnull=True)),
        unjudged=Count("opinions", filter=Q(opinions__adoption__isnull=True)),
    )  # fmt: skip
    match state:
        case "open":
            rows = rows.filter(closes_on__gte=day_)
        case "study":
            rows = rows.filter(closes_on__lt=day_, feedback_on__isnull=True)
        case "done":
            rows = rows.filter(feedback_on__isnull=False)
    found, query = paged(request, rows.order_by("-closes_on", "-pk"), "次")
    return page(
        request, "engage/consultations", found=found, query=query, state=state, day=day_,
        due={c.pk: consulting.feedback_due(c) for c in found.object_list}, may=bool(mine(person, Role.EDITOR)),
    )  # fmt: skip


@login_required
def open_new(request: HttpRequest) -> HttpResponse:
    """公开征求意见."""
    person = screens.signed_in(request)
    first = {"on": today(), "closes_on": today() + timedelta(days=30), "organ": person.organ_id}
    form = OpenForm(
        person, request.POST or None, initial={**first, "document": request.GET.get("document", "")}
    )
    if request.method != "POST":
        return page(request, "engage/consultation_new", form=form)
    was_done, row = tried(form, actions.open_consultation, actor=person)
    if not was_done:
        return page(request, "engage/consultation_new", status=422, form=form)
    messages.success(request, "已开始征求意见，门户上可以提意见了")
    return redirect("desk:consultation", pk=row.pk)


def _names(row: Consultation, person: Person) -> list[str]:
    may, edits = holds(person, row.organ, *JUDGING), holds(person, row.organ, Role.EDITOR)
    names = []
    if may and row.feedback_on is None:
        names.append("hear")
    if edits and row.feedback_on is None and row.closes_on < today():
        names.append("feedback")
    if edits and row.feedback_on and row.decision_id is None:
        names.append("decide")
    return names


def _more(row: Consultation, person: Person) -> dict[str, Any]:
    may = holds(person, row.organ, *JUDGING)
    opinions = list(row.opinions.order_by("received_on", "pk"))
    # What has not been judged comes first: thousands are worked off page by page.
    groups = sorted(consulting.alike(opinions), key=lambda g: all(o.adoption for o in g.opinions))
    return {
        "groups": groups, "total": len(opinions), "place": {o.pk: n for n, o in enumerate(opinions, 1)},
        "tally": consulting.tally(opinions), "left": sum(o.adoption is None for o in opinions), "may": may, "day": today(),
        "judging": JudgeForm(opinions, initial={"on": today()}, told=row.feedback_on is not None) if may and opinions else None, "revealed": None,
        "hearings": list(row.hearings.all()), "due": consulting.feedback_due(row),
        "events": [e for e in history(row.stream) if e[0].kind != "consultation.opinion"],
    }  # fmt: skip


CONSULTATION = RecordPage(
    "engage/consultation", "desk:consultation", "consultation", DEEDS, found_as(Consultation), _names, _more, private=True,
    long=("groups", "组"),
)  # fmt: skip
show, act = CONSULTATION.views()


@login_required
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen opinions: adopted or not, shown or withheld."""
    row, person = row_of(request, Consultation, pk), screens.signed_in(request)
    form = JudgeForm(list(row.opinions.all()), request.POST, told=row.feedback_on is not None)
    was_done, _ = tried(form, lambda **facts: _judge(row, person, **facts))
    if not was_done:
        return CONSULTATION.drawn(request, row_of(request, Consultation, pk), judging=form, status=422)
    messages.success(request, f"已处理{len(form.cleaned_data['opinions'])}条意见")
    return redirect("desk:consultation", pk=pk)


def _judge(
    row: Consultation, person: Person, *, on: Any, what: str, reason: str, opinions: list[str]
) -> None:
    chosen = list(row.opinions.filter(pk__in=opinions))
    common = {"actor": person, "consultation": row, "opinions": chosen, "on": on}
    if what in Opinion.Adoption.values:
        actions.judge_opinions(**common, adoption=what, reason=reason)
    else:
        ground = what.removeprefix("withhold-") if what != "show" else None
        actions.screen_opinions(**common, ground=ground, why=reason)


@login_required
@require_POST
def sender(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """查看提意见的人, with a purpose and a trace."""
    row = row_of(request, Consultation, pk)
    opinion = get_object_or_404(row.opinions, pk=item)
    try:
        person = actions.reveal_sender(
            actor=screens.signed_in(request), opinion=opinion, on=today(), purpose=typed(request, "purpose")
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:consultation", pk=pk)
    return CONSULTATION.drawn(request, row, revealed=(opinion.pk, person))
