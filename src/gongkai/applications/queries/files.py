# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料: the files of cases one may see, what a scan finds in one, and the record against the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.cache import cache
from django.db.models import QuerySet

from gongkai import redaction
from gongkai.applications import vault
from gongkai.applications.models import Application, CaseFile
from gongkai.applications.queries.cases import visible_to
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import held
from gongkai.redaction import Leak, Limits

LOOKERS = (Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
GIVES = ("R3.1", "R3.2")  # 予以公开、部分公开
_KEPT = 3600  # seconds; what is kept is masked, and the same bytes give the same answer


def case_files_visible_to(actor: Actor) -> QuerySet[CaseFile]:
    """Files of the cases the actor may see; opening one asks for a role besides."""
    return CaseFile.objects.filter(application__in=visible_to(actor)).select_related(
        "application__organ", "original", "added_by"
    )


def organ_files(actor: Actor, case: Application) -> list[CaseFile]:
    """What the office put into the case: originals with their copies under them, then the rest; [] for others."""
    if held(actor, case.organ).isdisjoint(LOOKERS):
        return []
    rows = case.files.filter(source=CaseFile.Source.ORGAN).select_related("added_by")
    return sorted(rows, key=lambda f: (f.original_id or f.pk, f.pk))


def released_files(case: Application) -> list[CaseFile]:
    """What the applicant may take: let go by the office, once the reply that gives information has been made."""
    if case.outcome not in GIVES:
        return []
    return list(case.files.filter(released_on__isnull=False))


def times_taken(file: CaseFile) -> int:
    """How often the applicant downloaded a released file."""
    taken = Event.objects.filter(stream=f"access/{file.application.number}", kind="access.file_taken")
    return taken.filter(payload__file=file.pk).count()


def scan_of(file: CaseFile, limits: Limits) -> tuple[Leak, ...]:
    """What must not leave with the file. Raises redaction.Unreadable, FileNotFoundError."""
    key = f"scan/1/{file.digest}/{limits.size}/{limits.pages}"
    found: tuple[Leak, ...] | None = cache.get(key)
    if found is None:
        found = redaction.scan("", vault.get(file.stored), limits)
        cache.set(key, found, _KEPT)
    return (*redaction.scan(file.name, b"-"), *found)


def check_files() -> Iterator[str]:
    """Every file the office added against the ledger; yields a sentence for each difference."""
    added: dict[int, dict[str, object]] = {}
    let_go: dict[int, object] = {}
    kinds = ("application.file_attached", "application.file_redacted", "application.file_released")
    for event in Event.objects.filter(kind__in=kinds).order_by("seq").iterator(1000):
        if event.kind == kinds[2]:
            let_go[event.payload["file"]] = event.occurred_on
        else:
            added[event.payload["file"]] = {**event.payload, "stream": event.stream, "on": event.occurred_on}
    rows = CaseFile.objects.filter(source=CaseFile.Source.ORGAN).select_related("application")
    for file in rows.iterator(500):
        first = added.pop(file.pk, None)
        if first is None:
            yield f"{file.application.number}：账本里没有材料{file.pk}的存入"
            continue
        stored = {"digest": file.digest, "size": file.size, "purpose": file.purpose, "on": file.added_on,
                  "stream": file.application.stream, "original": file.original_id}  # fmt: skip
        for name, value in stored.items():
            if first.get(name) != value:
                yield f"{file.application.number}：材料{file.pk}的{name}与账本不同"
        if file.released_on != let_go.get(file.pk):
            yield f"{file.application.number}：材料{file.pk}的放行日期与账本不同"
    for pk in added:
        yield f"{added[pk]['stream']}：账本里存入过材料{pk}，案卷里没有"
