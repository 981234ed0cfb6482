# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures: the example county, built once a run and shared by all workers; a server for the browser."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest


@pytest.fixture(autouse=True)
def _no_fixed_day(settings):
    settings.GONGKAI_TODAY = None
    settings.AXES_ENABLED = False
    settings.GONGKAI_WORK_AT_ONCE = (
        False  # long work is done where the test says so, not by a process on another database
    )
    # A real hash is slow on purpose: four people a test would cost seconds. What the product uses is the default.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


NEEDS_COUNTY = {"county", "served"}


def pytest_collection_modifyitems(config, items):
    """What needs the example county comes last: it is being built meanwhile (pytest_collection_finish)."""
    if os.environ.get("GONGKAI_DATABASE_URL"):
        _leave_out_what_knows_no_database(config, items)
    items.sort(key=_needs_county)


def _needs_county(item):
    return bool(NEEDS_COUNTY & set(item.fixturenames))


def pytest_collection_finish(session):
    """The first worker begins to build the county beside its tests: whoever asks for it before it stands waits at the lock."""
    config = session.config
    first = getattr(config, "workerinput", {"workerid": "gw0"})["workerid"] == "gw0"
    if first and not config.option.collectonly and any(map(_needs_county, session.items)):
        where = _shared(config._tmp_path_factory, config)
        threading.Thread(target=_build_county, args=(where,), daemon=True).start()


def _leave_out_what_knows_no_database(config, items):
    """The second pass, on PostgreSQL, is for what touches the database: reading files or counting days is the same on both."""
    stored = {"db", "transactional_db", *NEEDS_COUNTY}
    files = (
        "tests/cli/test_press.py",
        "tests/cli/test_search.py",
        "tests/cli/test_serving.py",
    )  # what is pressed and indexed lies in files
    left = [
        i
        for i in items
        if i.nodeid.startswith(files)
        or (not i.get_closest_marker("django_db") and not stored & set(i.fixturenames))
    ]
    if left:
        gone = set(left)
        items[:] = [i for i in items if i not in gone]
        config.hook.pytest_deselected(items=left)


def _demo_database(url):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'gongkai_demo'").fetchone():
            connection.execute("CREATE DATABASE gongkai_demo")
    return url.rsplit("/", 1)[0] + "/gongkai_demo"


class Instance:
    """An instance directory and how to run the command on it."""

    def __init__(self, where):
        self.where = where
        self.env = {**os.environ, "GONGKAI_DIR": str(where)}
        if url := os.environ.get("GONGKAI_DATABASE_URL"):
            self.env["GONGKAI_DATABASE_URL"] = _demo_database(url)

    def run(self, *arguments, text=None, check=True):
        done = subprocess.run(
            [sys.executable, "-c", "from gongkai.cli import main; main()", *arguments],
            env=self.env, capture_output=True, text=True, input=text, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.returncode}\n{done.stderr[-2000:]}")
        return done


def _shared(factory, config):
    """The directory all workers of a run share."""
    base = factory.getbasetemp()
    return base.parent if hasattr(config, "workerinput") else base


def _build_county(base):
    where = base / "county"
    with open(base / "county.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        instance = Instance(where)
        if not (where / "ready").exists():
            where.mkdir(exist_ok=True)
            # What reads the pressed files is tested on SQLite alone: pressing them again would cost the second pass a minute.
            pressed = "--no-press" if os.environ.get("GONGKAI_DATABASE_URL") else "--press"
            instance.run("demo", "--no-serve", pressed, "--dir", str(where))
            (where / "ready").touch()
    return instance


@pytest.fixture(scope="session")
def county(tmp_path_factory, request):
    """The example county, read only: tests that change it take a copy."""
    return _build_county(_shared(tmp_path_factory, request.config))


def copied(county, where):
    """An own county for a test that changes it. Pages are replaced by a rename, never written into: links to them are enough."""
    shutil.copytree(county.where, where, symlinks=True, ignore=shutil.ignore_patterns("site"))
    shutil.copytree(
        county.where / "site",
        where / "site",
        symlinks=True,
        copy_function=os.link,
        ignore=shutil.ignore_patterns("*lock"),
    )
    return where


@pytest.fixture(scope="session")
def served(county):
    """The example county on a loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from gongkai.cli import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen([*command, "--dir", str(county.where)], env=county.env)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=2)
            break
        except OSError:
            time.sleep(0.2)
    yield address
    server.terminate()
    server.wait(10)
