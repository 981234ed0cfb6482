# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""gongkai serve: answers, goes on when a worker dies, and says when the port is somebody else's."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import typer

from gongkai.cli import instance
from gongkai.cli.serving import refuse_taken
from gongkai.portal.press import following, rebuilding, trees
from tests.factories import OrganFactory

SERVE = "import sys; from gongkai.cli.setup import start; start(); from gongkai.cli.serving import serve_forever; serve_forever(int(sys.argv[1]), '127.0.0.1')"


def test_a_port_that_is_taken_is_said_before_anything_is_done(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(typer.Exit) as left:
            refuse_taken(port, "127.0.0.1")
    assert left.value.exit_code == 2
    assert str(port) in capsys.readouterr().err
    refuse_taken(port, "127.0.0.1")


def answers(port, within=60):
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/desk/sign-in/", timeout=2).status
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return None


def workers(server):
    return set(map(int, Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()))


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="这个系统没有 /proc")
def test_the_site_is_answered_for_a_worker_that_dies_is_replaced_and_none_outlives_the_server(
    county, tmp_path
):
    where = tmp_path / "served"
    shutil.copytree(county.where, where, ignore=shutil.ignore_patterns("site"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)], env={**county.env, "GONGKAI_DIR": str(where)}
    )
    try:
        assert answers(port) == 200
        before = workers(server)
        lost = sorted(before)[-1]
        os.kill(lost, signal.SIGKILL)
        end = time.monotonic() + 60
        while lost in workers(server) or len(workers(server)) < len(before):
            assert time.monotonic() < end, "no worker came in its place"
            time.sleep(0.2)
        assert answers(port) == 200
        left = workers(server)
        server.kill()  # -9: it can tell its workers nothing
        server.wait()
        end = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with contextlib.suppress(OSError):
                    probe.bind(("127.0.0.1", port))
                    break
            assert time.monotonic() < end, f"one of {left} holds the port"
            time.sleep(0.1)
    finally:
        server.kill()
        server.wait()


class Child:
    """Stands for a command that runs beside the server until it is ended."""

    def __init__(self, begun, *words, status=0):
        self.begun, self.status, self.ended = begun, status, threading.Event()
        begun.append(words)
        if status:
            self.ended.set()

    def terminate(self):
        self.begun.append("ended")
        self.ended.set()

    def wait(self):
        self.ended.wait()
        return self.status


@pytest.fixture
def begun(monkeypatch):
    found = []
    monkeypatch.setattr(instance, "begin", lambda *words: Child(found, *words))
    return found


@pytest.mark.django_db
def test_a_large_archive_is_served_while_its_index_is_built(begun, monkeypatch, settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "index"
    monkeypatch.setattr(instance, "SOON", -1)
    monkeypatch.setattr(instance, "_prepare_index", lambda: pytest.fail("nobody waits for the index"))
    with instance._index():
        assert begun == [("index", "rebuild")]
    assert begun[1:] == ["ended"]


@pytest.mark.django_db
def test_a_site_of_other_templates_is_served_while_it_is_pressed_anew(
    begun, monkeypatch, settings, tmp_path, capsys
):
    settings.GONGKAI_PRESS, settings.GONGKAI_KEYS = tmp_path / "site", tmp_path / "keys"
    OrganFactory(slug="xian", kind="government")
    pressed = []
    monkeypatch.setattr(rebuilding, "batches", lambda day: pressed.append(day) or [])
    with instance._site():
        assert (len(pressed), begun) == (1, [])  # the very first: nobody is answered before there is a site
    with instance._site():
        assert (len(pressed), begun) == (1, [])
    for module in (following, trees):
        monkeypatch.setattr(module, "fingerprint", lambda: "f" * 32)
    capsys.readouterr()
    with instance._site():
        assert (len(pressed), begun) == (1, [("press", "rebuild", "--if-needed")])
        assert "后台" in capsys.readouterr().err
    assert begun[1:] == ["ended"]


def test_what_runs_beside_the_server_and_fails_says_so(monkeypatch, capsys):
    monkeypatch.setattr(instance, "begin", lambda *words: Child([], *words, status=1))
    with instance._meanwhile("正在后台进行", "press", "rebuild"):
        said, end = "", time.monotonic() + 5
        while "没有做成" not in said and time.monotonic() < end:
            said += capsys.readouterr().err
    assert "请直接运行 gongkai press rebuild" in said
