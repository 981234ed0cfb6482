# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""件数和收费 by import: all rows or none, each fault with its row, the file kept, fees in 万元 (条例第二十条第五、六、八项)."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table2
from gongkai.organs.models import Organ, Role
from gongkai.publishing import counting
from gongkai.publishing.models import CountFile, DecisionCount
from gongkai.redaction import Unreadable
from tests.factories import DAY, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
CSV = '某系统导出,,,,\n机关,年度,类别,数量,单位,来源\n县局,2023,行政许可,"1,234",件,许可系统\n县局,2023年,收费,１２.５,万元,\n'


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_TODAY, settings.MEDIA_ROOT = DAY, tmp_path
    return OrganFactory(slug="ju", name="示例县局", short_name="县局", kind=Organ.Kind.GOVERNMENT)


def run(who, text, dry=False):
    data = text if isinstance(text, bytes) else text.encode()
    return counting.import_counts(actor=who, name="导出.csv", data=data, on=DAY, dry_run=dry)


def test_a_dry_run_writes_nothing_and_the_import_keeps_the_source(office):
    who = person(office, Role.COMPILER)
    tried = run(who, CSV, dry=True)
    assert tried.usable and not DecisionCount.objects.exists() and not CountFile.objects.exists()
    assert [(x.row, x.shown, x.shown_before) for x in tried.lines] == [
        (3, "1,234件", "没有"),
        (4, "12.5万元", "没有"),
    ]
    assert run(who, CSV).imported
    assert {c.kind: c.amount for c in DecisionCount.objects.all()} == {"licences": 1234, "fees": 125_000}
    assert (
        CountFile.objects.get().name == "导出.csv"
        and DecisionCount.objects.filter(source="导出.csv").count() == 1
    )
    assert table2(Scope(office, 2023)).fees_wan_yuan == Decimal("12.5")
    again = run(who, CSV)
    assert again.unchanged == 2 and not again.lines


FAULTS = [
    ("别的局,2023,行政许可,1,件,", "机关"), ("县局,2023,行政奖励,1,件,", "类别"), ("县局,2030,行政许可,1,件,", "年度"),
    ("县局,2023,行政许可,1.5,件,", "数量"), ("县局,2023,行政许可,约3,件,", "数量"), ("县局,2023,行政许可,-1,件,", "数量"),
    ("县局,2023,收费,100,,", "单位"), ("县局,2023,收费,0.001,元,", "数量"), ("县局,2023,行政处罚,1,人,", "单位"),
    ("县局,2023,行政许可,NaN,件,", "数量"), ("县局,2023,行政许可,9e99,件,", "数量"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column"), FAULTS)
def test_each_fault_is_named_with_its_row_and_nothing_is_imported(office, line, column):
    result = run(
        person(office, Role.COMPILER), f"机关,年度,类别,数量,单位,来源\n县局,2023,行政强制,2,件,\n{line}\n"
    )
    assert [(f.row, f.column) for f in result.faults] == [(3, column)]
    assert not DecisionCount.objects.exists()


def test_the_same_count_twice_in_a_file_is_refused(office):
    result = run(
        person(office, Role.COMPILER), "机关,年度,类别,数量\n县局,2023,许可,1\n县局,2023,行政许可,2\n"
    )
    assert "第2行" in result.faults[0].reason


@pytest.mark.parametrize(("data", "said"), [(b"a,b\n1,2\n", "列名"), (b"%PDF-1.7 x", "xlsx"), (b"", "空的")])
def test_what_is_no_such_file_is_refused_with_what_to_do(office, data, said):
    with pytest.raises(Unreadable, match=said):
        run(person(office, Role.COMPILER), data)


def test_the_desk_tries_first_and_shows_the_register_as_table_2_counts_it(office):
    DocumentFactory(
        organ=office, register="normative", number="测政发〔2024〕1号", effective_from=date(2024, 1, 1),
        expires_on=date(2024, 5, 1), formed_on=date(2024, 1, 1), title="旧办法",
    )  # fmt: skip
    client, other = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(person(office, Role.COMPILER), backend=backend)
    other.force_login(person(OrganFactory(), Role.EDITOR), backend=backend)
    page = client.get("/desk/registers/?cell=repealed").text
    assert (
        "旧办法" in page
        and "行政规范性文件，本年制发，1件" in page
        and "行政规范性文件，现行有效，0件" in page
    )
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(counting.HEADINGS)
    book.active.append(["县局", 2024, "行政处罚", 7, "件", "处罚系统"])
    book.save(out)
    tried = client.post("/desk/registers/import/", {"file": SimpleUploadedFile("罚.xlsx", out.getvalue())})
    assert "7件" in tried.text and not DecisionCount.objects.exists()
    import re

    sent = {n: re.search(f'name="{n}" value="([^"]*)"', tried.text)[1] for n in ("held", "name", "digest")}
    client.post("/desk/registers/import/", sent)
    file = CountFile.objects.get()
    assert "罚.xlsx" in client.get("/desk/registers/").text
    assert client.get(f"/desk/registers/source/{file.pk}/").content == out.getvalue()
    assert other.get(f"/desk/registers/source/{file.pk}/").status_code == 404
    assert other.get("/desk/registers/import/").status_code == 403
    assert client.post("/desk/registers/import/", {}).status_code == 422
