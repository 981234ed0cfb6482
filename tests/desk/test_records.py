# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every figure opens down to its records, and every record has a page; nobody reads any of it without signing in."""

from datetime import date

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from gongkai.annual_report.records import _FACES
from gongkai.applications import actions
from gongkai.desk import record_views, urls
from gongkai.desk.record_pages import address_of
from gongkai.law.table4 import Block
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
# What stands for each part of an address.
PARTS = {"edition": 1, "pk": 1, "item": 1, "file": 1, "number": 1, "year": 2024, "slug": "xian", "name": "x", "code": "x", "kind": "x", "form": "docx", "part": "1.1", "key": "fees.handling"}  # fmt: skip


def test_no_page_of_the_desk_opens_to_someone_who_has_not_signed_in():
    OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    for pattern in urls.urlpatterns:
        address = reverse(f"desk:{pattern.name}", kwargs={n: PARTS[n] for n in pattern.pattern.converters})
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            if pattern.name not in ("sign_in", "sign_out") and response.status_code != 405:
                assert response.status_code == 302, address
                assert response["Location"].startswith("/desk/sign-in/"), address


@pytest.mark.parametrize("model", [m for m in _FACES if m is not Event], ids=lambda m: m.__name__)
def test_every_kind_of_record_a_figure_counts_has_a_page(model: type[Model]):
    """Interpretations, consultations and contacts are shown by the document or the case they belong to."""
    kind = {
        "Interpretation": "document", "Consultation": "document", "Contact": "application", "CollectedProblem": "problem",
        "Opinion": "document", "CitizenMessage": "message", "CleanUp": "document",
        "HotlineTicket": "ticket", "DecisionCount": "count", "AccountabilityCase": "accountability", "JointMeeting": "meeting",
    }.get(model.__name__, model.__name__.lower())  # fmt: skip
    assert kind in record_views._KINDS or address_of(kind, 1)


def test_a_cell_of_table_4_opens_to_its_proceeding(settings):
    settings.GONGKAI_TODAY = date(2025, 1, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    case = reply(ApplicationFactory(organ=organ))
    actions.open_proceeding(
        actor=SYSTEM, application=case, block=Block.RECONSIDERATION, on=date(2024, 7, 1), case_number="永政复〔2024〕7号",
        body="永嘉县人民政府（示例）",
    )  # fmt: skip
    desk = Client()
    desk.force_login(person(organ, *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    html = desk.get("/desk/reports/xian/2024/figure/T4.reconsideration.pending/").content.decode()
    address = next(
        part.split('"')[0] for part in html.split('href="') if "/proceeding" in part and "永政复" in part
    )
    assert desk.get(address).status_code == 200
