# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading attachments: which are public on the day, who else may look, and their bytes."""

from __future__ import annotations

import hashlib
import logging
from datetime import date

from django.core.files.storage import default_storage
from django.db.models import F, QuerySet

from gongkai.publishing.models import Attachment, Document, Version

log = logging.getLogger(__name__)


def public_files(as_of: date) -> QuerySet[Attachment]:
    """Files anyone may fetch: of the present version of what is public on the day."""
    present = Version.objects.filter(
        number=F("document__version"), document__withdrawn_on__isnull=True, document__published_on__lte=as_of
    )
    return Attachment.objects.filter(versions__in=present).distinct()


def files_of(document: Document) -> list[Attachment]:
    """附件 of a document as it stands; the pictures of its text are not among them."""
    rows = Attachment.objects.filter(versions__document=document, versions__number=document.version)
    return list(rows.filter(use=Attachment.Use.FILE))


def read(file: Attachment) -> bytes:
    """The bytes. Raises FileNotFoundError when the store has lost them or they are not the ones that were put there."""
    with default_storage.open(file.stored, "rb") as held:
        data: bytes = held.read()
    if hashlib.sha256(data).hexdigest() != file.digest:
        log.error("附件%s的内容与登记的摘要不符", file.pk)
        raise FileNotFoundError(file.stored)
    return data
