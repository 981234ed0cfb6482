# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The fixed words of a report: six titles and the preamble (条例第五十条; 国办公开办函〔2021〕30号)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.annual_report.reading.identity import names_organ

# Title, and which parts of the text stand under it.
PART_TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一、总体情况", ("1.1", "1.2", "1.3", "1.4", "1.5")),
    ("二、主动公开政府信息情况", ()),
    ("三、收到和处理政府信息公开申请情况", ()),
    ("四、政府信息公开行政复议、行政诉讼情况", ()),
    ("五、存在的主要问题及改进情况", ("5.1", "5.2")),
    ("六、其他需要报告的事项", ("6",)),
)


def title_lines(snapshot: dict[str, Any]) -> tuple[str, ...]:
    """The title as it is set: the organ, and below it the rest; in one where the organ's name alone would not be known as one."""
    organ, title = snapshot["organ"], snapshot["title"]
    if not title.startswith(organ) or title == organ or not names_organ(organ):
        return (title,)
    return organ, title.removeprefix(organ)


def preamble(snapshot: dict[str, Any]) -> str:
    """法律依据、统计期限、联系方式."""
    contact, year = snapshot.get("contact"), snapshot["year"]
    text = (
        f"根据《中华人民共和国政府信息公开条例》第五十条编制。数据统计期限为{year}年1月1日至12月31日。"
        "报告由六个部分组成，电子版可以在本机关政府信息公开平台下载。"
    )
    if contact:
        text += f"对报告有疑问的，请与{contact['name']}联系（地址：{contact['address']}，电话：{contact['phone']}）。"
    return text


def lines(pieces: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The pieces of a part, paragraph by paragraph."""
    found: list[list[Mapping[str, Any]]] = [[]]
    for piece in pieces:
        for n, text in enumerate(piece["text"].split("\n") if not piece["figure"] else (piece["text"],)):
            if n and found[-1]:
                found.append([])
            if text:
                found[-1].append({**piece, "text": text})
    return [paragraph for paragraph in found if paragraph]


NOTES_TITLE = "口径说明"


def notes_lines(snapshot: dict[str, Any]) -> list[str]:
    """What a roll-up says of its scope and the public notes on figures, one a line, as they stand after the sixth part."""
    noted = [f"{note['label']}：{note['text']}" for note in snapshot.get("figure_notes", ())]
    return [*snapshot.get("statements", ()), *noted]
