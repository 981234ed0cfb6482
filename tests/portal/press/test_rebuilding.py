# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""All pressed anew beside the tree readers have: nobody waits for it, nothing withdrawn comes back with it, and it is done once."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from gongkai.organs.actions import rename
from gongkai.organs.models import Role
from gongkai.organs.processes import end_with
from gongkai.portal.press import following, leaving, rebuilding, rendering, trees
from gongkai.portal.press.rebuilding import rebuild
from gongkai.portal.press.serving import PressedSite
from gongkai.portal.press.verifying import against_record
from gongkai.publishing import actions
from tests.factories import SYSTEM, DocumentFactory, person
from tests.portal.press.conftest import START, files

pytestmark = pytest.mark.django_db


def pages():
    return files(trees.current().pages)


def publish(site, title):
    organ, column = site
    return DocumentFactory(organ=organ, column=column, title=title, on=START)


def withdraw(row):
    actions.withdraw(actor=SYSTEM, document=row, on=START, reason="含个人信息")


def ended():
    """What a commit does to the marks of its withdrawals: its callbacks are over."""
    connection.run_on_commit.clear()


@pytest.fixture
def other_templates(site, monkeypatch):
    """The site as an upgrade finds it, with one document."""
    row = publish(site, "升级以前的通知")
    following.follow()
    for module in (following, trees):
        monkeypatch.setattr(module, "fingerprint", lambda: "f" * 32)
    return row


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen while a rebuild has its pages and has not put them in place."""
    happen, sync = [], rebuilding._sync

    def between(folder):
        for step in happen:
            step()
        happen.clear()
        sync(folder)

    monkeypatch.setattr(rebuilding, "_sync", between)
    return happen.append


def test_a_verb_during_a_rebuild_changes_the_pages_that_stand_and_does_not_wait(
    other_templates, site, meanwhile
):
    def verbs():
        assert trees.under_way().runs and trees.under_way().done == trees.under_way().total > 10
        row = publish(site, "正在发布时公开的通知")
        following.follow()  # of another process it would wait for ever here, were it to press all
        assert f"document/{row.pk}.html" in pages()
        assert "正在发布时公开的通知" in pages()["column/guifan.html"].decode()
        withdraw(other_templates)
        following.follow()
        left = [n for n, body in pages().items() if "升级以前的通知".encode() in body]
        assert left == [] and trees.is_behind()

    meanwhile(verbs)
    assert rebuild(processes=1) > 10
    assert not trees.is_behind() and not trees.under_way().runs
    assert "正在发布时公开的通知" in pages()["column/guifan.html"].decode()
    assert f"document/{other_templates.pk}.gone.html" in pages()
    assert list(against_record(trees.current())) == []


@pytest.mark.law("条例第十七条")
def test_a_withdrawal_whose_transaction_is_still_open_at_the_swap_does_not_come_back_with_the_new_tree(
    other_templates, meanwhile, monkeypatch
):
    name, open_still = f"document/{other_templates.pk}.html", {}
    # The rebuild of another process sees the record as it was: the transaction that withdraws has not ended.
    monkeypatch.setattr(rebuilding, "catch_up", lambda tree: following.Step(0, False))
    meanwhile(lambda: open_still.update(hold=_taken(other_templates)))
    before = trees.current().pages.resolve()
    rebuild(processes=1)
    assert trees.current().pages.resolve() != before
    assert name not in pages() and f"{name}.gz" not in pages()
    # A page of its neighbours is pressed: the document stays away.
    following.put(
        trees.current(), trees.current().manifest.root(), [f"/document/{other_templates.pk}/"], START,
        away=leaving.marks().held, cut_off=True,
    )  # fmt: skip
    assert name not in pages()
    open_still.clear()  # rolled back: the record still has it
    following.follow()
    assert name in pages() and f"{name}.gz" in pages() and leaving.waiting() == frozenset()


def _taken(row):
    """As `unlink_now` does within a transaction that has not ended."""
    leaving.take_away(trees.current(), [f"/document/{row.pk}/"])
    return leaving._Hold(row.pk, [f"/document/{row.pk}/"])


def test_a_withdrawal_that_commits_after_the_swap_leaves_its_stone(other_templates, meanwhile):
    def verb():
        with transaction.atomic():
            withdraw(other_templates)

    meanwhile(verb)
    rebuild(processes=1)
    ended()
    following.follow()
    made = pages()
    assert f"document/{other_templates.pk}.gone.html" in made
    assert [n for n, body in made.items() if "升级以前的通知".encode() in body] == []
    assert leaving.waiting() == frozenset()


def test_while_the_site_is_behind_a_server_makes_every_page_from_the_record(site):
    served = PressedSite(lambda *_: [b"made"], [])
    ask = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": ""}
    assert served(ask, lambda *_: None) != [b"made"]
    organ, _ = site
    following._watching.set()  # as in a server: its follower begins the rebuild, the verb does not
    try:
        rename(
            actor=SYSTEM, organ=organ, on=START, name="新名县人民政府", short_name="新名县", letter_code=None, basis="批复",
        )  # fmt: skip
        following.follow()
    finally:
        following._watching.clear()
    served.looked = 0
    assert trees.state() == trees.Pressing(False) and served(ask, lambda *_: None) == [b"made"]
    following.follow()
    served.looked = 0
    assert trees.state() is None and served(ask, lambda *_: None) != [b"made"]
    assert "新名县人民政府" in pages()["index.html"].decode()


def test_the_desk_says_how_far_the_pressing_is(other_templates, site, client):
    staff = person(site[0], *Role.values, username="staff")
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    with trees.pressing(trees.WHOLE) as told:
        trees.say(told, 34_000, 112_000)
        assert "已发布34,000页，共112,000页" in client.get("/desk/").text
    assert "静态页要全部重新发布，还没有开始" in client.get("/desk/").text
    rebuild(processes=1)
    assert 'id="pressing"' not in client.get("/desk/").text


def test_the_follower_begins_one_rebuild_and_none_beside_one_that_runs(other_templates, monkeypatch):
    begun = []

    class Child:
        def wait(self):
            pass

    monkeypatch.setattr(following, "begin", lambda *words: begun.append(words) or Child())
    before = following._standing()
    with trees.pressing(trees.WHOLE):
        following._keep_up()
    assert begun == []
    following._keep_up()
    assert begun == [("press", "rebuild", "--if-needed")]
    monkeypatch.setattr(following.time, "monotonic", lambda: before[-1] * 60 + 60.0)
    assert following._standing() != before  # the one that was begun may have failed: it looks again


def test_two_that_want_all_pressed_anew_press_it_once(other_templates):
    assert rebuild(processes=1, unless_done=True) > 10
    assert rebuild(processes=1, unless_done=True) == 0
    with trees.pressing(trees.WHOLE), pytest.raises(BlockingIOError):
        rebuild(processes=1, wait=False)


FORK = multiprocessing.get_context("fork")


def _worker(parent):
    end_with(parent)
    time.sleep(600)


def _rebuilder(told):
    """Holds the lock with a worker beside it, as `rebuild` does, until it is killed."""
    with trees.pressing(trees.WHOLE) as handle:
        trees.say(handle, 3, 40)
        worker = FORK.Process(target=_worker, args=(os.getpid(),))
        worker.start()
        told.send(worker.pid)
        time.sleep(600)


@pytest.mark.skipif(sys.platform != "linux", reason="只在Linux上马上结束")
def test_a_rebuild_that_was_killed_leaves_neither_lock_nor_worker_and_is_taken_up_again(
    other_templates, tmp_path
):
    (tmp_path / "site" / "trees" / "000009" / "pages").mkdir(parents=True)  # what it had made
    here, there = FORK.Pipe()
    killed = FORK.Process(target=_rebuilder, args=(there,))
    killed.start()
    try:
        worker = Path(f"/proc/{here.recv()}")
        assert trees.under_way() == trees.Pressing(True, 3, 40)
    finally:
        killed.kill()
        killed.join()
    end = time.monotonic() + 10
    while worker.exists() and " Z" not in (worker / "stat").read_text()[:40]:
        assert time.monotonic() < end, "the worker lives on"
        time.sleep(0.02)
    assert not trees.under_way().runs
    assert rebuilding.prepare() > 10  # what the next start asks
    assert not trees.is_behind() and len(list((tmp_path / "site" / "trees").iterdir())) == 1


def test_a_template_filter_or_a_library_of_another_version_makes_the_site_another(monkeypatch):
    def stands():
        rendering._code.cache_clear()
        return rendering.fingerprint()

    was = stands()
    assert was == stands()
    for changed in ({"version": lambda name: "another"}, {"PRINTING": [*rendering.PRINTING, "web/urls.py"]}):
        with monkeypatch.context() as here:
            for name, value in changed.items():
                here.setattr(rendering, name, value)
            assert stands() != was
    assert "web/jinja.py" in rendering.PRINTING and stands() == was
