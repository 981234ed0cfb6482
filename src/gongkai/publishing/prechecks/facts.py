# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the catalogue and the register need to know of an item (条例第十二条、第二十六条), and 三同步 of policy and interpretation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.law.clock import cn
from gongkai.law.papers import kind_of_title
from gongkai.publishing.due import due_of
from gongkai.publishing.models import Column, Document, Draft, Register
from gongkai.publishing.prechecks.reading import Doubt, Text

_INTERPRETING = re.compile(r"解读|图解|一图读懂|政策问答|答记者问")
_AHEAD = 366  # days a publication may be set ahead
_SAME_TIME = "解读与文件同步组织、同步审签、同步部署"


def metadata(draft: Draft, text: Text, day: date) -> Iterator[Doubt]:
    """What is missing or wrong in the facts."""
    if not text.paragraphs and not text.pictures:
        yield Doubt("empty", True, "正文", "正文是空的", "写上正文，或者从 Word 文件导入")
    if not draft.summary:
        yield Doubt("summary", True, "内容概述", "没有内容概述", "写一两句，目录要有内容概述（条例第十二条）")
    if draft.formed_on is None:
        yield Doubt("formed", True, "成文日期", "没有成文日期", "填写文件落款的日期，公开期限从那天起算")
    elif draft.formed_on > day:
        yield Doubt("formed", True, "成文日期", "成文日期还没有到", "核对日期")
    elif not draft.amends_id:
        yield from _timely(draft, draft.formed_on, day)
    yield from _described(draft)
    yield from _scheduled(draft, day)
    if draft.amends is not None:
        yield from _amending(draft, draft.amends)
    if draft.register:
        yield from _registered(draft)
    elif draft.expires_on or draft.effective_from:
        yield Doubt(
            "unregistered", draft.expires_on is not None, "登记类别", "写了施行日期或者有效期，没有选登记类别",
            "是规章、规范性文件的，选登记类别；不是的，不写有效期",
        )  # fmt: skip
    if not draft.amends_id:  # a correction goes where its document is, and that may be closed
        for column in columns_of(draft):
            yield from _open(column, out_on(draft, day))
            yield from _for_everyone(column)


def _scheduled(draft: Draft, day: date) -> Iterator[Doubt]:
    """A day of publication that is over, or so far off that the year must be a slip."""
    if draft.publish_on is None:
        return
    if draft.publish_on < day:
        yield Doubt(
            "scheduled", True, "定时公开", f"{cn(draft.publish_on)}已经过去", "改为以后的日期，或者不填"
        )
    elif (draft.publish_on - day).days > _AHEAD:
        yield Doubt("scheduled", True, "定时公开", f"定在{cn(draft.publish_on)}，离现在一年以上", "核对年份")


def _described(draft: Draft) -> Iterator[Doubt]:
    """What the catalogue lists beside the title (条例第十二条); a paper with a number has a kind and a theme."""
    named = kind_of_title(draft.title)
    if draft.kind and named and named != draft.kind:
        yield Doubt(
            "kind", False, "公文种类", f"选的是“{draft.kind}”，标题写的是“{named}”", "核对标题和公文种类"
        )
    missing = [label for label, value in (("公文种类", draft.kind), ("主题分类", draft.theme)) if not value]
    if draft.number and missing:
        yield Doubt("described", False, "、".join(missing), "没有选", "有文号的公文都有，目录和检索要用")


def _amending(draft: Draft, document: Document) -> Iterator[Doubt]:
    if document.withdrawn_on is not None:
        yield Doubt("amends", True, "更正的信息", "已经撤下", "已撤下的信息不能再改")
    elif draft.amends_version and draft.amends_version != document.version:
        yield Doubt(
            "amends", True, "更正的信息", f"起草以后又更正过，现在公开的是第{document.version}版",
            "点“修改”，对照现在公开的正文改好，再保存",
        )  # fmt: skip
    if not draft.note:
        yield Doubt("note", True, "改动说明", "没有写改了什么、为什么改", "写一句，会列在变动经过里")


def out_on(draft: Draft, day: date) -> date:
    """The day it is public from if the last step passes on this one."""
    return max(day, draft.publish_on or day)


def columns_of(draft: Draft) -> list[Column]:
    """Every column it goes into, its own first."""
    also = draft.also_in.exclude(pk=draft.column_id) if draft.pk else ()
    return [draft.column, *also]


def _open(column: Column, on: date) -> Iterator[Doubt]:
    if column.closed_on is not None and column.closed_on < on:
        yield Doubt("column", True, "栏目", f"栏目“{column.name}”已经关闭", "换一个栏目")
    elif column.opened_on > on:
        yield Doubt(
            "column",
            True,
            "栏目",
            f"栏目“{column.name}”{cn(column.opened_on)}才开设",
            "换一个栏目，或者推后公开日期",
        )


def _for_everyone(column: Column) -> Iterator[Doubt]:
    """What a catalogue gives to some people only, or on application, is not put onto the open site (国办发〔2019〕54号)."""
    items = [(i.everyone, i.proactive) for i in column.items.all()]
    if items and (True, True) not in items:
        yield Doubt(
            "audience", True, "栏目", f"按标准目录，“{column.name}”的事项只向特定群体公开或者依申请公开",
            "不在网站上公开；目录变了的，由监督岗位先改目录条目",
        )  # fmt: skip


def _timely(draft: Draft, formed_on: date, day: date) -> Iterator[Doubt]:
    limit = due_of(columns_of(draft), formed_on, by=out_on(draft, day))
    if limit.late:
        yield Doubt(
            "late", False, "成文日期", f"应当在{cn(limit.on)}以前公开，到公开日已过{limit.taken}个工作日",
            f"尽快公开；以后{limit.rule}公开（{limit.basis}）",
        )  # fmt: skip


def _registered(draft: Draft) -> Iterator[Doubt]:
    if not draft.number:
        yield Doubt("number", True, "文号", "规章、规范性文件要有文号", "填写文号，年份用〔〕")
    elif "〔" not in draft.number:
        yield Doubt("number", False, "文号", "文号的年份没有用六角括号", "写成“永政发〔2024〕12号”这样")
    if draft.effective_from is None:
        yield Doubt("effective", True, "施行日期", "规章、规范性文件要有施行日期", "填写正文写明的施行日期")
    if draft.expires_on is None:
        yield Doubt("expires", False, "有效期至", "没有写有效期", "正文写了有效期的，填写最后一天")
    elif draft.effective_from and draft.expires_on < draft.effective_from:
        yield Doubt("expires", True, "有效期至", "有效期在施行以前就满了", "核对两个日期")
    taken = Document.objects.filter(register__isnull=False, number=draft.number).exclude(pk=draft.amends_id)
    if draft.number and taken.exists():
        yield Doubt("number", True, "文号", f"文号“{draft.number}”已经用过", "核对文号")


def together(draft: Draft, _text: Text, day: date) -> Iterator[Doubt]:
    """三同步 (国办发〔2016〕80号): a policy has its interpretation on the way, an interpretation has its policy."""
    if draft.register == Register.NORMATIVE and not draft.amends_id:
        states = set(draft.explained_by.exclude(state=Draft.State.DROPPED).values_list("state", flat=True))
        if not states:
            yield Doubt(
                "interpretation", False, "解读", "规范性文件还没有解读稿", f"{_SAME_TIME}；在本页起草解读"
            )
        elif states <= {Draft.State.WRITING, Draft.State.RETURNED}:
            yield Doubt("interpretation", False, "解读", "解读稿还没有送审", f"{_SAME_TIME}；解读稿一并送审")
    if draft.explains is not None and draft.policy_id is None:
        yield Doubt(
            "policy",
            False,
            "解读的文件",
            f"“{draft.explains.title}”还没有公开",
            "文件公开以后，解读稿才能公开",
        )
    elif draft.amends_id:
        return  # linked already; what it explains may have gone since
    elif draft.policy is not None and draft.policy.withdrawn_on is not None:
        yield Doubt("policy", True, "解读的文件", "解读的文件已经撤下", "换一份文件")
    elif draft.policy is not None and draft.policy.published_on > out_on(draft, day):
        yield Doubt(
            "policy", True, "解读的文件", f"解读的文件{cn(draft.policy.published_on)}才公开",
            "解读不能先公开：定时公开写同一天或者以后",
        )  # fmt: skip
    elif draft.form is None and _INTERPRETING.search(draft.title):
        yield Doubt(
            "unlinked",
            False,
            "解读的文件",
            "像是解读，没有关联它解读的文件",
            "填写文件的文号和解读形式，两边互相能看到",
        )
