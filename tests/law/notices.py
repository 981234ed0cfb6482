# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The State Council's arrangements for 2024 and 2025, as figures, for tests."""

from datetime import date, timedelta

from gongkai.law.calendar import Workdays, YearNotice


def span(first: str, last: str) -> set[date]:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    return {a + timedelta(n) for n in range((b - a).days + 1)}


def days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(t) for t in texts)


Y2024 = YearNotice(
    off=frozenset(
        span("2024-01-01", "2024-01-01") | span("2024-02-10", "2024-02-17") | span("2024-04-04", "2024-04-06")
        | span("2024-05-01", "2024-05-05") | span("2024-06-10", "2024-06-10") | span("2024-09-15", "2024-09-17")
        | span("2024-10-01", "2024-10-07")
    ),
    on=days("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"),
)  # fmt: skip
Y2025 = YearNotice(
    off=frozenset(
        span("2025-01-01", "2025-01-01") | span("2025-01-28", "2025-02-04") | span("2025-04-04", "2025-04-06")
        | span("2025-05-01", "2025-05-05") | span("2025-05-31", "2025-06-02") | span("2025-10-01", "2025-10-08")
    ),
    on=days("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
)  # fmt: skip
WORKDAYS = Workdays({2024: Y2024, 2025: Y2025})
