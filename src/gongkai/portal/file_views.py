# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""附件和图片: for anyone while their document shows them, for its office before and after."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from gongkai.organs.models import Person
from gongkai.organs.today import today
from gongkai.portal.press.attached import POLICY, SHOWN, TYPES
from gongkai.publishing.attachments import public_files, read
from gongkai.publishing.drafts import files_visible_to


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
    response = HttpResponse(data, content_type=TYPES.get(found.ending, found.media_type))
    named = content_disposition_header(found.ending not in SHOWN, found.name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-cache" if is_public else "private, no-store"
    response["Content-Security-Policy"] = POLICY
    return response
