# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""数量和频次的依据 as a workbook and as a document: counts and lists without a name and without a judgement."""

from __future__ import annotations

import io
from datetime import date

from docx import Document
from openpyxl import Workbook

from gongkai.applications.models import Application
from gongkai.applications.queries.likeness import Volume
from gongkai.law.clock import cn
from gongkai.law.outcomes import outcome

NOTE = "本表只列登记簿的事实，不作判断；数量、频次是否明显超过合理范围由人判断（条例第三十五条）。"
HEAD = ("登记编号", "提交日期", "收到日期", "申请事项", "获取方式", "办理结果")


def _safe(text: str) -> str:
    """A cell a spreadsheet never takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _row(case: Application) -> tuple[str, ...]:
    result = outcome(case.outcome).short if case.outcome else case.get_state_display()
    received = cn(case.received_on) if case.received_on else "待确认"
    return case.number, cn(case.submitted_on), received, case.title, case.form, result


def _title(case: Application, made_on: date) -> str:
    return f"与{case.number}同一申请人向{case.organ.name}提出的申请（截至{cn(made_on)}）"


def workbook(case: Application, found: Volume, made_on: date) -> bytes:
    """.xlsx: the list, the counts by day and by month, and what is alike."""
    book = Workbook()
    sheet = book.active
    sheet.title = "申请清单"
    sheet.append([_safe(_title(case, made_on))])
    sheet.append([NOTE])
    sheet.append(list(HEAD))
    for row in found.cases:
        sheet.append([_safe(cell) for cell in _row(row)])
    for name, head, rows in (
        ("按日", "日期", [(cn(day), n) for day, n in found.by_day]),
        ("按月", "月份", found.by_month),
    ):
        page = book.create_sheet(name)
        page.append([head, "件数"])
        for label, count in rows:
            page.append([label, count])
    page = book.create_sheet("内容相近")
    page.append(["事项", "件数", "登记编号"])
    for title, cases in found.topics:
        page.append([_safe(title), len(cases), "、".join(c.number for c in cases)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def document(case: Application, found: Volume, made_on: date) -> bytes:
    """.docx of the same facts."""
    paper = Document()
    paper.add_heading(_title(case, made_on), level=1)
    paper.add_paragraph(NOTE)
    paper.add_paragraph(f"共{len(found.cases)}件，单日最多{found.most_in_a_day}件。")
    paper.add_paragraph("按月：" + "；".join(f"{month}　{count}件" for month, count in found.by_month))
    paper.add_heading("申请清单", level=2)
    table = paper.add_table(rows=1, cols=len(HEAD), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = words
    for row in found.cases:
        for cell, words in zip(table.add_row().cells, _row(row), strict=True):
            cell.text = words
    paper.add_heading("内容相近的申请", level=2)
    for title, cases in found.topics:
        paper.add_paragraph(f"{title}：{len(cases)}件（{'、'.join(c.number for c in cases)}）")
    if not found.topics:
        paper.add_paragraph("没有内容相近的申请。")
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
