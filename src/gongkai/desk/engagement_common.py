# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the desk's registers of 政民互动 have in common: whose rows, the forms on one row, verbs offered and done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.desk import attempts, screens
from gongkai.desk.attempts import SeenForm
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
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
    "announcement.made": "预告", "announcement.moved": "变更预告", "announcement.cancelled": "取消", "announcement.held": "登记举办",
    "activity.held": "登记", "activity.described": "补充实录、视频和文件", "activity.post_listed": "登记岗位", "activity.post_dropped": "撤下岗位", "problem.collected": "收集", "problem.assigned": "交办",
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


def indexed(number: str) -> Document:
    """The public item with this index number. Raises ValidationError."""
    found = Document.objects.filter(index_number=number.strip()).first()
    if found is None:
        raise forms.ValidationError("没有这个索引号的公开信息，请核对")
    return found


def row_of(request: HttpRequest, model: type[Any], pk: int) -> Any:
    """One of the room's rows that the person may see."""
    return get_object_or_404(visible_to(screens.signed_in(request), model), pk=pk)


def found_as(model: type[Any]) -> Callable[[HttpRequest, int], Any]:
    """How a record page finds a row of this model."""
    return lambda request, pk: row_of(request, model, pk)
