# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""主动公开: when an item has to be out (条例第二十六条), and the fifteen items of 第二十条."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Workdays
from gongkai.law.citations import ART26, Citation

PUBLICATION_LIMIT = 20  # 工作日, 第二十六条

ART20_ITEMS: tuple[str, ...] = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    "国民经济和社会发展统计信息",
    "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    "财政预算、决算信息",
    "行政事业性收费项目及其依据、标准",
    "政府集中采购项目的目录、标准及实施情况",
    "重大建设项目的批准和实施情况",
    "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    "突发公共事件的应急预案、预警信息及应对情况",
    "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    "公务员招考的职位、名额、报考条件等事项以及录用结果",
    "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether an item came out in time, and by which rule."""

    due: date
    taken: int  # 工作日 from the day after it was formed to the day it came out
    in_time: bool
    citation: Citation


def timeliness(formed_on: date, published_on: date, workdays: Workdays) -> Timeliness:
    """Judge an item against 20 working days from its forming; another legal limit takes precedence where there is one."""
    due = workdays.add(formed_on, PUBLICATION_LIMIT)
    return Timeliness(due, workdays.between(formed_on, published_on), published_on <= due, ART26)
