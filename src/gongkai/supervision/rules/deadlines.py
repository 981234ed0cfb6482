# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""法定期限: applications past their limit, drafts not out in time, items that came out late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gongkai.applications.models import Application, Due
from gongkai.law.clock import cn
from gongkai.publishing.due import due_of_drafts, late_of
from gongkai.publishing.models import Document, Draft
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short


class Applications(Rule):
    """申请超过期限."""

    code, label, article = "application_overdue", "申请超期", "条例第三十一条、第三十三条"
    says = "超过答复期限没有答复，或者超过1个工作日没有与申请人确认收到的申请。"
    severity = Severity.VETO

    def find(self, look: Look) -> Iterator[Found]:
        rows = Application.objects.filter(act_on__lt=look.as_of, act_kind__in=(Due.REPLY, Due.CONFIRM))
        rows = look.narrowed(rows)
        for pk, organ, number, kind, day in rows.values_list("pk", "organ", "number", "act_kind", "act_on"):
            said = "超过答复期限，没有答复" if kind == Due.REPLY else "超过1个工作日，没有与申请人确认收到"
            yield Found(
                f"application/{pk}",
                organ,
                number,
                f"application/{pk}",
                f"申请{number}{said}",
                None,
                {"期限": cn(day)},
            )


class Drafts(Rule):
    """稿件超过公开期限."""

    code, label, article = "draft_overdue", "应公开没有公开", "条例第二十六条"
    says = "已经形成的信息，过了20个工作日或者标准目录更短的时限，稿件还没有公开。"
    severity = Severity.FAULT

    def find(self, look: Look) -> Iterator[Found]:
        rows = Draft.objects.filter(formed_on__isnull=False, amends__isnull=True, formed_on__lt=look.as_of)
        rows = rows.exclude(state__in=(Draft.State.PUBLISHED, Draft.State.DROPPED))
        rows = look.narrowed(rows)
        drafts = list(rows)
        limits = due_of_drafts(drafts, as_of=look.as_of)
        for d in drafts:
            limit = limits.get(d.pk)
            if limit is not None and limit.on < look.as_of:
                yield Found(
                    f"draft/{d.pk}", d.organ_id, d.title, f"draft/{d.pk}",
                    f"“{short(d.title)}”应当在{cn(limit.on)}以前公开，还没有公开", None,
                    {"最迟公开": cn(limit.on), "依据": limit.basis, "稿件": d.get_state_display()},
                )  # fmt: skip


class PublishedLate(Rule):
    """公开超过期限."""

    code, label, article = "published_late", "公开不及时", "条例第二十六条"
    says = "信息形成以后超过20个工作日或者标准目录更短的时限才公开。已经发生，不能改变，由政府信息公开工作主管部门核对单位的说明。"
    severity = Severity.NOTE
    lasting = True
    settings = (Setting("back", "只查近多少日公开的", 90, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        rows = Document.objects.filter(
            withdrawn_on__isnull=True,
            published_on__range=(look.as_of - timedelta(days=look.values["back"]), look.as_of),
        )
        for pk, organ, title, formed, published, limit in late_of(look.narrowed(rows)):
            yield Found(
                f"document/{pk}", organ, title, f"document/{pk}",
                f"“{short(title)}”{cn(formed)}形成，{cn(published)}才公开", f"/document/{pk}/",
                {"最迟公开": cn(limit.on), "依据": limit.basis, "用了多少个工作日": limit.taken},
            )  # fmt: skip
