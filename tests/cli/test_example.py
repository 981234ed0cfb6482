# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""An example county whose building was interrupted does not pass for one that is built."""

import json

import pytest
import typer

from gongkai.cli.example import MARK, is_finished, mark_finished, refuse_unfinished
from tests.factories import OrganFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(tmp_path):
    (tmp_path / "today").write_text("2025-02-10")
    return tmp_path


def test_an_example_begun_and_not_built_is_refused_with_the_command_that_builds_it(begun, capsys):
    with pytest.raises(typer.Exit) as ended:
        refuse_unfinished(begun)
    assert ended.value.exit_code == 2
    assert f"gongkai demo --dir {begun}" in capsys.readouterr().err


def test_one_that_is_built_and_an_instance_of_ones_own_are_used(begun, tmp_path_factory):
    mark_finished(begun, documents=3, applications=2)
    refuse_unfinished(begun)
    assert json.loads((begun / MARK).read_text()) == {"documents": 3, "applications": 2}
    assert is_finished(begun)
    refuse_unfinished(tmp_path_factory.mktemp("own"))


def test_one_built_before_there_was_a_mark_is_used(begun):
    OrganFactory()
    refuse_unfinished(begun)
    assert not is_finished(begun)
