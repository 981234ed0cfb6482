# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of the problem list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from gongkai.desk.deeds import Deed, RowForm
from gongkai.desk.fields import choice, day, text
from gongkai.desk.work_forms import PICK
from gongkai.engagement.demands import actions
from gongkai.engagement.demands.models import Commitment, DemandGroup
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today


class ListForm(forms.Form):
    """列入问题清单."""

    use_required_attribute = False
    organ = choice("由哪个机关列入", [])
    title = text("问题", max_length=100, help_text="写成老百姓看得懂的一句话，公开承诺时会照样公布")
    owner = choice("责任单位", [])
    measure = text("措施", lines=3, max_length=300, help_text="做什么、做到什么程度")
    due_on = day("完成期限")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {o.pk: o for role in (Role.SUPERVISOR, Role.EDITOR) for o in organs_with_role(person, role)}
        offices = sorted(mine.values(), key=lambda o: (o.parent_id is not None, o.position, o.pk))
        owners = Organ.objects.filter(closed_on__isnull=True, vertical_line=False)
        self.fields["organ"].choices = [PICK, *((o.pk, o.short_name) for o in offices)]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [PICK, *((o.pk, o.short_name) for o in owners)]  # type: ignore[attr-defined]
        if offices:
            self.fields["organ"].initial = offices[0].pk

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])

    def clean_owner(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["owner"])


class PublishForm(RowForm):
    """公开承诺: nothing more to ask; what will be public is said."""

    told = "公开以后，问题、措施、责任单位和期限列在门户网站的承诺清单上，超过期限也会标明。"


class PostponeForm(RowForm):
    """延期."""

    due_on = day("新的期限")
    reason = text("延期的理由", lines=2, max_length=200)


class CloseForm(RowForm):
    """办结."""

    evidence = text(
        "办结依据",
        lines=3,
        max_length=300,
        help_text="公开的信息、回复的材料、完成的工作；公开承诺的会照样公布",
    )


class ReportForm(RowForm):
    """供年度报告采用."""

    year = forms.IntegerField(
        label="哪一年的报告", min_value=2008, max_value=2100, widget=forms.NumberInput({"class": "in"}),
        error_messages={"required": "请填写年份", "invalid": "年份请写成2024这样"},
        help_text="采用以后，编制这一年的报告时在第五部分旁边提示这个问题和措施；写不写进报告由编制人决定",
    )  # fmt: skip

    def __init__(self, row: Commitment, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.initial["year"] = row.report_year or today().year


class MergeForm(forms.Form):
    """并入另一组."""

    use_required_attribute = False
    into = choice("并入哪一组", [])

    def __init__(self, groups: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [PICK, *groups]  # type: ignore[attr-defined]

    def clean_into(self) -> DemandGroup:
        return DemandGroup.objects.get(pk=self.cleaned_data["into"])


class SplitForm(forms.Form):
    """凭词分出."""

    use_required_attribute = False
    words = text(
        "凭哪些词分出",
        max_length=100,
        help_text="多个词用空格或者顿号隔开；含其中一个词的诉求，现在的和以后的，都归入新的一组",
    )
    name = text("新的一组叫什么", max_length=60)

    def clean_words(self) -> list[str]:
        return [word for word in re.split(r"[\s、，,]+", self.cleaned_data["words"]) if word]


class NameForm(forms.Form):
    """改名."""

    use_required_attribute = False
    name = text("组名", max_length=60, help_text="以后整理不会再改这个名称")


NONE = "none"


class MoveForm(forms.Form):
    """调整归组."""

    use_required_attribute = False
    to = choice("归入哪一组", [])

    def __init__(self, groups: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [PICK, (NONE, "不归入任何一组"), *groups]  # type: ignore[attr-defined]

    def clean_to(self) -> DemandGroup | None:
        chosen = self.cleaned_data["to"]
        return None if chosen == NONE else DemandGroup.objects.get(pk=chosen)


def _today(verb: Callable[..., Commitment]) -> Callable[..., Commitment]:
    """A verb of the list, done on the day it is said."""
    return lambda **facts: verb(on=today(), **facts)


DEEDS = {
    "close": Deed("办结", CloseForm, _today(actions.close_commitment)), "publish": Deed("公开承诺", PublishForm, _today(actions.publish_commitment)),
    "postpone": Deed("延期", PostponeForm, _today(actions.postpone_commitment)),
    "report": Deed("供年度报告采用", ReportForm, _today(actions.accept_for_report)),
}  # fmt: skip
