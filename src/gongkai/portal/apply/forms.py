# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The three steps: who, what, how (条例第二十九条第二款's three items, no purpose asked)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.applications.identity import (
    GUARDIAN_BELOW,
    OF_ORGANISATIONS,
    OF_PERSONS,
    Certificate,
    age_on,
    birthday,
    plain_number,
    wrong,
)
from gongkai.applications.models import Agent
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.apply.fields import PersonName, Phone, Text, choice

TITLE, DESCRIPTION, PERIOD = 100, 800, 60
OWN = {"data-own": ""}  # a personal fact: the browser keeps it in a draft only when asked
PERSON = ApplicantKind.NATURAL_PERSON.value


class StepForm(forms.Form):
    """One page of the form."""

    use_required_attribute = False


class WhoForm(StepForm):
    """第一步: who asks, and who acts for whom."""

    kind = choice(
        "您是",
        [(k.value, k.label if k.value == PERSON else f"单位：{k.label}") for k in ApplicantKind],
        radio=True,
    )
    name = PersonName(
        "姓名或者单位名称", max_length=60, attrs={**OWN, "autocomplete": "name"}, help_text="与证件一致"
    )
    certificate = choice("证件种类", [(c.value, c.label) for c in Certificate])
    identity = Text(
        "证件号码", max_length=60, attrs={**OWN, "autocomplete": "off"},
        help_text="用来证明身份（条例第二十九条），加密保存，只有办理这件申请的人员说明用途后可以查看",
    )  # fmt: skip
    phone = Phone(
        "联系电话", max_length=40, attrs={**OWN, "autocomplete": "tel", "inputmode": "tel"},
        help_text="工作人员用它与您确认申请，确认之日才是收到申请之日",
    )  # fmt: skip
    contact_person = PersonName(
        "联系人", max_length=40, required=False, attrs=OWN, help_text="单位申请的，写明联系人姓名"
    )
    acting = forms.BooleanField(label="由代理人代为申请", required=False)
    basis = choice("代理人是", Agent.Basis.choices, required=False)
    agent_name = PersonName("代理人姓名", max_length=60, required=False, attrs=OWN)
    agent_certificate = choice("代理人证件种类", [(c.value, c.label) for c in OF_PERSONS], required=False)
    agent_identity = Text(
        "代理人证件号码", max_length=60, required=False, attrs={**OWN, "autocomplete": "off"}
    )
    agent_phone = Phone("代理人联系电话", max_length=40, required=False, attrs={**OWN, "inputmode": "tel"})

    def clean_identity(self) -> str:
        return plain_number(self.cleaned_data["identity"])

    def clean_agent_identity(self) -> str:
        return plain_number(self.cleaned_data["agent_identity"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        kind, certificate = facts.get("kind"), facts.get("certificate")
        if kind and certificate:
            allowed = OF_PERSONS if kind == PERSON else OF_ORGANISATIONS
            if Certificate(certificate) not in allowed:
                said = (
                    "个人请选择身份证、护照等本人证件"
                    if kind == PERSON
                    else "单位请选择统一社会信用代码或者其他登记证号"
                )
                self.add_error("certificate", said)
            elif facts.get("identity"):
                self._judge("identity", Certificate(certificate), facts["identity"])
        if facts.get("acting"):
            self._agent(facts)
        elif not self.errors:
            self._age(facts)
        return facts

    def _judge(self, name: str, certificate: Certificate, number: str) -> None:
        if said := wrong(certificate, number, today=today()):
            self.add_error(name, said)

    def _agent(self, facts: dict[str, Any]) -> None:
        for name, said in (
            ("basis", "请选择代理人是监护人还是委托代理人"), ("agent_name", "请写明代理人姓名"),
            ("agent_certificate", "请选择代理人证件种类"), ("agent_identity", "请写明代理人证件号码"),
            ("agent_phone", "请写明代理人联系电话"),
        ):  # fmt: skip
            if not facts.get(name) and name not in self.errors:
                self.add_error(name, said)
        if facts.get("agent_certificate") and facts.get("agent_identity"):
            self._judge("agent_identity", Certificate(facts["agent_certificate"]), facts["agent_identity"])
        if facts.get("agent_identity") and facts["agent_identity"] == facts.get("identity"):
            self.add_error("agent_identity", "代理人和申请人是同一个证件，请核对；本人申请的不用填代理人")

    def _age(self, facts: dict[str, Any]) -> None:
        """个人信息保护法第三十一条: for a child under fourteen the guardian acts."""
        if facts.get("certificate") != Certificate.RESIDENT.value:
            return
        born = birthday(facts["identity"])
        if born and age_on(born, today()) < GUARDIAN_BELOW:
            self.add_error(
                "acting",
                f"申请人不满{GUARDIAN_BELOW}周岁，请由监护人代为申请：勾选这一项，填写监护人的信息（个人信息保护法第三十一条）",
            )


class WhatForm(StepForm):
    """第二步: which information, of which organ."""

    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(), to_field_name="slug", label="向哪个机关申请", empty_label="请选择",
        widget=forms.Select({"class": "in"}), help_text="向制作或者保存信息的机关申请。不确定时选人民政府，我们会告诉您该找谁。",
        error_messages={"required": "请选择向哪个机关申请", "invalid_choice": "请从列出的机关里选择"},
    )  # fmt: skip
    title = Text(
        "信息的名称", max_length=TITLE, attrs={"data-similar": "", "data-count": str(TITLE)},
        help_text="例如“县前路片区二期房屋征收补偿方案”。不知道准确名称的，写大概内容。一份申请写一项内容，不用说明用途。",
        error_messages={"required": "请写明信息的名称或者大概内容"},
    )  # fmt: skip
    number = Text(
        "文号", max_length=60, required=False, help_text="例如“永政发〔2024〕12号”。知道文号，找得最快。"
    )
    period = Text(
        "大致产生在哪一年", max_length=PERIOD, attrs={"class": "in short"},
        help_text="可以写一段，例如“2022年至2024年”；实在不清楚的，写“不清楚”。写了文号的可以不填。",
        error_messages={"required": "请写明信息大致产生在哪一年，不清楚的写“不清楚”"},
    )  # fmt: skip
    description = Text(
        "其他有助于查找的特征", lines=4, max_length=DESCRIPTION, required=False, attrs={"data-count": str(DESCRIPTION)},
        help_text="项目名称、地点、发文机关、会议、当事人等。",
    )  # fmt: skip

    def __init__(self, *args: Any, organs: Sequence[Organ] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # 文号 alone describes well enough (条例第二十九条第二款第二项).
        self.fields["period"].required = not (self.data or self.initial).get("number", "").strip()
        self.fields["organ"].queryset = Organ.objects.all()  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[str, str]]] = {}
        for o in organs:
            groups.setdefault(o.get_kind_display(), []).append((o.slug, o.name))
        self.fields["organ"].choices = [("", "请选择"), *groups.items()]  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        text = unicodedata.normalize("NFKC", self.cleaned_data["period"])
        years = [int(y) for y in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
        last = today().year
        if any(not 1949 <= y <= last for y in years):
            raise forms.ValidationError(f"请写1949年到{last}年之间的年份")
        if years != sorted(years):
            raise forms.ValidationError("请把早的年份写在前面，例如“2022年至2024年”")
        if (
            text
            and not years
            and not re.search(r"不清楚|不详|不知|不明|不确定|年代|今年|去年|前年|近\S{1,2}年", text)
        ):
            raise forms.ValidationError("请写明年份，例如“2023年”；不清楚的，写“不清楚”")
        return text


# How the information is given: (key, words of the register, what the applicant reads, what else is needed).
WAYS = (
    ("email", "电子邮件", "电子文本，发到电子邮箱"),
    ("platform", "在本平台下载", "电子文本，凭编号和查询码在本平台下载"),
    ("post", "纸质，邮寄", "纸质，邮寄给您"),
    ("pickup", "纸质，自行领取", "纸质，到机关领取"),
    ("view", "现场查阅、抄录", "到机关查阅、抄录"),
)


class HowForm(StepForm):
    """第三步: the form and the way (条例第二十九条第二款第三项、第四十条)."""

    way = choice(
        "怎样给您", [(k, said) for k, _, said in WAYS], radio=True,
        help_text="选电子邮箱或者平台下载的，文书也用电子方式送达。没有您要的形式时，机关按实际保存的形式提供（条例第四十条）。",
    )  # fmt: skip
    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=120, widget=forms.EmailInput({"class": "in", "autocomplete": "email", **OWN}),
        help_text="选“发到电子邮箱”的必填", error_messages={"invalid": "请写成name@example.cn这样的邮箱地址"},
    )  # fmt: skip
    address = Text(
        "邮寄地址", lines=2, max_length=160, required=False, attrs={**OWN, "autocomplete": "street-address"},
        help_text="选“邮寄给您”的必填，写到门牌号，并写收件人",
    )  # fmt: skip
    postcode = Text(
        "邮政编码", max_length=10, required=False, attrs={**OWN, "inputmode": "numeric", "class": "in short"}
    )

    def clean_postcode(self) -> str:
        code = unicodedata.normalize("NFKC", self.cleaned_data["postcode"])
        if code and not re.fullmatch(r"\d{6}", code):
            raise forms.ValidationError("请填写6位邮政编码，或者不填")
        return code

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for way, name, said in (("email", "email", "请写明电子邮箱"), ("post", "address", "请写明邮寄地址")):
            if facts.get("way") == way and not facts.get(name) and name not in self.errors:
                self.add_error(name, said)
        return facts
