# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""永嘉县（示例）: the example county, written through the same verbs that its officers would use.

Deterministic: the same records each time, so that its report says the same. Its day is cli.instance.DEMO_DAY.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from gongkai.cli.demo import (
    activities,
    bylaws,
    cases,
    catalogue,
    collaboration,
    columns,
    coming,
    county,
    demands,
    documents,
    engagement,
    feeds,
    inspection,
    online,
    practice,
    report,
    units,
)

BASE_APPLICATIONS = 36 + 492 + 9 + 21 + online.COUNT + collaboration.COUNT
BASE_DOCUMENTS = documents.FIELD_ITEMS + 138
Progress = Callable[[str], Callable[[], None]]


def build(progress: Progress, *, more_documents: int = 0, more_applications: int = 0) -> None:
    """Write the whole county in one transaction: it is there whole or not at all."""
    with transaction.atomic():
        progress("机关和人员")
        made = county.build()
        placed = columns.build(made)
        documents.build(made, placed, progress("公开信息"), extra=more_documents)
        activities.build(made, placed, progress("培训、服务、热线、整改"))
        cases.build(made, progress("依申请公开"), extra=more_applications)
        online.build(made, progress("网上申请和来件"))
        collaboration.build(made)
        practice.build(made)
        bylaws.build(made)
        feeds.build(made)
        engagement.build(made)
        coming.build(made)
        inspection.build()
        demands.build(made)
        progress("年度报告")
        units.build(made)
        report.build(made)
        catalogue.build()
