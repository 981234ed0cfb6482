# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Trying a verb: what stands against it goes onto the form, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from gongkai.applications.actions import Refused
from gongkai.law.clock import cn
from gongkai.ledger.actions import StreamMoved
from gongkai.ledger.queries import stream
from gongkai.organs.permissions import NotAllowed

LOOKS = ("enquiry.viewed",)
WORDS = {
    "enquiry.logged": "登记", "enquiry.answered": "答复", "enquiry.closed": "了结", "enquiry.viewed": "查看答复和联系方式",
    "meeting.called": "通知开会", "meeting.held": "登记召开", "meeting.cancelled": "取消", "meeting.follow_up_given": "交办落实事项",
    "meeting.follow_up_closed": "落实事项完成", "procedure.adopted": "制定", "procedure.revised": "修订",
    "procedure.repealed": "停止执行", "bylaw.issued": "公布", "bylaw.replaced": "修订", "bylaw.withdrawn": "停止执行并撤下", "group.opened": "合为一批", "group.drafted": "写共用的拟稿",
    "notice.issued": "发出通知书", "notice.received": "单位签收", "finding.claimed": "报送整改情况", "finding.rectified": "销号",
    "finding.extension_asked": "申请延期", "finding.extension_decided": "决定延期", "finding.escalated": "逾期督办",
    "detection.dismissed": "不作为问题", "detection.restored": "重新作为问题", "detection.gone": "复查不再发现", "rule.set": "调整规则",
    "errand.ordered": "交办", "errand.stopped": "停止", "errand.taken_up": "接着做",
    "scores.weighted": "定考核权重", "scores.confirmed": "确认得分", "survey.opened": "组织评议", "survey.answered": "收到答卷",
    "survey.concluded": "公布结果", "survey.comments_viewed": "查看意见",
}  # fmt: skip


class SeenForm(forms.Form):
    """A form that carries how many events its record had when the page was shown."""

    use_required_attribute = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def version_of(name: str) -> int:
    """The number of the last event of a stream that changed something."""
    return stream(name).exclude(kind__in=LOOKS).values_list("version", flat=True).last() or 0


@contextmanager
def refusals(form: Any, *refused: type[Exception]) -> Iterator[None]:
    """What stands against a verb goes onto the form: the code after the block shows it again. Without the role: 403."""
    try:
        yield
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, "；".join(refusal.messages))


class Watched(Protocol):
    """A record two officers may be on at once: the form carries, in its field, what the record was when it was shown."""

    field: str

    def expect(self, seen: int) -> None:
        """Raise StreamMoved when it has moved on since; inside the verb's transaction."""

    def meanwhile(self, seen: int) -> str:
        """What happened since, in one sentence."""

    def now(self) -> int:
        """What it is now."""


@dataclass(frozen=True)
class Stream:
    """A record by its stream in the ledger."""

    of: str
    field: str = "seen"

    def expect(self, seen: int) -> None:
        if version_of(self.of) != seen:
            raise StreamMoved(self.of)

    def meanwhile(self, seen: int) -> str:
        return meanwhile(self.of, seen)

    def now(self) -> int:
        return version_of(self.of)


def tried(
    form: Any,
    act: Callable[..., Any],
    of: str | Watched = "",
    *,
    refused: type[Exception] = Refused,
    **facts: Any,
) -> tuple[bool, Any]:
    """Run a verb with a form's cleaned facts: whether it was done, and what it gave. What stood against it is on the form.

    of is the record the form is about (its stream's name, or what watches it): of two officers on it the second is told
    what the first did, and keeps what was typed. refused is what the verb's room raises against it.
    """
    if not form.is_valid():
        return False, None
    watched: Watched | None = Stream(of) if isinstance(of, str) and of else of or None  # type: ignore[assignment]
    given = {k: v for k, v in form.cleaned_data.items() if v is not None}
    seen = given.pop(watched.field if watched else "seen", None)
    with refusals(form, refused):
        try:
            with transaction.atomic():
                if watched and seen is not None:
                    watched.expect(seen)
                return True, act(**given, **facts)
        except StreamMoved as moved:
            form.add_error(None, watched.meanwhile(seen) if watched and seen is not None else str(moved))
            if watched:  # shown again, the form speaks of the record as it is now
                form.data = form.data.copy()
                form.data[watched.field] = str(watched.now())
    return False, None


def meanwhile(of: str, seen: int) -> str:
    """What happened to a record since the page was shown, in one sentence."""
    since = stream(of).filter(version__gt=seen).exclude(kind__in=LOOKS)
    said = "；".join(f"{cn(e.occurred_on)}{e.actor_label}：{WORDS.get(e.kind, e.kind)}" for e in since)
    return f"您打开本页以后，这里又有新的记录：{said}。您写的还在本页，请核对后再登记"


@dataclass(frozen=True)
class Offer:
    """A verb as the page shows it: its address part, its words, its form, whether it stands open."""

    name: str
    label: str
    form: Any
    opened: bool


def history(of: str) -> list[tuple[Any, str]]:
    """What the ledger says happened to a record, with its words."""
    return [(e, WORDS.get(e.kind, e.kind)) for e in stream(of)]
