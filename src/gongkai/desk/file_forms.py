# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of the files of a case: add one, cover what must not leave, let it go."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from gongkai.applications import actions
from gongkai.applications.models import CaseFile
from gongkai.desk.fields import choice, text
from gongkai.redaction import Box

MM = 72 / 25.4  # points in a millimetre: officers measure in millimetres, PDF in points
_PURPOSES = (CaseFile.Purpose.ORIGINAL, CaseFile.Purpose.SCAN, CaseFile.Purpose.EVIDENCE)
_BOX = re.compile(r"(\d+)\s*[:：]\s*" + r"\s*[,，、\s]\s*".join([r"(\d+(?:\.\d+)?)"] * 4))


class AddFileForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="文件", widget=forms.ClearableFileInput({"class": "in"}),
        help_text="PDF、.docx、.xlsx、.pptx、.txt、.html、.png、.jpg。加密保存，每次查看都记入经过",
        error_messages={"required": "请选择文件", "empty": "这个文件是空的，请重新选择文件"},
    )  # fmt: skip
    purpose = choice("用途", [("", "请选择"), *[(p.value, p.label) for p in _PURPOSES]])


class RedactForm(forms.Form):
    use_required_attribute = False
    terms = text(
        "要遮盖的词", lines=4, required=False, max_length=4000,
        help_text="一行一个，例如人名、住址。文件里每一处都遮盖；找不到的词会提示",
    )  # fmt: skip
    numbers = forms.BooleanField(label="同时遮盖查出的身份证号、电话、银行卡号等全部个人号码", required=False)
    boxes = text(
        "要遮盖的框", lines=4, required=False, max_length=8000,
        help_text="一行一个：页码:左,上,右,下，从页面左上角量，单位毫米，例如1:20,35,80,42。也可以在页面上拖画",
    )  # fmt: skip
    ground = choice(
        "依据", [("", "只做清洁件，不遮盖"), *[(g, g) for g in actions.GROUNDS]], required=False,
        help_text="遮盖了内容的，写明为什么不公开",
    )  # fmt: skip

    def clean_terms(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["terms"].splitlines() if line.strip())

    def clean_boxes(self) -> tuple[Box, ...]:
        boxes = []
        for number, line in enumerate(self.cleaned_data["boxes"].splitlines(), 1):
            if not line.strip():
                continue
            found = _BOX.fullmatch(line.strip())
            if not found:
                raise forms.ValidationError(
                    f"第{number}行“{line.strip()[:30]}”没有看懂，请写成1:20,35,80,42这样"
                )
            page, *sides = found.groups()
            left, top, right, bottom = (float(x) * MM for x in sides)
            if not (left < right and top < bottom):
                raise forms.ValidationError(f"第{number}行的框右边应大于左边，下边应大于上边")
            boxes.append(Box(int(page), left, top, right, bottom))
        return tuple(boxes)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        covering = facts.get("terms") or facts.get("boxes") or facts.get("numbers")
        if covering and not facts.get("ground"):
            self.add_error("ground", "遮盖了内容，请选择依据（条例第三十七条）")
        return facts


class ReleaseForm(forms.Form):
    use_required_attribute = False
    reason = text(
        "仍然放行的理由", lines=3, required=False, max_length=300,
        help_text="只有审核、签发岗位可以；理由记入账本，不要写姓名和号码",
    )  # fmt: skip
