# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai search`, `gongkai index`: the contract of the command line, on the example county."""

import json
import shutil

import pytest

from tests.conftest import Instance, copied


def test_search_answers_with_ids_titles_addresses_and_snippets(county):
    found = json.loads(county.run("search", "养老", "--json", "--limit", "3").stdout)
    assert found["total"] > 100
    assert found["took_ms"] > 0
    assert len(found["results"]) == 3
    for row in found["results"]:
        assert "养老" in row["title"]
        assert row["url"] == f"/document/{row['id']}/"
        assert "<mark>养老</mark>" in row["snippet"]


def test_an_empty_answer_is_an_answer_and_an_empty_question_is_not(county):
    found = json.loads(county.run("search", "外星生物备案", "--json").stdout)
    assert (found["total"], found["results"], found["without_index"]) == (0, [], False)
    refused = county.run("search", " ", check=False)
    assert (refused.returncode, refused.stderr.strip()) == (2, "请写要找的词")


@pytest.mark.skipif("os.environ.get('GONGKAI_DATABASE_URL')", reason="takes a copy of the SQLite file")
@pytest.mark.thorough
def test_the_index_is_rebuilt_by_command_and_verify_names_what_is_wrong(county, tmp_path):
    copy = Instance(tmp_path / "copy")
    copied(county, copy.where)
    assert json.loads(copy.run("index", "verify", "--json").stdout) == {"ok": True, "problems": []}
    before = json.loads(copy.run("index", "status", "--json").stdout)
    shutil.rmtree(copy.where / "index")
    assert copy.run("index", "verify", check=False).returncode == 1
    title_only = copy.run("search", "养老", "--json")
    assert json.loads(title_only.stdout)["without_index"] is True
    assert "index rebuild" in title_only.stderr
    copy.run("index", "rebuild")
    assert json.loads(copy.run("index", "verify", "--json").stdout)["ok"] is True
    after = json.loads(copy.run("index", "status", "--json").stdout)
    assert (after["entries"], after["state"]) == (before["entries"], "ready")
