# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Appending sealed events against inserting the same rows bare."""

import os
import tempfile
from datetime import UTC, date, datetime
from itertools import count

os.environ["GONGKAI_DIR"] = tempfile.mkdtemp()
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django

django.setup()
from compare import compare
from django.core.management import call_command
from django.db import connection, transaction

from gongkai.ledger.actions import append

call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute(
        "CREATE TABLE bare (seq integer PRIMARY KEY, stream text, kind text, occurred_on text, recorded_at text, payload text)"
    )
EVENTS = 500
numbers = count(1)


def sealed() -> None:
    with transaction.atomic():
        for n in range(EVENTS):
            append(
                stream=f"x/{n % 50}",
                kind="x.done",
                occurred_on=date(2024, 1, 2),
                actor=None,
                payload={"n": n},
            )


def bare() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for n in range(EVENTS):
            now = datetime.now(UTC).isoformat()
            cursor.execute(
                "INSERT INTO bare VALUES (%s, %s, 'x.done', '2024-01-02', %s, '{}')",
                [next(numbers), f"x/{n % 50}", now],
            )


compare(f"{EVENTS} events appended", sealed, "bare inserts", bare)
