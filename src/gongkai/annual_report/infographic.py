# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""图解: the same figures as the report, in the same order, as shares for bars. Nothing is counted here."""

from __future__ import annotations

from typing import Any

from gongkai.law import wording
from gongkai.law.table3 import ROW_IDS, ROWS

GROUPS = (
    ("予以公开", ("R3.1",), "c1"),
    ("部分公开", ("R3.2",), "c1"),
    ("不予公开", tuple(r.id for r in ROWS if r.id.startswith("R3.3")), "c3"),
    ("无法提供", tuple(r.id for r in ROWS if r.id.startswith("R3.4")), "c3"),
    ("不予处理", tuple(r.id for r in ROWS if r.id.startswith("R3.5")), "c3"),
    ("其他处理", tuple(r.id for r in ROWS if r.id.startswith("R3.6")), "c3"),
)
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
THEMES = (
    ("教育", "tags.education"), ("稳岗就业", "tags.employment"), ("涉企服务", "tags.enterprise"),
    ("政府自身建设和公众参与", "tags.participation"), ("政策专栏", "topics.items"), ("共同富裕", "tags.prosperity"),
)  # fmt: skip


RESPONSES = (
    ("interpretations.graphic", "政策图解", "条"), ("interviews.leaders", "主要领导人访谈", "次"),
    ("hotline.consultations", "12345解答政策咨询", "次"), ("programme.issues", "政务热线节目", "期"),
    ("press.conferences", "新闻发布会", "次"), ("job_fairs.count", "招聘会", "场"),
)  # fmt: skip
ENTERPRISE = (
    ("training.sessions", "线上、线下培训活动", "场"), ("training.people", "服务企业人数", "人"),
    ("enterprise.visits", "累计开展企业服务", "家次"), ("enterprise.problems", "收集问题", "条"),
)  # fmt: skip
Tile = tuple[str, str, str]


def _tiles(figures: dict[str, Any], tiles: tuple[Tile, ...]) -> list[Tile]:
    """Those of which there is something to show: a unit that held no press conference does not say 0."""
    return [tile for tile in tiles if figures[tile[0]]]


def _bars(rows: list[tuple[str, int, str, str, str]]) -> list[dict[str, Any]]:
    most = max((value for _, value, *_ in rows), default=0)
    return [
        {
            "label": label,
            "text": text,
            "share": 100 * value / most if most else 0,
            "figure": key,
            "tone": tone,
        }
        for label, value, text, key, tone in rows
        if value
    ]


def infographic(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What the picture page needs, from a published snapshot."""
    table = dict(zip(ROW_IDS, snapshot["table3"], strict=True))
    figures = snapshot["figures"]
    new, before, done, after = (table[r][6] for r in ("R1", "R2", "R3.7", "R4"))
    whole = new + before
    results = [
        (
            label,
            n := sum(table[r][6] for r in rows),
            f"{n:,}",
            "T3.R3.7.total" if len(rows) > 1 else f"T3.{rows[0]}.total",
            tone,
        )
        for label, rows, tone in GROUPS
    ]
    given = results[0][1] + results[1][1]
    return {
        "new": new, "before": before, "done": done, "after": after, "whole": whole,
        "new_share": 100 * new / whole if whole else 0,
        "done_share": 100 * done / whole if whole else 0,
        "results": _bars(results),
        "given": given,
        "given_share": f"{100 * given / done:.1f}%" if done else "",
        "applicants": _bars([
            (name, table["R1"][n], f"{table['R1'][n]:,}", f"T3.R1.{key}", "c1")
            for n, (name, key) in enumerate(zip(APPLICANTS, ("np", "co", "ri", "so", "ls", "ot"), strict=True))
        ]),
        "themes": _bars([
            (name, figures[key], f"{wording.more_than(figures[key])}条", key, "c1") for name, key in THEMES
        ]),
        "responses": _tiles(figures, RESPONSES),
        "enterprise": _tiles(figures, ENTERPRISE),
        "supervised": bool(figures["notices.issued"] or figures["findings.rectified"]),
        "alt": _alt(snapshot, whole, new, before, done, after),
        "items_said": wording.about_wan(figures["fields.items"]),
        "rectified": wording.more_than(figures["findings.rectified"]),
        "on_time": figures["applications.late"] == 0,
    }  # fmt: skip


def _alt(snapshot: dict[str, Any], whole: int, new: int, before: int, done: int, after: int) -> str:
    """What the picture says, for who cannot see it."""
    return (
        f"{snapshot['title']}图解：本年新收{new:,}件，上年结转{before:,}件，一共{whole:,}件；办结{done:,}件，结转下年度{after:,}件。"
        f"全年公开政府信息{snapshot['figures']['documents.published']:,}条。"
    )
