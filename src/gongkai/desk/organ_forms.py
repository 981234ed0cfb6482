# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The forms of an organ's establishing, renaming, merging, closing, and of who makes 规章."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.desk.attempts import SeenForm
from gongkai.desk.fields import choice, day, text
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import holds
from gongkai.organs.queries import ids_held
from gongkai.organs.today import today

PICK = ("", "请选择")
YES_NO = [PICK, ("yes", "有规章制定权"), ("no", "没有规章制定权")]


def may_change(person: Any, organ: Organ) -> bool:
    """Reorganisation is decided above the organ: its parent's 管理, and of an organ that is still there."""
    return organ.closed_on is None and organ.parent is not None and holds(person, organ.parent, Role.ADMIN)


class ChangeForm(SeenForm):
    """A change of one organ from a day on, by a document."""

    on = day("生效日期")
    basis = text("依据的文件", max_length=200, help_text="文号和名称，例如永编〔2025〕3号")

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today(), **self.now(organ)})
        super().__init__(*args, **kwargs)
        self.organ = organ

    @staticmethod
    def now(organ: Organ) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("生效的日子还没有到，到了再登记")
        return on


class RenameForm(ChangeForm):
    """更名."""

    name = text("新名称", max_length=80)
    short_name = text("简称", max_length=40)
    letter_code = text(
        "机关代字", max_length=20, required=False, help_text="用在申请和文书的编号里，没有变化的不改"
    )
    field_order = ("name", "short_name", "letter_code", "on", "basis")

    @staticmethod
    def now(organ: Organ) -> dict[str, Any]:
        return {"name": organ.name, "short_name": organ.short_name, "letter_code": organ.letter_code}

    def clean_letter_code(self) -> str | None:
        return str(self.cleaned_data["letter_code"]).strip() or None

    def clean_name(self) -> str:
        return _free_name(self.cleaned_data["name"], self.organ)


class MergeForm(ChangeForm):
    """并入."""

    into = choice("并入的机关", [])
    field_order = ("into", "on", "basis")

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(organ, *args, **kwargs)
        others = Organ.objects.filter(closed_on__isnull=True).exclude(pk=organ.pk)
        self.fields["into"].choices = [PICK, *((o.pk, o.name) for o in others)]  # type: ignore[attr-defined]

    def clean_into(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["into"])


class CloseForm(ChangeForm):
    """撤销."""


class RulesForm(ChangeForm):
    """登记规章制定权."""

    makes_rules = choice("规章制定权", YES_NO)
    field_order = ("makes_rules", "on", "basis")

    def clean_makes_rules(self) -> bool:
        return bool(self.cleaned_data["makes_rules"] == "yes")


class EstablishForm(SeenForm):
    """新设."""

    parent = choice("上级机关", [])
    name = text("名称", max_length=80)
    short_name = text("简称", max_length=40)
    slug = forms.SlugField(
        label="网址里的名字", max_length=40, widget=forms.TextInput({"class": "in"}), help_text="小写字母、数字和短横线，例如kjj，登记以后不改",
        error_messages={"required": "请填写网址里的名字", "invalid": "只能用小写字母、数字和短横线"},
    )  # fmt: skip
    letter_code = text("机关代字", max_length=20, required=False, help_text="用在申请和文书的编号里")
    kind = choice("种类", [PICK, *Organ.Kind.choices])
    vertical_line = forms.BooleanField(label="垂直管理，由本系统报告，不计入上级的汇总", required=False)
    office_name = text(
        "公开工作机构", max_length=80, help_text="条例第十二条：名称、地址、时间、电话写进公开指南"
    )
    address = text("办公地址", max_length=160)
    phone = text("联系电话", max_length=40)
    on = day("成立日期")

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        above = Organ.objects.filter(pk__in=ids_held(person, Role.ADMIN), closed_on__isnull=True)
        self.fields["parent"].choices = [PICK, *((o.pk, o.short_name) for o in above)]  # type: ignore[attr-defined]

    def clean_parent(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["parent"])

    def clean_name(self) -> str:
        return _free_name(self.cleaned_data["name"], None)

    def clean_letter_code(self) -> str | None:
        return str(self.cleaned_data["letter_code"]).strip() or None

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if Organ.objects.filter(slug=slug).exists():
            raise forms.ValidationError(f"“{slug}”已经有机关用，请换一个")
        return slug

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("成立的日子还没有到，到了再登记")
        return on


def _free_name(name: str, organ: Organ | None) -> str:
    name = name.strip()
    if Organ.objects.filter(name=name).exclude(pk=organ.pk if organ else None).exists():
        raise forms.ValidationError(f"“{name}”已经是另一个机关的名称")
    return name
