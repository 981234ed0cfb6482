# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a copy of a public document prints: its words, its facts as of the day, where it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from gongkai.law.validity import validity
from gongkai.publishing import queries
from gongkai.publishing.attachments import files_of, public_files, read
from gongkai.publishing.body import keys_in
from gongkai.publishing.models import Document

VERSION = "1"  # of the looks of copies: raised when they change, so that no browser keeps an old one


@dataclass(frozen=True)
class Paper:
    """One document to be typeset. pictures: address in the body → bytes; only what is public on the day."""

    pk: int
    title: str
    organ: str
    published_on: date
    body: str
    signed: str  # the day under the text, of what is kept in a register
    facts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    address: str

    @property
    def tag(self) -> str:
        """Another for every change of what is printed."""
        said = "\n".join(map(str, (VERSION, *vars(self).values())))
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def pictures(self, as_of: date) -> dict[str, bytes]:
        """The pictures of the body, read when they are needed."""
        found = {}
        for file in public_files(as_of).filter(key__in=keys_in(self.body)):
            try:
                found[file.path] = read(file)
            except FileNotFoundError:
                continue
        return found


def cn(day: date) -> str:
    """2024年7月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def public_paper(pk: int, *, as_of: date, site: str) -> Paper | None:
    """The paper of what is public on the day; none for anything else. site: the address of the site, for the citation."""
    d = queries.public(as_of).filter(pk=pk).first()
    if d is None:
        return None
    version = queries.latest_version(d)
    return Paper(
        d.pk, d.title, d.organ.name, d.published_on, version.body, cn(d.formed_on) if d.register else "", tuple(_facts(d, as_of)),
        tuple(f.name for f in files_of(d)), f"{site}/document/{d.pk}/",
    )  # fmt: skip


def _facts(d: Document, as_of: date) -> list[tuple[str, str]]:
    found = [("索引号", d.index_number), ("发文字号", d.number or ""), ("发文机关", d.organ.name), ("成文日期", cn(d.formed_on)),
             ("公开日期", cn(d.published_on)), ("公开方式", "主动公开"), ("公文种类", d.kind or ""), ("主题分类", d.theme or ""),
             ("起草单位", d.drafter or ""), ("责任处室", d.office or "")]  # fmt: skip
    if d.register and d.effective_from:
        standing = validity(
            as_of, effective_from=d.effective_from, expires_on=d.expires_on, repealed_on=d.repealed_on, partly=bool(d.partly_void)
        )  # fmt: skip
        found += [("有效性", f"{standing.label}，以网站上的标注为准"), ("施行日期", cn(d.effective_from)),
                  ("失效日期", cn(d.expires_on) if d.expires_on else "没有规定")]  # fmt: skip
        if d.repealed_on and d.repeal_basis:
            found.append(("废止依据", d.repeal_basis))
        if d.partly_void:
            found.append(("部分失效", d.partly_void))
    elif d.mark:
        found.append(("标注", f"{d.get_mark_display()}，以网站上的标注为准"))
    return [(name, value) for name, value in found if value]
