# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs of a case as forms: what each asks, when it makes sense, and which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms

from gongkai.applications import actions
from gongkai.applications.models import Application, State
from gongkai.desk.fields import choice, day, text
from gongkai.law.outcomes import OUTCOMES
from gongkai.organs.models import Appointment, Person, Role


class CaseForm(forms.Form):
    """A form that writes to a case: it carries the case's version as it was when the page was shown."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, case: Application, *args: Any, **kwargs: Any) -> None:
        self.case = case
        kwargs["initial"] = {"version": case.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class VerbForm(CaseForm):
    """A form whose labels stand above and whose first field is the legal date."""

    on = day("发生日期")


class AssignForm(VerbForm):
    handler = choice("承办人", [])

    def __init__(self, case: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        held = Appointment.objects.filter(organ=case.organ, role=Role.HANDLER).select_related("person")
        self.fields["handler"].choices = [("", "请选择")] + [(a.person_id, a.person.name) for a in held]  # type: ignore[attr-defined]

    def clean_handler(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["handler"])


class OtherForm(VerbForm):
    reasons = text(
        "理由",
        lines=3,
        max_length=1000,
        help_text="不是政府信息等，不能归入前面各项的；申请人撤回的用“申请人撤回”",
    )


class PayForm(VerbForm):
    yuan = forms.IntegerField(
        label="金额（元）", widget=forms.NumberInput({"class": "in"}), min_value=1,
        error_messages={"required": "请填写金额", "min_value": "金额应大于0元", "invalid": "请填写整数"},
    )  # fmt: skip


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

    def open_to(self, roles: frozenset[Role], case: Application) -> bool:
        """Whether someone who holds these roles in the case's organ may do it now; the action asks again."""
        return case.state in self.states and not roles.isdisjoint(self.roles)


R, S, A = Role, State, actions
_OPEN = (S.RUNNING,)
VERBS: tuple[Verb, ...] = (
    Verb("confirm", "与申请人确认", VerbForm, A.confirm, (R.INTAKE,), (S.UNCONFIRMED,)),
    Verb("assign", "交办", AssignForm, A.assign, (R.INTAKE, R.REVIEWER), (S.UNCONFIRMED, S.RUNNING, S.AWAITING_SUPPLEMENT)),
    Verb("receive_supplement", "收到补正", VerbForm, A.receive_supplement, (R.INTAKE, R.HANDLER), (S.AWAITING_SUPPLEMENT,)),
    Verb("receive_payment", "缴费完成", PayForm, A.receive_payment, (R.INTAKE, R.SIGNER), (S.AWAITING_PAYMENT,)),
    Verb("close_other", "其他处理", OtherForm, partial(A.reply, outcome_id="R3.6.3"), (R.HANDLER, R.SIGNER), _OPEN),
    Verb("withdraw", "申请人撤回", VerbForm, A.withdraw, (R.INTAKE, R.HANDLER), (S.UNCONFIRMED, S.RUNNING, S.AWAITING_SUPPLEMENT)),
    Verb("end", "不再处理", EndForm, A.end, (R.HANDLER, R.SIGNER), (S.AWAITING_SUPPLEMENT, S.AWAITING_PAYMENT)),
    Verb("correct_outcome", "更正办理结果", CorrectForm, A.correct_outcome, (R.REVIEWER, R.SIGNER, R.COMPILER), (S.CLOSED,)),
)  # fmt: skip
BY_NAME = {verb.name: verb for verb in VERBS}
