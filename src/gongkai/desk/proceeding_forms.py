# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of reviews and suits."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.models import Application, Proceeding
from gongkai.desk.fields import choice, day, text
from gongkai.law.decisions import Stage, decisions_at
from gongkai.law.table4 import Block
from gongkai.organs.models import Appointment, Person, Role


class OpenForm(forms.Form):
    """登记受理; what is unusual about it has to be acknowledged."""

    use_required_attribute = False
    block = choice("类别", [("", "请选择"), *[(b.value, b.label) for b in Block]])
    stage = choice("阶段", [(s.value, s.label) for s in Stage])
    continues = choice("接着哪一阶段", [("", "不接着别的阶段")], required=False, help_text="二审、再审才选")
    body = text("复议机关或者法院", max_length=80)
    case_number = text("案号", max_length=60)
    on = day("受理日期")
    copy_received_on = day(
        "收到副本日期", required=False, help_text="答复、答辩期限从这天起算；还没收到的先不填"
    )
    simple_procedure = forms.BooleanField(label="适用简易程序", required=False)
    acknowledged = forms.BooleanField(label="已经核对，仍要登记", required=False, widget=forms.HiddenInput)

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.earlier = {
            str(p.pk): p
            for p in application.proceedings.filter(concluded_on__isnull=False, continued_by__isnull=True)
        }
        self.fields["continues"].choices = [("", "不接着别的阶段")] + [
            (k, str(p)) for k, p in self.earlier.items()
        ]  # type: ignore[attr-defined]

    def clean_block(self) -> Block:
        return Block(self.cleaned_data["block"])

    def clean_stage(self) -> Stage:
        return Stage(self.cleaned_data["stage"])

    def clean_continues(self) -> Proceeding | None:
        return self.earlier.get(self.cleaned_data["continues"])

    def ask_to_acknowledge(self, why: str) -> None:
        """Show the box that says it was looked at."""
        self.fields["acknowledged"].widget = forms.CheckboxInput()
        self.add_error("acknowledged", why)


class DayForm(forms.Form):
    """One dated fact."""

    use_required_attribute = False
    on = day("日期")


class ConcludeForm(forms.Form):
    """登记审结 with the ending, which decides the column of table 4."""

    use_required_attribute = False
    decision_key = choice("结案方式", [])
    on = day("审结日期")
    received_on = day("收到决定（裁判）日期", required=False)
    new_reply_working_days = forms.IntegerField(
        label="责令重新答复的期限（工作日）", required=False, min_value=1, widget=forms.NumberInput({"class": "in"}),
        help_text="没有责令重新答复的不填；决定没有写期限的，按20个工作日", error_messages={"invalid": "请填写整数"},
    )  # fmt: skip

    def __init__(self, proceeding: Proceeding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endings = decisions_at(Stage(proceeding.stage))
        self.fields["decision_key"].choices = [("", "请选择")] + [  # type: ignore[attr-defined]
            (d.key, f"{d.label}（{d.result.label if d.result else '按原判的结果'}）") for d in endings
        ]


class NewReplyForm(forms.Form):
    """登记已重新答复."""

    use_required_attribute = False
    on = day("重新答复日期")
    note = text("文号和内容", lines=2, max_length=300)


class AssignNewReplyForm(forms.Form):
    """交办 the new reply."""

    use_required_attribute = False
    handler = choice("承办人", [])

    def __init__(self, proceeding: Proceeding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Appointment.objects.filter(organ=proceeding.organ, role=Role.HANDLER).select_related("person")
        self.fields["handler"].choices = [("", "请选择")] + [(a.person_id, a.person.name) for a in held]  # type: ignore[attr-defined]

    def clean_handler(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["handler"])
