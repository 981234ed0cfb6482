# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""死链: links of public items that lead nowhere on this site. Nothing outside is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from gongkai.publishing.attachments import public_files
from gongkai.publishing.models import Column, Document
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, short
from gongkai.supervision.rules.validity import present

_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_BATCH = 900  # values in one question


class DeadLinks(Rule):
    """链接打不开."""

    code, label, article = "dead_link", "链接打不开", "国办秘函〔2019〕19号"
    says = "公开信息正文里指向本网站的链接、图片和附件打不开。"
    severity = Severity.FAULT

    def find(self, look: Look) -> Iterator[Found]:
        rows = present(look, 'href="', 'src="')
        rows = look.narrowed(rows, "document")
        pages: list[tuple[int, str, int, list[str]]] = []
        asked: set[str] = set()
        for pk, title, organ, body in rows.order_by("document").values_list(
            "document", "document__title", "document__organ", "body"
        ).iterator(2000):  # fmt: skip
            links = list(dict.fromkeys(unescape(x).strip() for x in _LINK.findall(body)))
            asked.update(links)
            pages.append((pk, title, organ, links))
        dead = _dead(asked, look)
        for pk, title, organ, links in pages:
            bad = [x for x in links if x in dead]
            if bad:
                said = f"“{short(bad[0], 50)}”" + (f"等{len(bad)}个链接" if len(bad) > 1 else "")
                yield Found(
                    f"document/{pk}", organ, title, f"document/{pk}", f"“{short(title)}”的{said}打不开",
                    f"/document/{pk}/", {"打不开的链接": "；".join(f"{x}（{dead[x]}）" for x in bad[:10])[:600]},
                )  # fmt: skip


def _dead(links: Iterable[str], look: Look) -> dict[str, str]:
    """Those that lead nowhere, and why; what each kind of address needs is asked once for all."""
    dead: dict[str, str] = {}
    documents: dict[str, int] = {}
    files: dict[str, str] = {}
    columns: dict[str, str] = {}
    for link in links:
        if link in ("", "#", "http://", "https://"):
            dead[link] = "没有写到哪里"
            continue
        path = _own_path(link)
        if path is None:
            continue
        try:
            found = resolve(unquote(path))
        except Resolver404:
            dead[link] = "没有这个地址"
            continue
        match found.view_name:
            case "portal:document":
                documents[link] = found.kwargs["pk"]
            case "portal:file":
                files[link] = found.kwargs["key"]
            case "portal:column":
                columns[link] = found.kwargs["slug"]
            case name if name.startswith("desk:"):
                dead[link] = "指向工作台"
    there = _in(
        Document.objects.filter(withdrawn_on__isnull=True, published_on__lte=look.as_of), "pk", documents
    )
    dead |= {x: "指向没有公开或者已经撤下的信息" for x, pk in documents.items() if pk not in there}
    there = _in(public_files(look.as_of), "key", files)
    dead |= {x: "指向没有公开的附件" for x, key in files.items() if key not in there}
    there = _in(Column.objects.filter(opened_on__lte=look.as_of), "slug", columns)
    return dead | {x: "指向没有开设的栏目" for x, slug in columns.items() if slug not in there}


def _own_path(link: str) -> str | None:
    """The path of an address of this site; None for an address elsewhere or a place on the page itself."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    own = {urlsplit(settings.GONGKAI_SITE.get("address", "")).hostname, *settings.ALLOWED_HOSTS}
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.hostname not in own):
        return None
    return parts.path if parts.path.startswith("/") else None


def _in(rows: object, field: str, asked: dict[str, object]) -> set[object]:
    wanted, found = sorted(set(asked.values()), key=str), set()
    for n in range(0, len(wanted), _BATCH):
        part = rows.filter(**{f"{field}__in": wanted[n : n + _BATCH]})  # type: ignore[attr-defined]
        found |= set(part.values_list(field, flat=True))
    return found
