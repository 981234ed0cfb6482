# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""标准目录条目 of the example county: three of its fields have theirs registered, by the import an office uses; the others still lack them.

The wording is this example's (示例), in the form of 国办发〔2019〕54号. Registered after the year: no item of 2024 is judged by it.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from gongkai.organs.permissions import System
from gongkai.publishing.cataloguing import NEEDED, import_items
from gongkai.publishing.models import Column

ON = date(2025, 2, 7)
HEADINGS = (*NEEDED[:2], "二级事项", *NEEDED[2:], "公开对象", "公开方式")
REGULATIONS = "《中华人民共和国政府信息公开条例》"
ELDERS = f"《中华人民共和国老年人权益保障法》、《养老机构管理办法》、{REGULATIONS}"
RELIEF = f"《社会救助暂行办法》、{REGULATIONS}"
SCHOOLS = f"《中华人民共和国义务教育法》、{REGULATIONS}"
ALL, SOME, OPEN, ASKED = "全社会", "特定群体", "主动", "依申请"
# The column's slug → rows under the headings, the county's and, where it says so, the townships' too.
ROWS = {
    "ly20-1": (
        ("2001", "最低生活保障", "政策法规文件", "低保申请条件、保障标准、补差办法，县和乡镇（街道）受理地点", RELIEF, "20个工作日", ALL, OPEN),
        ("2002", "最低生活保障", "审核确认", "乡镇（街道）初审、县民政局确认的户数、人数和资金支出；不公开身份证号、银行账号", RELIEF, "7个工作日", ALL, OPEN),
        ("2003", "最低生活保障", "对象公示", "本村（社区）保障对象名单和享受金额，在村（居）公示栏张贴", RELIEF, "7个工作日", SOME, OPEN),
    ),
    "ly20-3": (("2011", "临时救助", "办理情况", "临时救助的对象范围、标准、办理流程，每月支出总额", RELIEF, "20个工作日", ALL, OPEN),),
    "ly20-4": (("2021", "社会救助", "救助标准", "低保、特困供养、临时救助当年标准和调整依据", RELIEF, "10个工作日", ALL, OPEN),),
    "ly21-1": (
        ("2101", "养老机构", "备案信息", "养老机构名称、地址、床位数、备案日期和联系电话", ELDERS, "20个工作日", ALL, OPEN),
        ("2102", "养老机构", "监督检查", "检查计划、检查结果和行政处罚", ELDERS, "7个工作日", ALL, OPEN),
    ),
    "ly21-2": (
        ("2111", "养老服务补贴", "扶持政策", "建设补助、运营补贴的条件、标准、申请材料和办理流程", ELDERS, "20个工作日", ALL, OPEN),
        ("2112", "养老服务补贴", "高龄津贴", "发放人数和金额汇总；个人领取情况由本人查询", ELDERS, "20个工作日", SOME, ASKED),
    ),
    "ly24-2": (
        ("2401", "招生管理", "招生政策", "义务教育招生入学办法、学区划分、报名时间和材料", SCHOOLS, "20个工作日", ALL, OPEN),
        ("2402", "招生管理", "招生结果", "各校招生计划和实际招收人数", SCHOOLS, "20个工作日", ALL, OPEN),
    ),
    "ly24-3": (("2411", "学生资助", "资助政策", "资助项目、对象、标准、申请程序和监督电话", SCHOOLS, "20个工作日", ALL, OPEN),),
}  # fmt: skip


def build() -> None:
    """Import each column's table. Raises AssertionError where the import finds a fault: the example's own mistake."""
    for slug, rows in ROWS.items():
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(HEADINGS)
        table.writerows(rows)
        done = import_items(
            actor=System("县政务公开办（示例）"), column=Column.objects.get(slug=slug), data=text.getvalue().encode(),
            on=ON, dry_run=False,
        )  # fmt: skip
        if not done.imported:
            raise AssertionError(f"{slug}: {done.faults}")
