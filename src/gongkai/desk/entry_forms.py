# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记申请: one form for each way an application comes, asking the receipt facts of that way and no others."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.applications.actions.intake import ApplicantFacts
from gongkai.applications.actions.online import AgentFacts, OnlineFacts
from gongkai.applications.identity import OF_ORGANISATIONS, OF_PERSONS, Certificate, plain_number, wrong
from gongkai.applications.models import Agent
from gongkai.desk.fields import choice, day, text
from gongkai.law.citations import FIRST_YEAR
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.today import today

PICK = ("", "请选择")
WAYS = ("电子邮件", "在本平台下载", "纸质，邮寄", "纸质，自行领取", "现场查阅、抄录", "没有写明")


@dataclass(frozen=True)
class Way:
    """How one channel is entered: the word of its tab, what its dates are called, and what fixes the receipt date."""

    channel: Channel
    label: str
    submitted: tuple[str, str]  # label, hint
    arrived: tuple[str, str] | None
    confirmed: bool
    receipt: str


WAYS_IN: tuple[Way, ...] = (
    Way(Channel.COUNTER, "当面", ("当面提交的日期", ""), None, False, "提交之日就是收到申请之日（条例第三十一条第一项）"),
    Way(
        Channel.POST_SIGNED, "挂号信、快递", ("寄出日期", "看邮戳或者面单；看不清的，填签收日期"),
        ("签收日期", "收发室签收也算"), False, "签收之日就是收到申请之日（条例第三十一条第二项）",
    ),
    Way(
        Channel.POST_UNSIGNED, "平信", ("寄出日期", "看邮戳；看不清的，填收到信件的日期"), ("收到信件的日期", "投进信箱、送到收发室的那天"), True,
        "收到信件当日与申请人确认，确认之日是收到申请之日（条例第三十一条第二项）",
    ),
    Way(Channel.FAX, "传真", ("传真日期", ""), None, True, "双方确认之日是收到申请之日（条例第三十一条第三项）"),
    Way(Channel.ONLINE, "电子邮件", ("邮件日期", ""), None, True, "双方确认之日是收到申请之日（条例第三十一条第三项）"),
    Way(
        Channel.ORAL, "口头", ("代为填写完成的日期", ""), None, False,
        "书写有困难的，由工作人员代为填写；填写完成之日作为收到申请之日（条例第二十九条）",
    ),
)  # fmt: skip
BY_CHANNEL = {way.channel.value: way for way in WAYS_IN}


def _plain(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


class EntryForm(forms.Form):
    """One application as it came."""

    use_required_attribute = False
    organ = choice("受理机关", [])
    submitted_on = day("提交日期")
    arrived_on = day("送达日期")
    confirmed_on = day(
        "与申请人确认的日期", required=False, help_text="还没有确认的不填，登记后列在“待确认”里"
    )
    read_back = forms.BooleanField(
        label="已经念给申请人听，由申请人签字或者按指印",
        error_messages={"required": "念给申请人听、由申请人签字或者按指印以后再登记"},
    )
    receipt = text(
        "收件凭证",
        required=False,
        max_length=120,
        help_text="邮件号、签收人、传真号码等，用来证明哪一天收到；加密保存",
    )
    kind = choice("申请人类型", [PICK, *((k.value, k.label) for k in ApplicantKind)])
    name = text("姓名或者名称", max_length=60, help_text="与证件一致；加密保存")
    certificate = choice(
        "证件种类", [("", "来件没有证件"), *((c.value, c.label) for c in Certificate)], required=False
    )
    identity = text(
        "证件号码", max_length=60, required=False, help_text="来件没有写的留空，可以一次性告知补正；加密保存"
    )
    phone = text("联系电话", max_length=40, required=False)
    address = text("通信地址", max_length=200, required=False)
    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=120, widget=forms.EmailInput({"class": "in"}),
        error_messages={"invalid": "请写成name@example.cn这样的邮箱地址"},
    )  # fmt: skip
    basis = choice("代理人", [("", "本人申请"), *Agent.Basis.choices], required=False)
    agent_name = text("代理人姓名", max_length=60, required=False)
    agent_certificate = choice(
        "代理人证件种类", [PICK, *((c.value, c.label) for c in OF_PERSONS)], required=False
    )
    agent_identity = text("代理人证件号码", max_length=60, required=False)
    agent_contact = text("代理人联系方式", max_length=100, required=False)
    title = text("申请什么", max_length=200, help_text="信息的名称或者文号，照来件写；一件申请写一项")
    description = text(
        "申请内容",
        lines=4,
        max_length=4000,
        help_text="照来件抄录，能看出要的是哪些信息；不要写申请人的姓名和号码",
    )
    form = choice("获取方式", [PICK, *((w, w) for w in WAYS)])
    scan = forms.FileField(
        label="来件扫描件", required=False, widget=forms.ClearableFileInput({"class": "in"}),
        help_text="PDF、图片等，检查内容后加密存入案卷", error_messages={"empty": "这个文件是空的，请重新选择文件"},
    )  # fmt: skip
    kept = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    handler = choice(
        "承办人", [], required=False, help_text="每件申请都要有一个人负责到底；不选的，办理单会提醒"
    )
    checked = forms.BooleanField(label="已经核对，不是重复登记", required=False)

    def __init__(self, way: Way, organs: Sequence[Organ], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way, self.organs = way, {o.slug: o for o in organs}
        self.fields["submitted_on"].label, self.fields["submitted_on"].help_text = way.submitted
        self.fields["submitted_on"].error_messages["required"] = f"请填写{way.submitted[0]}"
        if way.arrived:
            self.fields["arrived_on"].label, self.fields["arrived_on"].help_text = way.arrived
            self.fields["arrived_on"].error_messages["required"] = f"请填写{way.arrived[0]}"
        for name, asked in (
            ("arrived_on", way.arrived), ("confirmed_on", way.confirmed), ("read_back", way.channel is Channel.ORAL),
            ("receipt", way.channel not in (Channel.COUNTER, Channel.ORAL)),
        ):  # fmt: skip
            if not asked:
                del self.fields[name]
        self.fields["organ"].choices = [(o.slug, o.name) for o in organs]  # type: ignore[attr-defined]
        many = len(organs) > 1
        held = (
            Appointment.objects.filter(organ__in=organs, role=Role.HANDLER)
            .select_related("person", "organ")
            .order_by("organ__position", "pk")
        )
        self.handlers = {f"{a.organ_id}.{a.person_id}": a.person for a in held}
        named = [(f"{a.organ_id}.{a.person_id}", f"{a.person.name}（{a.organ.short_name}）" if many else a.person.name) for a in held]  # fmt: skip
        self.fields["handler"].choices = [("", "以后再定"), *named]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return self.organs[self.cleaned_data["organ"]]

    def clean_name(self) -> str:
        return _plain(self.cleaned_data["name"])

    def clean_title(self) -> str:
        return _plain(self.cleaned_data["title"])

    def clean_identity(self) -> str:
        return plain_number(self.cleaned_data["identity"])

    def clean_agent_identity(self) -> str:
        return plain_number(self.cleaned_data["agent_identity"])

    def clean_handler(self) -> Person | None:
        return self.handlers.get(self.cleaned_data["handler"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("submitted_on", "arrived_on", "confirmed_on"):
            on = facts.get(name)
            if on and on.year < FIRST_YEAR:
                self.add_error(name, "请核对年份：条例从2008年5月1日起施行")
            elif on and on > today():
                self.add_error(name, "这一天还没有到，只登记已经发生的事")
        self._certificate(facts)
        if facts.get("basis"):
            self._agent(facts)
        organ, handler = facts.get("organ"), self.data.get("handler", "")
        if organ and handler and not handler.startswith(f"{organ.pk}."):
            self.add_error("handler", f"请选择{organ.short_name}的承办人")
        return facts

    def _certificate(self, facts: dict[str, Any]) -> None:
        kind, number = facts.get("kind"), facts.get("identity")
        if number and not facts.get("certificate"):
            self.add_error("certificate", "写了证件号码，请选择证件种类")
        if not kind or not facts.get("certificate"):
            return
        certificate = Certificate(facts["certificate"])
        if certificate not in (OF_PERSONS if kind == ApplicantKind.NATURAL_PERSON else OF_ORGANISATIONS):
            said = (
                "自然人请选择身份证、护照等"
                if kind == ApplicantKind.NATURAL_PERSON
                else "单位请选择统一社会信用代码或者其他登记证号"
            )
            self.add_error("certificate", said)
        elif number and (said := wrong(certificate, number, today=today()) or ""):
            self.add_error("identity", said)
        elif not number:
            self.add_error("identity", "选了证件种类，请填写证件号码")

    def _agent(self, facts: dict[str, Any]) -> None:
        for name, said in (("agent_name", "请写明代理人姓名"), ("agent_contact", "请写明代理人联系方式")):
            if not facts.get(name) and name not in self.errors:
                self.add_error(name, said)
        if facts.get("agent_certificate") and facts.get("agent_identity"):
            if why := wrong(Certificate(facts["agent_certificate"]), facts["agent_identity"], today=today()):
                self.add_error("agent_identity", why)
        elif facts.get("agent_identity"):
            self.add_error("agent_certificate", "写了证件号码，请选择证件种类")
        else:
            self.add_error("agent_identity", "请写明代理人证件号码")

    @property
    def applicant(self) -> ApplicantFacts:
        """Who asks, as 条例第二十九条 has it."""
        f = self.cleaned_data
        contact = "；".join(f[name] for name in ("phone", "address", "email") if f[name])
        return ApplicantFacts(ApplicantKind(f["kind"]), f["name"], f["identity"] or None, contact or None)

    def for_verb(self) -> dict[str, Any]:
        """What the verb asks of what was typed; the scan is handed over apart."""
        f = self.cleaned_data
        agent = None
        if f["basis"]:
            agent = AgentFacts(
                Agent.Basis(f["basis"]), f["agent_name"], f["agent_identity"], f["agent_contact"]
            )
        more = OnlineFacts(
            certificate=f["certificate"], phone=f["phone"], email=f["email"], address=f["address"], receipt=f.get("receipt", ""),
        )  # fmt: skip
        return {
            "organ": f["organ"], "channel": self.way.channel, "applicant": self.applicant, "title": f["title"],
            "description": f["description"], "form": f["form"], "submitted_on": f["submitted_on"],
            "arrived_on": f.get("arrived_on"), "confirmed_on": f.get("confirmed_on"), "read_back": f.get("read_back", False),
            "facts": more, "agent": agent, "handler": f["handler"],
        }  # fmt: skip
