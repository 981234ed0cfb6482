# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记簿 import: tried first, bad rows named, all or nothing, the same file twice changes nothing."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from gongkai.applications import register
from gongkai.applications.models import Application
from gongkai.applications.register import Unreadable, import_register, row_of, workbook
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from tests.factories import SYSTEM, OrganFactory, person

pytestmark = pytest.mark.django_db

GOOD = {
    "登记编号": "A-YSQ-2024-0001", "受理机关": "县测试局", "渠道": "当面提交", "提交日期": "2024年6月3日", "申请人类型": "自然人",
    "申请人": "林晓（示例）", "证件号码": "示例1", "申请标题": "补偿方案", "申请内容": "申请公开补偿方案", "获取方式": "电子邮件",
}  # fmt: skip


@pytest.fixture
def organ():
    return OrganFactory(name="县测试局", slug="csj")


def book(*rows, headings=register.HEADINGS):
    made = load_workbook(io.BytesIO(workbook()))
    sheet = made.active
    for n, heading in enumerate(headings, 1):
        sheet.cell(1, n).value = heading
    for row in rows:
        sheet.append([row.get(h) for h in headings])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_dry_run_says_what_would_happen_and_writes_nothing(organ):
    result = import_register(actor=SYSTEM, data=book(GOOD), dry_run=True)
    assert (result.new, result.imported, Application.objects.count()) == (["A-YSQ-2024-0001"], False, 0)
    assert not Event.objects.filter(kind="application.registered").exists()


def test_a_whole_history_is_imported_through_the_verbs(organ):
    row = {**GOOD, "征求意见对象": "第三方", "征求意见发出日期": date(2024, 6, 12), "收到意见日期": "2024-06-25",
           "办结日期": "2024/7/15", "办理结果": "部分公开", "理由": "涉及个人隐私"}  # fmt: skip
    assert import_register(actor=SYSTEM, data=book(row), dry_run=False).imported
    case = Application.objects.get()
    assert (case.outcome, case.due_on, case.on_time) == ("R3.2", date(2024, 7, 15), True)


def test_the_same_file_twice_changes_nothing(organ):
    data = book(
        GOOD, {**GOOD, "登记编号": "A-YSQ-2024-0002", "办结日期": "2024-06-10", "办理结果": "予以公开"}
    )
    import_register(actor=SYSTEM, data=data, dry_run=False)
    before = Event.objects.count()
    again = import_register(actor=SYSTEM, data=data, dry_run=False)
    assert (len(again.unchanged), again.new, Event.objects.count()) == (2, [], before)


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"提交日期": "2024-02-30"}, "提交日期", "日历上没有"),
        ({"提交日期": "去年"}, "提交日期", "不是日期"),
        ({"渠道": "鸽子"}, "渠道", "不认识的渠道"),
        ({"申请人": None}, "申请人", "没有填写"),
        ({"受理机关": "外县局"}, "受理机关", "没有“外县局”"),
        ({"证件号码": 330324199001011234}, "证件号码", "文本格式"),
        ({"办理结果": "予以公开"}, "办结日期", "也要填"),
        ({"办结日期": "2024-06-12", "办理结果": "国家秘密"}, "理由", "写明理由"),
        ({"延期告知日期": "2024-06-20", "延期工作日": 30}, "延期告知日期", "最长20个工作日"),
        ({"补正告知日期": "2024-06-14", "补正期限": "2024-07-01"}, "补正告知日期", "7个工作日"),
        ({"渠道": "邮寄（签收）"}, "签收日期", "签收"),
        ({"申请标题": "长" * 201}, "申请标题", "200"),
    ],
)
def test_a_bad_row_is_named_by_number_column_and_reason_and_nothing_is_imported(organ, change, column, words):
    result = import_register(
        actor=SYSTEM, data=book(GOOD, {**GOOD, "登记编号": "B", **change}), dry_run=False
    )
    assert not result.imported
    assert Application.objects.count() == 0
    [fault] = result.faults
    assert (fault.row, fault.column) == (3, column)
    assert words in fault.reason


def test_a_number_twice_in_the_file_is_a_fault(organ):
    [fault] = import_register(actor=SYSTEM, data=book(GOOD, GOOD), dry_run=True).faults
    assert "与第2行重复" in fault.reason


def test_a_registered_number_with_other_facts_is_refused_by_column(organ):
    import_register(actor=SYSTEM, data=book(GOOD), dry_run=False)
    [fault] = import_register(actor=SYSTEM, data=book({**GOOD, "获取方式": "纸质"}), dry_run=False).faults
    assert "与登记的不同：获取方式" in fault.reason


def test_only_compiler_or_admin_may_import(organ):
    result = import_register(actor=person(organ, Role.INTAKE), data=book(GOOD), dry_run=False)
    assert "年报" in result.faults[0].reason
    assert import_register(actor=person(organ, Role.COMPILER), data=book(GOOD), dry_run=False).imported


def test_export_and_import_are_the_same_register(organ):
    row = {
        **GOOD,
        "渠道": "互联网渠道",
        "确认日期": "2024-06-04",
        "延期告知日期": "2024-06-20",
        "延期工作日": 10,
        "理由": "=1+1",
    }
    import_register(actor=SYSTEM, data=book(row), dry_run=False)
    exported = workbook([row_of(Application.objects.get())])
    result = import_register(actor=SYSTEM, data=exported, dry_run=True)
    assert (result.unchanged, result.faults) == (["A-YSQ-2024-0001"], [])


def test_one_taken_back_before_it_was_confirmed_comes_back_as_it_went(organ):
    row = {**GOOD, "渠道": "互联网渠道", "办结日期": "2024-06-05", "办理结果": "R3.6.3"}
    assert import_register(actor=SYSTEM, data=book(row), dry_run=False).imported
    case = Application.objects.get()
    assert (case.received_on, case.outcome, case.closed_on) == (None, "R3.6.3", date(2024, 6, 5))
    again = import_register(actor=SYSTEM, data=workbook([row_of(case)]), dry_run=False)
    assert again.unchanged == [case.number] and not again.faults
    answered = {**row, "登记编号": "A-YSQ-2024-0009", "办理结果": "R3.1"}
    (fault,) = import_register(actor=SYSTEM, data=book(answered), dry_run=True).faults
    assert fault.column == "确认日期" and "先与申请人确认" in fault.reason


def _bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(4):
            packed.writestr(f"{n}.xml", b"0" * (100 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", "登记编号,受理机关".encode(), b"\x00" * 5000])
def test_what_is_no_register_is_refused_in_one_sentence(organ, data):
    with pytest.raises(Unreadable, match="xlsx"):
        import_register(actor=SYSTEM, data=data, dry_run=True)


def test_a_packed_giant_is_refused_before_it_is_unpacked(organ):
    with pytest.raises(Unreadable, match="过大"):
        import_register(actor=SYSTEM, data=_bomb(), dry_run=True)


def test_missing_headings_are_named(organ):
    with pytest.raises(Unreadable, match="缺少：渠道"):
        import_register(actor=SYSTEM, data=book(GOOD, headings=[h if h != "渠道" else "别的" for h in register.HEADINGS]), dry_run=True)  # fmt: skip
