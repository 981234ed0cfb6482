# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""gongkai serve: answers, goes on when a worker dies, and says when the port is somebody else's."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import typer

from gongkai.cli import instance
from gongkai.cli.serving import refuse_taken

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


def answers(port, within=20):
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
def test_the_site_is_answered_for_and_a_worker_that_dies_is_replaced(county, tmp_path):
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
        end = time.monotonic() + 20
        while lost in workers(server) or len(workers(server)) < len(before):
            assert time.monotonic() < end, "no worker came in its place"
            time.sleep(0.2)
        assert answers(port) == 200
        server.terminate()
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()


@pytest.mark.django_db
def test_a_large_archive_is_served_while_its_index_is_built(monkeypatch, settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "index"
    begun = []

    class Child:
        def __init__(self, arguments, **_):
            begun.append(arguments[-2:])

        def terminate(self):
            begun.append("ended")

        def wait(self):
            pass

    monkeypatch.setattr(instance, "SOON", -1)
    monkeypatch.setattr(instance.subprocess, "Popen", Child)
    monkeypatch.setattr(instance, "_prepare_index", lambda: pytest.fail("nobody waits for the index"))
    with instance._index():
        assert begun == [["index", "rebuild"]]
    assert begun[1:] == ["ended"]
