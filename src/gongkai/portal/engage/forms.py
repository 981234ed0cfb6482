# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a citizen fills in here; none of it works with script only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.engagement.models import CitizenMessage
from gongkai.organs.models import Organ
from gongkai.portal.apply.fields import PersonName, Text, choice

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


class _Sent(forms.Form):
    """A form that may have come too often."""

    use_required_attribute = False
    too_often = False


class AskForm(_Sent):
    """咨询、建议, to an organ."""

    kind = choice(
        "要做什么", [("question", "咨询：问政策、问怎么办"), ("idea", "建议：提出意见和建议")], radio=True
    )
    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(), to_field_name="slug", label="写给哪个机关", empty_label="请选择",
        help_text="不清楚的写给列在最前面的政府，会转给负责的机关", widget=forms.Select({"class": "in"}),
        error_messages={"required": "请选择写给哪个机关", "invalid_choice": "请从列出的机关里选择"},
    )  # fmt: skip
    title = Text("标题", max_length=100, help_text="一句话说明问什么，例如“灵活就业人员怎么参加医保”")
    text = Text(
        "内容", lines=7, max_length=2000, attrs={"data-count": "2000"}, help_text="不要写身份证号、银行卡号"
    )
    name = PersonName("姓名", max_length=60, required=False, attrs={"autocomplete": "name"})
    contact = Text(
        "联系方式", max_length=80, required=False, attrs={"autocomplete": "tel"}, help_text=CONTACT_HINT
    )
    agrees = forms.BooleanField(label="同意审核后公布来信和答复（不公布姓名和联系方式）", required=False)

    def __init__(self, organs: QuerySet[Organ], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        self.fields["organ"].label_from_instance = lambda o: o.name  # type: ignore[attr-defined]


class SiteErrorForm(_Sent):
    """我为政府网站找错."""

    WHAT = (
        ("link", "链接打不开"), ("text", "错别字、表述错误"), ("old", "内容过期、没有更新"), ("wrong", "内容不准确"),
        ("service", "功能不能用"), ("other", "其他"),
    )  # fmt: skip
    page = Text(
        "哪一页", max_length=200, required=False, help_text="网址里域名以后的部分，例如/column/guifan/"
    )
    what = choice("什么问题", [("", "请选择"), *WHAT])
    text = Text(
        "说明", lines=5, max_length=1000, attrs={"data-count": "1000"}, help_text="哪一处有错，应当是什么"
    )
    contact = Text("联系方式", max_length=80, required=False, help_text=CONTACT_HINT)


class UsefulForm(_Sent):
    """这一页有没有用."""

    useful = choice("这一页有没有用", [("yes", "有用"), ("no", "没有用")], radio=True)
    words = Text(
        "哪里好，哪里要改",
        lines=4,
        max_length=500,
        required=False,
        help_text="不要写个人信息；要答复的请用“写信”",
    )


class RateForm(_Sent):
    """评价答复."""

    rating = choice("对答复是否满意", CitizenMessage.Rating.choices, radio=True)
    words = Text("说明", lines=3, max_length=500, required=False)
