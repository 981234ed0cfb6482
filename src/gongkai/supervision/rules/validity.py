# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""过期、被替代而没有标注的信息 (条例第十二条、第五十三条第二项; 国办发〔2018〕37号). Read from the items' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from gongkai.law.clock import cn
from gongkai.law.remedies import months_after
from gongkai.publishing.body import plain
from gongkai.publishing.models import Version
from gongkai.supervision.models import Severity
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short

_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
# An end that a notice states of itself: 有效期至…, 截止日期…, 至…止. A bare date says nothing.
_ENDS = re.compile(
    rf"(?:有效期(?:限)?(?:截)?至|截止(?:日期|时间|到|至|于)?[为是：:]?|截至|至){_DAY}"
    rf"(?=[止前以]|截止|结束|[，。；）)、\s]|\d{{1,2}}[时:：]|$)"
)
_STATES_END = re.compile(r"有效期|截止|截至|报名|申报|公示期|公示时间|征集时间")
_NOTICE = re.compile(r"通知|公告|公示|通告|招聘|招考|报名|申报")
_TERM = re.compile(r"有效期(?:限)?(?:为)?\s*([一二三四五六七八九十]|\d{1,2})\s*年")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_REPEALS = re.compile(r"([一-鿿]{1,12}〔\d{4}〕\d{1,5}号)[^。；]{0,40}?废止")


def present(look: Look, *words: str) -> QuerySet[Version]:
    """The present words of what is public and unmarked, that hold one of these."""
    rows = Version.objects.filter(
        number=F("document__version"), document__withdrawn_on__isnull=True, document__published_on__lte=look.as_of,
    )  # fmt: skip
    wanted = Q()
    for word in words:
        wanted |= Q(body__contains=word)
    return rows.filter(wanted)


_COLUMNS = (
    "document", "document__title", "document__organ", "document__register", "document__effective_from", "body",
)  # fmt: skip


class Expired(Rule):
    """已过时效没有标注."""

    code, label, article = "expired_unmarked", "过期没有标注", "条例第五十三条第二项；国办发〔2018〕37号"
    says = "正文写明了截止日期或者有效期，已经过了，没有标注“已过时效”“已失效”。"
    severity = Severity.FAULT
    settings = (Setting("grace", "过期多少日以后提出", 0, "日", "本机关设置"),)

    def find(self, look: Look) -> Iterator[Found]:
        rows = present(look, "有效期", "截止", "截至", "公示", "报名", "申报").filter(
            document__mark__isnull=True, document__expires_on__isnull=True, document__repealed_on__isnull=True,
            document__consultation__isnull=True,
        )  # fmt: skip
        rows = look.narrowed(rows, "document")
        limit = look.as_of - timedelta(days=look.values["grace"])
        for pk, title, organ, register, effective, body in rows.values_list(*_COLUMNS).iterator(2000):
            ended = term_end(body, effective) if register else stated_end(title, body)
            if ended is not None and ended < limit:
                yield Found(
                    f"document/{pk}", organ, title, f"document/{pk}",
                    f"“{short(title)}”{cn(ended)}已经到期，没有标注", f"/document/{pk}/",
                    {"到期": cn(ended), "到期日": ended.isoformat()},
                )  # fmt: skip


def stated_end(title: str, body: str) -> date | None:
    """The last end a notice states of itself; None where it states none."""
    if not _NOTICE.search(title):
        return None
    text = plain(body)
    if not _STATES_END.search(text):
        return None
    return max((d for d in map(_date, _ENDS.findall(text)) if d), default=None)


def term_end(body: str, effective: date | None) -> date | None:
    """The last day of the term of years a registered document gives itself."""
    found = _TERM.search(plain(body))
    if found is None or effective is None:
        return None
    years = _DIGITS.get(found[1]) or int(found[1])
    return months_after(effective, 12 * years) - timedelta(days=1) if years else None


def _date(parts: tuple[str, str, str]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


class Superseded(Rule):
    """已被替代没有标注."""

    code, label, article = "superseded_unmarked", "废止没有标注", "条例第二十条第一项；国办发〔2018〕37号"
    says = "别的公开文件写明这份文件废止，它还标注现行有效。"
    severity = Severity.FAULT

    def find(self, look: Look) -> Iterator[Found]:
        from gongkai.publishing.models import Document

        live = Document.objects.filter(
            withdrawn_on__isnull=True, published_on__lte=look.as_of, number__isnull=False, mark__isnull=True,
            repealed_on__isnull=True,
        ).filter(Q(expires_on__isnull=True) | Q(expires_on__gte=look.as_of))  # fmt: skip
        live = look.narrowed(live)
        named = {
            number: (pk, title, organ)
            for pk, number, title, organ in live.values_list("pk", "number", "title", "organ")
        }
        if not named:
            return
        sayers = present(look, "废止").filter(
            Q(document__effective_from__isnull=True) | Q(document__effective_from__lte=look.as_of)
        )
        if look.pk:
            sayers = sayers.filter(body__contains=next(iter(named)))
        seen: set[int] = set()
        for pk, title, body in sayers.values_list("document", "document__title", "body").iterator(2000):
            for number in _REPEALS.findall(plain(body)):
                target = next((named[n] for n in _spellings(number) if n in named), None)
                if target is None or target[0] == pk or target[0] in seen:
                    continue
                seen.add(target[0])
                yield Found(
                    f"document/{target[0]}", target[2], target[1], f"document/{target[0]}",
                    f"“{short(target[1])}”已被“{short(title, 40)}”写明废止，没有标注", f"/document/{target[0]}/",
                    {"写明废止的文件": title, "文件": pk},
                )  # fmt: skip


def _spellings(number: str) -> list[str]:
    """原永政发〔2019〕3号: which of the characters before the year belong to the number, only the register knows."""
    head, _, rest = number.partition("〔")
    return [f"{head[n:]}〔{rest}" for n in range(len(head))]
