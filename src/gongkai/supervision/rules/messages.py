# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""来信、舆情和预告: letters without an answer, what was announced and never told of again, and sentiment that was not responded to within its hours (国办发〔2016〕61号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings as conf
from django.utils import timezone

from gongkai.engagement import announced
from gongkai.engagement.models import Announcement, CitizenMessage, SentimentCase
from gongkai.law.clock import cn
from gongkai.law.deadlines import period
from gongkai.organs.today import now
from gongkai.organs.workdays import workdays
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short

_NORM = "国办秘函〔2019〕19号（互动回应）"


class Letters(Rule):
    """来信没有答复."""

    code, label, article = "message_unanswered", "来信没有答复", _NORM
    says = "咨询、建议、网站找错的来信过了期限没有答复。"
    severity = Severity.FAULT
    settings = (
        Setting("workdays", "咨询、建议多少个工作日内应当答复", conf.GONGKAI_MESSAGE_WORKDAYS, "个工作日", "本机关设置"),
        Setting("errors", "网站找错多少个工作日内应当答复", conf.GONGKAI_SITE_ERROR_WORKDAYS, "个工作日", "本机关设置"),
    )  # fmt: skip

    def find(self, look: Look) -> Iterator[Found]:
        rows = CitizenMessage.objects.filter(answered_on__isnull=True, submitted_on__lt=look.as_of)
        rows = look.narrowed(rows)
        calendar = workdays()
        for pk, organ, number, kind, on in rows.values_list(
            "pk", "organ", "number", "kind", "submitted_on"
        ).iterator(2000):
            due = calendar.add(
                on, look.values["errors" if kind == CitizenMessage.Kind.SITE_ERROR else "workdays"]
            )
            if due < look.as_of:
                yield _letter(
                    pk,
                    organ,
                    number,
                    kind,
                    f"没有答复，应当{cn(due)}以前答复",
                    {"提交日期": cn(on), "最迟答复": cn(due)},
                )


class OldLetters(Rule):
    """来信超过三个月没有答复."""

    code, label, article = "message_old", "来信超过三个月没有答复", _NORM
    says = "一年内的咨询超过三个月没有答复，属于单项否决。"
    severity = Severity.VETO
    settings = (
        Setting("days", "超过多少日", 90, "日", "国办秘函〔2019〕19号（3个月）", True),
        Setting("back", "只查近多少日提交的", 365, "日", "国办秘函〔2019〕19号（一年内）", True),
    )  # fmt: skip

    def find(self, look: Look) -> Iterator[Found]:
        first, last = (look.as_of - timedelta(days=look.values[n]) for n in ("back", "days"))
        rows = CitizenMessage.objects.filter(
            answered_on__isnull=True,
            kind=CitizenMessage.Kind.QUESTION,
            submitted_on__gte=first,
            submitted_on__lt=last,
        )
        rows = look.narrowed(rows)
        for pk, organ, number, kind, on in rows.values_list("pk", "organ", "number", "kind", "submitted_on"):
            yield _letter(
                pk, organ, number, kind, f"{(look.as_of - on).days}日没有答复", {"提交日期": cn(on)}
            )


def _letter(pk: int, organ: int, number: str, kind: str, said: str, facts: dict[str, str]) -> Found:
    """By its number alone: what people write stays sealed."""
    name = CitizenMessage.Kind(kind).label
    return Found(
        f"message/{pk}", organ, number, f"message/{pk}", f"来信{number}（{name}）{said}", None, facts
    )


class Sentiment(Rule):
    """舆情没有按时回应."""

    code, label, article = "sentiment_late", "舆情没有按时回应", "国办发〔2016〕61号"
    says = "特别重大、重大突发事件24小时内，其他政务舆情48小时内没有回应。"
    severity = Severity.FAULT
    settings = (
        Setting("major", "特别重大、重大突发事件多少小时内", 24 * period("sentiment_major").count, "小时", "国办发〔2016〕61号", True),
        Setting("other", "其他政务舆情多少小时内", 24 * period("sentiment").count, "小时", "国办发〔2016〕61号", True),
    )  # fmt: skip

    def find(self, look: Look) -> Iterator[Found]:
        # A look at today is a look at this hour: what has hours left is not late.
        at = min(timezone.make_aware(datetime.combine(look.as_of, time.max)), now())
        rows = SentimentCase.objects.filter(responded_at__isnull=True)
        rows = look.narrowed(rows)
        for pk, organ, title, major, arose in rows.values_list("pk", "organ", "title", "major", "arose_at"):
            hours = look.values["major" if major else "other"]
            if arose + timedelta(hours=hours) < at:
                yield Found(
                    f"sentiment/{pk}", organ, title, f"sentiment/{pk}",
                    f"“{short(title)}”{hours}小时内没有回应", None, {"发生日期": cn(timezone.localtime(arose).date())},
                )  # fmt: skip


class Unrecorded(Rule):
    """预告的活动没有登记结果."""

    code, label, article = "announcement_open", "预告的活动没有登记结果", "条例第六条第一款"
    says = "预告的活动到了结束时间，过了期限既没有登记举办，也没有说明取消。"
    severity = Severity.NOTE
    settings = (Setting("days", "结束后多少日内登记", 10, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        at = timezone.make_aware(datetime.combine(look.as_of - timedelta(days=look.values["days"]), time.min))
        rows = look.narrowed(announced.unrecorded(Announcement.objects.all(), at))
        for pk, organ, title, ended in rows.values_list("pk", "organ", "title", "ends_at"):
            day = timezone.localtime(ended).date()
            yield Found(
                f"announcement/{pk}", organ, title, f"announcement/{pk}",
                f"“{short(title)}”{cn(day)}结束，没有登记举办或者取消", None, {"结束日期": cn(day)},
            )  # fmt: skip
