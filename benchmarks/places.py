# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A county for benchmarks: a government, sixty organs below it, and columns that all of them fill."""

from __future__ import annotations

from datetime import date

from gongkai.organs.models import Organ
from gongkai.publishing.models import Column

COLUMNS = 153


def places() -> tuple[list[Organ], list[Column]]:
    """The organs below the government `xian`, and the columns."""
    facts = {"office_name": "办公室", "address": "示例路1号", "phone": "00000000", "office_hours": "工作日"}
    site = Organ.objects.create(
        slug="xian", name="示例县人民政府", short_name="县政府", kind="government", **facts
    )
    organs = [
        Organ.objects.create(slug=f"o{n}", name=f"示例机关{n}", short_name=f"机关{n}", kind="department", parent=site, **facts)
        for n in range(60)
    ]  # fmt: skip
    columns = [
        Column.objects.create(slug=f"c{n:03}", name=f"栏目{n:03}", kind="statutory", owner=site, belongs="示例", opened_on=date(2010, 1, 1))
        for n in range(COLUMNS)
    ]  # fmt: skip
    return organs, columns
