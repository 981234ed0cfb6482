# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Factories that go through the verbs, so they cannot build a record the law or the database refuses."""

from datetime import date

import factory

from gongkai.applications import actions as applications
from gongkai.applications.actions import ApplicantFacts
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.actions import appoint, establish
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import System
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Column

SYSTEM = System("测试")
DAY = date(2024, 6, 3)


class OrganFactory(factory.Factory):
    class Meta:
        model = establish

    actor = SYSTEM
    on = date(2023, 1, 3)
    slug = factory.Sequence(lambda n: f"organ{n}")
    name = factory.Sequence(lambda n: f"测试机关{n}")
    short_name = factory.LazyAttribute(lambda o: o.name)
    letter_code = factory.LazyAttribute(lambda o: o.slug.upper())
    kind = Organ.Kind.DEPARTMENT
    office_name = "办公室"
    address = "示例路1号"
    phone = "00000000"


def person(organ, *roles, username=None):
    """A member of staff holding these roles in the organ."""
    count = Person.objects.count()
    made = Person.objects.create_user(
        username or f"p{count}", "long-enough-1", name=f"人员{count}（示例）", organ=organ
    )
    for role in roles:
        appoint(actor=SYSTEM, on=DAY, person=made, organ=organ, role=role)
    return made


class ApplicationFactory(factory.Factory):
    class Meta:
        model = applications.receive

    actor = SYSTEM
    organ = factory.SubFactory(OrganFactory)
    channel = Channel.COUNTER
    applicant = factory.LazyFunction(
        lambda: ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", "示例证件1", "示例联系方式")
    )
    title = "征地补偿安置方案"
    description = "申请公开2020年以来的征地补偿安置方案。"
    form = "电子邮件"
    submitted_on = DAY


class ColumnFactory(factory.Factory):
    class Meta:
        model = publishing.open_column

    actor = SYSTEM
    owner = factory.SubFactory(OrganFactory)
    slug = factory.Sequence(lambda n: f"column{n}")
    name = factory.Sequence(lambda n: f"栏目{n}")
    kind = Column.Kind.STATUTORY
    belongs = "放在这里的信息。"
    on = date(2023, 1, 3)


class DocumentFactory(factory.Factory):
    class Meta:
        model = publishing.publish

    actor = SYSTEM
    organ = factory.SubFactory(OrganFactory)
    column = factory.SubFactory(ColumnFactory)
    title = "示例信息"
    body = "<p>正文</p>"
    summary = "概述"
    formed_on = DAY
    on = DAY
    reviewed_by = "审查人（示例）"
    index_number = factory.Sequence(lambda n: f"T/2024-{n:05}")


def reply(case, on=date(2024, 6, 12), outcome_id="R3.1", reasons=""):
    """Answer a case."""
    case.refresh_from_db()
    return applications.reply(actor=SYSTEM, application=case, on=on, outcome_id=outcome_id, reasons=reasons)
