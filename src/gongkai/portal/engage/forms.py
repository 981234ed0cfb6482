# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a citizen fills in here; none of it works with script only."""

from __future__ import annotations

from django import forms

from gongkai.portal.apply.fields import PersonName, Text

CONTACT_HINT = "电话或者电子邮箱，只用来核实和回复您，加密保存，不公开"


class OpinionForm(forms.Form):
    """An opinion on a draft, with or without a name."""

    use_required_attribute = False
    text = Text(
        "您的意见", lines=8, max_length=2000, attrs={"data-count": "2000"},
        help_text="写明针对哪一条、为什么、建议怎么改。意见可能公布，请不要写身份证号、电话等个人信息。",
        error_messages={"required": "请写明您的意见"},
    )  # fmt: skip
    name = PersonName(
        "姓名",
        max_length=60,
        required=False,
        attrs={"autocomplete": "name"},
        help_text="可以不署名；署名的也不公开",
    )
    contact = Text(
        "联系方式", max_length=80, required=False, attrs={"autocomplete": "tel"}, help_text=CONTACT_HINT
    )
