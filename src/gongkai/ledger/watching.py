# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that lets a projection follow what other processes, other hosts and the passing of time bring (see `projectors`)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)
# What another host or a command wrote is found within a second.
EVERY_SECONDS = 0.5


def watch(name: str, now: Callable[[], object], follow: Callable[[], object], stop: threading.Event) -> None:
    """Follow whenever `now` says another thing than when it was last followed to the end, until told to stop.

    now: cheap, asked twice a second: the ledger's end, the day, and whatever else the projection depends on. What fails is logged and
    tried again at the next look.
    """
    seen: object = None
    while not stop.wait(EVERY_SECONDS):
        try:
            found = now()
            if found != seen:
                follow()
                seen = found
        except Exception:
            log.exception("“%s”没有跟上账本", name)
        finally:
            close_old_connections()
    connection.close()


def start(name: str, now: Callable[[], object], follow: Callable[[], object]) -> threading.Event:
    """Start the thread; the event stops it."""
    stop = threading.Event()
    threading.Thread(target=watch, args=(name, now, follow, stop), name=f"follow-{name}", daemon=True).start()
    return stop
