# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the posts of a job fair: list one, take one down. The activity says how many there are; the rows say which."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement.actions.core import Refused, note, told
from gongkai.engagement.models import Activity, JobPost
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require


def said_of(row: JobPost) -> str:
    """What the ledger keeps of a post."""
    words = "\n".join(str(v) for v in (row.firm, row.title, row.wanted, row.pay, row.place, row.needs))
    return keyed_digest("post", words)


def _locked(actor: Actor, activity: Activity) -> Activity:
    row = Activity.objects.select_for_update(of=("self",)).select_related("organ").get(pk=activity.pk)
    require(actor, row.organ, Role.EDITOR)
    return row


@transaction.atomic
def list_post(
    *, actor: Actor, activity: Activity, on: date, firm: str, title: str, wanted: int, pay: str = "", place: str = "", needs: str = ""
) -> JobPost:  # fmt: skip
    """登记岗位. All of a fair together are not more than what was recorded for it, which the report adds up."""
    about = _locked(actor, activity)
    if about.measure != "posts" or about.posts is None:
        raise Refused(f"{about.get_kind_display()}不按岗位数统计，不登记岗位")
    firm, title = told(firm, "招聘单位", 80), told(title, "岗位", 80)
    live = about.listed.filter(dropped_on__isnull=True)
    if live.filter(firm=firm, title=title).exists():
        raise Refused(f"{firm}的“{title}”已经登记过")
    there = live.aggregate(n=Sum("wanted"))["n"] or 0
    if there + wanted > about.posts:
        raise Refused(f"已列出{there}个岗位，再加{wanted}个就超过这场登记的{about.posts}个，请核对")
    row = JobPost(
        activity=about, firm=firm, title=title, wanted=wanted, listed_on=on,
        **{name: told(said, what, most) if said.strip() else None for name, said, what, most in (
            ("pay", pay, "薪酬", 60), ("place", place, "工作地点", 80), ("needs", needs, "要求", 200))},
    )  # fmt: skip
    row.clean_fields(exclude=["activity"])
    row.save(force_insert=True)
    note(about.stream, actor, "activity.post_listed", on, {"post": row.pk, "digest": said_of(row)})
    return row


@transaction.atomic
def drop_post(*, actor: Actor, activity: Activity, post: JobPost, on: date, reason: str) -> JobPost:
    """撤下岗位, filled or wrong, with the reason."""
    about = _locked(actor, activity)
    row = about.listed.filter(pk=post.pk, dropped_on__isnull=True).first()
    if row is None:
        raise Refused("请选择这场招聘会列出的岗位")
    if on < row.listed_on:
        raise Refused("早于登记岗位的日期")
    row.dropped_on, row.dropped_why = on, told(reason, "撤下的理由", 200)
    row.save(update_fields=["dropped_on", "dropped_why"])
    note(about.stream, actor, "activity.post_dropped", on, {"post": row.pk, "reason": row.dropped_why})
    return row
