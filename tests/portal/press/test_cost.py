# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A publication costs what its own pages cost, whatever the archive holds (ADR 0015)."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.portal.press import following
from gongkai.publishing import actions
from gongkai.publishing.actions import Item
from tests.factories import SYSTEM, DocumentFactory
from tests.portal.press.conftest import START

ASKED = 66  # questions of one publication and its pages
STEP = 20  # steps of SQLite's machine in one unit of the count


def _work(organ, column):
    """Publishes one and presses its pages: (questions, units of the database's work)."""
    units = 0

    def one_more():
        nonlocal units
        units += 1

    sqlite = connection.vendor == "sqlite"
    if sqlite:
        connection.connection.set_progress_handler(one_more, STEP)
    try:
        with CaptureQueriesContext(connection) as asked:
            DocumentFactory(organ=organ, column=column, on=START)
            following.follow()
    finally:
        if sqlite:
            connection.connection.set_progress_handler(None, STEP)
    return len(asked), units


def test_the_work_of_a_publication_does_not_grow_with_the_archive(site):
    organ, column = site

    def fill(first, last):
        days = [START - timedelta(days=last - n) for n in range(first, last)]
        actions.publish_all(
            actor=SYSTEM,
            items=[
                Item(
                    organ=organ, column=column, title="示例", body="<p>正文</p>", summary="概述", formed_on=day, on=day, reviewed_by="示例",
                    index_number=f"A-{n + first}",
                ) for n, day in enumerate(days)
            ],
        )  # fmt: skip
        following.follow()

    fill(0, 45)
    _work(organ, column)  # what is written into SQL once is written
    few = _work(organ, column)
    fill(1000, 1238)  # a list that ends at the same place of its page
    many = _work(organ, column)
    assert many[0] == few[0] <= ASKED
    assert many[1] <= few[1] * 1.1
