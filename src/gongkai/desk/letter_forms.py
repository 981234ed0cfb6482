# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of the judgement and of letters."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.actions.judging import REFUSING
from gongkai.applications.letters.words import REPLY_SERIES, SERIES, Field, fields_of, series_of
from gongkai.applications.models import Application
from gongkai.desk.fields import choice, day, text
from gongkai.desk.verbs import CaseForm, VerbForm
from gongkai.law.letters import LETTERS, LetterKind
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.service import Way


class JudgeForm(CaseForm):
    """One question of the tree; nothing is chosen beforehand."""

    question = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[("yes", "是"), ("no", "否")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项"},
    )

    def clean_answer(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")


def _rows(ids: Any = None) -> list[tuple[str, str]]:
    return [("", "请选择")] + [
        (o.id, f"{o.group or ''}{o.label}") for o in OUTCOMES if ids is None or o.id in ids
    ]


class ChooseForm(CaseForm):
    """Another row than the questions lead to."""

    outcome_id = choice("改按哪一行答复", _rows())
    refused_for = choice(
        "不予公开部分的依据", _rows(REFUSING - {"R3.2"}), required=False, help_text="只有部分公开才选"
    )
    reason = text("理由", lines=2, max_length=300)

    def clean_refused_for(self) -> str | None:
        return self.cleaned_data["refused_for"] or None


def _input(field: Field) -> forms.Field:
    if field.type == "day":
        return day(field.label, required=False)
    if field.type == "number":
        return forms.IntegerField(
            label=field.label, required=False, widget=forms.NumberInput({"class": "in"}), min_value=1,
            error_messages={"invalid": "请填写整数", "min_value": "应大于0"},
        )  # fmt: skip
    return text(field.label, lines=0 if field.type == "line" else 3, required=False, max_length=4000)


class LetterForm(CaseForm):
    """What the officer writes into a letter of this kind. A draft may have gaps: they are named when it is sent."""

    def __init__(
        self, case: Application, kind: LetterKind, refused_for: str | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(case, *args, **kwargs)
        self.keys = [field.key for field in fields_of(kind, refused_for)]
        for field in fields_of(kind, refused_for):
            self.fields[field.key] = _input(field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {"version": data.get("version"), "facts": {key: data.get(key) for key in self.keys}}


class ReasonForm(VerbForm):
    """退回, 作废: the day and why."""

    reason = text("原因", lines=2, max_length=500)


class ServeForm(CaseForm):
    """送达: the way, and the day that way is judged by."""

    way = choice("送达方式", [("", "请选择"), *[(w.value, w.value) for w in Way]])
    signed_on = day("签收日期", required=False, help_text="直接送达、委托送达以签收之日为准")
    posted_on = day("交邮日期", required=False, help_text="邮寄送达以交邮之日为准，只用邮政企业")
    sent_on = day("发出日期", required=False, help_text="电子送达以系统、电子邮件发出之日为准")
    tracking = text("邮件号", required=False, max_length=40)

    def clean_way(self) -> Way:
        return Way(self.cleaned_data["way"])


class WordingForm(forms.Form):
    """An organ's wording of one kind of letter."""

    use_required_attribute = False
    text = text("正文", lines=14, max_length=8000)


class LetterheadForm(forms.Form):
    """文书设置."""

    use_required_attribute = False
    code = text(
        "机关代字", required=False, max_length=20, help_text="文号里的代字，如“永政”；不填用机关登记的代字"
    )
    county_government = text(
        "本级人民政府", required=False, max_length=80, help_text="部门、乡镇的复议机关；不填用上级机关的名称"
    )
    upper_government = text(
        "上一级人民政府", required=False, max_length=80, help_text="人民政府自己的复议机关"
    )
    upper_authority = text(
        "上一级主管部门", required=False, max_length=80, help_text="垂直管理部门的复议机关"
    )
    court = text(
        "管辖法院",
        required=False,
        max_length=80,
        help_text="集中管辖的，写集中管辖的法院；不填用上级机关设置的",
    )
    seal_image = forms.FileField(
        label="印章图样", required=False, help_text="PNG图片，最大512千字节；不选就不改",
        widget=forms.FileInput({"class": "in", "accept": "image/png"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()

    def clean_seal_image(self) -> bytes | None:
        chosen = self.cleaned_data["seal_image"]
        return chosen.read() if chosen else None


class SeriesForm(forms.Form):
    """文号的系列名 of each kind; what is left as usual is not kept."""

    use_required_attribute = False

    def __init__(self, own: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in LETTERS:
            self.fields[kind.key] = text(kind.title, max_length=20, initial=series_of(kind, own))

    def own(self) -> dict[str, str]:
        """The words that differ from the usual ones."""
        said = {kind.key: str(self.cleaned_data[kind.key]).strip() for kind in LETTERS}
        return {key: word for key, word in said.items() if word != SERIES.get(key, REPLY_SERIES)}
