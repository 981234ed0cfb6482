# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A small site pressed in a folder of its own, on a day that can be moved."""

from datetime import date, timedelta

import pytest
from django.db import connection

from gongkai.engagement.models import Consultation
from gongkai.organs import today
from gongkai.portal.press.rebuilding import rebuild
from gongkai.publishing import actions
from tests.factories import SYSTEM, ColumnFactory, OrganFactory

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


def put_beside(organ, *, policy, explaining, helped, consulted, decided):
    """What may stand beside documents: an interpretation, a service, a consultation on a draft and its decision."""
    actions.interpret(actor=SYSTEM, document=explaining, policy=policy, form="text", on=START)
    actions.accompany(actor=SYSTEM, document=helped, kind="service", title="申领", text="窗口", on=START)
    Consultation.objects.create(
        organ=organ,
        document=consulted,
        decision=decided,
        opened_on=START,
        closes_on=START + timedelta(days=40),
    )
