# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料: what the office put into the case, the copies made to leave, and the form to add one."""

from __future__ import annotations

from typing import Any

from gongkai.applications import queries
from gongkai.applications.models import CaseFile
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.file_forms import AddFileForm


def show(page: CasePage) -> dict[str, Any] | None:
    if not page.holds(*queries.LOOKERS):
        return None
    return {
        "files": queries.organ_files(page.person, page.case) if page.has(CaseFile) else [],
        "form": page.form_of("file_add", AddFileForm),
    }


PART = Part("files", show)
