# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The whole site as one WSGI application: pressed files first, then what is found, then Django."""

import gc
import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
django_application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - Django has to be set up first

from gongkai.portal.press.serving import PressedSite  # noqa: E402
from gongkai.portal.searching import Searching  # noqa: E402
from gongkai.web.middleware import HEADERS  # noqa: E402

application = PressedSite(Searching(django_application, HEADERS.items()), HEADERS.items())

MAPPED = 2_147_418_112  # bytes; SQLite's own limit


def _map(connection: Any, **_: Any) -> None:
    """SQLite hands the readers' rows over from mapped memory: asking the system for each page of a text took a third of a
    question's time. Only where pages are given out; what builds the whole site or index keeps its memory small."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA mmap_size={MAPPED}")


connection_created.connect(_map)


def settle() -> None:
    """Load every page's code, and keep the collector from walking all of it again and again: a page makes thousands of
    small strings and no cycles, and looking for some among a quarter of a million objects took an eighth of its time."""
    get_resolver().url_patterns  # noqa: B018 - imports the views
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


settle()
