# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of letters: one field for each fact the law wants and nobody can compute."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.applications.letters.words import Field, fields_of
from gongkai.desk.fields import choice, day, text
from gongkai.law.letters import LetterKind
from gongkai.law.service import Way

_LINES = {"text": 3, "line": 0}


def _field(fact: Field) -> forms.Field:
    """Not required here: a draft may have gaps, and the review names them."""
    if fact.type == "day":
        return day(fact.label, required=False)
    if fact.type == "number":
        return text(fact.label, required=False, max_length=8)
    return text(fact.label, required=False, lines=_LINES[fact.type], max_length=4000)


class FactsForm(forms.Form):
    """The facts of a letter of one kind."""

    use_required_attribute = False

    def __init__(self, kind: LetterKind, refused_for: str | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in fields_of(kind, refused_for):
            self.fields[fact.key] = _field(fact)

    def facts(self) -> dict[str, Any]:
        """What was typed, days as they are written in a draft."""
        return {
            k: v.isoformat() if isinstance(v, date) else v
            for k, v in self.cleaned_data.items()
            if v not in (None, "")
        }


class ReasonForm(forms.Form):
    """A reason."""

    use_required_attribute = False
    reason = text("原因", lines=2, max_length=300)


class ServeForm(forms.Form):
    """送达: each way has the day that fixes it (国办公开办函〔2016〕235号)."""

    use_required_attribute = False
    way = choice("送达方式", [("", "请选择"), *[(w.value, w.value) for w in Way]])
    signed_on = day("签收日期", required=False, help_text="直接送达、委托送达填写；以签收之日为准")
    posted_on = day("交邮日期", required=False, help_text="邮寄送达填写；以交给邮政企业之日为准")
    tracking = text("邮件号", required=False, max_length=40)
    sent_on = day("发出日期", required=False, help_text="申请人选择电子送达的填写")

    def clean_way(self) -> Way:
        return Way(self.cleaned_data["way"])
