# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理规范指引 in versions: which is in force on a day, old ones kept, what changed between two shown."""

import io
from datetime import date

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.applications import actions, queries
from gongkai.applications.actions import Refused
from gongkai.applications.comparing import compare
from gongkai.applications.models import ProcedureVersion
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, OrganFactory, person

OLD = "一、收到申请当日登记。\n二、拟稿后送审核。\n三、答复后归档。"
NEW = "一、收到申请当日登记，交办承办人。\n二、拟稿后送审核。\n三、答复后十日内归档。\n四、每季度通报一次。"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.GONGKAI_TODAY = date(2024, 8, 30)


@pytest.fixture
def organ():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def first(organ):
    return actions.adopt_procedure(
        actor=SYSTEM, organ=organ, on=date(2023, 3, 1), name="依申请公开办理规范", about="本机关收到的申请",
        in_force_on=date(2023, 4, 1), basis="纪要〔2023〕2号", text=OLD,
    )  # fmt: skip


def revise(first, **facts):
    facts = {
        "on": date(2024, 5, 6), "in_force_on": date(2024, 6, 1), "basis": "纪要〔2024〕5号", "changes": "增加交办和归档时限",
        "text": NEW, **facts,
    }  # fmt: skip
    return actions.revise_procedure(actor=facts.pop("actor", SYSTEM), procedure=first.procedure, **facts)


@pytest.mark.law("条例第四十五条")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2023, 3, 31), None), (date(2023, 4, 1), 1), (date(2024, 5, 31), 1), (date(2024, 6, 1), 2), (date(2024, 8, 1), None)],
)  # fmt: skip
def test_the_version_in_force_on_a_day_is_the_last_that_took_effect(first, day, number):
    revise(first)
    actions.repeal_procedure(
        actor=SYSTEM, procedure=first.procedure, on=date(2024, 8, 1), reason="并入新制度"
    )
    first.procedure.refresh_from_db()
    found = queries.version_in_force(first.procedure, day)
    assert (found.number if found else None) == number
    assert [v.text for v in first.procedure.versions.all()] == [OLD, NEW]
    assert not list(queries.check_practice())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"in_force_on": date(2024, 5, 5)}, "不能溯及以前"),
        ({"on": date(2023, 3, 2), "in_force_on": date(2023, 4, 1)}, "以后施行"),
        ({"text": OLD}, "没有改动"),
        ({"changes": " "}, "改了什么"),
        ({"text": " "}, "请写正文"),
        ({"file": ("规范.exe", b"MZ")}, "格式的文件"),
        ({"file": ("规范.docx", b"PK\x03\x04broken")}, "格式的文件"),
        ({"on": date(2024, 9, 1), "in_force_on": date(2024, 9, 2)}, "还没有到"),
    ],
)
def test_a_version_that_reaches_back_or_changes_nothing_is_refused(first, facts, why):
    with pytest.raises(Refused, match=why):
        revise(first, **facts)
    assert ProcedureVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_same_name_twice_in_an_organ_is_refused_and_after_repeal_nothing_more_comes(first, organ):
    with pytest.raises(Refused, match="已有“依申请公开办理规范”"):
        actions.adopt_procedure(
            actor=SYSTEM, organ=organ, on=date(2024, 3, 1), name="依申请公开办理规范", about="同",
            in_force_on=date(2024, 4, 1), basis="同", text="同",
        )  # fmt: skip
    actions.repeal_procedure(
        actor=SYSTEM, procedure=first.procedure, on=date(2024, 8, 1), reason="并入新制度"
    )
    with pytest.raises(Refused, match="起停止执行"):
        revise(first)


@pytest.mark.django_db
def test_a_files_words_are_read_for_the_comparison_and_the_file_is_kept_as_it_came(first, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made, out = Document(), io.BytesIO()
    for line in NEW.splitlines():
        made.add_paragraph(line)
    made.save(out)
    version = revise(first, text="", file=("../规范<新>.docx", out.getvalue()))
    assert version.text == NEW and version.file_name == "规范新.docx"
    assert actions.procedure_file(version) == out.getvalue()
    assert not any(out.getvalue()[:50] in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.django_db
def test_of_two_who_revise_at_once_the_second_is_told(first):
    revise(first, seen=1)
    with pytest.raises(StreamMoved):
        revise(first, on=date(2024, 5, 7), in_force_on=date(2024, 7, 1), text="第三种写法", seen=1)
    assert ProcedureVersion.objects.count() == 2


@pytest.mark.django_db
def test_those_below_read_the_procedures_of_the_organ_above_and_may_not_change_them(first, organ):
    clerk, stranger = person(OrganFactory(parent=organ), *Role.values), person(OrganFactory(), *Role.values)
    row = queries.procedures_visible_to(clerk, as_of=date(2024, 1, 1)).get()
    assert (row.current, row.made) == (1, 1)
    assert not queries.procedures_visible_to(stranger, as_of=date(2024, 1, 1)).exists()
    with pytest.raises(NotAllowed):
        revise(first, actor=clerk)


def test_a_comparison_says_what_went_out_what_came_in_and_where_within_a_paragraph():
    changes = compare(OLD, NEW)
    assert [c.state for c in changes] == ["changed", "same", "changed", "in"]
    assert [(p.text, p.state) for p in changes[2].pieces] == [
        ("三、答复后", "same"), ("十日内", "in"), ("归档。", "same"),
    ]  # fmt: skip
    assert [c.state for c in compare("完全不同的一段话", "别处写来的另外几句")] == ["out", "in"]


def test_a_paragraph_renumbered_is_paired_with_its_own_old_words():
    old = "一、当日登记。\n二、查找信息，拟写答复。\n三、送达后归档。"
    new = "一、当日登记。\n二、先与申请人沟通。\n三、查找信息，拟写答复。\n四、送达后十日内归档。"
    changes = compare(old, new)
    assert [c.state for c in changes] == ["same", "in", "changed", "changed"]
    assert changes[2].text == "二三、查找信息，拟写答复。"


_PARAGRAPHS = st.lists(st.text("甲乙丙丁一二", min_size=1, max_size=8), max_size=6)


@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_PARAGRAPHS, _PARAGRAPHS)
def test_both_texts_can_be_read_back_out_of_a_comparison(old, new):
    changes = compare("\n".join(old), "\n".join(new))

    def side(gone):
        lines = ["".join(p.text for p in c.pieces if p.state != gone) for c in changes]
        return [line for line in lines if line]

    assert side("in") == old
    assert side("out") == new
