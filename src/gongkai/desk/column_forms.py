# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of columns and of the rows of the standard catalogue."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.desk.fields import choice, day, text
from gongkai.law.catalogue import (
    ART21_COUNTY,
    ART21_TOWNSHIP,
    STALE_AFTER,
    Anchor,
    DeadlineRule,
    RowUnit,
    UpdateClass,
    wants_a_law,
)
from gongkai.law.disclosure import ART20_ITEMS
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
from gongkai.publishing.actions.columns import REVIEWING_ROLES
from gongkai.publishing.cataloguing import LONGER
from gongkai.publishing.models import Column

_ART20 = [
    ("", "不属于第二十条"),
    *((str(n), f"第{n}项　{words[:22]}") for n, words in enumerate(ART20_ITEMS, 1)),
]
_ART21 = [
    ("", "不属于第二十一条"), ("县级", [(w, w) for w in ART21_COUNTY]), ("乡镇", [(w, w) for w in ART21_TOWNSHIP]),
]  # fmt: skip
_CLASSES = [
    ("", "没有定"),
    *((c.value, f"{c.value}（{d}日）" if (d := STALE_AFTER[c]) else c.value) for c in UpdateClass),
]


class DutyForm(forms.Form):
    """What both opening and changing ask."""

    use_required_attribute = False
    name = text("名称", max_length=60)
    owner = choice("责任单位", [])
    belongs = text("什么放在这里", lines=2, max_length=200, help_text="公众在栏目页最上面看到这句话")
    article_item = choice("条例第二十条", _ART20, required=False)
    article21 = choice("条例第二十一条", _ART21, required=False)
    update_class = choice("更新类别", _CLASSES, required=False)
    duty_days = forms.IntegerField(
        label="多少日不更新算超期", required=False, min_value=1, max_value=3660, widget=forms.NumberInput({"class": "in"}),
        help_text="不填：按更新类别；长期有效的不计", error_messages={"invalid": "请写整数"},
    )  # fmt: skip

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = (organs_with_role(person, Role.SUPERVISOR) | organs_with_role(person, Role.ADMIN)).distinct()
        self.organs = {o.slug: o for o in organs.filter(closed_on__isnull=True)}
        self.fields["owner"].choices = [("", "请选择"), *((s, o.short_name) for s, o in self.organs.items())]  # type: ignore[attr-defined]

    def clean_owner(self) -> Organ:
        return self.organs[self.cleaned_data["owner"]]

    def clean_article_item(self) -> int | None:
        return int(self.cleaned_data["article_item"]) if self.cleaned_data["article_item"] else None

    def clean_article21(self) -> str | None:
        return self.cleaned_data["article21"] or None

    def clean_update_class(self) -> str | None:
        return self.cleaned_data["update_class"] or None

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        kind = facts.get("update_class")
        if facts.get("duty_days") is None and kind:
            facts["duty_days"] = STALE_AFTER[UpdateClass(kind)]
        return facts


class OpenForm(DutyForm):
    """开设栏目."""

    kind = choice("种类", [("", "请选择"), *Column.Kind.choices])
    parent = choice("所属领域", [], required=False, help_text="只有领域子栏目要选")
    slug = forms.SlugField(
        label="地址里的名字", max_length=60, widget=forms.TextInput({"class": "in"}),
        help_text="小写字母、数字和横线，开设以后不变", error_messages={"required": "请写明地址里的名字", "invalid": "只用字母、数字和横线"},
    )  # fmt: skip
    opens_on = day("开设日期", help_text="可以是以后的日期；到那天才在网站上出现")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.parents = {
            c.slug: c for c in Column.objects.filter(kind=Column.Kind.FIELD, closed_on__isnull=True)
        }
        self.fields["parent"].choices = [("", "没有"), *((s, c.name) for s, c in self.parents.items())]  # type: ignore[attr-defined]
        self.order_fields(["kind", "parent", "name", "slug", "opens_on"])

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if Column.objects.filter(slug=slug).exists():
            raise forms.ValidationError(f"“{slug}”已经用过，请换一个")
        return slug

    def clean_parent(self) -> Column | None:
        return self.parents.get(self.cleaned_data["parent"])


class ChangeForm(DutyForm):
    """修改栏目."""

    position = forms.IntegerField(
        label="排列次序", min_value=0, max_value=9999, widget=forms.NumberInput({"class": "in"}),
        error_messages={"required": "请写明次序", "invalid": "请写整数"},
    )  # fmt: skip
    reason = text("修改原因", max_length=200)

    def __init__(self, person: Person, row: Column, *args: Any, **kwargs: Any) -> None:
        names = ("name", "belongs", "article_item", "article21", "update_class", "duty_days", "position")
        initial = {name: getattr(row, name) for name in names} | {"owner": row.owner.slug}
        super().__init__(person, *args, initial=initial, **kwargs)


class CloseForm(forms.Form):
    """关闭栏目."""

    use_required_attribute = False
    reason = text("关闭原因", max_length=200, help_text="栏目里的信息留在原处，栏目页注明停止更新")


class StepsForm(forms.Form):
    """三审三校: a line for each step, its name and the role that does it."""

    use_required_attribute = False
    steps = text(
        "步骤", lines=6, max_length=400, required=False,
        help_text="一行一步：名称，空格，岗位（编辑、审核或者签发），如“初审 审核”“一校 编辑”“终审 签发”。空着就恢复通常的三审",
    )  # fmt: skip
    reason = text("修改原因", max_length=200)

    def clean_steps(self) -> list[tuple[str, Role]]:
        roles = {str(role.label): role for role in REVIEWING_ROLES}
        found = []
        for n, line in enumerate(self.cleaned_data["steps"].splitlines(), 1):
            if not (parts := line.split()):
                continue
            if len(parts) != 2 or parts[1] not in roles:
                raise forms.ValidationError(
                    f"第{n}行“{line.strip()[:40]}”：写成名称、空格、岗位，岗位是{'、'.join(roles)}之一"
                )
            if len(parts[0]) > 20:
                raise forms.ValidationError(f"第{n}行：名称最多20个字")
            found.append((parts[0], roles[parts[1]]))
        return found


class DropItemForm(forms.Form):
    """去掉目录条目."""

    use_required_attribute = False
    number = text("序号", max_length=20)
    reason = text("原因", max_length=200)


class ItemForm(forms.Form):
    """登记目录条目: the same number again replaces its wording."""

    use_required_attribute = False
    number = text("序号", max_length=20, help_text="已有的序号再次登记，就是修改")
    first = text("一级事项", max_length=60)
    second = text("二级事项", max_length=60, required=False)
    content = text("公开内容（要素）", lines=2, max_length=400)
    basis = text("公开依据", lines=2, max_length=400)
    anchor = choice("公开时限从哪里起算", [(a.value, a.value) for a in Anchor], initial=Anchor.FORMED.value)
    count = forms.IntegerField(
        label="时限", min_value=0, max_value=1231, initial=20, widget=forms.NumberInput({"class": "in"}),
        help_text="每年固定日期的，写月份乘100加日，如131是1月31日", error_messages={"required": "请写明时限", "invalid": "请写整数"},
    )  # fmt: skip
    unit = choice(
        "单位", [(u.value, "每年的某月某日" if u is RowUnit.MONTH_DAY else u.value) for u in RowUnit]
    )
    other_law = text(
        "另有规定的依据",
        max_length=120,
        required=False,
        help_text="时限长于20个工作日的，写明依据哪部法律、法规",
    )
    everyone = forms.BooleanField(label="向全社会公开", required=False, initial=True)
    proactive = forms.BooleanField(label="主动公开", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("second", "other_law"):
            facts[name] = facts.get(name) or None
        if {"count", "unit", "anchor"} <= facts.keys() and self._wants_a_law(facts):
            self.add_error("other_law", LONGER)
        return facts

    def _wants_a_law(self, facts: dict[str, Any]) -> bool:
        unit = RowUnit(facts["unit"])
        if unit is RowUnit.MONTH_DAY:
            return False
        return wants_a_law(
            DeadlineRule(Anchor(facts["anchor"]), facts["count"], unit, facts["other_law"] or "")
        )
