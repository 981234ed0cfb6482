# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""互动回应: problems, tickets, 来件 and consultations that wait for an answer (国办秘函〔2019〕19号; 国务院令第713号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from gongkai.applications.models import Matter
from gongkai.engagement.models import CollectedProblem, Consultation, HotlineTicket
from gongkai.law.clock import cn
from gongkai.organs.models import Organ
from gongkai.organs.workdays import workdays
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short

_NORM = "国办秘函〔2019〕19号（互动回应）"


class Problems(Rule):
    """企业问题没有答复."""

    code, label, article = "problem_unanswered", "企业问题没有答复", _NORM
    says = "企业服务中收集的问题过了期限没有答复。"
    severity = Severity.FAULT
    settings = (Setting("days", "多少日内应当答复", 60, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        before = look.as_of - timedelta(days=look.values["days"])
        rows = CollectedProblem.objects.filter(answered_on__isnull=True, collected_on__lt=before)
        rows = look.narrowed(rows)
        for pk, organ, title, on in rows.values_list("pk", "organ", "title", "collected_on").iterator(2000):
            yield Found(
                f"problem/{pk}", organ, title, f"problem/{pk}",
                f"“{short(title)}”{cn(on)}收集，没有答复", None, {"收集日期": cn(on)},
            )  # fmt: skip


class LateProblems(Rule):
    """企业问题过了办理期限."""

    code, label, article = "problem_overdue", "企业问题过了办理期限", "本机关设置（跟踪办）"
    says = "已经交办的企业问题，过了交办时写明的期限还没有解决。"
    severity = Severity.FAULT

    def find(self, look: Look) -> Iterator[Found]:
        rows = look.narrowed(CollectedProblem.objects.filter(solved_on__isnull=True, due_on__lt=look.as_of))
        for pk, handler, title, due in rows.values_list("pk", "handler", "title", "due_on").iterator(2000):
            yield Found(
                f"problem/{pk}", handler, title, f"problem/{pk}",
                f"“{short(title)}”应当{cn(due)}以前办结，还没有解决", None, {"办理期限": cn(due)},
            )  # fmt: skip


class Tickets(Rule):
    """热线工单没有答复."""

    code, label, article = "ticket_unanswered", "热线工单没有答复", _NORM
    says = "12345热线转来的工单过了期限没有答复。"
    severity = Severity.FAULT
    settings = (Setting("workdays", "多少个工作日内应当答复", 5, "个工作日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        rows = HotlineTicket.objects.filter(answered_on__isnull=True, received_on__lt=look.as_of)
        rows = look.narrowed(rows)
        calendar = workdays()
        for pk, organ, number, on in rows.values_list("pk", "organ", "number", "received_on").iterator(2000):
            due = calendar.add(on, look.values["workdays"])
            if due < look.as_of:
                yield Found(
                    f"ticket/{pk}", organ, f"工单{number}", f"ticket/{pk}", f"工单{number}没有答复，应当{cn(due)}以前答复",
                    None, {"收到日期": cn(on), "最迟答复": cn(due)},
                )  # fmt: skip


class Matters(Rule):
    """来件没有答复."""

    code, label, article = (
        "matter_unanswered",
        "公众来件没有答复",
        "条例第四十一条、第四十四条、第四十七条；国办秘函〔2019〕19号",
    )
    says = "更正、建议、投诉举报的来件过了期限没有答复。"
    severity = Severity.FAULT
    settings = (
        Setting(
            "workdays", "多少个工作日内应当答复", settings.GONGKAI_MATTER_WORKDAYS, "个工作日", "本机关设置"
        ),
    )

    def find(self, look: Look) -> Iterator[Found]:
        rows = Matter.objects.filter(answered_on__isnull=True, submitted_on__lt=look.as_of)
        rows = look.narrowed(rows)
        calendar = workdays()
        for pk, organ, number, kind, on in rows.values_list("pk", "organ", "number", "kind", "submitted_on"):
            due = calendar.add(on, look.values["workdays"])
            if due < look.as_of:
                yield Found(
                    f"matter/{pk}", organ, number, f"matter/{pk}",
                    f"来件{number}（{Matter.Kind(kind).label}）没有答复，应当{cn(due)}以前答复", None,
                    {"提交日期": cn(on), "最迟答复": cn(due)},
                )  # fmt: skip


class Consultations(Rule):
    """征求意见没有反馈."""

    code, label, article = (
        "consultation_unanswered",
        "征求意见没有反馈",
        "国务院令第713号第十八条、第三十二条",
    )
    says = "征求意见截止以后，过了期限没有公布采纳情况。"
    severity = Severity.FAULT
    settings = (
        Setting(
            "workdays",
            "截止后多少个工作日内应当公布",
            settings.GONGKAI_FEEDBACK_WORKDAYS,
            "个工作日",
            "各地规定不同，本机关设置",
        ),
    )

    def find(self, look: Look) -> Iterator[Found]:
        rows = Consultation.objects.filter(
            feedback_on__isnull=True, closes_on__lt=look.as_of, document__withdrawn_on__isnull=True
        )
        rows = look.narrowed(rows)
        calendar = workdays()
        for pk, organ, title, document, on in rows.values_list(
            "pk", "organ", "title", "document", "closes_on"
        ):
            due = calendar.add(on, look.values["workdays"])
            if due < look.as_of:
                yield Found(
                    f"consultation/{pk}", organ, title, f"consultation/{pk}",
                    f"“{short(title)}”{cn(on)}截止征求意见，没有公布采纳情况", f"/document/{document}/",
                    {"截止日期": cn(on), "最迟公布": cn(due)},
                )  # fmt: skip


class FewConsultations(Rule):
    """征求意见太少."""

    code, label, article = "consultations_few", "征求意见太少", _NORM
    says = "一年内开展的意见征集少于规定的次数。"
    severity = Severity.NOTE
    settings = (Setting("count", "一年至少多少次", 6, "次", "国办秘函〔2019〕19号", True),)

    def find(self, look: Look) -> Iterator[Found]:
        site = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
        since = look.as_of - timedelta(days=365)
        held = Consultation.objects.filter(opened_on__range=(since, look.as_of)).count()
        if site is not None and held < look.values["count"]:
            yield Found(
                "site", site.pk, "意见征集", f"organ/{site.pk}",
                f"一年内开展意见征集{held}次，应当不少于{look.values['count']}次", None, {"次数": held},
            )  # fmt: skip
