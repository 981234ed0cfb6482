# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A small site pressed in a folder of its own, on a day that can be moved."""

from datetime import date

import pytest
from django.db import connection

from gongkai.organs import today
from gongkai.portal.press.rebuilding import rebuild
from tests.factories import ColumnFactory, OrganFactory

START = date(2024, 12, 2)


@pytest.fixture
def day():
    """Moves the instance's day without the footer of an example instance."""
    today.tell(START)
    yield today.tell
    today._told.clear()


@pytest.fixture
def site(db, day, settings, tmp_path):
    """A county with two columns, one of them a register's, pressed."""
    settings.GONGKAI_PRESS = tmp_path / "site"
    settings.GONGKAI_KEYS = tmp_path / "keys"
    settings.GONGKAI_SITE = {"address": "https://www.xian.example"}
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind="government")
    column = ColumnFactory(owner=organ, slug="guifan", name="行政规范性文件", article_item=1)
    ColumnFactory(owner=organ, slug="yingji", name="应急预案", article_item=12, duty_days=30)
    rebuild(processes=1)
    connection.run_on_commit.clear()  # the callbacks of what was set up never run inside a test's transaction
    return organ, column


def files(folder):
    """Every file below a folder: its name → its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
