# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The example county says what the 2024 report it began from says, from its records alone."""

import json
import os
import shutil
import sqlite3

import pytest

from tests.conftest import Instance

# figure, what the printed report says
SEED = {
    "training.sessions": 178, "training.people": 112_575, "enterprise.visits": 1_824, "enterprise.problems": 848,
    "job_fairs.count": 83, "interpretations.graphic": 25, "interviews.leaders": 12, "hotline.consultations": 403,
    "programme.issues": 9, "press.conferences": 5, "fields.count": 30, "fields.subcolumns": 153,
    "notices.issued": 9, "fees.handling": 0, "accountability.cases": 0, "applications.new": 492,
    "applications.carried_in": 36, "applications.handled": 505, "applications.carried_out": 23, "applications.late": 0,
}  # fmt: skip
SAID = {
    "topics.items": "50余", "tags.enterprise": "300余", "tags.prosperity": "30余", "job_fairs.posts": "30000余",
    "tags.employment": "500余", "tags.education": "800余", "tags.participation": "300余", "fields.items": "约1.1万",
    "findings.rectified": "500余",
}  # fmt: skip


@pytest.fixture(scope="module")
def computed(county):
    return json.loads(
        county.run("report", "compute", "--organ", "yongjia", "--year", "2024", "--json").stdout
    )


def test_every_exact_figure_of_the_seed(computed):
    assert {key: computed["figures"][key] for key in SEED} == SEED


def test_every_rounded_figure_of_the_seed_with_its_exact_number(computed):
    said = {n["figure"]: (n["text"], n["value"]) for n in computed["narrative"]}
    for key, words in SAID.items():
        assert said[key] == (words, computed["figures"][key])


def test_table_3_balances_in_seven_columns_under_this_reading(computed):
    t = computed["table3"]
    assert (t[0][6], t[1][6], t[23][6], t[24][6]) == (492, 36, 505, 23)
    for column in range(7):
        assert t[0][column] + t[1][column] == t[23][column] + t[24][column]
        assert sum(row[column] for row in t[2:23]) == t[23][column]
    for row in t:
        assert sum(row[:6]) == row[6]


def test_what_is_answered_together_is_what_each_figure_opens_to(computed):
    trace, said = computed["trace"], {n["figure"]: n["value"] for n in computed["narrative"]}
    asked = {**computed["figures"], **said}
    assert {key: trace[key]["value"] for key in asked} == asked
    for key in (
        "training.people",
        "tags.education",
        "fields.subcolumns",
        "litigations",
        "interpretations.all",
    ):
        assert asked[key] and asked[key] == sum(n for _, n in trace[key]["composition"])


def test_trace_names_the_cases_of_each_cell(computed):
    trace = computed["trace"]
    assert len(trace["T3.R3.4.1.np"]["records"]) == trace["T3.R3.4.1.np"]["value"] == 108
    assert len(trace["fields.items"]["records"]) == 11_036
    # only the missing social review is noted, and it does not block
    assert [f["code"] for f in computed["findings"]] == ["S.social", "S.units"]


def test_check_is_green(county):
    assert county.run("check").returncode == 0


@pytest.mark.skipif(
    "GONGKAI_DATABASE_URL" in os.environ,
    reason="the file is copied; the PostgreSQL chain test changes a row in place",
)
def test_one_changed_byte_of_a_ledger_row_turns_check_red_and_names_the_row(county, tmp_path):
    copy = tmp_path / "county"
    copy.mkdir()
    source = sqlite3.connect(county.where / "gongkai.sqlite3")
    target = sqlite3.connect(copy / "gongkai.sqlite3")
    source.backup(target)
    shutil.copytree(county.where / "keys", copy / "keys")
    with pytest.raises(sqlite3.DatabaseError):
        target.execute("UPDATE ledger_event SET kind = 'x' WHERE seq = 9000")
    target.executescript("DROP TRIGGER ledger_no_update")
    target.execute(
        "UPDATE ledger_event SET actor_label = replace(actor_label, '编辑', '编缉') WHERE seq = 9000"
    )
    target.commit()
    done = Instance(copy).run("check", check=False)
    assert done.returncode == 1
    assert "第9000行" in done.stdout


def test_unknown_organ_and_empty_directory_are_said_plainly(county, tmp_path):
    done = county.run("report", "compute", "--organ", "nowhere", "--year", "2024", check=False)
    assert (done.returncode, done.stderr.strip()) == (2, "没有代号为“nowhere”的机关")
