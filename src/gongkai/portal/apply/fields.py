# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Fields that take what people really type: full-width digits, pasted control characters, marks that turn text around."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

_KEEP = {"\n", "\t"}


def typed(value: str) -> str:
    """Without control characters, direction marks and zero-width characters; line ends as one kind."""
    if value.isprintable():
        return value  # nothing of the sort is
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in value if c in _KEEP or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


class Text(forms.CharField):
    """A line or a text; lines > 0 makes it a text."""

    def __init__(
        self, label: str, *, lines: int = 0, attrs: dict[str, str] | None = None, **options: Any
    ) -> None:
        look = {"class": "in", **({"rows": str(lines)} if lines else {}), **(attrs or {})}
        widget = forms.Textarea(look) if lines else forms.TextInput(look)
        most = options.get("max_length")
        messages = {
            "required": f"请写明{label}",
            "max_length": f"{label}最多{most}字，现在是%(show_value)d字",
        }
        super().__init__(
            label=label,
            widget=widget,
            error_messages={**messages, **options.pop("error_messages", {})},
            **options,
        )
        self.lines = lines

    def to_python(self, value: Any) -> str:
        text = typed(str(value)) if value is not None else ""
        return super().to_python(text if self.lines else re.sub(r"\s+", " ", text))


class PersonName(Text):
    """姓名、名称: as on the certificate."""

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if name and (
            any(unicodedata.category(c) in ("So", "Sk", "Sm", "Sc") for c in name)
            or not any(c.isalpha() for c in name)
        ):
            raise forms.ValidationError(f"{self.label}请按证件填写，不用表情和符号")
        return name


class Phone(Text):
    """A telephone number: 5 to 20 digits, however grouped."""

    def clean(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().clean(value))
        if (text and not 5 <= sum(c.isdigit() for c in text) <= 20) or re.search(r"[^\d+\-() ,;转#]", text):
            raise forms.ValidationError(f"{self.label}请只填数字，例如13800000000或者0577-67221199")
        return text


def choice(label: str, choices: Any, *, radio: bool = False, **options: Any) -> forms.ChoiceField:
    """One of several, with the messages of this site."""
    widget = forms.RadioSelect() if radio else forms.Select({"class": "in"})
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget,
        error_messages={"required": f"请选择{label}", "invalid_choice": f"请从列出的各项里选择{label}"}, **options,
    )  # fmt: skip
