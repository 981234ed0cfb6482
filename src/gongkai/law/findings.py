# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a check found in a report: where, what it should be, what it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How sure and how bad: an error contradicts the format, a warning asks for a look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or question, in the shape of the report check contract."""

    code: str
    severity: Severity
    where: str
    expected: int | Decimal | str | None
    found: int | Decimal | str | None
    message: str

    def as_json(self) -> dict[str, Any]:
        def plain(value: object) -> object:
            return float(value) if isinstance(value, Decimal) else value

        return {
            "code": self.code, "severity": self.severity.value, "where": self.where,
            "expected": plain(self.expected), "found": plain(self.found), "message": self.message,
        }  # fmt: skip
