# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Links and pictures of a body: those that lead nowhere on this site, and pictures without words. Other sites are not asked, which is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from gongkai.publishing.attachments import public_files
from gongkai.publishing.models import Column, Document, Draft
from gongkai.publishing.prechecks.reading import Doubt, Text

_NAMED = 5
_BARE = frozenset({"", "#", "/", "http://", "https://"})


def links(draft: Draft, text: Text, day: date) -> Iterator[Doubt]:
    """What a reader could not follow or see."""
    for link in dict.fromkeys(text.links):
        if link.strip() in _BARE:
            yield Doubt("link", True, "正文", f"链接“{link}”没有写到哪里", "补上地址，或者去掉链接")
        elif fault := _dead(link.strip(), draft, day):
            yield Doubt("link", True, "正文", f"链接“{link[:60]}”{fault}", "核对地址，或者去掉链接")
    if hosts := list(dict.fromkeys(host for link in text.links if (host := _elsewhere(link)))):
        named = "、".join(hosts[:_NAMED]) + (f"等{len(hosts)}个网站" if len(hosts) > _NAMED else "")
        yield Doubt(
            "outside", False, "正文", f"通往{named}的链接没有自动核对", "逐个点开，看打不打得开、是不是那一页"
        )
    for source, words in text.pictures:
        if not source.startswith("/file/"):
            yield Doubt(
                "picture",
                True,
                "正文",
                f"图片{source[:60]}不在本网站的文件库里，公众看不到",
                "下载以后用“插入图片”放进来",
            )
        if not words.strip():
            name = source.rsplit("/", 1)[-1]
            yield Doubt("picture", True, "正文", f"图片{name}没有替代文字", "用一句话写明图片的内容")


def _elsewhere(link: str) -> str:
    """The host of an address of another site, of which nothing is known here; none for others."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    outside = parts.scheme in ("", "http", "https") and parts.hostname not in settings.ALLOWED_HOSTS
    return (parts.hostname or "") if outside else ""


def _dead(link: str, draft: Draft, day: date) -> str:
    """Why an address of this site leads nowhere on the day; nothing for addresses elsewhere."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "不是地址"
    ours = not parts.netloc or parts.hostname in settings.ALLOWED_HOSTS
    if parts.scheme not in ("", "http", "https") or not ours:
        return ""
    if not parts.path:
        return "" if parts.netloc else "指向本页的一个位置，公开的正文里没有"
    if not parts.path.startswith("/"):
        return "不是完整的地址"
    try:
        found = resolve(unquote(parts.path))
    except Resolver404:
        return "在本网站没有这个地址"
    if found.view_name.startswith("desk:"):
        return "指向工作台，公众打不开"
    if found.view_name == "portal:document":
        row = Document.objects.filter(pk=found.kwargs["pk"], published_on__lte=day).first()
        return "指向没有公开的信息" if row is None else "指向已经撤下的信息" if row.withdrawn_on else ""
    if found.view_name == "portal:file":
        key = found.kwargs["key"]
        there = draft.files.filter(key=key).exists() or public_files(day).filter(key=key).exists()
        return "" if there else "指向没有公开的附件"
    if found.view_name == "portal:column":
        open_now = Column.objects.filter(slug=found.kwargs["slug"], opened_on__lte=day)
        return "" if open_now.exists() else "指向没有开设的栏目"
    return ""
