# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""整改通知书 on paper: the words of a notice, set like every other letter of the house (.docx and PDF)."""

from __future__ import annotations

from datetime import date

from gongkai.applications.letters import docx, pdf
from gongkai.applications.letters.snapshot import Snapshot
from gongkai.law.clock import cn
from gongkai.organs.models import Organ
from gongkai.supervision.models import Finding, Notice

_TENS = "一二三四五六七八九"


def ordinal(n: int) -> str:
    """一 to 九百九十九, as the items of a notice are numbered."""
    if n < 10:
        return _TENS[n - 1]
    if n < 20:
        return f"十{_TENS[n - 11] if n > 10 else ''}"
    if n < 100:
        tens, ones = divmod(n, 10)
        return f"{_TENS[tens - 1]}十{_TENS[ones - 1] if ones else ''}"
    hundreds, rest = divmod(n, 100)
    if not rest:
        return f"{_TENS[hundreds - 1]}百"
    said = ordinal(rest) if rest >= 20 else (f"零{ordinal(rest)}" if rest < 10 else f"一{ordinal(rest)}")
    return f"{_TENS[hundreds - 1]}百{said}"


def paper(notice: Notice, unit: Organ | None = None) -> Snapshot:
    """What the notice says as it was issued; of one unit only its own items. Later extensions do not change it."""
    rows = (
        notice.findings.select_related("organ")
        .prefetch_related("extensions")
        .order_by("organ__position", "organ", "pk")
    )
    if unit is not None:
        rows = rows.filter(organ=unit)
    findings = list(rows)
    organs = list(dict.fromkeys(f.organ.short_name for f in findings))
    several = len(organs) > 1
    limits = {f.pk: first_limit(f) for f in findings}
    days = sorted(set(limits.values()))
    one = days[0] if len(days) == 1 else None
    opening = (
        f"经检查，你单位在政府信息公开方面存在下列问题，共{len(findings)}处。"
        f"请{f'于{cn(one)}以前' if one else '按各处写明的期限'}完成整改，在政务公开工作台签收本通知书，并逐处报送整改情况和依据。"
    )
    lines = []
    for n, f in enumerate(findings, 1):
        said = [f.text.rstrip("。；;.")]
        if several:
            said.append(f"责任单位：{f.organ.short_name}")
        if f.basis:
            said.append(f"依据：{f.basis}")
        if not one:
            said.append(f"期限：{cn(limits[f.pk])}")
        lines.append(f"{ordinal(n)}、{'。'.join(said)}。")
    closing = (
        f"整改期限届满，由系统和{notice.organ.office_name}复查，不再发现的予以销号；逾期没有整改的，逐级督办，并可以按照"
        "《中华人民共和国政府信息公开条例》第四十七条第一款予以通报批评。"
    )
    return Snapshot(
        kind="notice", title="整改通知书和问题清单", organ=notice.organ.name, number=f"{notice.year}年第{notice.issue}期",
        recipient="、".join(organs), paragraphs=(opening, *lines, closing), letter_on=notice.issued_on.isoformat(),
        remedy="", remedy_version="", remedy_text="", template_version=1, seal_image=None, salt="",
    )  # fmt: skip


def first_limit(finding: Finding) -> date:
    """The limit the notice was issued with."""
    granted = [x.before for x in finding.extensions.all() if x.granted]
    return min(granted, default=finding.due_on)


def word(notice: Notice, unit: Organ | None = None) -> bytes:
    """The .docx."""
    return docx.render(paper(notice, unit))


def print_out(notice: Notice, unit: Organ | None = None) -> bytes:
    """The PDF. Raises typesetting.NoFont."""
    return pdf.render(paper(notice, unit))
