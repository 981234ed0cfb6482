# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""下载Word、PDF: a public document as a file, made from the record when it is asked for and kept while it is asked for again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header

from gongkai.organs.today import today
from gongkai.portal.press.rendering import answer
from gongkai.portal.views import page
from gongkai.publishing.copies import Paper, docx_bytes, pdf_bytes, public_paper
from gongkai.publishing.queries import tombstone
from gongkai.typesetting import NoFont

FORMS: dict[str, tuple[str, Callable[[Paper, date], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_bytes),
    "pdf": ("application/pdf", pdf_bytes),
}
KEPT_BYTES = 32 * 1024 * 1024


class _Kept:
    """Files made lately, by what they print: a change of the document is another tag, so none of them is ever old."""

    def __init__(self) -> None:
        self.files: OrderedDict[str, bytes] = OrderedDict()
        self.size, self.lock = 0, threading.Lock()

    def get(self, tag: str, make: Callable[[], bytes]) -> bytes:
        with self.lock:
            if tag in self.files:
                self.files.move_to_end(tag)
                return self.files[tag]
        data = make()
        with self.lock:
            if tag not in self.files and len(data) <= KEPT_BYTES // 4:
                self.files[tag], self.size = data, self.size + len(data)
            while self.size > KEPT_BYTES:
                self.size -= len(self.files.popitem(last=False)[1])
        return data


_kept = _Kept()


def copy(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One document as .docx or .pdf. What is not public (any longer) has no copy: its tombstone, or nothing."""
    day = today()
    paper = public_paper(
        pk,
        as_of=day,
        site=settings.GONGKAI_SITE.get("address", "") or f"{request.scheme}://{request.get_host()}",
    )
    if paper is None:
        if tombstone(pk, as_of=day):
            return answer(request, f"/document/{pk}/")
        raise Http404
    tag = f'"{paper.tag}-{form}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    media, make = FORMS[form]
    try:
        data = _kept.get(tag, lambda: make(paper, day))
    except NoFont as refusal:
        return page(request, "copy_refused", "disclosure", status=503, paper=paper, why=str(refusal))
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{paper.title[:80]}.{form}") or "attachment"
    )
    response["ETag"], response["Cache-Control"], response["X-Robots-Tag"] = tag, "no-cache", "noindex"
    return response
