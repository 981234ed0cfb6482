# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The letters served on the applicant and the files let go to them: only with the pair that opened the case in this browser."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries
from gongkai.applications.letters import docx, pdf
from gongkai.applications.letters.snapshot import opened
from gongkai.applications.models import Application
from gongkai.organs.today import today
from gongkai.portal.status.views import case_page, own_case
from gongkai.typesetting import NoFont

KINDS = {
    "docx": (docx.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.render, "application/pdf"),
}


@own_case
def letter(request: HttpRequest, row: Application, pk: int, form: str) -> HttpResponse:
    """One served letter as Word or PDF, from its own snapshot."""
    found = next((x for x in queries.served_letters(row) if x.pk == pk), None)
    if found is None or found.snapshot_sealed is None or form not in KINDS:
        raise Http404
    render, media = KINDS[form]
    try:
        data = render(opened(found.snapshot_sealed))
    except NoFont:
        return case_page(
            request, row, problem="这里暂时不能生成PDF，请下载Word文件，内容完全相同。", status=422
        )
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="letter-{pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@own_case
def released(request: HttpRequest, row: Application, pk: int) -> HttpResponse:
    """下载公开件; each download is logged."""
    found = next((f for f in queries.released_files(row) if f.pk == pk), None)
    if found is None:
        raise Http404
    try:
        name, data = actions.take_file(application=row, file=found, on=today())
    except actions.Refused as refusal:
        return case_page(request, row, problem=str(refusal), status=422)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response
