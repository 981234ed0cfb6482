# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""社会评议: organised, its answers as they come, concluded into the year's report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, history, tried
from gongkai.desk.fields import day, text, typed
from gongkai.desk.views import page
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.today import today
from gongkai.supervision import actions, queries
from gongkai.supervision.actions.surveys import QUESTIONS, satisfied
from gongkai.supervision.models import Review, Survey


class OpenForm(SeenForm):
    """组织社会评议."""

    year = forms.IntegerField(
        label="评议哪一年的工作", min_value=2008, max_value=2100, widget=forms.NumberInput({"class": "in short"}),
        error_messages={"required": "请写年份", "invalid": "请写整数"},
    )  # fmt: skip
    title = text("标题", max_length=120)
    intro = text("说明", lines=2, max_length=300, help_text="公众在问卷最上面看到")
    questions = text(
        "题目",
        lines=6,
        max_length=1500,
        help_text="一行一题，都按“很满意”到“很不满意”五档回答；最后一题问总体",
    )
    opens_on = day("开始日期")
    closes_on = day("截止日期")

    def clean_questions(self) -> list[str]:
        return str(self.cleaned_data["questions"]).splitlines()


def _shown(row: Survey) -> dict[str, Any]:
    answers = list(row.answers.values_list("scores", flat=True))
    return {
        "row": row,
        "count": len(answers),
        "events": [e for e in history(row.stream) if e[0].kind != "survey.answered"],
        "lines": [(q, satisfied(answers, n)) for n, q in enumerate(row.questions)],
        "comments": row.answers.filter(comment_sealed__isnull=False).count(),
    }


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every year's survey, and the form of the next."""
    person = screens.signed_in(request)
    may = queries.supervises(person)
    if request.method == "POST":
        form = OpenForm(request.POST)
        done, row = tried(form, actions.open_survey, actor=person, on=today())
        if done:
            messages.success(request, "已组织，开始日期起公众可以在网站上填写")
            return redirect("desk:survey", pk=row.pk)
    else:
        year = today().year
        form = OpenForm(
            initial={
                "year": year, "title": f"{year}年政府信息公开工作社会评议", "questions": "\n".join(QUESTIONS), "opens_on": today(),
                "intro": f"请您对{actions.site_organ().short_name}的政府信息公开工作作出评价。不用写姓名，大约两分钟。",
            }
        )  # fmt: skip
    social = Review.objects.filter(organ=actions.site_organ(), kind=Review.Kind.SOCIAL).order_by("-year")
    return page(
        request, "supervision/surveys", status=422 if form.is_bound else 200, rows=list(Survey.objects.all()), form=form,
        may=may, opened=form.is_bound, reviews=list(social), day=today(),
    )  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey."""
    row = get_object_or_404(Survey, pk=pk)
    person = screens.signed_in(request)
    return page(
        request, "supervision/survey", **_shown(row), day=today(), may=queries.supervises(person), read=None
    )


@login_required
@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """公布评议结果."""
    form = SeenForm({})
    done, _ = tried(
        form,
        actions.conclude_survey,
        actor=screens.signed_in(request),
        survey=get_object_or_404(Survey, pk=pk),
        on=today(),
    )
    if done:
        messages.success(request, "已公布结果，写进这一年的年度报告")
    else:
        messages.error(request, "；".join(form.non_field_errors()))
    return redirect("desk:survey", pk=pk)


@login_required
@require_POST
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """查看评议意见: for a purpose, with a trace."""
    row, person = get_object_or_404(Survey, pk=pk), screens.signed_in(request)
    try:
        said = actions.read_comments(
            actor=person, survey=row, on=today(), purpose=typed(request, "purpose")[:200]
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:survey", pk=pk)
    response = page(request, "supervision/survey", **_shown(row), day=today(), may=True, read=said)
    response["Cache-Control"] = "no-store"
    return response
