# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""社会评议: the year's questions, answered by anyone without a name and without script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.organs.today import today
from gongkai.portal.apply.fields import Text
from gongkai.portal.apply.state import State
from gongkai.portal.engage.sending import may_send
from gongkai.supervision.actions import Refused, answer_survey
from gongkai.supervision.actions.surveys import answered_before
from gongkai.supervision.models import Survey

LEVELS = (("5", "很满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意"), ("1", "很不满意"))


class SurveyForm(forms.Form):
    """One choice a question, and what one may add."""

    use_required_attribute = False

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, question in enumerate(survey.questions):
            self.fields[f"q{n}"] = forms.ChoiceField(
                label=f"{n + 1}．{question}", choices=LEVELS, widget=forms.RadioSelect(),
                error_messages={"required": f"第{n + 1}题请选一项", "invalid_choice": f"第{n + 1}题请从五项里选一项"},
            )  # fmt: skip
        self.fields["comment"] = Text(
            "还有什么意见",
            lines=4,
            max_length=500,
            required=False,
            help_text="请不要写姓名、电话等个人信息",
            attrs={"data-count": "500"},
        )

    def scores(self) -> list[int]:
        return [int(self.cleaned_data[f"q{n}"]) for n in range(len(self.fields) - 1)]


def survey(request: HttpRequest) -> HttpResponse:
    """The survey that is open today, or that there is none; below it the results of earlier ones."""
    day = today()
    row = Survey.objects.filter(opens_on__lte=day, closes_on__gte=day).order_by("-year").first()
    if row is None:
        return _page(request, row)
    if request.method != "POST":
        return _page(request, row, form=SurveyForm(row), state=State().pack())
    state, form = State.unpack(request.POST.get("state", "")) or State(), SurveyForm(row, request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, state=state.pack(), status=422)
    if not answered_before(state.nonce) and not may_send(request, form):
        return _page(request, row, form=form, state=state.pack(), status=429)
    try:
        answer_survey(
            survey=row, on=day, scores=form.scores(), comment=form.cleaned_data["comment"], nonce=state.nonce
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form=form, state=state.pack(), status=422)
    return _page(request, row, done=True)


def _page(
    request: HttpRequest,
    row: Survey | None,
    *,
    form: Any = None,
    state: str = "",
    done: bool = False,
    status: int = 200,
) -> HttpResponse:
    results = Survey.objects.filter(concluded_on__isnull=False).order_by("-year")
    response = render(
        request, "portal/survey.html",
        {"current": "", "row": row, "form": form, "state": state, "done": done, "results": results}, status=status,
    )  # fmt: skip
    response["Cache-Control"] = "private, no-cache"
    return response
