# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书: two persons, gapless numbers, nothing missing, and a case that moves on the day its letter is served."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.applications import actions, queries
from gongkai.applications.actions import Refused
from gongkai.applications.letters.snapshot import opened
from gongkai.applications.letters.wording import check_shipped, shipped
from gongkai.applications.models import Letter, State
from gongkai.law.letters import LETTERS
from gongkai.law.service import Way
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person
from tests.letters import DISCLOSED, SERVED, answers_to, drafted, organ_with_head, served, signed

pytestmark = pytest.mark.django_db
D = date(2024, 6, 12)


@pytest.fixture
def office():
    """A county government, who drafts there, and who signs."""
    organ = organ_with_head()
    return organ, person(organ, Role.INTAKE, Role.HANDLER), person(organ, Role.SIGNER, Role.REVIEWER)


@pytest.fixture
def case(office):
    return ApplicationFactory(organ=office[0])


def judged(case, actor, row, **also):
    case.refresh_from_db()
    return actions.judge(actor=actor, application=case, on=D, answers=answers_to(row, **also))


def test_the_shipped_wording_of_every_kind_says_what_the_law_wants():
    assert check_shipped() == []


def test_a_reply_goes_from_draft_to_service_and_the_case_ends_that_day(office, case):
    _, clerk, head = office
    judged(case, clerk, "R3.1")
    letter = actions.draft_letter(actor=clerk, application=case, on=D, kind="disclosed", facts=DISCLOSED)
    actions.send_for_review(actor=clerk, letter=letter, on=D)
    letter = actions.sign_letter(actor=head, letter=letter, on=D)
    assert letter.number == f"{case.organ.letter_code}依复〔2024〕1号"
    case.refresh_from_db()
    assert case.state == State.RUNNING
    letter = actions.serve_letter(
        actor=clerk, letter=letter, way=Way.POST, posted_on=date(2024, 6, 14), tracking="示例邮件1"
    )
    case.refresh_from_db()
    assert (case.outcome, case.closed_on, case.on_time) == ("R3.1", date(2024, 6, 14), True)
    assert (letter.state, letter.served_on) == ("served", date(2024, 6, 14))
    assert list(queries.check_projections()) == []


def test_the_drafter_cannot_sign_nor_review_what_they_wrote(office, case):
    organ, _, head = office
    both = person(organ, Role.HANDLER, Role.SIGNER, Role.REVIEWER)
    judged(case, both, "R3.1")
    letter = actions.draft_letter(actor=both, application=case, on=D, kind="disclosed", facts=DISCLOSED)
    actions.send_for_review(actor=both, letter=letter, on=D)
    for verb in (actions.sign_letter, actions.review_letter):
        with pytest.raises(Refused, match=r"拟稿人不能.*第四十五条"):
            verb(actor=both, letter=letter, on=D)
    actions.return_letter(actor=head, letter=letter, on=D, reason="补写理由")
    assert Letter.objects.get().state == "draft"


def test_who_revised_it_cannot_sign_it_either(office, case):
    organ, clerk, _ = office
    other = person(organ, Role.HANDLER, Role.SIGNER)
    judged(case, clerk, "R3.1")
    letter = actions.draft_letter(actor=clerk, application=case, on=D, kind="disclosed", facts=DISCLOSED)
    actions.revise_letter(actor=other, letter=letter, on=D, facts={**DISCLOSED, "reasons": "另写的理由"})
    actions.send_for_review(actor=clerk, letter=letter, on=D)
    with pytest.raises(Refused, match="拟稿人不能签发"):
        actions.sign_letter(actor=other, letter=letter, on=D)
    with pytest.raises(NotAllowed, match="签发"):
        actions.sign_letter(actor=person(organ, Role.HANDLER), letter=letter, on=D)


def test_numbers_have_no_gap_within_organ_year_and_series_and_void_keeps_its_number(office, case):
    first = signed(case, "disclosed", outcome="R3.1")
    actions.void_letter(actor=SYSTEM, letter=first, on=D, reason="写错了申请内容")
    again = signed(case, "disclosed", outcome="R3.1")
    other = signed(ApplicationFactory(organ=office[0]), "absent", outcome="R3.4.1")
    extension = signed(ApplicationFactory(organ=office[0]), "extension")
    elsewhere = signed(ApplicationFactory(organ=organ_with_head()), "disclosed", outcome="R3.1")
    later = ApplicationFactory(organ=office[0], submitted_on=date(2025, 1, 6))
    later = signed(later, "disclosed", outcome="R3.1", on=date(2025, 1, 8))
    assert [x.sequence for x in (first, again, other, extension, elsewhere, later)] == [1, 2, 3, 1, 1, 1]
    assert extension.number.endswith("依延〔2024〕1号")
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=again.pk).update(sequence=1)
    assert list(queries.check_projections()) == []
    Letter.objects.filter(pk=again.pk).update(sequence=7)
    assert any("不连续" in fault for fault in queries.check_projections())


def test_a_letter_that_lacks_what_the_law_wants_is_not_sent_and_names_it(office, case):
    facts = {**DISCLOSED, "reasons": " "}
    letter = drafted(case, "disclosed", outcome="R3.1", facts=facts)
    with pytest.raises(Refused, match="还缺：理由（条例第三十六条"):
        actions.send_for_review(actor=SYSTEM, letter=letter, on=D)


def test_a_refusal_for_a_third_party_needs_the_third_partys_opinion(office, case):
    letter = drafted(case, "refused", outcome="R3.3.4")
    with pytest.raises(Refused, match="第三方的意见"):
        actions.send_for_review(actor=SYSTEM, letter=letter, on=D)


def test_a_remedy_without_a_court_is_not_written():
    case = ApplicationFactory(organ=OrganFactory(kind=Organ.Kind.GOVERNMENT))
    letter = drafted(case, "disclosed", outcome="R3.1")
    with pytest.raises(Refused, match="管辖法院"):
        actions.send_for_review(actor=SYSTEM, letter=letter, on=D)


def test_supplement_twice_is_refused_with_its_article(office, case):
    served(case, "supplement", on=date(2024, 6, 6))
    case.refresh_from_db()
    assert case.state == State.AWAITING_SUPPLEMENT
    with pytest.raises(Refused, match="第三十条"):
        drafted(case, "supplement")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"working_days": "21"}, "最长20个工作日（条例第三十三条第二款）"),
        ({"working_days": "x"}, "大于0的整数"),
    ],
)
def test_an_extension_of_21_days_is_refused_already_in_draft(office, case, facts, words):
    with pytest.raises(Refused, match=words):
        drafted(case, "extension", facts={"why": "档案多", "consent": "已经同意", **facts})


def test_an_extension_without_the_heads_consent_is_refused(office, case):
    letter = drafted(case, "extension", facts={"working_days": "10", "why": "档案多"})
    with pytest.raises(Refused, match="机构负责人同意（条例第三十三条第二款）"):
        actions.send_for_review(actor=SYSTEM, letter=letter, on=D)


def test_a_served_extension_moves_the_due_day_and_says_it_in_the_letter(office, case):
    letter = served(case, "extension")
    case.refresh_from_db()
    assert case.due_on == date(2024, 7, 16)
    assert "2024年7月16日前作出答复" in opened(letter.snapshot_sealed).text


def test_a_fee_without_a_decision_is_refused(office, case):
    with pytest.raises(Refused, match=r"收费由人决定.*第四十二条"):
        actions.draft_letter(actor=office[1], application=case, on=D, kind="fee", facts={})


def test_the_answer_follows_the_judgement_or_says_why_not(office, case):
    _, clerk, _ = office
    draft = {"actor": clerk, "application": case, "on": D, "kind": "absent", "facts": {}}
    with pytest.raises(Refused, match="还没有判断完"):
        actions.draft_letter(**draft)
    judged(case, clerk, "R3.1")
    with pytest.raises(Refused, match="判断的结果不同"):
        actions.draft_letter(**draft)
    case.refresh_from_db()
    with pytest.raises(Refused, match="写明理由"):
        actions.choose_outcome(actor=clerk, application=case, on=D, outcome_id="R3.4.1", reason="")
    actions.choose_outcome(actor=clerk, application=case, on=D, outcome_id="R3.4.1", reason="复查后没有找到")
    assert actions.draft_letter(**draft).outcome == "R3.4.1"
    with pytest.raises(Refused, match="已有一份"):
        actions.draft_letter(**draft)


def test_answers_that_cannot_both_be_so_are_refused(office, case):
    with pytest.raises(Refused, match="不能同时成立"):
        actions.judge(actor=SYSTEM, application=case, on=D, answers={**answers_to("R3.5.1"), "exists": True})


def test_a_disclosure_over_an_objection_waits_until_the_third_party_was_told(office, case):
    answers = {**answers_to("R3.3.4"), "public_interest": True}
    del answers["separable"]
    actions.judge(
        actor=SYSTEM,
        application=case,
        on=D,
        answers={**answers, "internal": False, "process": False, "enforcement": False},
    )
    letter = signed(case, "disclosed", outcome="R3.1")
    with pytest.raises(Refused, match="第三十二条"):
        actions.serve_letter(actor=SYSTEM, letter=letter, way=Way.DIRECT, signed_on=D)
    served(case, "third_party_decision")
    actions.serve_letter(actor=SYSTEM, letter=letter, way=Way.DIRECT, signed_on=D)
    case.refresh_from_db()
    assert case.outcome == "R3.1"


def test_a_late_letter_is_served_recorded_and_counted_late(office, case):
    served(case, "disclosed", outcome="R3.1", on=date(2024, 7, 1), served_on=date(2024, 7, 3))
    case.refresh_from_db()
    assert (case.closed_on, case.on_time, case.due_on) == (date(2024, 7, 3), False, date(2024, 7, 2))


@pytest.mark.parametrize(
    ("way", "days", "words"),
    [
        (Way.POST, {"signed_on": D}, "交邮日期"), (Way.POST, {"posted_on": D}, "邮件号"),
        (Way.DIRECT, {}, "签收日期"), (Way.ELECTRONIC, {"signed_on": D}, "发出日期"),
        (Way.DIRECT, {"signed_on": date(2024, 6, 11)}, "早于文书日期"),
    ],
)  # fmt: skip
def test_service_needs_the_fact_that_fixes_its_day(office, case, way, days, words):
    letter = signed(case, "disclosed", outcome="R3.1")
    with pytest.raises(Refused, match=words):
        actions.serve_letter(actor=SYSTEM, letter=letter, way=way, **days)


def test_consultation_letters_stop_the_clock_from_their_service(office, case):
    served(case, "third_party_inquiry", facts={"recipient": "某公司（示例）", "information": "合同金额"})
    case.refresh_from_db()
    case = actions.close_consultation(
        actor=SYSTEM, application=case, on=date(2024, 6, 25), id="P1", answer="objected"
    )
    assert case.due_on == date(2024, 7, 15)


def test_the_ledger_knows_which_letter_and_none_of_its_words(office, case):
    served(case, "refused", outcome="R3.3.5", facts={**SERVED["refused"], "reasons": "绝密词语甲"})
    written = "".join(str(e.payload) for e in Event.objects.all())
    for words in ("绝密词语甲", "林晓", case.title):
        assert words not in written
    event = Event.objects.get(kind="letter.signed")
    assert event.payload["digest"] == Letter.objects.get().snapshot_digest


def test_a_changed_letter_turns_check_red(office, case):
    letter = signed(case, "disclosed", outcome="R3.1")
    other = signed(ApplicationFactory(organ=office[0]), "disclosed", outcome="R3.1")
    Letter.objects.filter(pk=letter.pk).update(snapshot_sealed=other.snapshot_sealed)
    assert any("被改动过" in fault for fault in queries.check_projections())


@pytest.mark.parametrize("kind", LETTERS, ids=lambda k: k.key)
def test_a_wording_without_its_mandatory_content_is_refused_by_name(kind):
    organ = organ_with_head()
    text = shipped(kind.key).replace("{登记编号}", "")
    with pytest.raises(Refused, match="缺少必备内容“登记编号”"):
        actions.word_template(actor=SYSTEM, organ=organ, on=D, kind=kind.key, text=text)


def test_an_organs_own_wording_is_used_from_then_on_and_older_letters_stay(office, case):
    organ = office[0]
    before = signed(case, "disclosed", outcome="R3.1")
    text = shipped("disclosed").replace("本机关决定予以公开", "本机关同意公开")
    assert actions.word_template(actor=SYSTEM, organ=organ, on=D, kind="disclosed", text=text).version == 1
    with pytest.raises(Refused, match="没有“天气”这一项"):
        actions.word_template(actor=SYSTEM, organ=organ, on=D, kind="disclosed", text=text + "\n{天气}")
    with pytest.raises(Refused, match="救济"):
        actions.word_template(
            actor=SYSTEM, organ=organ, on=D, kind="disclosed", text=text.replace("{救济}", "")
        )
    after = signed(ApplicationFactory(organ=organ), "disclosed", outcome="R3.1")
    before.refresh_from_db()
    assert "本机关决定予以公开" in opened(before.snapshot_sealed).text
    assert "本机关同意公开" in opened(after.snapshot_sealed).text
