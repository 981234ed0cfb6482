# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reports read from files are tried first, kept once, compared over the years and with others, and never guessed."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.annual_report import archive, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import ArchivedReport
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.annual_report import layouts as made
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 3)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def export(county):
    """A report file of any year and body, with the county's own figures of 2024."""
    reply(ApplicationFactory(organ=county))
    whole = report.compute(county, 2024).as_json()

    def made(organ="邻县人民政府", year=2023, carried_out=None):
        said = json.loads(json.dumps({**whole, "organ": organ, "year": year}))
        if carried_out is not None:
            said["table3"][-1] = [carried_out] * 7
        return f"{organ}{year}.json", json.dumps(said, ensure_ascii=False).encode()

    return made


def keep(county, file, **more):
    return archive.keep(
        **{"actor": SYSTEM, "office": county, "tried": archive.attempt(*file), "on": DAY, **more}
    )


def test_a_file_is_kept_with_its_cells_and_compared_by_year_and_body(county, export):
    keep(county, export(year=2022))
    keep(county, export(year=2023))
    keep(county, export(organ="另县人民政府"))
    known = archive.known(county, DAY)
    assert [(y.organ, y.year) for y in known] == [
        ("另县人民政府", 2023),
        ("邻县人民政府", 2023),
        ("邻县人民政府", 2022),
    ]
    assert (known[0].new, known[0].handled, known[0].disclosed, known[0].carried_out) == (1, 1, 100.0, 0)
    assert known[0].reviews == (0, 0) and known[0].suits == 0


def test_where_one_year_does_not_follow_from_the_last_is_named(county, export):
    keep(county, export(year=2022, carried_out=3))
    keep(county, export(year=2023))
    faults = list(archive.continuity(archive.known(county, DAY)))
    assert {(year, f.code, f.expected, f.found) for year, f in faults} == {(2023, "X.carry_over", 3, 0)}
    assert len(faults) == 7  # every column


def test_a_cell_not_read_is_null_and_makes_no_share(county, export):
    name, data = export()
    said = json.loads(data)
    said["table3"][2][6] = None
    row = keep(county, (name, json.dumps(said).encode()))
    known = archive.known(county, DAY)[0]
    assert row.content["table3"][2][6] is None
    assert known.disclosed is None and known.new == 1


def test_a_null_character_in_a_file_costs_nothing(county, export):
    name, data = export()
    assert (
        keep(county, ("\0" + name, data.replace("邻县".encode(), "邻\\u0000县".encode()))).organ_name
        == "邻县人民政府"
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.exe", b"MZ", "x.exe"),
        ("空.md", b"", "空.md"),
        ("说明.md", "只有一句话。".encode(), "没有读到表三"),
    ],
)
def test_what_cannot_be_kept_says_why(county, name, data, says):
    tried = archive.attempt(name, data)
    assert says in tried.refused
    with pytest.raises(Refused):
        archive.keep(actor=SYSTEM, office=county, tried=tried, on=DAY)


def test_there_is_no_report_on_a_year_that_has_not_ended(county, export):
    file = export(year=DAY.year)
    assert f"{DAY.year}年还没有过完" in archive.attempt(*file, on=DAY).refused
    for year in (DAY.year, DAY.year + 3):
        with pytest.raises(Refused, match=f"{year}年还没有过完"):
            keep(county, export(year=year))
    untitled = archive.replace(archive.attempt(*file), year=None)
    assert archive.named(untitled, organ="", year=DAY.year, on=DAY).year is None
    assert keep(county, export(year=DAY.year - 1)).year == DAY.year - 1


def test_a_body_and_year_is_kept_once_until_removed_with_a_reason(county, export):
    row = keep(county, export())
    with pytest.raises(Refused, match="已经收入（同一个文件）"):
        keep(county, export())
    with pytest.raises(Refused, match="原因"):
        archive.remove(actor=SYSTEM, row=row, on=DAY, reason="")
    archive.remove(actor=SYSTEM, row=row, on=DAY, reason="收错了文件")
    assert archive.known(county, DAY) == []
    assert keep(county, export()).pk != row.pk


def test_only_who_compiles_reports_keeps(county, export):
    with pytest.raises(NotAllowed, match="年报"):
        keep(county, export(), actor=person(county, Role.SIGNER))


def test_from_the_desk_files_are_tried_then_kept_and_nothing_forged_is(county, export, settings):
    settings.GONGKAI_TODAY = DAY
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    files = [SimpleUploadedFile(*export()), SimpleUploadedFile("坏.docx", b"not a zip")]
    page = desk.post("/desk/reports/archive/", {"files": files})
    assert "2个文件，1个可以收入" in page.content.decode()
    assert ArchivedReport.objects.count() == 0
    held = re.findall(r'name="held" value="([^"]+)"', page.content.decode())
    assert len(held) == 1
    desk.post("/desk/reports/archive/", {"held": held[0][:-2] + "xx"})
    assert ArchivedReport.objects.count() == 0
    desk.post("/desk/reports/archive/", {"held": held})
    assert "邻县人民政府" in desk.get("/desk/reports/archive/").content.decode()
    assert "只有一年" in desk.get("/desk/reports/archive/body/?name=邻县人民政府").content.decode()
    assert desk.get("/desk/reports/archive/body/?name=没有").status_code == 404
    row = ArchivedReport.objects.get()
    desk.post(f"/desk/reports/archive/{row.pk}/remove/", {"reason": "收错了"})
    assert "还没有可以比较的报告" in desk.get("/desk/reports/archive/").content.decode()
    assert desk.post("/desk/reports/archive/", {}).status_code == 422


def test_a_person_without_the_role_is_told(county):
    desk = Client()
    desk.force_login(person(county, Role.HANDLER))
    assert desk.get("/desk/reports/archive/").status_code == 403


def test_a_file_without_a_title_is_kept_under_the_organ_and_year_a_person_gives(county, settings):
    settings.GONGKAI_TODAY = DAY
    desk = Client()
    desk.force_login(person(county, Role.COMPILER))
    untitled = "\n".join(made.lines(made.figures(5)).split("\n")[1:]).encode()
    page = desk.post(
        "/desk/reports/archive/", {"files": [SimpleUploadedFile("年报.txt", untitled)]}
    ).content.decode()
    held = re.findall(r'name="held" value="([^"]+)"', page)
    digest = re.findall(r'name="organ:(\w+)"', page)[0]
    asked = desk.post(
        "/desk/reports/archive/", {"held": held, f"organ:{digest}": "邻县人民政府", f"year:{digest}": "20"}
    )
    assert asked.status_code == 422
    assert 'value="邻县人民政府"' in asked.content.decode()
    held = re.findall(r'name="held" value="([^"]+)"', asked.content.decode())
    desk.post(
        "/desk/reports/archive/", {"held": held, f"organ:{digest}": "邻县人民政府", f"year:{digest}": "2023"}
    )
    assert list(ArchivedReport.objects.values_list("organ_name", "year")) == [("邻县人民政府", 2023)]
