# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Three forms that are no disclosure request: 更正本人信息, 主动公开建议, 投诉举报."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.applications import queries, throttle
from gongkai.applications.actions import ApplicantFacts, Filed, Refused, raise_matter
from gongkai.applications.actions.online import filed_before
from gongkai.applications.codes import grouped
from gongkai.applications.identity import OF_PERSONS, Certificate, plain_number, wrong
from gongkai.applications.models import Application, Matter
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.address import address
from gongkai.portal.apply.fields import PersonName, Phone, Text, choice
from gongkai.portal.apply.state import State
from gongkai.portal.status import grant

# What each form says: heading, lead, the question of the text, its hint, the article.
WORDS = {
    Matter.Kind.CORRECTION: (
        "更正本人的信息", "有证据证明机关保存的本人信息记录不准确的，可以要求更正。这不是申请公开，不占申请的期限。",
        "哪里不准确，应当是什么，有什么证据", "写明记录在哪份材料里。证据原件请在联系您时出示。", "条例第四十一条",
    ),
    Matter.Kind.SUGGESTION: (
        "建议主动公开一项信息", "认为某项信息应当向所有人公开的，可以提出建议。属于主动公开范围的，机关应当及时公开。",
        "建议公开什么，为什么", "写明信息名称、制作机关、大致年份。", "条例第四十四条第二款",
    ),
    Matter.Kind.COMPLAINT: (
        "投诉、举报不依法公开", "认为机关没有按要求主动公开，或者没有依法答复申请的，可以投诉、举报，由上一级机关或者主管部门核查。",
        "哪个机关，什么事，什么时间", "涉及某件申请的，写明编号。", "条例第四十七条第二款、第五十一条",
    ),
}  # fmt: skip


class MatterForm(forms.Form):
    """One form for the three; who it is may be left out, except of a correction."""

    use_required_attribute = False
    about = forms.ModelChoiceField(
        queryset=Organ.objects.none(), to_field_name="slug", label="涉及哪个机关", empty_label="请选择",
        widget=forms.Select({"class": "in"}), error_messages={"required": "请选择涉及哪个机关", "invalid_choice": "请从列出的机关里选择"},
    )  # fmt: skip
    title = Text("一句话说明", max_length=100, help_text="例如“低保记录的家庭人口数不准确”")
    text = Text("内容", lines=6, max_length=2000, attrs={"data-count": "2000"})
    name = PersonName("姓名", max_length=60, required=False, attrs={"autocomplete": "name"})
    certificate = choice("证件种类", [(c.value, c.label) for c in OF_PERSONS], required=False)
    identity = Text(
        "证件号码",
        max_length=60,
        required=False,
        attrs={"autocomplete": "off"},
        help_text="用来核对是不是本人，加密保存",
    )
    phone = Phone(
        "联系电话", max_length=40, required=False, attrs={"autocomplete": "tel", "inputmode": "tel"}
    )

    def __init__(self, kind: Matter.Kind, *args: Any, organs: Sequence[Organ] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["about"].queryset = Organ.objects.all()  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", "请选择"), *((o.slug, o.name) for o in organs)]  # type: ignore[attr-defined]
        self.fields["text"].label, self.fields["text"].help_text = WORDS[kind][2], WORDS[kind][3]
        self.fields["text"].error_messages["required"] = "请写明内容"
        if kind == Matter.Kind.CORRECTION:
            for name in ("name", "certificate", "identity", "phone"):
                self.fields[name].required = True
        else:
            del self.fields["certificate"], self.fields["identity"]

    def clean_identity(self) -> str:
        return plain_number(self.cleaned_data["identity"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("identity") and facts.get("certificate"):
            said = wrong(Certificate(facts["certificate"]), facts["identity"], today=today())
            if said:
                self.add_error("identity", said)
        return facts


def form(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the three; the case open in this browser comes along as what it is about."""
    if kind not in Matter.Kind.values:
        raise Http404
    chosen = Matter.Kind(kind)
    pk = grant.opened(request, "case")
    case = queries.own_case(pk) if pk else None
    organs = list(Organ.objects.order_by("position", "pk"))
    if request.method != "POST":
        about = case.organ.slug if case else request.GET.get("organ", "")[:40]
        return _page(
            request, chosen, MatterForm(chosen, initial={"about": about}, organs=organs), State(), case
        )
    state = State.unpack(request.POST.get("state", "")) or State()
    bound, who = MatterForm(chosen, request.POST, organs=organs), address(request)
    if not bound.is_valid():
        return _page(request, chosen, bound, state, case, 422)
    if not filed_before(state.nonce):
        if throttle.spent(throttle.SUBMIT, who):
            bound.add_error(None, "这个网络地址一小时内提交得太多。请过一小时再提交，您写的内容还在本页。")
            return _page(request, chosen, bound, state, case, 429)
        throttle.count(throttle.SUBMIT, who)
    try:
        filed = _raise(chosen, bound.cleaned_data, state, case if request.POST.get("this_case") else None)
    except (Refused, ValidationError) as refusal:
        bound.add_error(None, str(refusal) if isinstance(refusal, Refused) else "；".join(refusal.messages))
        return _page(request, chosen, bound, state, case, 422)
    return _receipt(request, filed, state)


def _raise(kind: Matter.Kind, facts: dict[str, Any], state: State, case: Application | None) -> Filed:
    person = None
    if facts["name"] or facts["phone"]:
        person = ApplicantFacts(
            ApplicantKind.NATURAL_PERSON, facts["name"] or "未具名", facts.get("identity") or None,
            f"电话{facts['phone']}" if facts["phone"] else None,
        )  # fmt: skip
    return raise_matter(
        kind=kind, about=facts["about"], title=facts["title"], text=facts["text"], on=today(), nonce=state.nonce,
        person=person, application=case,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    kind: Matter.Kind,
    bound: MatterForm,
    state: State,
    case: Application | None,
    status: int = 200,
) -> HttpResponse:
    response = render(
        request, "portal/apply/matter.html",
        {"current": "apply", "kind": kind, "words": WORDS[kind], "form": bound, "state": state.pack(), "case": case,
         "chosen_case": request.method != "POST" or bool(request.POST.get("this_case"))},
        status=status,
    )  # fmt: skip
    response["Cache-Control"] = "private, no-cache"
    return response


def _receipt(request: HttpRequest, filed: Filed, state: State) -> HttpResponse:
    response = render(
        request, "portal/apply/receipt.html",
        {"current": "apply", "row": filed.record, "code": grouped(filed.code), "token": State(nonce=state.nonce).pack(),
         "is_case": False, "submitted_on": filed.record.submitted_on},
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response
