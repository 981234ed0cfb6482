# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Make docs/law.md and the portal's data of it: each provision, its rule, its code and its tests (run from the root)."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from functools import cache
from pathlib import Path

from gongkai.law.citations import INSTRUMENTS
from gongkai.law.coverage import PROVISIONS, Provision

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law.md"
DATA = ROOT / "src" / "gongkai" / "portal" / "law_coverage.json"


def _marked(node: ast.AST) -> list[str]:
    """The provisions named by pytest.mark.law(...) anywhere in the node."""
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.law"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]


@cache
def cited() -> dict[str, list[str]]:
    """Provision → the tests that are about it, as file::test."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = file.relative_to(ROOT).as_posix()
        tests = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
        whole = [
            t
            for n in tree.body
            if isinstance(n, ast.Assign) and "pytestmark" in ast.unparse(n.targets[0])
            for t in _marked(n)
        ]
        for test in tests:
            own = [text for decorator in test.decorator_list for text in _marked(decorator)]
            for text in dict.fromkeys([*own, *whole]):
                found[text].append(f"{name}::{test.name}")
    return dict(found)


def rows() -> list[tuple[Provision, list[str]]]:
    tests = cited()
    return [(p, tests.get(p.citation.text, [])) for p in PROVISIONS]


def page() -> str:
    out = [
        "# Law, rule, code, tests",
        "",
        "Made by `scripts/law_page.py`; a test fails when it is out of date. 每一条：规则、代码、测试，或者没有建设的原因。",
    ]
    for instrument in INSTRUMENTS:
        mine = [(p, t) for p, t in rows() if p.citation.instrument == instrument.short]
        if not mine:
            continue
        since = instrument.in_force_from.isoformat() if instrument.in_force_from else "—"
        until = f" to {instrument.in_force_to.isoformat()}" if instrument.in_force_to else ""
        out += ["", f"## {instrument.title}", "", f"{instrument.number}, in force from {since}{until}", ""]
        out += ["| 条文 | 规则 | 代码，或者没有建设的原因 | 测试 |", "|---|---|---|---|"]
        for p, tests in mine:
            code = "<br>".join(f"`{name}`" for name in p.code) or p.not_modelled
            files: dict[str, int] = {}
            for test in tests:
                files[test.split("::")[0]] = files.get(test.split("::")[0], 0) + 1
            shown = "<br>".join(f"[{f.split('/', 1)[1]}](../{f}) {n}" for f, n in files.items()) or "—"
            out.append(f"| {p.citation.provision or '全文'} | {p.rule} | {code} | {shown} |")
    return "\n".join(out) + "\n"


def data() -> str:
    shown = [
        {"instrument": p.citation.instrument, "provision": p.citation.provision, "rule": p.rule, "code": list(p.code),
         "not_modelled": p.not_modelled, "tests": len(tests)}
        for p, tests in rows()
    ]  # fmt: skip
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    DATA.write_text(data(), encoding="utf-8")
