# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the holder of a code fills in."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.portal.apply.fields import Text


class DoorForm(forms.Form):
    """Number and code."""

    use_required_attribute = False
    number = Text(
        "编号", max_length=40, attrs={"autocomplete": "off"}, help_text="例如YJX-YSQ-2025-0001，在回执上"
    )
    code = Text(
        "查询码", max_length=40, attrs={"autocomplete": "off", "spellcheck": "false"},
        help_text="12位字母和数字，大小写、短横线不影响",
    )  # fmt: skip


class SendForm(forms.Form):
    """Something sent in for a case: words, files (taken apart from the form), or both."""

    use_required_attribute = False
    text = Text("内容", lines=6, max_length=2000, required=False, attrs={"data-count": "2000"})

    def __init__(self, *args: Any, label: str = "", hint: str = "", files: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        self.files_kept = files

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not facts.get("text") and not self.files_kept and "text" not in self.errors:
            self.add_error("text", "请写明内容，或者选择文件")
        return facts
