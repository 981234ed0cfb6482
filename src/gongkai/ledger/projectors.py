# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What follows the ledger: every projection kept outside the record (the search index, pressed files) registers here.

A projector keeps a watermark of its own and is told only that there is something to read: it reads the ledger itself, from its
watermark on. So a call that is lost (the process died between commit and call) costs nothing but time: the next one catches up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from gongkai.ledger.models import Event

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Projector:
    """`follow` brings the projection up to the ledger's end; it runs right after the commit, before the verb's caller goes on.

    streams are the beginnings of the names of the streams it cares about: ("document/",).
    """

    name: str
    streams: tuple[str, ...]
    follow: Callable[[], object]
    # Called inside the transaction with each event: for what must be gone before the record says so. What it raises undoes the verb.
    within: Callable[[Event], object] | None = None

    def __call__(self) -> None:
        try:
            self.follow()
        except Exception:
            # The record is committed; a projection that failed is behind, says so in its health and catches up next time.
            log.exception("投影“%s”没有跟上账本，记录本身已经保存", self.name)


_registered: dict[str, Projector] = {}


def register(projector: Projector) -> None:
    """Let it follow; a second one of the same name takes the first's place."""
    _registered[projector.name] = projector


def tell(event: Event) -> None:
    """Called by `append` inside the transaction: whoever follows this stream runs once after the commit."""
    for projector in _registered.values():
        if not event.stream.startswith(projector.streams):
            continue
        if projector.within is not None:
            projector.within(event)
        # Django drops the callbacks of a savepoint rolled back, so what still waits here will really run.
        if not any(waiting is projector for _, waiting, _ in connection.run_on_commit):
            transaction.on_commit(projector)
