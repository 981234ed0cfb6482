# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a paper is called by its title, and which rules on disclosure an organ must have."""

import pytest

from gongkai.law.bylaws import GROUNDS, missing
from gongkai.law.papers import kind_of_title


@pytest.mark.law("条例第十二条")
@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发养老服务补贴办法的通知", "通知"),
        ("关于印发养老服务补贴办法的通知（示例）", "通知"),
        ("关于印发养老服务补贴办法的通知（2024年修订）(示例)", "通知"),
        ("县人民政府令", "命令（令）"),
        ("养老服务补贴办法", None),
        ("（示例）", None),
    ],
)
def test_the_kind_of_a_paper_is_what_its_title_ends_with(title, kind):
    assert kind_of_title(title) == kind


@pytest.mark.law("条例第四十六条", "条例第五十二条")
def test_what_an_organ_has_no_rule_for_is_named_and_assessment_is_asked_of_governments_only():
    asked = [ground.key for ground in GROUNDS if ground.citation]
    assert [g.key for g in missing(set(), government=True)] == asked
    assert [g.key for g in missing(set(), government=False)] == [key for key in asked if key != "assessment"]
    assert missing(set(asked), government=True) == []
