# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Words that point to another channel or organ: the list as it must judge."""

import pytest

from gongkai.organs.models import Organ
from gongkai.portal.apply.wish import find_organs, other_channel, suggest


@pytest.mark.law("条例第三十九条")
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("举报邻居违法建设", "report"), ("请 查 处无证经营", "report"), ("要求解决我的住房问题", "petition"), ("恳请领导为民做主", "petition"),
        ("请问公积金怎么办理提取", "consult"), ("关于违法建设的查处决定书", None), ("2023年投诉举报数据", None),
        ("信访工作制度", None), ("信访处理意见书", None), ("县前路片区房屋征收补偿方案", None), ("", None),
        ("查处决定书，另外我要举报他", "report"), ("政策解释的文件", None),
    ],
)  # fmt: skip
def test_a_wish_is_told_its_channel_only_when_it_is_no_request_for_a_document(text, key):
    found = other_channel(text)
    assert (found.key if found else None) == key
    if found:
        assert found.word in "".join(text.split())
        assert found.ways


def organ(slug, name, short, kind="department"):
    return Organ(slug=slug, name=name, short_name=short, kind=kind)


ORGANS = [
    organ("gov", "测试县人民政府（示例）", "县政府", "government"), organ("mzj", "测试县民政局（示例）", "县民政局"),
    organ("zrj", "测试县自然资源和规划局（示例）", "县自然资源局"), organ("jyj", "测试县教育局（示例）", "县教育局"),
    organ("qt", "测试县桥头镇人民政府（示例）", "桥头镇", "township"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("低保发放名册", "mzj"), ("桥头镇闽后村征地补偿方案", "zrj"), ("桥头镇党政办公会纪要", "qt"), ("县教育局2023年预算", "jyj"),
        ("小学学区划分", "jyj"), ("县政府工作报告", None), ("天气", None), ("", None), ("水库大坝安全鉴定", None),
    ],
)  # fmt: skip
def test_the_organ_is_suggested_from_its_name_or_its_duty(text, slug):
    found = suggest(text, ORGANS)
    assert (found.organ.slug if found else None) == slug
    if found:
        assert found.why


def test_a_search_for_organs_takes_names_and_duties():
    assert [o.slug for o in find_organs("民政", ORGANS)] == ["mzj"]
    assert [o.slug for o in find_organs("学区", ORGANS)] == ["jyj"]
    assert find_organs("", ORGANS) == ORGANS
    assert find_organs("没有这样的", ORGANS) == []
