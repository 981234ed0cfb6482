# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files that applicants send: looked at by content, sealed, kept a day while the form is being filled, then of the case."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.applications import vault
from gongkai.applications.actions.core import Refused, lock, record_event
from gongkai.applications.filetypes import MOST_FILES, NotAccepted, clean_name, disguised, kind_of
from gongkai.applications.models import Application, CaseFile, Message, PendingUpload
from gongkai.applications.sealing import seal
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require

KEPT = timedelta(hours=24)


def keep_upload(*, name: str, data: bytes) -> PendingUpload:
    """Seal a file chosen in a form that is not sent yet. Raises filetypes.NotAccepted, also for one whose name says
    another kind than it is: it is never renamed behind the applicant's back."""
    kind = kind_of(data)
    if said := disguised(name, kind):
        raise NotAccepted(said)
    purge_uploads()
    return PendingUpload.objects.create(
        key=secrets.token_urlsafe(32),
        name_sealed=seal(clean_name(name, kind)),
        media_type=kind.media_type,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        stored=vault.put(data),
        made_at=timezone.now(),
    )


def purge_uploads() -> int:
    """Throw away what was chosen more than a day ago and never sent; how many."""
    old = list(PendingUpload.objects.filter(made_at__lt=timezone.now() - KEPT))
    for upload in old:
        upload.delete()
        vault.drop(upload.stored)
    return len(old)


def drop_upload(*, key: str) -> None:
    """The applicant took a file back."""
    for upload in PendingUpload.objects.filter(key=key):
        upload.delete()
        vault.drop(upload.stored)


def attach(
    application: Application, keys: Sequence[str], *, on: date, message: Message | None = None
) -> list[CaseFile]:
    """Make chosen files part of a case; those thrown away meanwhile are left out. Inside the verb's transaction."""
    if len(keys) > MOST_FILES:
        raise Refused(f"一次最多{MOST_FILES}个文件")
    found = {u.key: u for u in PendingUpload.objects.filter(key__in=keys)}
    files = []
    for upload in (found[k] for k in keys if k in found):
        files.append(
            CaseFile.objects.create(
                application=application, message=message, source=CaseFile.Source.APPLICANT, added_on=on,
                name_sealed=upload.name_sealed, media_type=upload.media_type, size=upload.size,
                digest=upload.digest, stored=upload.stored,
            )
        )  # fmt: skip
        upload.delete()
    return files


def said(files: Sequence[CaseFile]) -> list[dict[str, Any]]:
    """What the ledger remembers of files: enough to see that they changed."""
    return [{"digest": f.digest, "size": f.size} for f in files]


@transaction.atomic
def open_file(*, actor: Actor, file: CaseFile, on: date) -> tuple[str, str, bytes]:
    """打开材料: (name, media type, bytes), and a trace of who looked (个人信息保护法第五十四条)."""
    case, _ = lock(file.application)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    record_event(case, actor, "application.file_viewed", on, {"file": file.pk})
    try:
        data = vault.get(file.stored)
    except FileNotFoundError:
        raise Refused("文件库里找不到这份材料，请联系系统管理员，并请申请人重新提供") from None
    return file.name, file.media_type, data
