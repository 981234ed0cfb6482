# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Published reports kept beside the repository: every cell with an expected value is read as that value."""

import json
from pathlib import Path

import pytest

from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.reader import read
from gongkai.law.trial2019 import ROW_LABELS

WHERE = next(
    (p for p in (up / "shared" / "reports" for up in Path(__file__).resolve().parents) if p.is_dir()), None
)
pytestmark = pytest.mark.skipif(WHERE is None, reason="没有 ../shared/reports，公开的年报不在仓库里")
WHERE = WHERE or Path()
REPORTS = [p for p in sorted(WHERE.glob("0*.*")) if (WHERE / "expected" / f"{p.stem}.json").exists()]
PAGES = sorted(WHERE.glob("pages/*.md"))


def expected_rows(raw):
    if "table3" in raw:
        return raw["table3"]
    short = dict(zip((id for id, _ in ROW_LABELS), raw["table3_2019_23rows_blank_as_null"], strict=True))
    from gongkai.law.table3 import ROW_IDS

    return [short.get(id, [None] * 7) for id in ROW_IDS]


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_every_cell_of_a_published_report(path):
    raw = json.loads((WHERE / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
    reading = read(path)
    assert reading.tables.table3.as_rows() == expected_rows(raw)
    assert [v for values in reading.tables.table4.as_json().values() for v in values] == raw["table4"]
    assert (reading.year, reading.format) == (raw["year"], raw["format"])
    if "table2" in raw:
        t2, shown = raw["table2"], reading.tables.table2.as_json()
        assert shown["rules"] == list(t2["规章"].values())
        assert shown["normative_documents"] == list(t2["行政规范性文件"].values())
        assert [shown[k] for k in ("licences", "penalties", "coercion", "fees_wan_yuan")] == list(
            t2.values()
        )[2:]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_cell_of_a_page_of_which_a_part_is_kept(path):
    raw = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    reading = read(path)
    rows = raw["table3_rows_seen_in_statutory_order"]
    assert reading.tables.table3.as_rows() == rows + [[None] * 7] * (25 - len(rows))
    shown = reading.tables.table2.as_json()
    for name, key in (("规章", "rules"), ("行政规范性文件", "normative_documents"), ("行政许可", "licences"), ("行政处罚", "penalties"), ("行政强制", "coercion"), ("行政事业性收费", "fees_wan_yuan")):  # fmt: skip
        if name in raw["table2"]:
            assert shown[key] == raw["table2"][name] or (
                raw["table2"][name] is None and shown[key] == [None] * 3
            )


def test_carry_over_and_rules_in_force_of_two_years_agree():
    before, now = (read(WHERE / name) for name in ("004.txt", "005.txt"))
    assert not [f for f in check(now, before) if f.code.startswith("X.")]


@pytest.mark.parametrize("name", ["001.pdf", "004.txt", "007.md", "010.html"])
def test_a_sound_report_has_no_error(name):
    assert not [f for f in check(read(WHERE / name)) if f.severity == "error"]
