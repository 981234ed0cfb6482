# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs of a case as forms: what each asks, when it makes sense, and which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.applications import actions
from gongkai.applications.models import Application, State
from gongkai.applications.story import Story
from gongkai.desk.fields import choice, day, text
from gongkai.law.outcomes import OUTCOMES
from gongkai.organs.models import Appointment, Person, Role
from gongkai.organs.permissions import Actor, holds


class VerbForm(forms.Form):
    """A form whose labels stand above and whose first field is the legal date."""

    use_required_attribute = False
    on = day("发生日期")

    def __init__(self, case: Application, *args: Any, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)


class AssignForm(VerbForm):
    handler = choice("承办人", [])

    def __init__(self, case: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        held = Appointment.objects.filter(organ=case.organ, role=Role.HANDLER).select_related("person")
        self.fields["handler"].choices = [("", "请选择")] + [(a.person_id, a.person.name) for a in held]  # type: ignore[attr-defined]

    def clean_handler(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["handler"])


class SupplementForm(VerbForm):
    respond_by = day("补正期限", help_text="合理期限，由机关确定，一般15个工作日")
    what = text("需要补正的内容", lines=3, max_length=500)


class ConsultForm(VerbForm):
    to = choice(
        "征求谁的意见", [("third_party", "第三方"), ("co_maker", "共同制作机关"), ("organ", "其他机关")]
    )
    received_by_party_on = day(
        "对方收到日期", required=False, help_text="15个工作日从对方收到之日起算；还不知道的可以先不填"
    )
    id = text("编号", max_length=20, help_text="同一件有几次征求意见时，用编号区分")


class CloseConsultationForm(VerbForm):
    id = text("编号", max_length=20)
    answer = choice("意见", [("agreed", "同意公开"), ("objected", "不同意公开"), ("silent", "逾期未答复")])


class ExtendForm(VerbForm):
    working_days = forms.IntegerField(
        label="延长的工作日数", widget=forms.NumberInput({"class": "in"}), min_value=1, help_text="最长20个工作日，只能一次",
        error_messages={"required": "请填写延长的工作日数", "min_value": "至少1个工作日", "invalid": "请填写整数"},
    )  # fmt: skip
    reason = text("理由", lines=2, max_length=300)


class ReplyForm(VerbForm):
    outcome_id = choice(
        "办理结果（表三的一行）",
        [
            ("", "请选择"),
            *[(o.id, f"{o.group or ''}{o.label}") for o in OUTCOMES if o.letter or o.id == "R3.6.3"],
        ],
        help_text="部分公开的只计部分公开，不再计其他情形",
    )
    reasons = text(
        "理由", lines=4, max_length=2000, required=False, help_text="不予公开、部分公开应当写明理由"
    )


class EndForm(VerbForm):
    outcome_id = choice("情形", [(o.id, o.label) for o in OUTCOMES if o.id in ("R3.6.1", "R3.6.2")])


class CorrectForm(VerbForm):
    outcome_id = choice("更正为", [("", "请选择"), *[(o.id, f"{o.group or ''}{o.label}") for o in OUTCOMES]])
    reason = text("更正的原因", lines=2, max_length=300)


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a case: its name, its form, the roles the action will ask, when it makes sense."""

    name: str
    label: str
    form: type[VerbForm]
    action: Callable[..., Any]
    roles: tuple[Role, ...]
    states: tuple[State, ...]

    def open_to(self, actor: Actor, case: Application, story: Story) -> bool:
        if case.state not in self.states or not holds(actor, case.organ, *self.roles):
            return False
        if self.name == "close_consultation":
            sent = [e for e in story.clock_events if e.type == "consultation_sent"]
            closed = [e for e in story.clock_events if e.type == "consultation_closed"]
            return len(sent) > len(closed)
        if self.name == "request_supplement":
            return not any(e.type == "supplement_requested" for e in story.clock_events)
        if self.name == "extend":
            return not any(e.type == "extended" for e in story.clock_events)
        return True


R, S, A = Role, State, actions
_OPEN = (S.RUNNING,)
VERBS: tuple[Verb, ...] = (
    Verb("confirm", "与申请人确认", VerbForm, A.confirm, (R.INTAKE,), (S.UNCONFIRMED,)),
    Verb("assign", "交办", AssignForm, A.assign, (R.INTAKE, R.REVIEWER), (S.UNCONFIRMED, S.RUNNING, S.AWAITING_SUPPLEMENT)),
    Verb("request_supplement", "告知补正", SupplementForm, A.request_supplement, (R.INTAKE, R.HANDLER), _OPEN),
    Verb("receive_supplement", "收到补正", VerbForm, A.receive_supplement, (R.INTAKE, R.HANDLER), (S.AWAITING_SUPPLEMENT,)),
    Verb("consult", "征求意见", ConsultForm, A.consult, (R.HANDLER,), _OPEN),
    Verb("close_consultation", "收到意见", CloseConsultationForm, A.close_consultation, (R.HANDLER,), _OPEN),
    Verb("extend", "延期答复", ExtendForm, A.extend, (R.SIGNER,), _OPEN),
    Verb("reply", "答复", ReplyForm, A.reply, (R.SIGNER,), _OPEN),
    Verb("withdraw", "申请人撤回", VerbForm, A.withdraw, (R.INTAKE, R.HANDLER), (S.RUNNING, S.AWAITING_SUPPLEMENT)),
    Verb("end", "不再处理", EndForm, A.end, (R.HANDLER, R.SIGNER), (S.AWAITING_SUPPLEMENT, S.AWAITING_PAYMENT)),
    Verb("correct_outcome", "更正办理结果", CorrectForm, A.correct_outcome, (R.REVIEWER, R.SIGNER, R.COMPILER), (S.CLOSED,)),
)  # fmt: skip
BY_NAME = {verb.name: verb for verb in VERBS}
