# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理结果: the row of table 3 the case became, its letter and its remedy."""

from __future__ import annotations

from typing import Any

from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.law.remedies import Variant, variant_of

_REMEDIES = {
    Variant.REVIEW_FIRST: "先申请行政复议",
    Variant.CHOICE: "行政复议或者行政诉讼",
    Variant.NONE: "不适用",
    Variant.THIRD_PARTY: "行政复议或者行政诉讼",
}


def show(page: CasePage) -> dict[str, Any] | None:
    result, closed_on = page.result, page.case.closed_on
    if result is None or closed_on is None:
        return None
    remedy = _REMEDIES[variant_of(result.ground, closed_on)] if result.letter else "不适用"
    return {"result": result, "remedy": remedy}


PART = Part("result", show)
