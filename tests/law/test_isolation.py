# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""law/ is pure: the standard library and itself, no clock, no files, no network."""

import ast
import sys
from pathlib import Path

import pytest

import gongkai.law

MODULES = sorted(Path(gongkai.law.__file__).parent.glob("*.py"))
ASKS_THE_WORLD = {
    "today",
    "now",
    "utcnow",
    "time",
    "monotonic",
    "open",
    "read_text",
    "environ",
    "getenv",
    "random",
}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield node.module


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.stem)
def test_only_the_standard_library_and_itself(module):
    for name in imported(ast.parse(module.read_text(encoding="utf-8"))):
        assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("gongkai.law"), name


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.stem)
def test_nothing_asks_what_day_it_is_or_reads_a_file(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not called & ASKS_THE_WORLD
