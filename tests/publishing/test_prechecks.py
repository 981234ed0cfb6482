# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Before publishing: copied interpretations, 三同步, dead links, the list of words (国办发〔2016〕80号)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.organs.models import Organ
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, archive, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.actions.reviewing import Stopped
from gongkai.publishing.models import Draft
from gongkai.publishing.prechecks import doubts
from gongkai.publishing.prechecks.copying import quality, taken_from
from gongkai.publishing.watched import Watched, as_lines, from_lines
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory
from tests.publishing.test_drafts import Office

pytestmark = pytest.mark.django_db
POLICY = (
    "<p>本县行政区域内年满六十周岁且具有本县户籍的老年人，可以向户籍所在地的乡镇人民政府提出养老服务补贴申请。</p>"
    "<p>补贴标准为每人每月三百元，由县财政局按季度拨付到乡镇人民政府，再由乡镇人民政府发放到老年人本人的账户。</p>"
)
OWN = "<p>为什么要办这件事：不少老人想请人上门照料，却觉得贵。</p>"
COPIED = OWN[:20] + "</p>" + POLICY


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "index"
    return Office()


def found(draft, code, **options):
    return [d for d in doubts(draft, as_of=DAY, **options) if d.code == code]


def test_an_interpretation_copied_to_four_fifths_is_stopped_before_signing(office):
    policy = DocumentFactory(organ=office.organ, body=POLICY)
    draft = office.draft(policy=policy, form="text", body=COPIED)
    meter = quality(draft)
    assert (
        meter.share >= 0.8
        and meter.stops
        and meter.own == meter.characters - round(meter.share * meter.characters)
    )
    with pytest.raises(Stopped, match="与文件原文相同"):
        actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    marked = "".join(words for p in meter.paragraphs for words, taken in p if taken)
    assert "具有本县户籍的老年人" in marked and "为什么要办" not in marked


def test_the_threshold_is_a_setting_and_below_it_copying_is_only_doubted(office, settings):
    settings.GONGKAI_COPIED_STOP = 0.99
    policy = DocumentFactory(organ=office.organ, body=POLICY)
    draft = office.draft(policy=policy, form="text", body=COPIED)
    assert [d.blocks for d in found(draft, "copied")] == [False]
    assert actions.submit_draft(actor=office.editor, draft=draft, on=DAY).state == Draft.State.REVIEWING


def test_another_person_may_let_it_go_on_with_a_reason_until_the_text_changes(office):
    policy = DocumentFactory(organ=office.organ, body=POLICY)
    draft = office.draft(policy=policy, form="text", body=COPIED)
    with pytest.raises(NotAllowed):
        actions.accept_copying(actor=office.editor, draft=draft, on=DAY, reason="急")
    with pytest.raises(Refused, match="理由"):
        actions.accept_copying(actor=office.first, draft=draft, on=DAY, reason=" ")
    draft = actions.accept_copying(actor=office.first, draft=draft, on=DAY, reason="名词按原文列出")
    assert "名词按原文列出" in found(draft, "copied")[0].mend
    actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    draft = actions.return_draft(actor=office.first, draft=draft, on=DAY, reason="再写")
    draft = actions.revise_draft(
        actor=office.editor, draft=draft, on=DAY, expected_version=1, body=COPIED + "<p>另。</p>"
    )
    assert draft.copied_reason is None and found(draft, "copied")[0].blocks


def test_what_an_interpretation_adds_and_in_which_forms_is_said(office):
    policy = DocumentFactory(organ=office.organ, body=POLICY)
    graphic = DocumentFactory(organ=office.organ)
    actions.interpret(actor=SYSTEM, document=graphic, policy=policy, form="graphic", on=DAY)
    meter = quality(
        office.draft(policy=policy, form="text", body=OWN + "<p>原来每月二百元，现在提高一百元。</p>")
    )
    assert meter.share == 0 and not meter.much
    assert meter.forms == ("图解", "文字解读")
    assert "背景依据" in meter.told and "新旧差异" in meter.told and "怎么办理" in meter.untold


def test_without_a_link_the_document_it_was_copied_from_is_named(office):
    policy = DocumentFactory(organ=office.organ, title="养老服务补贴办法", body=POLICY)
    for n in range(3):
        DocumentFactory(
            organ=office.organ,
            body=f"<p>第{n}号通知，与养老没有关系，是关于春耕备耕和农机检修工作安排的。</p>",
        )
    draft = office.draft(title="养老补贴解读", body=COPIED)
    assert {d.code for d in doubts(draft, as_of=DAY, deep=True)} >= {"unlinked", "origin"}
    assert [o.document for o in taken_from(draft, as_of=DAY)[0]] == [policy]
    actions.withdraw(actor=office.editor, document=policy, on=DAY, reason="内容有误")
    assert taken_from(draft, as_of=DAY) == ([], "")


def test_the_archive_follows_what_is_published_and_can_be_thrown_away(office, settings):
    first = DocumentFactory(organ=office.organ, body=POLICY)
    assert [o.document for o in archive.origins(POLICY, as_of=DAY)] == [first]
    second = DocumentFactory(organ=office.organ, body=POLICY)
    assert {o.document for o in archive.origins(POLICY, as_of=DAY)} == {first, second}
    archive._kept.cache_clear()  # another process reads the files and catches up
    assert {o.document for o in archive.origins(POLICY, as_of=DAY)} == {first, second}
    assert archive.rebuild() > 0
    settings.GONGKAI_INDEX = settings.GONGKAI_INDEX / "new"
    assert {o.document for o in archive.origins(POLICY, as_of=DAY)} == {first, second}


def test_a_large_archive_is_not_read_while_somebody_waits(office, monkeypatch):
    DocumentFactory(organ=office.organ, body=POLICY)
    monkeypatch.setattr(archive, "AT_ONCE", 0)
    monkeypatch.setattr(archive.Kept.follow, "__defaults__", (0,))
    assert "index rebuild" in taken_from(office.draft(body=COPIED), as_of=DAY)[1]


NORM = {
    "register": "normative",
    "number": "测政发〔2024〕1号",
    "effective_from": DAY,
    "expires_on": date(2029, 6, 3),
}


def test_a_policy_and_its_interpretation_are_reviewed_together_and_linked_when_they_come_out(office):
    policy = office.draft(**NORM)
    assert "还没有解读稿" in found(policy, "interpretation")[0].message
    explaining = office.draft(title="养老服务补贴办法解读", explains=policy, form="text", body=OWN)
    assert "还没有送审" in found(policy, "interpretation")[0].message
    actions.submit_draft(actor=office.editor, draft=explaining, on=DAY)
    assert not found(policy, "interpretation")
    explaining = office.passed(explaining, office.first, office.second)
    with pytest.raises(Refused, match="还没有公开"):
        actions.pass_step(actor=office.signer, draft=explaining, on=DAY)
    policy = office.passed(
        actions.submit_draft(actor=office.editor, draft=policy, on=DAY), office.first, office.second
    )
    document = actions.pass_step(actor=office.signer, draft=policy, on=DAY).document
    assert queries.without_interpretation(office.editor, as_of=DAY) == [document]
    actions.pass_step(actor=office.signer, draft=explaining, on=DAY)
    assert document.interpretations.get().form == "text"
    assert queries.without_interpretation(office.editor, as_of=DAY) == []


def test_an_interpretation_of_what_is_not_public_is_stopped(office):
    policy = DocumentFactory(organ=office.organ, on=DAY)
    draft = office.draft(policy=policy, form="text")
    actions.withdraw(actor=office.editor, document=policy, on=DAY, reason="内容有误")
    draft.refresh_from_db()
    assert found(draft, "policy")[0].blocks


def test_an_interpretation_may_be_signed_for_the_very_day_its_policy_comes_out(office):
    """三同步: both wait for the same day; the interpretation never goes first."""
    day = DAY + timedelta(days=7)
    policy = DocumentFactory(organ=office.organ, on=day)
    assert found(office.draft(policy=policy, form="text"), "policy")[0].blocks
    draft = office.draft(policy=policy, form="text", publish_on=day, body=OWN)
    assert not found(draft, "policy")
    draft = actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    out = office.passed(draft, office.first, office.second, office.signer).document
    assert out.published_on == day and out.interprets.policy == policy


LINKS = [
    ("/document/999999/", "没有公开"), ("/nowhere/", "没有这个地址"), ("/desk/cases/", "工作台"),
    ("/column/not-there/", "没有开设"), ("policy.html", "不是完整的地址"),
    ("#part", "一个位置"), ("/guide/", ""), ("https://www.gov.cn/zhengce/", ""),
]  # fmt: skip


@pytest.mark.parametrize(("link", "fault"), LINKS)
def test_links_that_lead_nowhere_on_this_site_are_named(office, link, fault):
    draft = office.draft(body=f'<p><a href="{link}">见这里</a></p>')
    said = " ".join(d.message for d in found(draft, "link"))
    assert fault in said and bool(said) == bool(fault)
    unasked = found(draft, "outside")  # what is not checked is said, and stops nothing
    assert bool(unasked) == ("gov.cn" in link) and not any(
        d.blocks or "www.gov.cn" not in d.message for d in unasked
    )


def test_links_to_documents_follow_their_publication_and_withdrawal(office):
    document = DocumentFactory(organ=office.organ, on=DAY + timedelta(days=0))
    draft = office.draft(body=f'<p><a href="/document/{document.pk}/">原文</a></p>')
    assert not found(draft, "link")
    actions.withdraw(actor=office.editor, document=document, on=DAY, reason="内容有误")
    assert "已经撤下" in found(draft, "link")[0].message


def test_the_list_of_words_is_the_instances_own_and_may_stop(office):
    site = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    draft = office.draft(body="<p>按装设备，打造样板，全国第一。</p>")
    assert [d.blocks for d in found(draft, "word")] == [False]
    words, faults = from_lines("！全国第一\n打造 建设\n\n打造 建成\n一\n太 多 词")
    assert [f[:3] for f in faults] == ["第4行", "第5行", "第6行"]
    actions.set_watched_words(actor=SYSTEM, organ=site, words=words, on=DAY)
    assert {(d.blocks, d.message) for d in found(draft, "word")} == {(True, "“全国第一”"), (False, "“打造”")}
    with pytest.raises(NotAllowed):
        actions.set_watched_words(actor=office.editor, organ=site, words=[], on=DAY)
    assert from_lines(as_lines((Watched("甲乙", "丙丁", True), Watched("戊己")))) == (
        [Watched("甲乙", "丙丁", True), Watched("戊己")], [],
    )  # fmt: skip


def test_numbers_of_people_are_found_in_the_title_and_in_links(office):
    draft = office.draft(
        title="给11010119900307757的答复",
        body='<p><a href="https://a.cn/?id=110101199003077571">名单</a></p>',
    )
    assert any(d.blocks and d.where.startswith("链接") for d in found(draft, "personal"))
    assert not found(office.draft(body="<p>咨询电话：0577-67221199</p>"), "personal")


def test_an_interpretation_that_came_out_unlinked_is_linked_on_the_desk_and_measured_first(office, client):
    policy = DocumentFactory(organ=office.organ, body=POLICY, number="测政发〔2024〕7号")
    copied, own = (
        DocumentFactory(organ=office.organ, title=t, body=b) for t, b in (("甲解读", COPIED), ("乙解读", OWN))
    )
    desk = Client()
    desk.force_login(office.editor, backend="django.contrib.auth.backends.ModelBackend")
    facts = {"policy": "测政发[2024]7号", "form": "text"}
    refused = desk.post(f"/desk/documents/{copied.pk}/do/interpret/", facts)
    assert refused.status_code == 422 and "照抄不是解读" in refused.text
    assert (
        desk.post(
            f"/desk/documents/{own.pk}/do/interpret/", facts | {"policy": "测政发〔2024〕8号"}
        ).status_code
        == 422
    )
    desk.post(f"/desk/documents/{own.pk}/do/interpret/", facts)
    assert own.title in client.get(f"/document/{policy.pk}/").text
    assert policy.number in client.get(f"/document/{own.pk}/").text


def test_what_a_catalogue_gives_to_some_people_only_is_not_put_onto_the_open_site(office):
    facts = {"first": "补贴对象名单", "content": "名单", "basis": "示例依据", "everyone": False}
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="1", **facts)
    assert found(office.draft(), "audience")[0].blocks
    actions.put_item(actor=SYSTEM, column=office.column, on=DAY, number="2", **facts | {"everyone": True})
    assert not found(office.draft(), "audience")


def test_nobody_excuses_copying_where_there_is_none(office):
    with pytest.raises(Refused, match="没有因为照抄"):
        actions.accept_copying(actor=office.first, draft=office.draft(), on=DAY, reason="无")
