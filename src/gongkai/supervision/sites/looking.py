# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One look at one site, from the command or from the desk: what was seen lies in the instance until the whole is kept."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from django.conf import settings

from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor
from gongkai.publishing.watched import watched_words
from gongkai.supervision.sites.actions import keep_inspection
from gongkai.supervision.sites.crawl import Bounds, Notes, Outcome, Progress, inspect
from gongkai.supervision.sites.fetching import Asker
from gongkai.supervision.sites.models import SiteInspection
from gongkai.supervision.sites.rules import Settings


def look(
    address: str,
    *,
    actor: Actor,
    organ: Organ,
    bounds: Bounds,
    asker: Asker,
    progress: Progress,
    on: date,
    fresh: bool = False,
) -> tuple[SiteInspection, Outcome]:
    """Look at a site, or go on with a look that was broken off (fresh: begin anew). Raises Unusable."""
    folder = settings.GONGKAI_INSPECTIONS
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.sqlite3"
    if fresh:
        path.unlink(missing_ok=True)
    started, notes = datetime.now(UTC), Notes(path)
    try:
        outcome = inspect(
            address,
            notes=notes,
            settings=Settings(on, words=watched_words()),
            bounds=bounds,
            asker=asker,
            progress=progress,
        )
    finally:
        notes.db.close()
    row = keep_inspection(actor=actor, organ=organ, outcome=outcome, on=on, started=started)
    path.unlink()
    return row, outcome
