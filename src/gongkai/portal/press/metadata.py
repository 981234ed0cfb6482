# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a document's page says to programs: schema.org as JSON-LD, and the line to cite it by."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from markupsafe import Markup

from gongkai.law.validity import Standing, Validity
from gongkai.publishing.models import Companion, Document

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
FORCE = {
    Standing.IN_FORCE: "InForce", Standing.EXPIRING: "InForce", Standing.PARTLY: "PartiallyInForce", Standing.NOT_YET: "NotInForce",
    Standing.EXPIRED: "NotInForce", Standing.REPEALED: "NotInForce",
}  # fmt: skip


def described(d: Document, standing: Validity | None, changed: date, services: list[Companion]) -> Markup:
    """JSON-LD: Legislation for what is in a register, an Article otherwise, and the services beside it.

    It stands in a script element of a type no browser runs, so the policy of the page needs no exception for it.
    """
    address = f"{settings.GONGKAI_SITE.get('address', '')}/document/{d.pk}/"
    publisher = {"@type": "GovernmentOrganization", "name": d.organ.name}
    said: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Legislation" if d.register else "Article", "@id": address, "url": address,
        "name": d.title, "headline": d.title, "description": d.summary, "inLanguage": "zh-CN", "identifier": d.index_number,
        "dateCreated": d.formed_on.isoformat(), "datePublished": d.published_on.isoformat(), "dateModified": changed.isoformat(),
        "publisher": publisher,
    }  # fmt: skip
    if d.register and standing is not None:
        said |= {
            "legislationIdentifier": d.number, "legislationType": d.get_register_display(), "legislationPassedBy": publisher,
            "legislationDate": d.formed_on.isoformat(),
            "legislationLegalForce": f"https://schema.org/{FORCE[standing.standing]}",
        }  # fmt: skip
        if d.effective_from:
            said["legislationDateOfApplicability"] = d.effective_from.isoformat()
        if d.expires_on:
            said["expires"] = d.expires_on.isoformat()
    if services:
        said["mentions"] = [
            {"@type": "GovernmentService", "name": s.title, "description": s.text, "serviceOperator": publisher} for s in services
        ]  # fmt: skip
    return Markup(escaped_in_script(_WRITER.encode(said)))  # noqa: S704 - escaped there


def escaped_in_script(text: str) -> str:
    """JSON that may stand in a script element: a "</script>" in a title must not end it, and JSON may write these characters as escapes."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def citation(d: Document, published: str) -> str:
    """How to cite it: who, what, number, when (as the page prints it), where."""
    number = f"（{d.number}）" if d.number else ""
    address = f"{settings.GONGKAI_SITE.get('address', '')}/document/{d.pk}/"
    return f"{d.organ.name}：《{d.title}》{number}，{published}公开，索引号{d.index_number}，{address}"
