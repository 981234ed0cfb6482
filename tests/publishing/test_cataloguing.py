# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""目录条目 from a table: every row checked, all or none registered, the limit read as catalogues word it; 三审三校 as data of a column."""

import io

import openpyxl
import pytest

from gongkai.law.catalogue import Anchor, RowUnit
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions
from gongkai.publishing.actions import Refused
from gongkai.publishing.cataloguing import HEADINGS, import_items, limit_of
from gongkai.publishing.models import CatalogueItem
from tests.factories import DAY, ColumnFactory, OrganFactory, person
from tests.publishing.test_drafts import Office

GOOD = [
    "1",
    "政策文件",
    "规章",
    "名称、文号、正文",
    "条例第二十条",
    "自信息形成或变更之日起20个工作日内",
    "",
    "全社会",
    "主动",
]


def table(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["某栏目标准目录"], HEADINGS, *rows):
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("said", "rule"), [
    ("20个工作日", (Anchor.FORMED, 20, RowUnit.WORKING_DAY)), ("自变更之日起７日内", (Anchor.CHANGED, 7, RowUnit.DAY)),
    ("二十个工作日内", (Anchor.FORMED, 20, RowUnit.WORKING_DAY)), ("十五日", (Anchor.FORMED, 15, RowUnit.DAY)),
    ("1个月内", (Anchor.FORMED, 1, RowUnit.MONTH)), ("每年1月31日前", (Anchor.YEARLY, 131, RowUnit.MONTH_DAY)),
    ("实时公开", (Anchor.REAL_TIME, 0, RowUnit.DAY)),
])  # fmt: skip
def test_limits_as_catalogues_word_them(said, rule):
    assert limit_of(said) == rule


@pytest.mark.parametrize("said", ["-5日", "9999日", "7.5个工作日", "尽快", "二百日"])
def test_what_is_no_limit_is_not_taken_for_one(said):
    with pytest.raises(ValueError, match="读不出时限"):
        limit_of(said)


@pytest.mark.django_db
@pytest.mark.law("条例第二十六条")
def test_a_limit_beyond_the_regulations_wants_the_law_that_sets_it(client):
    column = ColumnFactory()
    chief = person(column.owner, Role.ADMIN)
    rows = [
        [n, *GOOD[1:5], limit, law, *GOOD[7:]]
        for n, limit, law in (("1", "60个工作日", ""), ("2", "3个月", "示例法第一条"))
    ]
    tried = import_items(actor=chief, column=column, data=table(*rows), on=DAY, dry_run=True)
    assert [(f.row, "另有规定" in f.reason) for f in tried.faults] == [(3, True)]
    long = import_items(actor=chief, column=column, data=table(["1" * 30, *GOOD[1:]]), on=DAY, dry_run=True)
    assert [f.reason for f in long.faults] == ["最多20字，现在是30字"]
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    facts = {
        "number": "9",
        "first": "甲",
        "content": "乙",
        "basis": "丙",
        "anchor": "形成",
        "count": "60",
        "unit": "工作日",
    }
    refused = client.post(f"/desk/columns/{column.pk}/do/item/", facts)
    assert (
        refused.status_code == 422 and "另有规定的依据" in refused.text and not CatalogueItem.objects.exists()
    )


@pytest.mark.django_db
def test_a_table_is_tried_out_then_registered_whole_and_again_changes_nothing():
    organ = OrganFactory()
    column, chief = ColumnFactory(owner=organ), person(organ, Role.ADMIN)
    actions.put_item(
        actor=chief,
        column=column,
        on=DAY,
        number="2",
        first="旧",
        content="旧",
        basis="旧",
        anchor="形成",
        count=20,
        unit="工作日",
    )
    data = table(
        GOOD, ["2", "财政", "", "预算", "预算法", "批准后20日内", "预算法第十四条", "特定群体", "依申请"]
    )
    tried = import_items(actor=chief, column=column, data=data, on=DAY, dry_run=True)
    assert [(x.number, x.before) for x in tried.lines] == [
        ("1", False),
        ("2", True),
    ] and column.items.count() == 1
    assert import_items(actor=chief, column=column, data=data, on=DAY, dry_run=False).imported
    two = column.items.get(number="2")
    assert (two.first, two.count, two.unit, two.other_law, two.everyone, two.proactive) == (
        "财政",
        20,
        "日",
        "预算法第十四条",
        False,
        False,
    )
    again = import_items(actor=chief, column=column, data=data, on=DAY, dry_run=True)
    assert (again.unchanged, again.lines) == (2, [])
    with pytest.raises(NotAllowed):
        import_items(actor=person(organ, Role.EDITOR), column=column, data=data, on=DAY, dry_run=True)


@pytest.mark.django_db
def test_one_wrong_row_stops_all_and_each_fault_has_its_place():
    organ = OrganFactory()
    column, chief = ColumnFactory(owner=organ), person(organ, Role.ADMIN)
    wrong = [
        GOOD,
        [*GOOD[:5], "尽快", *GOOD[6:]],
        ["3", "", *GOOD[2:]],
        ["4", "长" * 61, *GOOD[2:]],
        ["5", *GOOD[1:5], "每年2月31日"],
    ]
    found = import_items(actor=chief, column=column, data=table(*wrong), on=DAY, dry_run=False)
    assert [(f.row, f.column) for f in found.faults] == [
        (4, "公开时限"), (5, "一级事项"), (6, "一级事项"), (7, "公开时限"),
    ]  # fmt: skip
    assert not found.imported and not CatalogueItem.objects.exists()


STEPS = [("初审", Role.REVIEWER), ("一校", Role.EDITOR), ("终审", Role.SIGNER)]


@pytest.mark.django_db
def test_a_columns_steps_are_what_its_drafts_go_through():
    office = Office()
    chief, proof = person(office.organ, Role.ADMIN), person(office.organ, Role.EDITOR)
    actions.set_steps(actor=chief, column=office.column, on=DAY, steps=STEPS, reason="本栏目加一校")
    draft = office.draft()
    actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    actions.pass_step(actor=office.first, draft=draft, on=DAY)
    with pytest.raises(NotAllowed):
        actions.pass_step(actor=office.second, draft=draft, on=DAY)
    with pytest.raises(Refused, match="正在审核"):
        actions.set_steps(actor=chief, column=office.column, on=DAY, steps=[], reason="恢复")
    actions.pass_step(actor=proof, draft=draft, on=DAY)
    actions.return_draft(actor=office.signer, draft=draft, on=DAY, reason="再改")
    actions.set_steps(actor=chief, column=office.column, on=DAY, steps=[], reason="恢复")
    assert [s.label for s in actions.reviewing.steps_of(office.column)] == ["初审", "复审", "终审"]


@pytest.mark.django_db
@pytest.mark.parametrize(("steps", "words"), [
    ([("初审", Role.REVIEWER), ("复审", Role.REVIEWER)], "签发岗位"), ([("终审", Role.SIGNER)], "2至8步"),
    ([("初审", Role.REVIEWER), ("初审", Role.SIGNER)], "名称要不同"), ([("受理", Role.INTAKE), ("终审", Role.SIGNER)], "编辑、审核或者签发"),
])  # fmt: skip
def test_steps_that_would_let_something_out_unsigned_are_refused(steps, words):
    organ = OrganFactory()
    with pytest.raises(Refused, match=words):
        actions.set_steps(
            actor=person(organ, Role.ADMIN),
            column=ColumnFactory(owner=organ),
            on=DAY,
            steps=steps,
            reason="试",
        )
