# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A report read, and the reading checked, per kind of file, each against the library underneath merely parsing the same file."""

import io
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
os.environ["GONGKAI_DIR"] = "var/bench"
Path("var/bench").mkdir(parents=True, exist_ok=True)
import django

django.setup()
import docx
import lxml.html
import openpyxl
import pdfplumber
from compare import compare
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_ours import WRITERS, snapshot

from gongkai.annual_report.reading.checking import check
from gongkai.annual_report.reading.reader import Reading, read_bytes

FILES = {kind: write(snapshot(made.figures(1))) for kind, write in WRITERS.items()}
FILES["txt"] = made.lines(made.figures(1)).encode()


def pdf(data: bytes) -> None:
    """Every character, rule and table of every page: what pdfplumber is for."""
    with pdfplumber.open(io.BytesIO(data)) as book:
        for page in book.pages:
            page.extract_text()
            page.extract_tables()


def sheets(data: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True):
        for _ in sheet.iter_rows(values_only=True):
            pass


PARSE = {
    "html": lambda data: lxml.html.document_fromstring(data.decode()),
    "docx": lambda data: [[cell.text for cell in row.cells] for table in docx.Document(io.BytesIO(data)).tables for row in table.rows],
    "xlsx": sheets,
    "pdf": pdf,
    "json": json.loads,
    "md": lambda data: data.decode().split("\n"),
    "txt": lambda data: data.decode().split("\n"),
}  # fmt: skip


def checked(reading: Reading) -> None:
    reading.__dict__.pop(
        "mentions", None
    )  # the figures of the text are looked for when they are asked for, and then kept
    check(reading)


for kind, data in FILES.items():
    reading = read_bytes(f"a.{kind}", data)
    compare(
        f"{kind} read",
        lambda k=kind, d=data: read_bytes(f"a.{k}", d),
        "parsed",
        lambda k=kind, d=data: PARSE[k](d),
    )
    compare(f"{kind} checked", lambda r=reading: checked(r), "parsed", lambda k=kind, d=data: PARSE[k](d))
