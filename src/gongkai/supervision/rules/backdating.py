# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""倒填日期: days that stand earlier than the ledger's own hour says, of what was published and of what people were asked and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils import timezone

from gongkai.engagement.models import CitizenMessage, Consultation, Faq
from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.today import is_fixed
from gongkai.publishing.models import Document
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short

_TRUE = "国办秘函〔2019〕19号（弄虚作假）"


def _back(what: str) -> tuple[Setting, ...]:
    return (
        Setting("days", "相差超过多少日", 1, "日", "本机关设置"), Setting("back", f"只查近多少日{what}的", 366, "日", "本机关设置"),
    )  # fmt: skip


def _written(actor: int | None, recorded: datetime) -> date | None:
    """The day a person wrote it down. What a program brought came with its days; an example stands still while the clock goes."""
    return timezone.localtime(recorded).date() if actor and not is_fixed() else None


class Backdated(Rule):
    """公开日期倒填."""

    code, label, article = "backdated", "公开日期倒填", _TRUE
    says = "库里的公开日期早于账本记下的公开日期，或者由人发布、账本记录的时刻晚于公开日期。"
    severity = Severity.VETO
    lasting = True
    settings = _back("公开")

    def find(self, look: Look) -> Iterator[Found]:
        since = look.as_of - timedelta(days=look.values["back"])
        rows = Document.objects.filter(published_on__range=(since, look.as_of))
        rows = look.narrowed(rows)
        stored = {f"document/{pk}": (pk, organ, title, on) for pk, organ, title, on in rows.values_list("pk", "organ", "title", "published_on")}  # fmt: skip
        if not stored:
            return
        events = Event.objects.filter(kind__in=("document.published", "document.rescheduled"))
        if look.pk:
            events = events.filter(stream=f"document/{look.pk}")
        else:
            events = events.filter(occurred_on__gte=since - timedelta(days=400))
        said: dict[str, tuple[date, date | None]] = {}
        # The one word of the payload that is asked for: reading it whole costs ten times as much.
        lines = events.order_by("seq").annotate(day=KT("payload__published_on"))
        for stream, kind, occurred, day, actor, recorded in lines.values_list(
            "stream", "kind", "occurred_on", "day", "actor", "recorded_at"
        ).iterator(5000):
            if stream in stored:
                written = _written(actor, recorded) if kind == "document.published" else None
                said[stream] = (date.fromisoformat(day) if day else occurred, written)
        for name, (pk, organ, title, on) in stored.items():
            known = said.get(name)
            if known is None:
                continue
            truth, written = known
            late = written is not None and (written - on).days > look.values["days"]
            if on < truth or late:
                right = truth if on < truth else written
                yield Found(
                    f"document/{pk}", organ, title, f"document/{pk}",
                    f"“{short(title)}”标的公开日期早于账本的记录", f"/document/{pk}/",
                    {"标的公开日期": cn(on), "账本的日期": cn(right)},
                )  # fmt: skip


class EngagementBackdated(Rule):
    """征求意见、答复日期倒填: nobody could give an opinion before the ledger knew of the consultation, nor read such an answer.

    What was received or held elsewhere and is entered later (letters, hotline) is none: only what happens on this platform.
    """

    code, label, article = (
        "engagement_backdated",
        "征求意见、答复日期倒填",
        f"国务院令第713号第十五条；{_TRUE}",
    )
    says = (
        "征求意见的开始、采纳情况的公布、网上来信的答复和公布、常见问题的公布，标的日期早于账本记录的时刻。"
    )
    severity = Severity.FAULT
    lasting = True
    settings = _back("标的")
    told: ClassVar[dict[str, str]] = {
        "consultation.opened": "开始征求意见", "consultation.fed_back": "公布采纳情况", "message.answered": "答复",
        "message.published": "公布来信和答复", "faq.published": "公布常见问题",
    }  # fmt: skip

    def find(self, look: Look) -> Iterator[Found]:
        if is_fixed():
            return
        since = look.as_of - timedelta(days=look.values["back"])
        events = Event.objects.filter(
            kind__in=self.told, actor__isnull=False, occurred_on__range=(since, look.as_of)
        )
        if look.only:
            events = events.filter(stream=look.only)
        # A letter that came elsewhere was entered by a person, with its days.
        elsewhere = Event.objects.filter(stream=OuterRef("stream"), kind="message.sent", actor__isnull=False)
        late = [
            (stream, kind, on, written)
            for stream, kind, on, recorded in events.exclude(Exists(elsewhere)).order_by("seq")
            .values_list("stream", "kind", "occurred_on", "recorded_at").iterator(5000)
            if ((written := timezone.localtime(recorded).date()) - on).days > look.values["days"]
        ]  # fmt: skip
        named = _named({stream for stream, *_ in late})
        for stream, kind, on, written in late:
            if stream in named:
                organ, what = named[stream]
                yield Found(
                    f"{stream}/{kind}", organ, what, stream, f"“{short(what)}”{cn(on)}{self.told[kind]}，账本{cn(written)}才有记录",
                    None, {"标的日期": cn(on), "账本的日期": cn(written)},
                )  # fmt: skip


def _named(streams: set[str]) -> dict[str, tuple[int, str]]:
    """Organ and words of the records behind these streams; a letter by its number alone."""
    found: dict[str, tuple[int, str]] = {}
    for kind, model, words in (
        ("consultation", Consultation, "title"),
        ("message", CitizenMessage, "number"),
        ("faq", Faq, "question"),
    ):
        ids = [int(name.split("/")[1]) for name in streams if name.startswith(f"{kind}/")]
        rows: Iterable[tuple[int, int, str]] = model._default_manager.filter(pk__in=ids).values_list(
            "pk", "organ", words
        )
        found |= {f"{kind}/{pk}": (organ, said) for pk, organ, said in rows}
    return found
