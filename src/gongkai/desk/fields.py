# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The desk's form fields: a label above, a hint, and errors that say what to write."""

from __future__ import annotations

from typing import Any

from django import forms


class Day(forms.DateInput):
    """The browser's own date field; without one, 2025-02-10."""

    input_type = "date"


def day(label: str, **options: Any) -> forms.DateField:
    """A date."""
    return forms.DateField(
        label=label, widget=Day(attrs={"class": "in"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}", "invalid": f"{label}请写成2025-02-10这样"}, **options,
    )  # fmt: skip


def text(label: str, *, lines: int = 0, **options: Any) -> forms.CharField:
    """Words; lines makes it a field of several."""
    widget = forms.Textarea({"class": "in", "rows": lines}) if lines else forms.TextInput({"class": "in"})
    return forms.CharField(
        label=label, widget=widget, error_messages={"required": f"请写明{label}"}, **options
    )


def choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.Select({"class": "in"}),
        error_messages={"required": f"请选择{label}"}, **options,
    )  # fmt: skip
