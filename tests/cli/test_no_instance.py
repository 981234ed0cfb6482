# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that need an instance say so where there is none, write nothing there, and refuse impossible years."""

import os
import subprocess
import sys

import pytest

from gongkai.web.instance import Unfit, database

REPORT = ["report", "compute", "--organ", "yongjia", "--json", "--year"]


def run(where, *arguments):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from gongkai.cli import main; main()", *arguments],
        capture_output=True, text=True, cwd=where, env=env, check=False,
    )  # fmt: skip


NEED_ONE = [
    ["check"], [*REPORT, "2024"], ["search", "养老"], ["index", "rebuild"], ["index", "verify"], ["index", "status"],
    ["calendar", "load", "2027.json"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", NEED_ONE, ids=" ".join)
def test_a_directory_without_an_instance_is_refused_and_left_as_it_was(tmp_path, arguments):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "里没有实例" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["1", "99999", "2007"])
def test_a_year_without_regulations_is_refused_in_one_sentence(tmp_path, year):
    done = run(tmp_path, *REPORT, year)
    assert (done.returncode, done.stderr.strip()) == (2, f"年份应在2008到2199之间，现在是 {year}")


def test_an_empty_or_lost_key_is_never_replaced_by_another(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "gongkai.sqlite3").touch()
    done = run(tmp_path, "check")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "personal 不见了" in done.stderr
    assert not (tmp_path / "keys" / "personal").exists()
    (tmp_path / "keys" / "personal").touch()
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert "是空的" in done.stderr


def test_a_day_of_the_instance_that_is_no_date_is_named(tmp_path):
    (tmp_path / "gongkai.sqlite3").touch()
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "personal").write_text("x")
    (tmp_path / "today").write_text("明天")
    done = run(tmp_path, "check")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "today 里应当只有一个日期" in done.stderr


def test_what_follows_the_question_mark_of_a_database_address_reaches_the_driver(monkeypatch):
    monkeypatch.setenv(
        "GONGKAI_DATABASE_URL", "postgres://u:p%40ss@db:5433/g%20k?sslmode=verify-full&connect_timeout=3"
    )
    entry = database()
    assert entry["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "3"}
    assert (entry["NAME"], entry["PASSWORD"], entry["PORT"]) == ("g k", "p@ss", "5433")
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "mysql://u@db/g")
    with pytest.raises(Unfit, match="mysql"):
        database()


@pytest.mark.parametrize("command", ["check", "serve"])
def test_an_example_that_was_not_built_is_neither_checked_nor_served_nor_given_tables(tmp_path, command):
    (tmp_path / "gongkai.sqlite3").touch()
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "personal").write_text("x")
    (tmp_path / "today").write_text("2025-02-10")
    done = run(tmp_path, command)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "没有建完" in done.stderr
    assert (tmp_path / "gongkai.sqlite3").stat().st_size <= 4096  # SQLite's first page, no table
