# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""附件和图片: for anyone while their document shows them, for its office before and after."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from gongkai.organs.models import Person
from gongkai.organs.today import today
from gongkai.publishing.attachments import public_files, read
from gongkai.publishing.drafts import files_visible_to

_SHOWN = frozenset({"png", "jpg", "pdf", "txt"})  # what a browser shows by itself; the rest is saved


def file(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """One file. Its bytes are compared with the digest on record before they leave."""
    found = public_files(today()).filter(key=key, ending=ending).first()
    is_public = found is not None
    if found is None and isinstance(request.user, Person):
        found = files_visible_to(request.user).filter(key=key, ending=ending).first()
    if found is None:
        raise Http404
    try:
        data = read(found)
    except FileNotFoundError:
        raise Http404 from None
    media = "text/plain; charset=utf-8" if found.ending == "txt" else found.media_type
    response = HttpResponse(data, content_type=media)
    named = content_disposition_header(found.ending not in _SHOWN, found.name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'"
    )
    return response
