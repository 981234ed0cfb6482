# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请转公开 (条例第四十四条): offered when several ask, drafted by a person, traced both ways."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import queries as applications
from gongkai.applications.actions import ApplicantFacts
from gongkai.engagement import conversion
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Conversion, ConversionCase
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing.models import Draft
from tests.factories import SYSTEM, ApplicationFactory, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.law("条例第四十四条")]
DAY = date(2024, 6, 20)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.GONGKAI_TODAY = DAY


def asked(organ, *people, title="闽后村征地补偿安置方案"):
    return [
        ApplicationFactory(
            organ=organ, title=title, description=f"申请公开{title}。",
            applicant=ApplicantFacts(ApplicantKind.NATURAL_PERSON, f"{who}（示例）", who, "示例联系方式"),
        )
        for who in people
    ]  # fmt: skip


@pytest.fixture
def organ():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def convert(organ, cases, actor=SYSTEM, **facts):
    facts = {"on": DAY, "name": "闽后村征地补偿安置方案", "reason": "多人申请", **facts}
    return conversion.convert(actor=actor, organ=organ, applications=cases, **facts)


def test_two_applicants_make_a_topic_one_asking_twice_does_not(organ):
    asked(organ, "甲", "甲", title="公交线网方案")
    assert conversion.topics(SYSTEM, as_of=DAY) == []
    asked(organ, "乙", title="公交线网方案")
    asked(organ, "甲", "乙")
    found = conversion.topics(SYSTEM, as_of=DAY)
    assert [(t.applicants, len(t.cases), t.fields) for t in found] == [(2, 2, ["土地征收"]), (2, 3, [])]
    assert conversion.topics(person(OrganFactory(), *Role.values), as_of=DAY) == []


def test_a_person_opens_a_draft_and_the_trace_is_in_the_case_and_in_the_item(organ):
    cases = asked(organ, "甲", "乙")
    with pytest.raises(NotAllowed):
        convert(organ, cases, actor=person(organ, Role.HANDLER))
    with pytest.raises(Refused, match="栏目"):
        convert(organ, cases, actor=person(organ, Role.EDITOR))
    row = convert(organ, cases, actor=person(organ, Role.EDITOR), column=ColumnFactory(owner=organ))
    assert Draft.objects.get() == row.draft
    assert conversion.trace_of(cases[0]) == row
    assert applications.story_lines(cases[1])[-1].title == "转为主动公开"
    assert conversion.topics(SYSTEM, as_of=DAY) == []
    with pytest.raises(Refused, match="已经转为主动公开"):
        convert(organ, cases[:1])


def test_it_ends_once_with_a_public_item_or_a_reason_and_is_counted_in_its_year(organ):
    row = convert(organ, asked(organ, "甲", "乙"))
    with pytest.raises(Refused, match="范围内"):
        conversion.conclude_conversion(actor=SYSTEM, conversion=row, document=DocumentFactory(), on=DAY)
    item = DocumentFactory(organ=organ)
    with pytest.raises(Refused, match="还没有到"):
        conversion.conclude_conversion(actor=SYSTEM, conversion=row, document=item, on=date(2024, 6, 21))
    assert figure("conversions.published").value(Scope(organ, 2024)) == 0
    conversion.conclude_conversion(actor=SYSTEM, conversion=row, document=item, on=DAY)
    assert figure("conversions.published").value(Scope(organ, 2024)) == 1
    assert figure("conversions.published").value(Scope(organ, 2023)) == 0
    with pytest.raises(Refused, match="了结"):
        conversion.decline_conversion(actor=SYSTEM, conversion=row, on=DAY, reason="不转")
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversion.objects.update(declined_why="又不转")


def test_cases_of_other_organs_and_no_case_at_all_are_refused(organ):
    with pytest.raises(Refused, match="至少选一件"):
        convert(organ, [])
    with pytest.raises(Refused, match="范围内"):
        convert(organ, asked(OrganFactory(), "甲", "乙"))
    with pytest.raises(Refused, match="还没有到"):
        convert(organ, asked(organ, "甲", "乙"), on=date(2024, 6, 21))
    assert not ConversionCase.objects.exists()


def test_on_the_desk_from_the_list_to_the_item(organ):
    cases = asked(organ, "甲", "乙")
    client, column = Client(), ColumnFactory(owner=organ)
    client.force_login(person(organ, *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/desk/topics/").content.decode()
    assert "闽后村征地补偿安置方案" in html and "土地征收" in html
    at = f"/desk/topics/{cases[0].pk}/"
    assert client.get(at).status_code == 200
    data = {"on": "2024-06-20", "organ": organ.pk, "name": "征地补偿安置方案", "cases": [c.pk for c in cases]}
    kept = client.post(at, {**data, "column": column.pk, "reason": ""})
    assert kept.status_code == 422 and "请写明理由" in kept.content.decode()
    where = client.post(at, {**data, "column": column.pk, "reason": "多人申请"})["Location"]
    assert cases[0].number in client.get(where).content.decode()
    wrong = client.post(f"{where}do/published/", {"on": "2024-06-20", "index_number": "没有"})
    assert wrong.status_code == 422 and "没有这个索引号" in wrong.content.decode()
    item = DocumentFactory(organ=organ)
    assert (
        client.post(
            f"{where}do/published/", {"on": "2024-06-20", "index_number": item.index_number}
        ).status_code
        == 302
    )
    assert "来自申请" in client.get(f"/desk/documents/{item.pk}/").content.decode()
    assert "已主动公开" in client.get(f"/desk/cases/{cases[0].pk}/").content.decode()
    stranger = Client()
    stranger.force_login(
        person(OrganFactory(), *Role.values), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert stranger.get(where).status_code == 404
    assert stranger.get(at).status_code == 404
