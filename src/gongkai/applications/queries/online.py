# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the holder of a query code may read of its own case, and what an officer sees of what was sent in."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from gongkai.applications.codes import matches
from gongkai.applications.models import Application, CaseFile, Matter, Message, QueryCode
from gongkai.applications.sealing import unseal
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import organs_with_role, working_organs


def by_code(number: str, code: str) -> Application | Matter | None:
    """The case or 来件 of this number, when the code is its own. As slow for a wrong number as for a wrong code."""
    number = unicodedata.normalize("NFKC", number).strip().upper()[:40]
    known = (
        QueryCode.objects.select_related("application__organ", "application__applicant", "matter__organ")
        .filter(Q(application__number=number) | Q(matter__number=number))
        .first()
    )
    if not matches(known.digest if known else None, code) or known is None:
        return None
    return known.application or known.matter


def own_case(pk: int) -> Application | None:
    """The case a query code opened, by its key in the applicant's session."""
    return Application.objects.select_related("organ", "applicant").filter(pk=pk).first()


def own_matter(pk: int) -> Matter | None:
    """The 来件 a query code opened."""
    return Matter.objects.select_related("organ", "about").filter(pk=pk).first()


def particulars(case: Application) -> dict[str, str]:
    """What the online form asked beyond the law's three items; empty for other channels."""
    online = getattr(case, "online", None)
    found: dict[str, str] = json.loads(unseal(online.sealed)) if online else {}
    return found


def masked_email(address: str) -> str:
    """l***@example.cn."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}" if host else ""


def fee_of(case: Application) -> dict[str, Any] | None:
    """The last fee notice: {yuan, basis, on}, or None."""
    notice = (
        Event.objects.filter(stream=case.stream, kind="application.fee_notified").order_by("-version").first()
    )
    return {**notice.payload, "on": notice.occurred_on} if notice else None


def supplement_asked(case: Application) -> dict[str, Any] | None:
    """The supplement notice: {what, respond_by}, or None."""
    asked = Event.objects.filter(stream=case.stream, kind="application.supplement_requested").first()
    return asked.payload if asked else None


def files_of(case: Application) -> list[CaseFile]:
    """What the applicant enclosed or sent in later."""
    return list(case.files.filter(source=CaseFile.Source.APPLICANT).select_related("message"))


def messages_of(case: Application) -> list[Message]:
    return list(case.messages.prefetch_related("files"))


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """来件 of the organs the actor works in; complaints only where it supervises."""
    rows = Matter.objects.select_related("organ", "about", "application")
    if isinstance(actor, System):
        return rows
    complaint = Q(kind=Matter.Kind.COMPLAINT)
    return rows.filter(
        (complaint & Q(organ__in=organs_with_role(actor, Role.SUPERVISOR)))
        | (~complaint & Q(organ__in=working_organs(actor)))
    )


def check_online(progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """Every 来件 against the ledger; every file of a case is where it should be."""
    events: dict[str, dict[str, Event]] = {}
    for event in Event.objects.filter(stream__startswith="matter/").order_by("seq").iterator(2000):
        events.setdefault(event.stream, {})[event.kind] = event
    for n, matter in enumerate(
        Matter.objects.select_related("organ", "about").order_by("pk").iterator(500), 1
    ):
        yield from _check_matter(matter, events.pop(matter.stream, {}))
        if progress and n % 500 == 0:
            progress(n)
    for stream in events:
        yield f"{stream}：账本里登记过，来件里没有这一件"
    for file in _stored(CaseFile.objects.select_related("application").order_by("pk").iterator(500)):
        yield f"{file.application.number}：材料{file.pk}的文件不在文件库里"


def _check_matter(matter: Matter, mine: dict[str, Event]) -> Iterator[str]:
    first, answered = mine.get("matter.registered"), mine.get("matter.answered")
    if first is None:
        yield f"{matter.number}：账本里没有它的登记"
        return
    stored = {
        "number": matter.number, "kind": matter.kind, "organ": matter.organ.slug, "about": matter.about.slug,
        "content_key": matter.content_key,
    }  # fmt: skip
    for name, value in stored.items():
        if first.payload.get(name) != value:
            yield f"{matter.number}：{name} 与登记时不同"
    if (answered.payload["result"] if answered else None) != matter.result:
        yield f"{matter.number}：处理结果与账本不同"


def _stored(files: Iterable[CaseFile]) -> Iterator[CaseFile]:
    return (f for f in files if not default_storage.exists(f.stored))
