# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files get their names once they are on the disk, the root last; what they replace is given back after that."""

import os

import pytest

from gongkai.portal.press import tree
from gongkai.portal.press.tree import Writing, _waiters


@pytest.fixture
def told(monkeypatch):
    """What is asked of the disk, in order: ("durable",), ("named", file), ("folder", its name)."""
    said, rename, fdatasync, folder = [], os.rename, os.fdatasync, tree.sync_folder
    monkeypatch.setattr(
        tree.os, "rename", lambda a, b: (rename(a, b), said.append(("named", os.path.basename(b))))
    )
    monkeypatch.setattr(tree.os, "fdatasync", lambda h: (fdatasync(h), said.append(("durable",))))
    monkeypatch.setattr(
        tree, "sync_folder", lambda f: (folder(f), said.append(("folder", os.path.basename(f))))
    )
    return said


def test_every_file_is_durable_before_its_name_and_the_root_comes_last(tmp_path, told):
    with Writing() as writing:
        writing.add(tmp_path / "pages", [("a/1.html", b"one"), ("b/2.html", b"two")])
        writing.then()
        writing.add(tmp_path / "manifest", [("site.txt", b"part"), ("root", b"root")])
        writing.place()
    assert told[:4] == [("durable",)] * 4
    assert told[4:6] == [("named", "1.html"), ("named", "2.html")]
    assert set(told[6:8]) == {("folder", "a"), ("folder", "b")}
    assert told[8:] == [("named", "site.txt"), ("named", "root"), ("folder", "manifest")]
    assert (tmp_path / "pages/b/2.html").read_bytes() == b"two"


def test_what_is_replaced_is_not_kept_open(tmp_path):
    def write(n):
        tree.replace(tmp_path, [(f"{name}.html", b"%d" % n) for name in range(9)])
        _waiters(os.getpid()).submit(int).result()  # all that came before it has begun
        _waiters(os.getpid()).shutdown(wait=True)
        _waiters.cache_clear()

    write(1)
    before = len(os.listdir("/proc/self/fd"))
    write(2)
    assert len(os.listdir("/proc/self/fd")) == before
    assert {p.read_bytes() for p in tmp_path.iterdir()} == {b"2"}


def test_what_fails_to_reach_the_disk_gets_no_name_and_leaves_nothing_behind(tmp_path, monkeypatch):
    tree.replace(tmp_path, [("1.html", b"old")])

    def fails(_):
        raise OSError("disk")

    monkeypatch.setattr(tree.os, "fdatasync", fails)
    with pytest.raises(OSError, match="disk"):
        tree.replace(tmp_path, [("1.html", b"new"), ("2.html", b"new")])
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"1.html": b"old"}
