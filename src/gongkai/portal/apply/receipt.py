# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""回执: what a person takes away, in plain words and as a file any device opens."""

from __future__ import annotations

from gongkai.applications.actions import Filed
from gongkai.applications.codes import grouped
from gongkai.applications.models import Application
from gongkai.law.clock import cn


def receipt_text(filed: Filed) -> str:
    """The receipt as a text with a byte order mark, so that every reader shows the Chinese."""
    row = filed.record
    lines = [
        f"{row.organ.name}",
        "",
        "政府信息公开申请提交回执" if isinstance(row, Application) else "来件回执",
        "",
    ]
    lines += [
        f"编号：{row.number}",
        f"查询码：{grouped(filed.code)}",
        f"事项：{row.title}",
        f"提交日期：{cn(row.submitted_on)}",
    ]
    if isinstance(row, Application):
        lines += [
            f"获取方式：{row.form}", "",
            "网上提交的申请，以双方确认之日为收到申请之日（条例第三十一条第三项），工作人员会用您留的电话与您确认。",
            "自收到申请之日起20个工作日内答复；需要延长的，最长再延长20个工作日，并告知您（条例第三十三条第二款）。",
        ]  # fmt: skip
    lines += [
        "", f"受理机构：{row.organ.office_name}，电话{row.organ.phone}，地址{row.organ.address}，{row.organ.office_hours}",
        "", "请保管好查询码。凭编号和查询码可以看进度、补正、撤回、下载文书。查询码丢失的，持证件到受理机构重新领取。",
    ]  # fmt: skip
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
