# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How the example county publishes: an index number in sequence, a plain text, many items at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.cli.demo.county import County
from gongkai.law.papers import kind_of_title
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System
from gongkai.organs.workdays import workdays
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Document

INNER = str.maketrans("“”", "‘’")  # quotation marks within others (GB/T 15834)


@dataclass
class Writer:
    """Publishes with an index number in sequence per organ and year."""

    county: County
    rng: random.Random
    tick: Callable[[], None]

    def __post_init__(self) -> None:
        self.sequence: dict[tuple[str, int], int] = {}

    def index_number(self, organ: Organ, year: int) -> str:
        key = (organ.slug, year)
        self.sequence[key] = self.sequence.get(key, 0) + 1
        return f"{organ.letter_code}/{year}-{self.sequence[key]:05}"

    def item(
        self, organ: Organ, column: Column, title: str, on: date, body: str = "", **facts: Any
    ) -> actions.Item:
        formed = facts.pop("formed_on", None) or on - timedelta(days=self.rng.randint(0, 12))
        self.tick()
        return actions.Item(
            organ=organ,
            column=column,
            title=title,
            body=body or _body(title, organ),
            summary=f"{title}，由{organ.short_name}公开。",
            formed_on=formed,
            on=on,
            reviewed_by=f"{organ.short_name}办公室审查人（示例）",
            index_number=self.index_number(organ, on.year),
            described={"kind": kind_of_title(title), **facts.pop("described", {})},
            **facts,
        )

    def publish(self, *where: Any, **facts: Any) -> Document:
        """One item, as its organ's editor."""
        item = self.item(*where, **facts)
        return self.publish_all([item], f"{item.organ.short_name}编辑（示例）")[0]

    def publish_all(self, items: Iterable[actions.Item], who: str = "各单位编辑（示例）") -> list[Document]:
        """Many at once."""
        return actions.publish_all(actor=System(who), items=list(items))


def _body(title: str, organ: Organ) -> str:
    return (
        f"<p>现将“{title.translate(INNER)}”有关情况予以公开。</p>"
        f"<p>本信息由{organ.short_name}制作，内容以本页为准。对内容有疑问的，可以在工作日与{organ.office_name}联系，"
        f"电话{organ.phone}。</p><p>（示例内容）</p>"
    )


def working_days(first: date, last: date) -> list[date]:
    days = workdays()
    span = (first + timedelta(n) for n in range((last - first).days + 1))
    return [d for d in span if days.is_workday(d)]
