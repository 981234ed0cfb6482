# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the desk's registers of 政民互动 have in common: whose rows, the forms on one row, verbs offered and done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.desk import attempts, screens
from gongkai.desk.attempts import Offer, SeenForm, tried, version_of
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing.models import Document

PICK = ("", "请选择")
attempts.WORDS |= {
    "consultation.opened": "开始征求意见", "consultation.opinion": "收到一条意见", "consultation.screened": "看过意见，可以公布",
    "consultation.withheld": "依法不予公布意见", "consultation.judged": "写明一条意见是否采纳", "consultation.judged_together": "写明多条意见是否采纳",
    "consultation.heard": "登记听证、座谈", "consultation.fed_back": "公布采纳情况", "consultation.decided": "联系决策文件",
    "consultation.sender_viewed": "查看提意见的人", "decisions.published": "公布目录", "decisions.added": "调入事项",
    "decisions.dropped": "调出事项", "message.sent": "来信", "message.answered": "答复", "message.transferred": "转办",
    "message.published": "审核后公布", "message.kept": "决定不公布", "message.unpublished": "撤下", "message.rated": "来信人评价",
    "message.writer_viewed": "查看来信人", "ticket.recorded": "登记", "ticket.tagged": "标记重点政策咨询", "ticket.answered": "登记答复内容",
    "activity.held": "登记", "activity.described": "补充实录、视频和文件", "problem.collected": "收集", "problem.assigned": "交办",
    "problem.moved": "登记进展", "problem.answered": "答复企业", "problem.solved": "解决", "sentiment.raised": "登记",
    "sentiment.responded": "登记回应", "station.opened": "开设", "station.amended": "更正", "station.closed": "停止服务",
    "goal.set": "设定目标", "goal.reported": "登记进度",
    "faq.drafted": "拟稿", "faq.published": "审核公布", "faq.withdrawn": "撤下",
}  # fmt: skip


def mine(person: Person, *roles: Role) -> list[Organ]:
    """Organs in which the person may act in one of the roles, in the county's order."""
    found = {o.pk: o for role in roles for o in organs_with_role(person, role)}
    return sorted(found.values(), key=lambda o: (o.position, o.pk))


class OrganForm(SeenForm):
    """A form that opens a record of an organ the person acts for."""

    roles: tuple[Role, ...] = (Role.EDITOR,)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.mine = mine(person, *self.roles)
        if not self.mine:
            raise PermissionDenied(f"这一步需要“{'”或者“'.join(r.label for r in self.roles)}”岗位")
        self.fields["organ"].choices = [(o.pk, o.short_name) for o in self.mine]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return next(o for o in self.mine if str(o.pk) == str(self.cleaned_data["organ"]))


class RowForm(SeenForm):
    """A form on one record."""

    def __init__(self, row: Any, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.person = row, person


def indexed(number: str) -> Document:
    """The public item with this index number. Raises ValidationError."""
    found = Document.objects.filter(index_number=number.strip()).first()
    if found is None:
        raise forms.ValidationError("没有这个索引号的公开信息，请核对")
    return found


@dataclass(frozen=True)
class Deed:
    """A verb as the desk offers it: its words, its form, what does it."""

    label: str
    form: type[RowForm]
    verb: Callable[..., Any]


Refusal = tuple[str, Any] | None


def offered(
    deeds: Mapping[str, Deed], names: Iterable[str], row: Any, person: Person, refused: Refusal
) -> list[Offer]:
    """The verbs that can be done on a row; the one that was refused stands open with what was typed."""
    first, found = {"on": today(), "seen": version_of(row.stream)}, []
    shown = list(dict.fromkeys([*names, *([refused[0]] if refused and refused[0] in deeds else [])]))
    for name in shown:
        again = refused is not None and refused[0] == name
        form = (
            refused[1]
            if refused and again
            else deeds[name].form(row, person, initial=first, auto_id=f"{name}_%s")
        )
        found.append(Offer(name, deeds[name].label, form, again))
    return found


def done(request: HttpRequest, deeds: Mapping[str, Deed], name: str, row: Any, **facts: Any) -> Refusal:
    """Do what was posted; None when it was done, else what to show again."""
    if name not in deeds:
        raise Http404
    person, deed = screens.signed_in(request), deeds[name]
    form = deed.form(row, person, request.POST, auto_id=f"{name}_%s")
    was_done, _ = tried(form, deed.verb, row.stream, actor=person, **facts)
    if not was_done:
        return name, form
    messages.success(request, f"已办：{deed.label}")
    return None


def row_of(request: HttpRequest, model: type[Any], pk: int) -> Any:
    """One of the room's rows that the person may see."""
    return get_object_or_404(visible_to(screens.signed_in(request), model), pk=pk)
