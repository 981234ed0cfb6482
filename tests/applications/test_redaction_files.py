# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""部分公开 in a case: the original is kept apart, the copy is searched before it leaves, an override leaves its reason."""

import io
import json
import zipfile
from datetime import date

import pdfplumber
import pytest
from django.db import IntegrityError, transaction

from gongkai.applications import actions, queries, vault
from gongkai.applications.actions import GROUNDS, Blocked, Refused
from gongkai.applications.models import CaseFile
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.redaction import Box
from tests.factories import DAY, SYSTEM, ApplicationFactory, OrganFactory, person, reply
from tests.redaction.samples import ID, PHONE, pdf, saved, word, workbook

pytestmark = pytest.mark.django_db
SECRET = saved(pdf([(50, 200, f"Zhang San {ID}")], [(50, 200, "Public page")]))
PRIVACY = GROUNDS[0]


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    return ApplicationFactory()


def attach(case, data=SECRET, name="补偿方案.pdf", purpose="original", actor=SYSTEM):
    return actions.attach_file(actor=actor, application=case, on=DAY, name=name, data=data, purpose=purpose)


def read(file):
    with pdfplumber.open(io.BytesIO(vault.get(file.stored))) as made:
        return [p.extract_text() or "" for p in made.pages]


def last(case):
    return Event.objects.filter(stream=case.stream).latest("version")


@pytest.mark.law("条例第三十七条")
def test_the_copy_is_made_from_the_original_and_the_original_stays(case):
    original = attach(case)
    copy = actions.redact_file(
        actor=SYSTEM, file=original, on=DAY, ground=PRIVACY, terms=("Zhang San",), numbers=True
    )
    assert (copy.original, copy.purpose, copy.name) == (original, "released", "补偿方案（公开件）.pdf")
    assert read(copy) == ["", "Public page"] and ID in read(original)[0]
    original.refresh_from_db()
    assert vault.get(original.stored) == SECRET and original.released_on is None
    said = last(case)
    assert said.kind == "application.file_redacted" and said.payload["ground"] == PRIVACY
    assert "Zhang" not in json.dumps(said.payload) and ID not in json.dumps(said.payload)


def test_bytes_in_the_store_are_sealed(case, settings, tmp_path):
    attach(case)
    assert all(b"%PDF" not in f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())


def test_a_copy_with_nothing_left_is_released_by_its_handler(case):
    handler = person(case.organ, Role.HANDLER)
    copy = actions.redact_file(
        actor=handler, file=attach(case), on=DAY, ground=PRIVACY, numbers=True, terms=("Zhang San",)
    )
    done = actions.release_file(actor=handler, file=copy, on=DAY)
    assert done.released_on == DAY and last(case).payload["reason"] == ""
    with pytest.raises(Refused, match="已经放行"):
        actions.release_file(actor=handler, file=copy, on=DAY)
    assert queries.released_files(case) == []  # nothing leaves before the reply that gives it
    assert queries.released_files(reply(case)) == [done]


def test_what_must_not_leave_keeps_the_file_in_and_says_where(case):
    file = attach(case)
    with pytest.raises(Blocked, match="居民身份证号码（第1页）") as stopped:
        actions.release_file(actor=SYSTEM, file=file, on=DAY)
    assert {x.kind for x in stopped.value.leaks} == {"identity"}
    file.refresh_from_db()
    assert file.released_on is None and last(case).kind == "application.file_attached"


def test_an_override_needs_a_reason_and_a_reviewer_and_is_recorded_without_content(case):
    handler, reviewer = person(case.organ, Role.HANDLER), person(case.organ, Role.REVIEWER)
    file = attach(case)
    with pytest.raises(NotAllowed, match="审核"):
        actions.release_file(actor=handler, file=file, on=DAY, reason="申请人本人的号码")
    with pytest.raises(Blocked):
        actions.release_file(actor=reviewer, file=file, on=DAY, reason="   ")
    with pytest.raises(Refused, match="账本不能记个人信息"):
        actions.release_file(actor=reviewer, file=file, on=DAY, reason=f"{ID}是申请人本人的")
    actions.release_file(actor=reviewer, file=file, on=DAY, reason="申请人本人的号码")
    said = last(case)
    assert said.payload["leaks"] == {"identity": 1} and said.payload["reason"] == "申请人本人的号码"
    assert ID not in json.dumps(said.payload) and said.actor == reviewer
    (line,) = [x for x in queries.story_lines(case) if x.title == "放行公开件"]
    assert "查出1处" in line.detail and "申请人本人的号码" in line.detail


def test_an_original_with_a_copy_does_not_leave(case):
    original = attach(case)
    actions.redact_file(actor=SYSTEM, file=original, on=DAY)
    with pytest.raises(Refused, match="请放行公开件"):
        actions.release_file(actor=SYSTEM, file=original, on=DAY, reason="都可以公开")


@pytest.mark.parametrize("purpose", ["scan", "evidence"])
def test_scans_and_evidence_do_not_leave(case, purpose):
    with pytest.raises(Refused, match="不放行"):
        actions.release_file(actor=SYSTEM, file=attach(case, purpose=purpose), on=DAY)


def test_covering_needs_its_ground_and_finds_what_was_named(case):
    original = attach(case)
    with pytest.raises(Refused, match="第三十七条"):
        actions.redact_file(actor=SYSTEM, file=original, on=DAY, terms=("Zhang",))
    with pytest.raises(Refused, match="没有找到“Li Si”"):
        actions.redact_file(actor=SYSTEM, file=original, on=DAY, ground=PRIVACY, terms=("Zhang San", "Li Si"))
    with pytest.raises(Refused, match="没有找到“李四”"):
        actions.redact_file(
            actor=SYSTEM, file=attach(case, word("张三"), "a.docx"), on=DAY, ground=PRIVACY, terms=("李四",)
        )
    with pytest.raises(Refused, match="只有PDF可以画框"):
        actions.redact_file(
            actor=SYSTEM,
            file=attach(case, word("张三"), "a.docx"),
            on=DAY,
            ground=PRIVACY,
            boxes=(Box(1, 0, 0, 9, 9),),
        )
    assert case.files.filter(purpose="released").count() == 0


def test_word_and_excel_copies_and_the_name_too(case):
    copy = actions.redact_file(
        actor=SYSTEM, file=attach(case, word(f"张三 {PHONE}", author="某某"), f"张三{PHONE}的补偿.docx"), on=DAY,
        ground=PRIVACY, terms=("张三",), numbers=True,
    )  # fmt: skip
    assert copy.name == "■■■■■■■■的补偿（公开件）.docx"
    assert not actions.release_file(actor=SYSTEM, file=copy, on=DAY).name.startswith("张三")
    book = actions.redact_file(actor=SYSTEM, file=attach(case, workbook(), "表.xlsx"), on=DAY)
    assert {x.kind for x in queries.scan_of(book, actions.limits()) if x.severity == "block"} == {"mobile"}


def test_the_kind_is_read_from_the_bytes_and_sizes_have_a_limit(case, settings):
    with pytest.raises(Refused, match=r"文件名以\.exe结尾，内容却是PDF"):
        attach(case, name="伪装.exe")
    with pytest.raises(Refused, match="认不出"):
        attach(case, bytes(range(256)) * 10)
    ofd = io.BytesIO()
    with zipfile.ZipFile(ofd, "w") as archive:
        archive.writestr("OFD.xml", "<x/>")
    kept = attach(case, ofd.getvalue(), "版式.ofd")
    with pytest.raises(Refused, match="没有查过的文件不能放行"):
        actions.release_file(actor=SYSTEM, file=kept, on=DAY, reason="看过")
    settings.GONGKAI_FILE_BYTES = 100
    with pytest.raises(Refused, match="上限"):
        attach(case)


def test_who_may_add_look_and_redact(case):
    stranger = person(OrganFactory(), *Role.values)
    intake = person(case.organ, Role.INTAKE)
    file = attach(case, actor=intake)
    for verb in (actions.look_at_file, actions.redact_file, actions.release_file):
        with pytest.raises(NotAllowed):
            verb(actor=stranger, file=file, on=DAY)
    with pytest.raises(NotAllowed):
        actions.redact_file(actor=intake, file=file, on=DAY)
    assert queries.organ_files(stranger, case) == [] and not queries.case_files_visible_to(stranger)
    assert queries.organ_files(intake, case) == [file]


def test_a_look_leaves_one_trace_a_day(case):
    viewer = person(case.organ, Role.HANDLER)
    file = attach(case)
    for _ in range(3):
        assert actions.look_at_file(actor=viewer, file=file, on=DAY) == SECRET
    actions.look_at_file(actor=viewer, file=file, on=date(2024, 6, 4))
    assert Event.objects.filter(kind="application.file_viewed", actor=viewer).count() == 2


def test_files_can_be_added_after_the_reply_and_do_not_move_the_case(case):
    case = reply(case)
    attach(case, purpose="scan")
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("closed", date(2024, 6, 12))


def test_the_record_agrees_with_the_ledger_and_says_when_it_does_not(case):
    copy = actions.redact_file(actor=SYSTEM, file=attach(case, word("无"), "文.docx"), on=DAY)
    actions.release_file(actor=SYSTEM, file=copy, on=DAY)
    assert list(queries.check_projections()) == []
    CaseFile.objects.filter(pk=copy.pk).update(digest="0" * 64, released_on=None)
    assert [x.split("的", 1)[1] for x in queries.check_files()] == ["digest与账本不同", "放行日期与账本不同"]


@pytest.mark.parametrize(
    "facts",
    [{"purpose": "released"}, {"purpose": "submitted"}, {"purpose": "scan", "released_on": DAY},
     {"released_on": date(2024, 6, 1)}, {"source": "applicant"}],
)  # fmt: skip
def test_the_database_refuses_impossible_files(case, facts):
    file = attach(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFile.objects.filter(pk=file.pk).update(**facts)
