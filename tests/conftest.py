# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures: the example county, built once a run and shared by all workers; a server for the browser."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
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


def pytest_collection_modifyitems(config, items):
    """The second pass, on PostgreSQL, is for what touches the database: reading files or counting days is the same on both."""
    if not os.environ.get("GONGKAI_DATABASE_URL"):
        return
    stored = {"db", "transactional_db", "county", "served"}
    files = (
        "tests/cli/test_press.py",
        "tests/cli/test_search.py",
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


@pytest.fixture(scope="session")
def county(tmp_path_factory, worker_id):
    """The example county, read only: tests that change it take a copy."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
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
