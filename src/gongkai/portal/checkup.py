# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年报体检: anyone may upload a body's annual report and see every fault at its place. Nothing uploaded is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from gongkai.annual_report.reading.apart import read_upload
from gongkai.annual_report.reading.checking import check, gathered
from gongkai.annual_report.reading.narrative import compared
from gongkai.annual_report.reading.reader import Reading
from gongkai.annual_report.reading.source import KINDS, Unusable
from gongkai.law.findings import Finding, Severity
from gongkai.law.table3 import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMN_LABELS,
    COLUMNS,
    HANDLED,
    NEW,
    ROW_IDS,
    ROWS,
    place,
)
from gongkai.law.table4 import Block
from gongkai.portal.views import page

MOST_BYTES = 10 * 2**20
WORDS = {Severity.ERROR: ("错误", "no"), Severity.WARNING: ("请核对", "wa"), Severity.NOTE: ("说明", "info")}
PLACES = (("表二", "表二　主动公开政府信息情况"), ("表三", "表三　收到和处理政府信息公开申请情况"), ("表四", "表四　行政复议、行政诉讼情况"), ("", "文字和格式"))  # fmt: skip
_TYPES = "、".join(KINDS)


def _file(label: str, help_text: str, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label, required=required, help_text=help_text, allow_empty_file=True,
        widget=forms.FileInput({"class": "in file", "accept": ",".join(KINDS)}),
        error_messages={"required": "请选择要核对的年度报告", "missing": "请选择要核对的年度报告", "invalid": "文件没有传上来，请再选一次"},
    )  # fmt: skip


class CheckupForm(forms.Form):
    """The report, and last year's where carry-over is to be compared."""

    use_required_attribute = False
    report = _file("年度报告", f"可以读的类型：{_TYPES}，不超过10MB。扫描件读不了。", required=True)
    previous = _file("上一年的年度报告", "一并上传，可以核对上年结转和现行有效件数。", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("report", "previous"):
            if said.get(name):
                said[name] = self._read(name, said[name])
        report, previous = said.get("report"), said.get("previous")
        years = (getattr(previous, "year", None), getattr(report, "year", None))
        if isinstance(years[0], int) and isinstance(years[1], int) and years[0] != years[1] - 1:
            self.add_error("previous", f"这是{years[0]}年的报告，不是{years[1]}年的上一年")
        return said

    def _read(self, name: str, file: UploadedFile) -> Reading | None:
        if (file.size or 0) > MOST_BYTES:
            self.add_error(name, "文件超过10MB，请上传正文部分")
            return None
        try:
            return read_upload(file.name or "报告", file.read())
        except Unusable as error:
            self.add_error(name, str(error))
            return None


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: the anchor its cells point to, its word and colour."""

    id: str
    finding: Finding
    word: str
    tone: str


def checkup(request: HttpRequest) -> HttpResponse:
    """年报体检."""
    form = CheckupForm(request.POST, request.FILES) if request.method == "POST" else CheckupForm()
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "checkup", "reports", status=status, form=form, reading=None)
    reading, previous = form.cleaned_data["report"], form.cleaned_data["previous"]
    return page(
        request, "checkup", "reports", form=CheckupForm(), **result(reading, check(reading, previous))
    )


def result(reading: Reading, findings: list[Finding]) -> dict[str, Any]:
    """What the page shows of a reading: findings by place, the tables with their doubtful cells marked."""
    shown: list[Shown] = []
    marks: dict[str, str] = {}
    for n, (finding, several) in enumerate(gathered(findings), 1):
        item = Shown(f"f{n}", finding, *WORDS[finding.severity])
        shown.append(item)
        for one in several:
            for key in cells_of(one):
                marks.setdefault(key, f"#{item.id}")
    groups = [(title, [s for s in shown if _place(s.finding) == name]) for name, title in PLACES]
    tables = reading.tables
    counts = {word: sum(s.word == word for s in shown) for word, _ in WORDS.values()}
    mentions = dict.fromkeys(compared(m, tables) for m in reading.mentions if m.means)
    return {
        "reading": reading, "groups": [(title, rows) for title, rows in groups if rows], "counts": counts, "marks": marks,
        "t2": tables.table2.as_json(), "t4": tables.table4.as_json(), "rows": list(zip(ROWS, tables.table3.as_rows(), strict=True)),
        "mentions": list(mentions), "found": tables.found,
    }  # fmt: skip


def _place(finding: Finding) -> str:
    return next((name for name, _ in PLACES if name and finding.where.startswith(name)), "")


_BY_WHERE = {place(row, column): f"T3.{row}.{column}" for row in ROW_IDS for column in COLUMNS}
_TABLE2 = {
    "表二 行政许可": ("T2.licences",), "表二 行政处罚": ("T2.penalties",), "表二 行政强制": ("T2.coercion",),
    "表二 行政事业性收费": ("T2.fees",),
    **{
        f"表二 {label}，{words}": (f"T2.{name}.{part}",)
        for label, name in (("规章", "rules"), ("行政规范性文件", "normative"))
        for part, words in (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
    },
    **{
        f"表二 {label}": tuple(f"T2.{name}.{part}" for part in ("made", "repealed", "in_force"))
        for label, name in (("规章", "rules"), ("行政规范性文件", "normative"))
    },
}  # fmt: skip


def cells_of(finding: Finding) -> tuple[str, ...]:
    """The cells of the tables a finding is about."""
    where = finding.where
    if where in _BY_WHERE:
        return (_BY_WHERE[where],)
    if where in _TABLE2:
        return _TABLE2[where]
    column = next((c for c in COLUMNS if where == f"表三 {COLUMN_LABELS[c]}"), None)
    if column:
        return tuple(f"T3.{row}.{column}" for row in (NEW, CARRIED_IN, HANDLED, CARRIED_OUT))
    row = next((r for r in ROW_IDS if where == place(r, "total").rpartition("，")[0]), None)
    if row:
        return tuple(f"T3.{row}.{c}" for c in COLUMNS)
    return tuple(f"T4.{b.value}.total" for b in Block if where == f"表四 {b.label}，总计")
