# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公文种类 and 主题分类: what a paper is called and what it is about, as the catalogue of 条例第十二条 lists it.

The fifteen kinds are those of 《党政机关公文处理工作条例》第八条 (中办发〔2012〕14号). The themes are the classes government sites sort
papers by; an instance may name its own (GONGKAI_THEMES).
"""

from __future__ import annotations

KINDS = (
    "决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
)  # fmt: skip
THEMES = (
    "综合政务", "国民经济管理、国有资产监管", "财政、金融、审计", "国土资源、能源", "农业、林业、水利", "工业、交通",
    "商贸、海关、旅游", "市场监管、安全生产监管", "城乡建设、环境保护", "科技、教育", "文化、广电、新闻出版", "卫生、体育",
    "人口与计划生育、妇女儿童工作", "劳动、人事、监察", "公安、安全、司法", "民政、扶贫、救灾", "民族、宗教", "对外事务",
    "港澳台侨工作", "国防", "其他",
)  # fmt: skip
_ENDINGS = {kind: (kind,) for kind in KINDS} | {"命令（令）": ("令",)}


def kind_of_title(title: str) -> str | None:
    """The kind a title ends with, where it ends with one: 关于印发…办法的通知 is a 通知. Remarks in brackets at the end do not count.

    >>> kind_of_title("关于印发养老服务补贴办法的通知（示例）")
    '通知'
    >>> kind_of_title("养老服务补贴办法") is None
    True
    """
    bare = title.strip()
    while bare.endswith(("）", ")")) and (start := max(bare.rfind("（"), bare.rfind("("))) > 0:
        bare = bare[:start].rstrip()
    return next((kind for kind, ends in _ENDINGS.items() if bare.endswith(ends)), None)
