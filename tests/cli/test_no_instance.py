# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that need an instance say so where there is none, write nothing there, and refuse impossible years."""

import os
import subprocess
import sys

import pytest

REPORT = ["report", "compute", "--organ", "yongjia", "--json", "--year"]


def run(where, *arguments):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from gongkai.cli import main; main()", *arguments],
        capture_output=True, text=True, cwd=where, env=env, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [["check"], [*REPORT, "2024"]])
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
