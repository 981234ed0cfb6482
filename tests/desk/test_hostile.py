# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a careless or hostile request brings: a plain refusal, never a failure of the server."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.applications.letters.facts import number
from gongkai.applications.models import CaseFile
from gongkai.desk.fields import whole_number
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from tests.factories import ApplicationFactory, DocumentFactory, OrganFactory, person
from tests.letters import organ_with_head, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    return organ_with_head()


@pytest.fixture
def desk(organ):
    client = Client()
    client.force_login(person(organ, *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/search/?q=%00",
        "/column/x/?机关=a%00b",
        "/desk/cases/?q=%00",
        "/desk/documents/?q=x%00",
        "/mode/elder/?next=%00",
    ],
)
def test_a_null_character_in_an_address_is_refused(desk, path):
    assert desk.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/desk/cases/", "/desk/documents/"])
def test_a_search_of_any_length_is_answered(desk, path):
    assert desk.get(path, {"q": "长" * 60_000}).status_code == 200


def test_what_is_posted_outside_a_form_is_kept_without_null_characters(desk, organ):
    case = ApplicationFactory(organ=organ)
    assert desk.post(f"/desk/cases/{case.pk}/applicant/", {"purpose": "核对\0身份"}).status_code == 200
    assert Event.objects.get(kind="application.applicant_viewed").payload["purpose"] == "核对身份"


@pytest.mark.parametrize("text", ["²", "9" * 5000, "-1", "一", ""])
def test_only_plain_digits_are_a_number(text):
    assert whole_number(text) is None
    assert number(text) is None


def test_a_number_that_only_looks_like_one_is_no_page_and_no_item(desk, organ):
    DocumentFactory(organ=organ)
    assert desk.get("/desk/drafts/new/", {"amends": "²"}).status_code == 404
    case = ApplicationFactory(organ=organ)
    desk.post(
        f"/desk/cases/{case.pk}/files/",
        {"purpose": "original", "file": SimpleUploadedFile("清单.txt", "第一行".encode())},
    )
    kept = CaseFile.objects.get()
    assert desk.post(f"/desk/files/{kept.pk}/redact/", {"page": "²"}).status_code == 200


def test_sending_a_letter_that_was_signed_meanwhile_says_so(desk, organ):
    case = ApplicationFactory(organ=organ)
    letter = signed(case, "acknowledgement")
    response = desk.post(f"/desk/letters/{letter.pk}/do/send/")
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_a_post_to_the_desk_is_limited_before_it_is_read_signed_in_or_not(settings):
    OrganFactory()
    settings.GONGKAI_DESK_MOST_BYTES = 1000
    file = SimpleUploadedFile("大.bin", b"x" * 2000)
    assert (
        Client().post("/desk/sign-in/", {"username": "a", "password": "b", "file": file}).status_code == 413
    )
    assert Client().post("/desk/sign-in/", {"username": "a", "password": "b"}).status_code == 200
