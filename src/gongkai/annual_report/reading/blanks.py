# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a table whose cells were left blank or struck where 0 belongs.

A blank cell is never read as 0. But if all of them were 0 and a sum still does not agree, then either the sum is wrong or a figure is
missing: a question for whoever has the original. Where a cell could not be read, or a row was not found, nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gongkai.annual_report.reading.tables import Tables
from gongkai.law.findings import Finding, Severity
from gongkai.law.table3 import Table3

_SUMS = ("T3.sum", "T3.balance", "T3.row_total")


def as_nought(tables: Tables) -> Table3 | None:
    """Table 3 with its blank cells as 0; None where it has none, or where anything else of it is missing."""
    if not tables.blank or tables.unprinted or any(where.startswith("表三") for where, _ in tables.unread):
        return None
    absent = ("R3.6.1", "R3.6.2") if tables.one_row else ()
    return Table3({
        key: 0 if key in tables.blank or key[0] in absent else number for key, number in tables.table3.cells.items()
    })  # fmt: skip


def check(tables: Tables) -> Iterator[Finding]:
    """The sums that would not agree even then, as questions; those that agree or disagree by printed figures alone are not asked again."""
    filled = as_nought(tables)
    if filled is None:
        return
    said = {(finding.code, finding.where) for finding in tables.table3.check()}
    for finding in filled.check():
        if finding.code in _SUMS and (finding.code, finding.where) not in said:
            message = f"{finding.message}（没有印数的格当作0；如果不是0，请补上数）"
            yield replace(finding, severity=Severity.WARNING, message=message)
