# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Attachments lie among the pressed files while they are public, and not a moment longer."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from gongkai.portal.press import following, rebuilding
from gongkai.portal.press.manifest import public_key
from gongkai.portal.press.verifying import against_record, compare
from gongkai.publishing import actions
from gongkai.publishing.actions.documents import put_version
from gongkai.publishing.models import Attachment, Document, Version
from tests.factories import SYSTEM, DocumentFactory, OrganFactory, person
from tests.portal.press.conftest import START, files
from tests.portal.press.test_serving import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    organ, column = site
    return DocumentFactory(organ=organ, column=column, title="有附件", on=START)


def attach(document, letter, ending="pdf", data=b"%PDF-1.7 words"):
    key = letter * 32
    row = Attachment.objects.create(
        key=key, use="file", name=f"附件{letter}.{ending}", ending=ending, media_type="x/y", size=len(data), added_on=START,
        digest=hashlib.sha256(data).hexdigest(), stored=default_storage.save(f"papers/{key}", ContentFile(data)),
        added_by=person(OrganFactory(), username=letter),
    )  # fmt: skip
    Version.objects.get(document=document, number=document.version).files.add(row)
    return row


def on_disk():
    return {n: d for n, d in files(following.current().pages).items() if n.startswith("file/")}


def test_an_attachment_is_a_file_and_gone_within_the_withdrawal(document, django_capture_on_commit_callbacks):
    attach(document, "a")
    later = DocumentFactory(organ=document.organ, column=document.column, on=START)
    attach(later, "b", "docx", b"PK")
    Document.objects.filter(pk=later.pk).update(published_on=START + timedelta(days=1))
    following.follow()
    name = f"file/aa/{'a' * 32}.pdf"
    assert on_disk() == {name: b"%PDF-1.7 words"}
    assert list(against_record(following.current())) == [] == list(compare(following.current(), public_key()))
    followed = files(following.current().pages)
    rebuilding.rebuild(processes=1)
    assert files(following.current().pages) == followed
    with transaction.atomic():
        actions.withdraw(actor=SYSTEM, document=document, on=START, reason="含个人信息")
        assert on_disk() == {}
        transaction.set_rollback(True)
    following.follow()
    assert name in on_disk()
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(actor=SYSTEM, document=document, on=START, reason="含个人信息")
    assert on_disk() == {} and list(against_record(following.current())) == []


def test_a_correction_takes_away_what_it_leaves_out_and_a_day_brings_what_was_set(document, day):
    one, two = attach(document, "a"), attach(document, "c", "xlsx", b"PK")
    following.follow()
    assert len(on_disk()) == 2
    put_version(
        actor=SYSTEM,
        document=document,
        on=START,
        title="有附件",
        body="<p>改</p>",
        note="去掉附件",
        files=[two],
    )
    assert on_disk() == {f"file/cc/{'c' * 32}.xlsx": b"PK"}
    Document.objects.filter(pk=document.pk).update(published_on=START + timedelta(days=3))
    rebuilding.rebuild(processes=1)
    assert on_disk() == {}
    day(START + timedelta(days=3))
    following.follow()
    assert one.key not in "".join(on_disk()) and len(on_disk()) == 1


def test_readers_are_given_the_file_with_a_policy_of_its_own(document):
    attach(document, "a")
    attach(document, "b", "docx", b"PK")
    following.follow()
    reader = Reader()
    body, said = reader.get(f"/file/{'a' * 32}.pdf", accept_encoding="gzip")
    assert (body, said["Content-Type"], said["status"]) == (b"%PDF-1.7 words", "application/pdf", "200 OK")
    assert (
        said["Content-Security-Policy"].startswith("default-src 'none'") and "Content-Disposition" not in said
    )
    assert said["X-Content-Type-Options"] == "nosniff" and "Content-Encoding" not in said
    assert reader.get(f"/file/{'b' * 32}.docx")[1]["Content-Disposition"] == "attachment"
    assert reader.get(f"/file/{'d' * 32}.pdf")[0] == b"made"
