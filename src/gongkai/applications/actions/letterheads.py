# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""An organ's own letterhead and wording."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications.actions.core import Refused
from gongkai.applications.letters.wording import faults, shipped
from gongkai.applications.models import Letterhead, LetterTemplate
from gongkai.law.letters import letter
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record

FIELDS = frozenset(
    {
        "code", "level", "county_government", "upper_government", "upper_authority", "court", "disputed_scope",
        "series", "seal_image",
    }
)  # fmt: skip
SEAL_MOST, PNG = 512 * 1024, b"\x89PNG\r\n\x1a\n"


@transaction.atomic
def set_letterhead(*, actor: Actor, organ: Organ, on: date, **values: Any) -> Letterhead:
    """文书设置: how the organ heads its letters and whom they name for the remedy. Letters signed before keep theirs."""
    require(actor, organ, Role.ADMIN, Role.SIGNER)
    unknown = set(values) - FIELDS
    if unknown:
        raise ValidationError(f"没有这样的设置：{'、'.join(sorted(unknown))}")
    seal = values.get("seal_image")
    if seal and (not bytes(seal).startswith(PNG) or len(seal) > SEAL_MOST):
        raise Refused("印章图样要是PNG图片，最大512千字节")
    for kind, word in (values.get("series") or {}).items():
        _series_word(letter(kind).title, str(word))
    if code := values.get("code"):
        _series_word("机关代字", str(code))
    row, _ = Letterhead.objects.get_or_create(organ=organ)
    for name, value in values.items():
        setattr(row, name, value or ({} if name == "series" else None))
    row.disputed_scope = row.disputed_scope or "narrow"
    row.full_clean(exclude=["series", *(name for name in FIELDS if getattr(row, name) is None)])
    row.save()
    record(
        f"letterhead/{organ.pk}", actor, "letterhead.set", on, {"organ": organ.slug, "fields": sorted(values)}
    )
    return row


def _series_word(what: str, word: str) -> None:
    """A word that stands before 〔year〕: short, of Chinese characters or letters, never a digit that would join the number."""
    if not word.strip():
        raise Refused("文号的系列名不能是空的")
    if not re.fullmatch(r"[A-Za-z\u4e00-\u9fff]{1,20}", word):
        raise Refused(f"{what}的“{word}”只能用汉字和字母，最多20个字，不写年份、序号和括号")


@transaction.atomic
def word_template(*, actor: Actor, organ: Organ, on: date, kind: str, text: str) -> LetterTemplate:
    """改文书用语, as a new version. A wording that leaves out what the law wants said is refused with its name."""
    chosen = letter(kind)
    require(actor, organ, Role.ADMIN, Role.SIGNER, Role.REVIEWER)
    text = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if found := faults(chosen, text):
        raise Refused("；".join(found))
    Organ.objects.select_for_update().get(pk=organ.pk)
    last = LetterTemplate.objects.filter(organ=organ, kind=kind).order_by("-version").first()
    if text == (last.text if last else shipped(kind)):
        raise Refused("用语没有改动")
    row = LetterTemplate(
        organ=organ, kind=kind, version=(last.version if last else 0) + 1, text=text,
        edited_by=person_or_none(actor), edited_on=on,
    )  # fmt: skip
    row.save()
    record(
        f"letterhead/{organ.pk}",
        actor,
        "letter_template.worded",
        on,
        {"organ": organ.slug, "kind": kind, "version": row.version},
    )
    return row
