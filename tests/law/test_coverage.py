# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""条文对照: every provision that is said to be in code is, and a test is about it; the page that says so is current."""

import importlib
import importlib.util
from pathlib import Path

import pytest

from gongkai.law.citations import INSTRUMENTS, instrument
from gongkai.law.coverage import PROVISIONS

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "law_page.py"
spec = importlib.util.spec_from_file_location("law_page", SCRIPT)
law_page = importlib.util.module_from_spec(spec)
spec.loader.exec_module(law_page)
MODELLED = [p for p in PROVISIONS if p.code]


def test_every_article_of_the_regulations_is_accounted_for_once():
    articles = [p.citation.provision for p in PROVISIONS if p.citation.instrument == "条例"]
    assert len(articles) == len(set(articles)) == 56
    assert all(bool(p.code) != bool(p.not_modelled) for p in PROVISIONS)


def test_every_instrument_of_the_registry_is_accounted_for():
    assert {i.short for i in INSTRUMENTS} == {p.citation.instrument for p in PROVISIONS}
    assert len({p.citation.text for p in PROVISIONS}) == len(PROVISIONS)


@pytest.mark.parametrize("provision", MODELLED, ids=lambda p: p.citation.text)
def test_what_is_said_to_be_in_code_is(provision):
    assert instrument(provision.citation.instrument)
    for name in provision.code:
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), name


@pytest.mark.parametrize("provision", MODELLED, ids=lambda p: p.citation.text)
def test_every_provision_in_code_has_a_test_about_it(provision):
    assert law_page.cited().get(provision.citation.text), "标上 pytest.mark.law 的测试一个也没有"


def test_no_test_names_a_provision_the_registry_does_not_hold():
    assert set(law_page.cited()) <= {p.citation.text for p in PROVISIONS}


@pytest.mark.parametrize(
    ("file", "made"), [(law_page.PAGE, law_page.page), (law_page.DATA, law_page.data)], ids=["page", "data"]
)
def test_the_page_is_current(file, made):
    assert file.read_text(encoding="utf-8") == made(), "运行 python scripts/law_page.py 后提交"
