# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The desk's form fields: a label above, a hint, and errors that say what to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from gongkai.law.calendar import LAST_DAY
from gongkai.publishing.body import OLDEST, seen

MOST_WORDS = 60  # a longer search matches nothing, and SQLite refuses patterns beyond 50,000 bytes


def words_of(request: HttpRequest, name: str = "q") -> str:
    """What is searched for in an address."""
    return request.GET.get(name, "").strip()[:MOST_WORDS]


def typed(request: HttpRequest, name: str) -> str:
    """What was posted in a field outside a form, without the null character, which PostgreSQL cannot keep."""
    return request.POST.get(name, "").replace("\0", "")


def notes_of(request: HttpRequest) -> dict[str, str]:
    """The notes posted beside the warnings of a report: by the finding's code."""
    return {
        key.removeprefix("note:"): typed(request, key).strip()
        for key in request.POST
        if key.startswith("note:")
    }


def whole_number(text: str | None) -> int | None:
    """A number in an address or a hidden field: at most nine of the digits 0 to 9, else None ("²" is a digit to Unicode)."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None


class Day(forms.DateInput):
    """The browser's own date field; without one, 2025-02-10."""

    input_type = "date"


def in_years(label: str) -> Callable[[date], None]:
    """What asks of a day or a moment that its year is one an office writes of."""

    def ask(value: date) -> None:
        if not OLDEST.year <= value.year <= LAST_DAY.year:
            raise forms.ValidationError(f"请核对年份，{label}应在{OLDEST.year}年到{LAST_DAY.year}年之间")

    return ask


def day(label: str, **options: Any) -> forms.DateField:
    """A date of a paper or a deed; a slip of the year (9999) is said, not kept."""
    return forms.DateField(
        label=label, widget=Day(attrs={"class": "in"}, format="%Y-%m-%d"), validators=[in_years(label)],
        error_messages={"required": f"请填写{label}", "invalid": f"{label}请写成2025-02-10这样"}, **options,
    )  # fmt: skip


class Words(forms.CharField):
    """Words as they are seen: without marks that show nothing or turn the line around."""

    def to_python(self, value: Any) -> str:
        return super().to_python(seen(str(value)) if value is not None else value)


def text(label: str, *, lines: int = 0, **options: Any) -> forms.CharField:
    """Words; lines makes it a field of several."""
    widget = forms.Textarea({"class": "in", "rows": lines}) if lines else forms.TextInput({"class": "in"})
    said = {"required": f"请写明{label}", "max_length": "最多%(limit_value)d字，现在是%(show_value)d字"}
    return Words(label=label, widget=widget, error_messages=said, **options)


def choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.Select({"class": "in"}),
        error_messages={"required": f"请选择{label}"}, **options,
    )  # fmt: skip
