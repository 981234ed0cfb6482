# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网页防篡改: a file that was changed, added or taken away is named, and so is a manifest that someone rewrote."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongkai.portal.press import following, manifest, verifying
from gongkai.publishing.models import Document
from tests.factories import DocumentFactory
from tests.portal.press.conftest import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(site):
    organ, column = site
    DocumentFactory(organ=organ, column=column, title="一条", on=START)
    following.follow()
    return following.current()


def compare(tree):
    return list(verifying.compare(tree, manifest.public_key(), processes=1))


def test_what_was_changed_added_or_taken_away_is_named(tree):
    assert compare(tree) == []
    (tree.pages / "index.html").write_bytes(b"<h1>hacked</h1>")
    (tree.pages / "column" / "guifan.html.gz").write_bytes(b"")
    (tree.pages / "column" / "shell.php").write_bytes(b"<?php")
    (tree.pages / "guide.html").unlink()
    assert compare(tree) == [
        "文件多出：column/shell.php", "文件被改动：column/guifan.html.gz", "文件缺少：guide.html", "文件被改动：index.html",
    ]  # fmt: skip


def test_a_manifest_rewritten_to_match_does_not_hold(tree):
    folder = tree.manifest.folder
    root = folder / "root"
    body, _ = root.read_bytes().split(b"\n")
    root.write_bytes(body + b"\n" + Ed25519PrivateKey.generate().sign(body).hex().encode())
    with pytest.raises(manifest.Broken, match="签名不对"):
        compare(tree)


def test_a_part_of_the_manifest_that_was_changed_is_noticed(tree):
    part = tree.manifest.folder / "column.guifan.txt"
    part.write_bytes(part.read_bytes().replace(b"0", b"1", 1))
    with pytest.raises(manifest.Broken, match=r"column\.guifan"):
        compare(tree)


def test_the_manifest_is_compared_with_the_record(tree):
    row = Document.objects.get()
    Document.objects.filter(pk=row.pk).update(withdrawn_on=START)  # behind the verbs' back
    DocumentFactory(organ=row.organ, column=row.column, on=START)
    found = list(verifying.against_record(tree))
    assert found[0].startswith("静态页落后账本1条记录")
    assert f"应当公开，没有静态页：/document/{Document.objects.order_by('pk').last().pk}/" in found
    Document.objects.filter(pk=row.pk).update(withdrawn_on=START, published_on=START.replace(day=3))
    assert f"不应当公开，却有静态页：/document/{row.pk}/" in list(verifying.against_record(tree))


def test_words_changed_behind_the_records_back_show_when_pages_are_made_again(tree):
    assert list(verifying.against_pages(tree)) == []
    Document.objects.update(title="悄悄改了")
    assert f"静态页与记录不同：/document/{Document.objects.get().pk}/" in list(verifying.against_pages(tree))
