# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""三审三校 and 保密审查: nothing becomes public around them (条例第十七条)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledger.actions import StreamMoved
from gongkai.organs.actions import appoint
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, drafts, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.actions.reviewing import Stopped
from gongkai.publishing.due import due_of_drafts
from gongkai.publishing.models import Document, Draft, ReviewStep
from gongkai.publishing.prechecks import doubts, personal_numbers
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
GOOD = {
    "title": "养老服务补贴办法（示例）", "body": "<p>各乡镇人民政府：</p><p>现印发给你们。</p>", "summary": "补贴的对象和标准。",
    "formed_on": DAY,
}  # fmt: skip


class Office:
    """An organ with an editor, two reviewers and a signer."""

    def __init__(self):
        self.organ = OrganFactory()
        self.column = ColumnFactory(owner=self.organ)
        self.editor = person(self.organ, Role.EDITOR)
        self.first, self.second = (person(self.organ, Role.REVIEWER) for _ in range(2))
        self.signer = person(self.organ, Role.SIGNER)

    def draft(self, **facts):
        return actions.start_draft(
            actor=self.editor, organ=self.organ, column=self.column, on=DAY, **{**GOOD, **facts}
        )

    def submitted(self, **facts):
        return actions.submit_draft(actor=self.editor, draft=self.draft(**facts), on=DAY)

    def passed(self, draft, *people, secrecy=True):
        if secrecy:
            draft = actions.review_secrecy(actor=self.first, draft=draft, on=DAY, basis="不涉密，可以公开")
        for one in people:
            draft = actions.pass_step(actor=one, draft=draft, on=DAY)
        return draft


@pytest.fixture
def office():
    return Office()


@pytest.mark.law("条例第十七条")
def test_three_people_and_the_secrecy_review_make_it_public(office):
    draft = office.passed(office.submitted(), office.first, office.second)
    assert not Document.objects.exists()
    draft = actions.pass_step(actor=office.signer, draft=draft, on=DAY)
    document = Document.objects.get()
    assert draft.document == document and draft.state == Draft.State.PUBLISHED
    assert list(queries.public(DAY)) == [document]
    assert document.index_number == f"{office.organ.letter_code}/2024-00001"
    assert list(queries.check_projections()) == list(drafts.check_projections()) == []


def test_the_only_signer_is_kept_for_the_last_step_and_an_editor_calls_a_draft_back(office):
    both = person(office.organ, Role.REVIEWER, Role.SIGNER)
    office.signer.appointments.all().delete()  # who is both is the only one left to sign
    draft = office.passed(office.submitted(), office.first)
    with pytest.raises(Refused, match="终审要留给您做"):
        actions.pass_step(actor=both, draft=draft, on=DAY)
    office.second.appointments.all().delete()  # now nobody else can take the second look: no step is held back
    draft = actions.pass_step(actor=both, draft=draft, on=DAY)
    with pytest.raises(NotAllowed):
        actions.recall_draft(actor=both, draft=draft, on=DAY, reason="没有人能终审")
    with pytest.raises(Refused, match="原因"):
        actions.recall_draft(actor=office.editor, draft=draft, on=DAY, reason=" ")
    draft = actions.recall_draft(actor=office.editor, draft=draft, on=DAY, reason="没有人能终审")
    assert draft.state == Draft.State.WRITING and list(drafts.check_projections()) == []
    with pytest.raises(Refused, match="还没有修改"):
        actions.submit_draft(actor=office.editor, draft=draft, on=DAY)


@pytest.mark.law("条例第十七条")
def test_without_the_secrecy_review_the_last_step_does_not_pass(office):
    draft = office.passed(office.submitted(), office.first, office.second, secrecy=False)
    with pytest.raises(Refused, match="保密审查"):
        actions.pass_step(actor=office.signer, draft=draft, on=DAY)
    assert not Document.objects.exists()


def test_a_person_cannot_publish_or_amend_around_the_review(office):
    with pytest.raises(Refused, match="第十七条"):
        DocumentFactory(organ=office.organ, actor=office.editor)
    document = DocumentFactory(organ=office.organ)
    with pytest.raises(Refused, match="第十七条"):
        actions.amend(
            actor=office.signer, document=document, on=DAY, title="新", body="<p>新</p>", note="更正"
        )


def test_no_one_reviews_their_own_draft_or_two_steps_of_it(office):
    everything = person(office.organ, *Role.values)
    own = actions.start_draft(actor=everything, organ=office.organ, column=office.column, on=DAY, **GOOD)
    own = actions.submit_draft(actor=everything, draft=own, on=DAY)
    with pytest.raises(Refused, match="不能审核"):
        actions.pass_step(actor=everything, draft=own, on=DAY)
    with pytest.raises(Refused, match="不能做它的保密审查"):
        actions.review_secrecy(actor=everything, draft=own, on=DAY, basis="不涉密")
    draft = actions.pass_step(actor=everything, draft=office.submitted(), on=DAY)
    with pytest.raises(Refused, match="已经审过"):
        actions.pass_step(actor=everything, draft=draft, on=DAY)


@pytest.mark.law("条例第十七条")
def test_who_changed_the_text_reviews_nothing_of_it_whoever_began_it(office):
    """An editor who is also a reviewer mends a colleague's draft: the words are theirs from then on."""
    appoint(actor=SYSTEM, on=DAY, person=office.first, organ=office.organ, role=Role.EDITOR)
    draft = office.draft()
    actions.revise_draft(
        actor=office.first, draft=draft, on=DAY, expected_version=1, body="<p>换成我写的。</p>"
    )
    draft = actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    assert not drafts.may_review(office.first, draft) and not drafts.may_review_secrecy(office.first, draft)
    assert draft not in drafts.waiting_for(office.first) and draft in drafts.waiting_for(office.second)
    with pytest.raises(Refused, match="修改过这篇稿件的人不能审核"):
        actions.pass_step(actor=office.first, draft=draft, on=DAY)
    with pytest.raises(Refused, match="不能做它的保密审查"):
        actions.review_secrecy(actor=office.first, draft=draft, on=DAY, basis="不涉密")
    assert drafts.may_review(office.second, draft) and drafts.may_review_secrecy(office.second, draft)


@pytest.mark.parametrize("facts", [{"expires_on": date(2026, 1, 1)}, {"effective_from": DAY}])
def test_a_term_without_a_register_is_said_before_it_is_signed(office, facts):
    """It used to come out at the last signature, as a fault of the database."""
    [found] = [d for d in doubts(office.draft(**facts), as_of=DAY) if d.code == "unregistered"]
    assert found.blocks == ("expires_on" in facts)


def test_every_column_it_goes_into_has_to_be_open_on_the_day_it_comes_out(office):
    day = DAY + timedelta(days=9)
    later, shut = ColumnFactory(owner=office.organ, on=DAY, opens_on=day), ColumnFactory(owner=office.organ)
    draft = office.draft(also_in=[later, shut])
    actions.close_column(actor=SYSTEM, column=shut, on=DAY - timedelta(days=1), reason="专题结束")
    found = [d for d in doubts(draft, as_of=DAY) if d.code == "column"]
    assert [d.blocks for d in found] == [True, True] and "才开设" in found[0].message + found[1].message
    draft = office.draft(also_in=[later], publish_on=day)
    assert not [d for d in doubts(draft, as_of=DAY) if d.code == "column"]


@pytest.mark.law("条例第二十六条")
def test_the_shorter_limit_of_any_column_it_goes_into_holds(office):
    other = ColumnFactory(owner=office.organ)
    facts = {"first": "结果", "content": "名单", "basis": "示例依据", "count": 3}
    actions.put_item(actor=SYSTEM, column=other, on=DAY, number="1", **facts)
    draft = office.draft(also_in=[other])
    assert due_of_drafts([draft], as_of=DAY)[draft.pk].on == date(2024, 6, 6)
    assert [d.code for d in doubts(draft, as_of=date(2024, 6, 7)) if d.code == "late"]


def test_numbers_of_people_are_looked_for_in_everything_that_is_printed(office):
    number = "330324199001011233"
    picture = f'<p>见图。</p><img src="/x.png" alt="{number}">'
    draft = office.draft(clarifies=f"流传{number}的名单", note=f"改{number}", body=picture)
    found = {d.where for d in doubts(draft, as_of=DAY) if d.code == "personal" and d.blocks}
    assert found == {"澄清的内容", "改动说明", "图片的替代文字"}


def test_each_step_asks_for_its_role(office):
    draft = office.submitted()
    with pytest.raises(NotAllowed, match="审核"):
        actions.pass_step(actor=office.signer, draft=draft, on=DAY)
    with pytest.raises(NotAllowed):
        actions.pass_step(actor=person(OrganFactory(), Role.REVIEWER), draft=draft, on=DAY)


def test_a_column_may_ask_for_other_steps(office):
    ReviewStep.objects.create(column=office.column, position=1, label="一审", role=Role.SIGNER)
    draft = actions.review_secrecy(actor=office.first, draft=office.submitted(), on=DAY, basis="不涉密")
    assert actions.pass_step(actor=office.signer, draft=draft, on=DAY).state == Draft.State.PUBLISHED


def test_a_returned_draft_is_mended_and_reviewed_from_the_start(office):
    draft = office.passed(office.submitted(), office.first)
    with pytest.raises(Refused, match="写明原因"):
        actions.return_draft(actor=office.second, draft=draft, on=DAY, reason=" ")
    draft = actions.return_draft(actor=office.second, draft=draft, on=DAY, reason="标准与附件不一致")
    with pytest.raises(Refused, match="还没有修改"):
        actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    draft = actions.revise_draft(
        actor=office.editor, draft=draft, on=DAY, expected_version=1, body="<p>已改。</p>"
    )
    assert (draft.version, draft.secrecy_by) == (2, None)
    draft = actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    assert drafts.waiting_step(draft).label == "初审"
    assert drafts.waiting_for(office.second) == [draft]


def test_two_editors_at_once_the_second_is_told(office):
    draft = office.draft()
    actions.revise_draft(actor=office.editor, draft=draft, on=DAY, expected_version=1, title="甲改")
    with pytest.raises(StreamMoved, match="已有第2稿"):
        actions.revise_draft(actor=office.editor, draft=draft, on=DAY, expected_version=1, title="乙改")
    draft.refresh_from_db()
    assert draft.title == "甲改"


def test_a_draft_in_review_cannot_be_changed(office):
    with pytest.raises(Refused, match="审核中"):
        actions.revise_draft(
            actor=office.editor, draft=office.submitted(), on=DAY, expected_version=1, title="偷改"
        )


def test_what_is_scheduled_is_public_from_its_day_and_not_before(office):
    later = DAY + timedelta(days=7)
    office.passed(office.submitted(publish_on=later), office.first, office.second, office.signer)
    assert not queries.public(later - timedelta(days=1)).exists()
    assert queries.public(later).exists()
    assert list(queries.check_projections()) == []


def test_an_amendment_is_drafted_and_reviewed_and_keeps_the_old_version(office):
    document = DocumentFactory(organ=office.organ, column=office.column)
    draft = office.submitted(amends=document, note="更正补贴标准")
    office.passed(draft, office.first, office.second, office.signer)
    assert [v.note for v in document.versions.all()] == ["首次公开", "更正补贴标准"]
    assert Document.objects.count() == 1


def test_an_interpretation_is_linked_both_ways_when_it_comes_out(office):
    policy = DocumentFactory(organ=office.organ)
    draft = office.submitted(policy=policy, form="graphic")
    draft = office.passed(draft, office.first, office.second, office.signer)
    assert policy.interpretations.get().document == draft.document


FAULTS = [
    ({"body": ""}, "正文是空的"),
    ({"summary": " "}, "没有内容概述"),
    ({"formed_on": None}, "没有成文日期"),
    ({"body": "<p>联系人身份证号１１０１０１１９９００３０７７５７１</p>"}, "居民身份证号"),
    ({"body": '<p><img src="/a.png"></p>'}, "没有替代文字"),
    ({"body": '<p><a href="http://">办事入口</a></p>'}, "没有写到哪里"),
    ({"register": "normative"}, "要有文号"),
]


@pytest.mark.parametrize(("facts", "fault"), FAULTS)
def test_what_stops_a_draft_is_named_with_its_place(office, facts, fault):
    draft = office.draft(**facts)
    with pytest.raises(Stopped, match=fault) as stopped:
        actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    assert all(d.where and d.mend for d in stopped.value.doubts)
    draft.refresh_from_db()
    assert draft.state == Draft.State.WRITING


def test_doubts_are_shown_and_do_not_stop(office):
    draft = office.draft(
        body="<p>请与示例科联系，电话13800000000，按装完成后XX日内。</p>", formed_on=date(2024, 4, 1)
    )
    found = {d.code: d.blocks for d in doubts(draft, as_of=DAY)}
    assert found == {"late": False, "personal": False, "word": False, "placeholder": False}


def test_personal_numbers_are_found_however_typed_and_never_shown_whole():
    text = "身份证110101199003077571，手机138 0000 0000，永政发〔2024〕12号，金额6222020000000000元"
    found = list(personal_numbers(text))
    assert [(what, stops) for what, _, stops in found] == [("居民身份证号码", True), ("手机号码", False)]
    assert "19900307" not in str(found) and "0000" not in str(found)


@given(st.text(max_size=300))
def test_no_text_breaks_the_search_for_numbers(text):
    assert all("*" in shown for _, shown, _ in personal_numbers(text))


def test_index_numbers_go_on_in_the_organs_year_also_where_two_organs_write_the_same_letters(office):
    twin = DocumentFactory(
        organ=OrganFactory(letter_code=office.organ.letter_code),
        index_number=f"{office.organ.letter_code}/2024-00041",
    )
    DocumentFactory(organ=twin.organ, index_number=f"{office.organ.letter_code}/2023-00099")
    DocumentFactory(organ=twin.organ, index_number=f"{office.organ.letter_code}X/2024-00077")
    draft = office.passed(office.submitted(), office.first, office.second, office.signer)
    assert draft.document.index_number == f"{office.organ.letter_code}/2024-00042"


def test_people_of_another_organ_see_no_draft(office):
    draft = office.draft()
    stranger = person(OrganFactory(), *Role.values)
    assert not drafts.drafts_visible_to(stranger).exists()
    with pytest.raises(NotAllowed):
        actions.revise_draft(actor=stranger, draft=draft, on=DAY, expected_version=1, title="改")


def test_check_names_a_draft_changed_beside_the_verbs(office):
    draft = office.draft()
    Draft.objects.filter(pk=draft.pk).update(title="换了", state="returned")
    assert len([line for line in drafts.check_projections() if "与账本不同" in line]) == 2
