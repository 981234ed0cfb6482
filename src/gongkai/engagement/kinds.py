# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Kinds of activities as data: what each is called, by what it is counted, and whether the public reads of each one.

The kinds the report counts stand here; a county adds its own as rows (`open_kind`), which no figure of the report counts.
"""

from __future__ import annotations

from dataclasses import dataclass

MEASURES = {"people": ("人数", "人"), "firms": ("家次", "家次"), "posts": ("岗位数", "个岗位")}


@dataclass(frozen=True)
class Kind:
    """One kind. measure: the quantity beside the count of activities, or none. told: each has a public page of its own."""

    key: str
    label: str
    measure: str | None = None
    listed: bool = True
    told: bool = False


BUILT_IN: tuple[Kind, ...] = (
    Kind("training", "企业培训", "people"),
    Kind("visit", "企业服务", "firms", listed=False),
    Kind("job_fair", "招聘会", "posts"),
    Kind("interview", "主要领导人访谈", told=True),
    Kind("press", "新闻发布会", told=True),
    Kind("programme", "政务热线节目", told=True),
    Kind("staff_training", "政务公开培训", "people", listed=False),
)
BY_KEY = {kind.key: kind for kind in BUILT_IN}
