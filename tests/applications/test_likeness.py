# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Alike or not: what looks like the same information and why, repeats, the count of one applicant, its evidence."""

import io
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook

from gongkai.applications import actions, evidence, queries
from gongkai.applications.actions import ApplicantFacts
from gongkai.applications.likeness import alike, clusters, topic, watched
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import ApplicationFactory, OrganFactory, person, reply


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("关于县前路片区房屋征收补偿方案", "申请公开县前路片区的房屋征收补偿方案", True),
        ("2021年县前路片区房屋征收补偿方案", "县前路片区房屋征收补偿方案（2023年）", True),
        ("县前路片区房屋征收补偿方案", "县前路片区房屋征收补偿方案及附图", True),
        (
            "桥头镇闽后村农村集体土地征收公告、征地补偿安置方案",
            "沙头镇渔田村农村集体土地征收公告、征地补偿安置方案",
            False,
        ),
        ("县前路片区（一期）房屋征收补偿方案", "县前路片区（二期）房屋征收补偿方案", False),
        ("县前路94号房屋征收补偿方案", "县前路96号房屋征收补偿方案", False),
        ("公共租赁住房配租结果", "南城街道公共租赁住房配租结果", False),
        ("养老机构补助资金拨付凭证", "农村公路养护资金分配表", False),
        ("申请公开政府信息", "申请公开有关材料", False),
        ("？", "！", False),
    ],
)
def test_the_same_information_is_told_from_the_same_kind_of_another_place(a, b, same):
    found = alike((a, ""), (b, ""))
    assert bool(found) == same
    assert bool(alike((b, ""), (a, ""))) == same
    assert not found or (0 < found.percent <= 100 and found.why)


def test_a_copied_text_under_another_title_is_found_and_said_so():
    text = "申请公开县城区公交线网优化调整的实施方案、专家论证意见、听证会笔录和采纳情况说明。"
    found = alike(("公交线网优化调整实施方案", text), ("公交线网优化调整听证笔录方案", text))
    assert found and "逐字相同" in found.why
    assert alike(("公交线网方案", text), ("完全无关的另一件事", "短")) is None


def test_clusters_hold_each_title_once():
    titles = ["征地补偿方案", "申请公开征地补偿方案", "养老补助凭证", "征地补偿方案（2024年）"]
    assert sorted(clusters(titles)) == [[0, 1, 3], [2]]
    assert clusters([]) == []
    assert topic("") == ""


def test_watched_words_are_those_of_the_seed():
    assert watched(["某村征地补偿安置方案"]) == ["土地征收"]
    assert watched(["房屋拆迁协议", "控制性详细规划"]) == ["房屋征收（拆迁）", "城乡规划"]
    assert watched(["公交线网"]) == []


def filed(organ, title, *, identity="示例证件7", on=date(2024, 6, 3)):
    who = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", identity, "示例联系方式")
    return ApplicationFactory(
        organ=organ, applicant=who, title=title, description=f"申请公开{title}。", submitted_on=on
    )


@pytest.mark.django_db
def test_a_repeat_is_shown_with_its_reply_and_only_of_the_same_person_at_the_same_organ(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 28)
    organ = OrganFactory()
    first = reply(filed(organ, "县前路片区征收补偿方案"))
    filed(organ, "县前路片区征收补偿方案", identity="示例证件8")
    filed(OrganFactory(), "县前路片区征收补偿方案")
    filed(organ, "养老补助凭证")
    again = filed(organ, "申请公开县前路片区的征收补偿方案", on=date(2024, 6, 20))
    found = queries.repeats(again)
    assert [e.case for e in found] == [first]
    assert found[0].reply is None
    assert queries.repeats(first) == []


@pytest.mark.django_db
def test_the_evidence_counts_and_lists_without_a_name_or_a_formula(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 28)
    organ = OrganFactory()
    cases = [filed(organ, "=1+1征收补偿方案", on=date(2024, 6, day)) for day in (3, 3, 4)]
    filed(organ, "养老补助凭证", on=date(2024, 5, 7))
    found = queries.volume(cases[0])
    assert (len(found.cases), found.most_in_a_day) == (4, 2)
    assert found.by_month == [("2024-05", 1), ("2024-06", 3)]
    assert [len(rows) for _, rows in found.topics] == [3]
    book = load_workbook(io.BytesIO(evidence.workbook(cases[0], found, date(2024, 6, 28))))
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert "'=1+1征收补偿方案" in cells and not any(c.startswith("=") for c in cells)
    paper = Document(io.BytesIO(evidence.document(cases[0], found, date(2024, 6, 28))))
    words = "\n".join(p.text for p in paper.paragraphs)
    assert "共4件，单日最多2件" in words and "由人判断" in words
    assert "林晓" not in words + "".join(cells) and "示例证件" not in words + "".join(cells)
    with pytest.raises(NotAllowed):
        actions.take_evidence(
            actor=person(OrganFactory(), Role.HANDLER), application=cases[0], on=date(2024, 6, 28)
        )
    actions.take_evidence(actor=person(organ, Role.HANDLER), application=cases[0], on=date(2024, 6, 28))
    assert Event.objects.filter(kind="application.evidence_made").count() == 1
