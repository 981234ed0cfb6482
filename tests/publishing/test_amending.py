# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What describes a document (条例第十二条), and its correction: drafted and reviewed again, without losing another's (条例第六条)."""

from datetime import date, timedelta

import pytest

from gongkai.law.papers import KINDS, kind_of_title
from gongkai.publishing import actions, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.models import Document, Form
from gongkai.publishing.prechecks import doubts
from tests.factories import DAY, SYSTEM, DocumentFactory
from tests.publishing.test_drafts import Office
from tests.publishing.test_prechecks import COPIED, POLICY

pytestmark = pytest.mark.django_db
DESCRIBED = {"kind": "通知", "theme": "民政、扶贫、救灾", "drafter": "县民政局", "office": "养老服务科"}


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "index"
    return Office()


def out(office, draft):
    draft = actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    return office.passed(draft, office.first, office.second, office.signer).document


def amending(at, document, **facts):
    text = {"title": document.title, "body": "<p>改好的正文。</p>", "note": "更正一处数字", **facts}
    return actions.start_draft(
        actor=at.editor, organ=at.organ, column=at.column, on=DAY, amends=document, **text
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发养老服务补贴办法的通知（示例）", "通知"), ("县人民政府令", "命令（令）"), ("关于同意设立的批复", "批复"),
        ("会议纪要", "纪要"), ("养老服务补贴办法", None), ("（示例）", None),
    ],
)  # fmt: skip
def test_a_title_says_its_kind(title, kind):
    assert kind_of_title(title) == kind and len(KINDS) == 15


@pytest.mark.law("条例第十二条")
def test_kind_theme_and_who_drafted_go_from_the_draft_to_the_page_and_its_copies(office, client):
    draft = office.draft(title="关于印发补贴办法的通知", number="测政发〔2024〕1号")
    assert "described" in [d.code for d in doubts(draft, as_of=DAY)]
    draft = office.draft(title="关于印发补贴办法的通知", number="测政发〔2024〕1号", **DESCRIBED)
    assert not {"described", "kind"} & {d.code for d in doubts(draft, as_of=DAY)}
    assert "kind" in [d.code for d in doubts(office.draft(title="公告", kind="通知"), as_of=DAY)]
    document = out(office, draft)
    page = client.get(f"/document/{document.pk}/").text
    assert all(said in page for said in (*DESCRIBED.values(), "公开方式", document.summary))
    assert list(queries.check_projections()) == []
    Document.objects.filter(pk=document.pk).update(theme="其他")
    assert any("described" in line for line in queries.check_projections())


@pytest.mark.law("条例第六条")
def test_a_correction_takes_what_describes_it_along_and_leaves_its_dates(office):
    document = out(office, office.draft(number="测政发〔2024〕1号"))
    with pytest.raises(Refused, match="不随更正改变"):
        amending(office, document, formed_on=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="不能定时"):
        amending(office, document, publish_on=DAY + timedelta(days=1))
    draft = amending(office, document, summary="更正后的概述。", number="测政发〔2024〕2号", **DESCRIBED)
    assert (draft.formed_on, draft.column) == (document.formed_on, document.column)
    actions.revise_draft(actor=office.editor, draft=draft, on=DAY, expected_version=1, office="救助科")
    out(office, draft)
    document.refresh_from_db()
    assert (document.summary, document.number) == ("更正后的概述。", "测政发〔2024〕2号")
    assert (document.kind, document.office, document.version) == ("通知", "救助科", 2)
    assert list(queries.check_projections()) == []


def test_the_second_of_two_corrections_begun_together_does_not_undo_the_first(office):
    document = out(office, office.draft())
    first, second = amending(office, document), amending(office, document, body="<p>另一处。</p>")
    out(office, first)
    second.refresh_from_db()
    with pytest.raises(Refused, match="现在公开的是第2版"):
        actions.submit_draft(actor=office.editor, draft=second, on=DAY)
    second = actions.revise_draft(
        actor=office.editor, draft=second, on=DAY, expected_version=1, body="<p>两处都改好。</p>"
    )
    out(office, second)
    document.refresh_from_db()
    assert document.version == 3


def test_what_stands_in_a_column_that_was_closed_can_still_be_corrected(office):
    document = out(office, office.draft())
    actions.close_column(actor=SYSTEM, column=office.column, on=DAY, reason="专题结束")
    office.column.refresh_from_db()
    draft = amending(office, document)
    assert not [d for d in doubts(draft, as_of=date(2024, 6, 20)) if d.blocks]


def test_an_interpretation_is_measured_again_when_it_is_corrected(office):
    policy = DocumentFactory(organ=office.organ, body=POLICY)
    document = DocumentFactory(organ=office.organ)
    actions.interpret(actor=SYSTEM, document=document, policy=policy, form=Form.QA, on=DAY)
    draft = amending(office, document, body=COPIED)
    assert [d.code for d in doubts(draft, as_of=DAY) if d.blocks] == ["copied"]
