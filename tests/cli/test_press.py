# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai press`, `gongkai tick`: the contract of the command line, on a copy of the example county."""

import json
import os
import shutil

import pytest

from tests.conftest import Instance, copied

pytestmark = pytest.mark.skipif(
    "os.environ.get('GONGKAI_DATABASE_URL')", reason="takes a copy of the SQLite file"
)


@pytest.fixture(scope="module")
def copy(county, tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("press") / "county")
    copied(county, made.where)
    return made


def test_the_example_is_pressed_whole_and_a_changed_file_is_named(copy):
    assert json.loads(copy.run("press", "verify", "--json").stdout) == {"ok": True, "problems": []}
    pages = copy.where / "site" / "current" / "pages"
    assert sum(1 for _ in pages.rglob("*.html")) > 12_268
    (pages / "index.html").unlink()  # linked with the county's, which stays as it is
    (pages / "index.html").write_text("改过")
    found = copy.run("press", "verify", check=False)
    assert (found.returncode, found.stdout.strip()) == (1, "文件被改动：index.html")


@pytest.mark.law("条例第二十四条")
def test_a_copy_is_checked_where_there_is_no_database(copy, tmp_path):
    tree = tmp_path / "public"
    shutil.copytree((copy.where / "site" / "current").resolve(), tree, copy_function=os.link)
    (tree / "pages" / "extra.html").write_text("多出")
    key = str(copy.where / "keys" / "press.pub")
    found = copy.run("press", "verify", "--tree", str(tree), "--key", key, "--json", check=False)
    assert "文件多出：extra.html" in json.loads(found.stdout)["problems"]
    assert not (tree / "keys").exists()
    assert copy.run("press", "verify", "--tree", str(tree), check=False).returncode == 2


def test_a_tick_presses_what_a_later_day_brings_and_nothing_twice(copy):
    later = json.loads(copy.run("tick", "--now", "2025-03-20T08:00", "--json").stdout)
    assert 10 < later["files"] < 4_000
    assert json.loads(copy.run("tick", "--now", "2025-03-20T09:00", "--json").stdout)["files"] == 0
    assert copy.run("tick", "--now", "明天", check=False).returncode == 2


def test_a_directory_without_an_instance_is_said(tmp_path, county):
    for words in (["press", "rebuild"], ["press", "verify"], ["tick"]):
        refused = county.run(*words, "--dir", str(tmp_path), check=False)
        assert refused.returncode == 2 and "没有实例" in refused.stderr
