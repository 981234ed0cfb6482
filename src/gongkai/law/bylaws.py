# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开制度: which ones the regulations require an organ to have, and under which article each stands."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.citations import Citation


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule of an organ is about. governments_only: asked of governments, not of their departments."""

    key: str
    name: str
    citation: Citation | None
    governments_only: bool = False


GROUNDS: tuple[Ground, ...] = (
    Ground("examination", "公开审查", Citation("条例", "第十七条")),
    Ground("handling", "依申请公开办理", Citation("条例", "第四十五条")),
    Ground("coordination", "发布协调", Citation("条例", "第十一条")),
    Ground("adjustment", "动态调整", Citation("条例", "第十八条")),
    Ground("assessment", "考核、社会评议和责任追究", Citation("条例", "第四十六条"), governments_only=True),
    Ground("other", "其他", None),
)
BY_KEY = {ground.key: ground for ground in GROUNDS}


def missing(held: set[str], *, government: bool) -> list[Ground]:
    """What the regulations require and the organ has no rule for (条例第五十二条: not having set them up is answered for)."""
    return [
        ground for ground in GROUNDS
        if ground.citation is not None and ground.key not in held and (government or not ground.governments_only)
    ]  # fmt: skip
