# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of what several people do on a case: talks, tasks, parties, fees, reasons, groups."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.models import Application, Contact, FeeDecision
from gongkai.desk.fields import choice, day, text
from gongkai.desk.verbs import VerbForm
from gongkai.law.consulted import Answer, Judgement, PartyKind
from gongkai.organs.models import Appointment, Organ, Person, Role

PICK = ("", "请选择")


def number(label: str, *, least: int = 1, **options: Any) -> forms.IntegerField:
    """A whole number from least on."""
    return forms.IntegerField(
        label=label, widget=forms.NumberInput({"class": "in"}), min_value=least, max_value=10_000_000,
        error_messages={
            "required": f"请填写{label}", "invalid": f"{label}请填写整数", "min_value": f"{label}不能小于{least}",
            "max_value": f"{label}太大",
        }, **options,
    )  # fmt: skip


class ContactForm(VerbForm):
    way = choice("方式", [PICK, *Contact.Way.choices])
    whom = choice("对象", [PICK, *Contact.Whom.choices])
    note = text(
        "沟通的内容", lines=3, max_length=2000, help_text="加密保存，经过里只写方式和结果；查看时留下记录"
    )
    result = choice("结果", [PICK, *Contact.Result.choices])


class TaskForm(VerbForm):
    organ = choice("请谁协办", [])
    what = text(
        "需要协办的事项",
        lines=3,
        max_length=2000,
        help_text="对方只看到这里写的和登记编号，看不到申请人；不需要的不写",
    )
    working_days = number("几个工作日内反馈", initial=5)

    def __init__(self, case: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        rows = Organ.objects.values_list("pk", "short_name")
        self.fields["organ"].choices = [PICK, *rows]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])


class PartyForm(VerbForm):
    kind = choice("哪一类", [PICK, *((k.value, k.label) for k in PartyKind)])
    name = text("姓名或者名称", max_length=100, help_text="加密保存")
    contact = text("联系方式", max_length=200, required=False)


class AskPartyForm(VerbForm):
    received_on = day(
        "对方收到日期", required=False, help_text="15个工作日从对方收到之日起算；还不知道的以后再登记"
    )


class OpinionForm(VerbForm):
    answer = choice("意见", [PICK, *((a.value, a.label) for a in Answer)])
    reasons = text(
        "对方的理由", lines=3, max_length=2000, required=False, help_text="不同意公开的要写；加密保存"
    )


class JudgeForm(VerbForm):
    judgement = choice("判断", [PICK, *((j.value, j.label) for j in Judgement)])
    why = text("判断的依据", lines=2, max_length=500)


class FeeForm(VerbForm):
    basis = choice(
        "计费标准", [PICK, *FeeDecision.Basis.choices], help_text="一件只能选一种（信息处理费办法第三条）"
    )
    units = number("件数或者页数", help_text="按件填拆分后的件数，按量填A4页数")
    yuan = number("金额（元）", help_text="应等于按所选标准计算的金额")
    reason = text(
        "收费的理由", lines=2, max_length=300, help_text="申请的数量、频次怎样超过合理范围（条例第四十二条）"
    )


class RefundForm(VerbForm):
    yuan = number("退还金额（元）")
    reason = text("退费的理由", max_length=300)


class ReasonsForm(VerbForm):
    reasons = text("申请人说明的理由", lines=3, max_length=2000, help_text="加密保存")


class JudgeReasonsForm(VerbForm):
    reasonable = choice("判断", [PICK, ("yes", "理由合理"), ("no", "理由不合理")])
    why = text("判断的依据", lines=2, max_length=500)

    def clean_reasonable(self) -> bool:
        return bool(self.cleaned_data["reasonable"] == "yes")


class GroupForm(VerbForm):
    name = text("这一批的名称", max_length=120)
    owner = choice("承办人", [])
    others = forms.MultipleChoiceField(
        label="和这件一起办理的申请",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一件"},
    )

    def __init__(
        self, case: Application, *args: Any, others: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(case, *args, **kwargs)
        self.fields["owner"].choices = handlers(case.organ)  # type: ignore[attr-defined]
        self.fields["others"].choices = others or []  # type: ignore[attr-defined]

    def clean_owner(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["owner"])


def handlers(organ: Organ) -> list[tuple[Any, str]]:
    """Who may handle cases of the organ."""
    held = Appointment.objects.filter(organ=organ, role=Role.HANDLER).select_related("person")
    return [PICK, *((str(a.person_id), a.person.name) for a in held)]
