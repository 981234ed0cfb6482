# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every published report, a government's or a unit's, has its page, its tables, its figures opened and its files (条例第四十九条)."""

import io
from datetime import date

import pytest
from PIL import Image

from gongkai.annual_report import actions, chain, pdf, picture, renderings
from gongkai.annual_report.renderings import FORMS
from gongkai.organs.models import Organ
from gongkai.typesetting import NoFont
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, reply

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 20)
UNIT = f"/organ/jiaoyu/report/{YEAR}/"


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """A county and one unit of it, both with a published report."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        county = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
        unit = OrganFactory(slug="jiaoyu", parent=county, short_name="县教育局")
        reply(ApplicationFactory(organ=unit))
        for organ in (county, unit):
            write_all(organ)
        actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=DAY, notes={**NOTES, "S.units": "纸质报送"})
        chain.accept(
            actor=SYSTEM, submission=chain.submit(actor=SYSTEM, organ=unit, year=YEAR, on=DAY), on=DAY
        )
        actions.publish(actor=SYSTEM, organ=unit, year=YEAR, on=DAY)
        yield county, unit
        transaction.set_rollback(True)


def test_a_units_report_has_its_page_its_figures_and_its_place_in_the_lists(printed, client):
    page = client.get(UNIT).content.decode()
    assert printed[1].name in page
    assert f'href="{UNIT}figure/T3.R3.1.np/"' in page
    assert "看全部七列" in page
    assert client.get(f"{UNIT}?columns=all").status_code == 200
    assert "本机关和所属机构的记录相加" in client.get(f"{UNIT}figure/T3.R3.1.np/").content.decode()
    assert "本年没有" not in client.get(f"{UNIT}infographic/").content.decode()
    for listed in ("/reports/", "/organ/jiaoyu/"):
        assert f'href="{UNIT}"' in client.get(listed).content.decode()
    assert f'href="/report/{YEAR}/"' in client.get("/reports/").content.decode()
    for nothing in (
        f"/organ/xian/report/{YEAR}/",
        "/organ/jiaoyu/report/2023/",
        f"{UNIT}edition/2/",
        f"{UNIT}figure/T3.R1.co/",
    ):
        assert client.get(nothing).status_code == 404


@pytest.mark.parametrize("at", [UNIT, f"/report/{YEAR}/"])
@pytest.mark.parametrize("name", FORMS)
def test_a_report_is_given_out_as_every_file(printed, client, at, name):
    try:
        pdf.fonts("年报")
    except NoFont:
        if "pdf" in name or "png" in name:
            pytest.skip("no Chinese font")
    response = client.get(at + name)
    assert response.status_code == 200
    assert response["Content-Type"] == FORMS[name].media
    starts = {"pdf": b"%PDF", "png": b"\x89PNG", "docx": b"PK", "xlsx": b"PK", "md": b"# ", "json": b"{"}
    assert response.content.startswith(starts[name.rpartition(".")[2]])
    assert client.get(f"{at}report.exe").status_code == 404
    if name == "infographic.png":
        assert Image.open(io.BytesIO(response.content)).width == 1080


def test_without_a_font_the_portal_says_what_to_take_instead(printed, client, monkeypatch):
    renderings._kept.cache_clear()
    monkeypatch.setattr(picture, "HEADS", ("没有这种字体",))
    response = client.get(f"{UNIT}infographic.png")
    assert response.status_code == 422
    assert "请下载Word文件" in response.content.decode()
