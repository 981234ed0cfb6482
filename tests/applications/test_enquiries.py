# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""咨询答疑、申请指引 are logged, answered or closed, counted, imported; what names people stays sealed."""

import io
import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import actions, enquiry_sheet, queries
from gongkai.applications.actions import Refused
from gongkai.applications.models import Enquiry
from gongkai.ledger.actions import StreamMoved
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.GONGKAI_TODAY = date(2024, 8, 30)


@pytest.fixture
def organ():
    return OrganFactory(letter_code="CSJ", short_name="测试局")


def log(organ, actor=SYSTEM, **facts):
    facts = {
        "on": DAY,
        "kind": "guidance",
        "channel": "phone",
        "subject": "怎么申请公开征收补偿方案",
        **facts,
    }
    return actions.log_enquiry(actor=actor, organ=organ, **facts)


def answer(row, on=DAY, actor=SYSTEM, **facts):
    facts = {"result": "apply", "answer": "请拨打13800000000，或者在网上提交", **facts}
    return actions.answer_enquiry(actor=actor, enquiry=row, on=on, **facts)


def test_an_enquiry_is_numbered_by_organ_and_year_and_its_answer_sealed(organ):
    row = log(organ, contact="13800000000")
    second, later = log(organ), log(organ, on=date(2023, 12, 1))
    assert [row.number, second.number, later.number] == [
        "CSJ-ZX-2024-0001",
        "CSJ-ZX-2024-0002",
        "CSJ-ZX-2023-0001",
    ]
    answer(row)
    kept = Enquiry.objects.get(pk=row.pk)
    assert kept.answer.startswith("请拨打") and kept.contact == "13800000000" and not kept.is_open
    ledger = json.dumps([e.payload for e in Event.objects.all()], ensure_ascii=False)
    assert "13800000000" not in ledger and "征收补偿" not in ledger
    assert b"13800000000" not in bytes(kept.answer_sealed) + bytes(kept.contact_sealed)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"subject": " "}, "请写明咨询的事由"),
        ({"subject": "请回电13812345678"}, "个人号码"),
        ({"on": date(2024, 9, 1)}, "还没有到"),
    ],
)
def test_an_enquiry_that_names_a_number_or_tomorrow_is_refused(organ, facts, why):
    with pytest.raises(Refused, match=why):
        log(organ, **facts)


@pytest.mark.law("条例第二十八条")
def test_an_enquiry_ends_once_by_an_answer_or_by_a_reason(organ):
    row = log(organ)
    with pytest.raises(Refused, match="早于咨询"):
        answer(row, on=date(2024, 6, 2))
    with pytest.raises(Refused, match="请写明原因"):
        actions.close_enquiry(actor=SYSTEM, enquiry=row, on=DAY, reason=" ")
    answer(row, on=date(2024, 6, 5))
    with pytest.raises(Refused, match="已于2024年6月5日答复：指引提交申请"):
        answer(row, on=date(2024, 6, 6))
    other = log(organ)
    actions.close_enquiry(actor=SYSTEM, enquiry=other, on=DAY, reason="两次没有接通")
    with pytest.raises(Refused, match="了结：两次没有接通"):
        answer(other)
    assert not list(queries.check_practice())


def test_of_two_officers_on_one_enquiry_the_second_is_told(organ):
    row = log(organ)
    seen = Event.objects.filter(stream=row.stream).count()
    actions.open_enquiry(actor=SYSTEM, enquiry=row, on=DAY)
    with pytest.raises(StreamMoved):
        answer(row, seen=seen)
    row.refresh_from_db()
    assert row.is_open


def test_only_intake_and_handlers_of_the_organ_log_and_answer(organ):
    with pytest.raises(NotAllowed):
        log(organ, actor=person(organ, Role.EDITOR))
    with pytest.raises(NotAllowed):
        answer(log(organ), actor=person(OrganFactory(), Role.INTAKE))
    clerk = person(organ, Role.INTAKE)
    row = log(organ, actor=clerk)
    assert row.handler == clerk and answer(row, actor=clerk).result == "apply"
    assert not queries.enquiries_visible_to(person(OrganFactory(), *Role.values)).exists()
    assert queries.enquiries_visible_to(clerk).count() == 2


def test_a_look_at_an_answer_is_logged_once_a_day(organ):
    clerk, row = person(organ, Role.HANDLER), log(organ, contact="示例联系方式")
    for _ in range(2):
        assert actions.open_enquiry(actor=clerk, enquiry=row, on=DAY)["contact"] == "示例联系方式"
    assert Event.objects.filter(kind="enquiry.viewed").count() == 1
    with pytest.raises(NotAllowed):
        actions.open_enquiry(actor=person(OrganFactory(), Role.HANDLER), enquiry=row, on=DAY)


def test_an_enquiry_may_point_at_a_case_of_the_same_organ_only(organ):
    case = ApplicationFactory(organ=organ)
    assert log(organ, application=case).application == case
    with pytest.raises(Refused, match="不是测试局的申请"):
        log(organ, application=ApplicationFactory())


def test_enquiries_are_counted_by_kind_channel_and_result_and_in_the_report(organ):
    answer(log(organ))
    log(organ, kind="question", channel="visit")
    log(organ, on=date(2023, 6, 1))
    counts = queries.enquiry_counts(Enquiry.objects.filter(asked_on__year=2024))
    assert (counts.total, counts.open) == (2, 1)
    assert dict(counts.kinds) == {"咨询答疑": 1, "申请指引": 1}
    assert dict(counts.channels)["来访"] == 1 and dict(counts.results)["指引提交申请"] == 1
    assert figure("enquiries.asked").value(Scope(organ, 2024)) == 2


def test_check_finds_an_enquiry_changed_behind_the_ledgers_back(organ):
    row = answer(log(organ))
    assert not list(queries.check_practice())
    Enquiry.objects.filter(pk=row.pk).update(result="told")
    assert list(queries.check_practice()) == [f"咨询{row.number}的答复或者了结与账本不同"]


# 导入

LINE = {
    "机关": "测试局", "类型": "申请指引", "方式": "电话", "咨询日期": "2024-06-03", "事由": "怎么补正",
    "答复日期": date(2024, 6, 3), "办理结果": "已经解答", "答复内容": "补正一次写全",
}  # fmt: skip


def book(*lines):
    made = Workbook()
    made.active.append(enquiry_sheet.HEADINGS)
    for line in lines:
        made.active.append([line.get(h) for h in enquiry_sheet.HEADINGS])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def run(data, actor=SYSTEM, dry=False):
    return enquiry_sheet.import_enquiries(actor=actor, data=data, dry_run=dry)


def test_a_dry_run_writes_nothing_and_the_same_file_again_changes_nothing(organ):
    data = book(LINE, {**LINE, "登记编号": "旧-1", "答复日期": None, "办理结果": None, "答复内容": None})
    assert len(run(data, dry=True).new) == 2 and not Enquiry.objects.exists()
    assert run(data).imported and Enquiry.objects.count() == 2
    again = run(data)
    assert (again.new, len(again.unchanged)) == ([], 2) and Enquiry.objects.count() == 2
    assert not list(queries.check_practice())


@pytest.mark.parametrize(
    ("change", "column", "why"),
    [
        ({"机关": "别的局"}, "机关", "没有“别的局”这个机关"),
        ({"方式": "飞鸽"}, "方式", "不认识“飞鸽”"),
        ({"咨询日期": "6月3日"}, "咨询日期", "2024-06-03这样"),
        ({"咨询日期": "2024-02-30"}, "咨询日期", "不是日历上的日期"),
        ({"办理结果": None}, "办理结果", "填了“答复日期”"),
        ({"事由": "找13812345678"}, "", "个人号码"),
        ({"事由": "长" * 161}, "事由", "超过160字"),
        ({"经办人": "谁也不是"}, "经办人", "没有岗位"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_column_and_nothing_is_imported(organ, change, column, why):
    result = run(book(LINE, {**LINE, "事由": "另一次", **change}))
    assert [(f.row, f.column) for f in result.faults] == [(3, column)] and why in result.faults[0].reason
    assert not result.imported and not Enquiry.objects.exists()


def test_a_row_twice_and_a_row_changed_since_are_refused(organ):
    assert "与第2行相同" in run(book(LINE, LINE)).faults[0].reason
    run(book({**LINE, "登记编号": "旧-1"}))
    changed = run(book({**LINE, "登记编号": "旧-1", "事由": "别的事"}))
    assert "与登记的不同：事由" in changed.faults[0].reason


def test_what_is_no_register_is_said_in_one_sentence(organ):
    with pytest.raises(enquiry_sheet.Unreadable, match="不是可以读取"):
        run(b"no sheet")
    with pytest.raises(enquiry_sheet.Unreadable, match="下面是空的"):
        run(book())
    with pytest.raises(enquiry_sheet.Unreadable, match="缺少：登记编号、机关"):
        made = Workbook()
        made.active.append(["事由"])
        out = io.BytesIO()
        made.save(out)
        run(out.getvalue())


def test_the_register_out_carries_no_sealed_answer_and_no_formula(organ):
    answer(log(organ, subject="=1+1 是什么"))
    sheet = load_workbook(io.BytesIO(enquiry_sheet.workbook(list(Enquiry.objects.all())))).active
    row = dict(zip(enquiry_sheet.HEADINGS, (c for c in sheet[2]), strict=True))
    assert row["事由"].data_type == "s" and row["答复内容"].value == "（加密保存）"
