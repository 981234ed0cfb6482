# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Answering on a port until told to stop: worker processes that load the site, follow the record and take up what was broken off."""

from __future__ import annotations

import os
import signal
import socket
from functools import partial
from typing import Any

from gongkai.cli.output import unusable

WORKERS = 2
THREADS = 4  # of Python in each worker: more of them only wait for each other
HEADERS_SECONDS = 20  # who has not finished asking by then is let go
STOPPING_SECONDS = 30  # what is being answered may end


def serve_forever(port: int, host: str) -> None:
    """Serve until SIGTERM or SIGINT; a worker that dies is started again."""
    from django.db import connections
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    from gongkai.organs.today import is_fixed

    # The example may look at itself from outside, and at nothing else in here.
    inner = {f"127.0.0.1:{port}", f"localhost:{port}"} if is_fixed() else set()
    connections.close_all()  # a connection is not shared with a child
    Server(
        "gongkai.web.wsgi", address=host, port=port, interface=Interfaces.WSGI, http=HTTPModes.http1, websockets=False, workers=WORKERS,
        blocking_threads=THREADS, http1_settings=HTTP1Settings(header_read_timeout=HEADERS_SECONDS * 1000),
        respawn_failed_workers=True, workers_kill_timeout=STOPPING_SECONDS, log_level=LogLevels.warning,
    ).serve(target_loader=partial(_application, os.getpid(), frozenset(inner)), wrap_loader=False)  # fmt: skip


def refuse_taken(port: int, host: str) -> None:
    """Somebody else's port is said at once: the server itself would share it with them, and each would get half of the readers."""
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # one that was just stopped leaves it in TIME_WAIT
        try:
            probe.bind(place)
        except OSError as why:
            unusable(
                f"不能在 {host}:{port} 提供服务（{why.strerror}）：端口可能已被占用，请停下占用它的程序，或者用 --port 换一个"
            )


def _application(server: int, inner: frozenset[str]) -> Any:
    """The site, in a worker's own process, which does not hold the port when the server is gone."""
    from gongkai.organs.processes import end_with

    end_with(server)
    for word in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # told to stop while it loads, it stops: what it has of its parent's would swallow that
        signal.signal(word, signal.SIG_DFL)
    from gongkai.web.wsgi import application  # first: a worker that was not forked sets Django up with it

    # isort: split
    from django.conf import settings

    from gongkai.portal.press import following as press
    from gongkai.search import following as search
    from gongkai.supervision.errands import waking

    settings.GONGKAI_INNER_SITES |= inner
    search.start_watching()
    press.start_watching()
    if waking.unfinished():  # a look that was broken off with the last server goes on
        waking.wake()
    return application
