# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the text claims beyond its figures, held against the records: 均在法定期限内, 未收取, 未发生.

A sentence of the records ({{ 结论:期限 }}) is true by how it is made; one that is typed is only true when the records say so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from gongkai.annual_report.figures import Number
from gongkai.annual_report.reading import claims
from gongkai.annual_report.reading.tables import Tables
from gongkai.annual_report.text import PART_TITLES
from gongkai.law.findings import Finding, Severity
from gongkai.law.table2 import Table2
from gongkai.law.table3 import Table3
from gongkai.law.table4 import Table4

# Words, the figure that has to be 0 for them, and what the records say then. Which words count is a house rule.
_PROMISES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"(?:均|全部|都|一律)[^，,。；;]{0,8}(?:法定|规定)[^，,。；;]{0,6}(?:期限|时限|时间)"
            r"|(?:按期|按时|如期|期限内)[^，,。；;]{0,6}率[^，,。；;]{0,3}100[%％]"
            r"|(?:没有|未|无)(?:发生|出现)?(?:一件)?(?:超期|逾期|超时)"
        ),
        "applications.late", "{}件超过了法定期限",
    ),
    (claims.CHARGED_NOTHING, "fees.handling", "收取了信息处理费{}元"),
    (
        re.compile(r"(?:没有|未|无)[^，,。；;]{0,24}(?:责任追究|追究[^，,。；;]{0,4}责任|被问责|被追责)"),
        "accountability.cases", "有{}件责任追究",
    ),
)  # fmt: skip


def check(
    parts: Iterable[tuple[str, str, str]],
    values: Mapping[str, Number],
    tables: tuple[Table2, Table3, Table4],
    year: int,
) -> Iterator[Finding]:
    """N.claim for every promise of the text the records contradict. parts: key, label, and the text as it will be read."""
    said = list(parts)
    for _, label, text in said:
        for words, key, so in _PROMISES:
            found = words.search(text)
            if found is None or not values[key]:
                continue
            message = f"文字说“{found[0]}”，记录里{so.format(f'{values[key]:,}')}，请如实写"
            yield Finding("N.claim", Severity.ERROR, f"文字部分 {label}", 0, str(values[key]), message)
    number = {key: n for n, (_, keys) in enumerate(PART_TITLES, 1) for key in keys}
    read = Tables(*tables, found={2, 3, 4})
    yield from claims.check([(number[key], text) for key, _, text in said], (), read, year)
