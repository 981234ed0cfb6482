# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""整改: what a unit did about a finding, the machine's second look, 销号, and 延期 (条例第四十七条)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai.applications import filetypes
from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import within_a_year
from gongkai.supervision import rules
from gongkai.supervision.actions.core import Refused, printable, record
from gongkai.supervision.actions.inspection import look_again
from gongkai.supervision.actions.notices import UNIT
from gongkai.supervision.models import Claim, Detection, Extension, Finding, Receipt

_DUTY = frozenset({"duty_days", "update_class"})


@dataclass(frozen=True)
class Looked:
    """复查: whether the machine still finds it, in words. found None: it cannot judge, the office does."""

    found: bool | None = None
    seen: str | None = None


def looked_at(finding: Finding, on: date) -> Looked:
    """Look at the place again. Of another site its address is asked, which takes seconds: before a transaction, not in one."""
    if finding.detection is None:
        return Looked()
    if _measured_otherwise(finding):
        return Looked(None, "通知书发出以后，栏目的更新要求改过，或者栏目已经关闭")
    try:
        found = look_again(finding.detection, on)
    except Refused as refusal:
        one = rules.rule(finding.detection.rule)
        return Looked(None, rules.short(str(refusal), 300) if one and one.elsewhere else None)
    return Looked(True, rules.short(found.text, 300)) if found else Looked(False, f"{cn(on)}已经不再发现")


def _open(finding: Finding, on: date) -> Finding:
    row = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("organ", "notice__organ", "detection")
        .get(pk=finding.pk)
    )
    if row.rectified_on is not None:
        raise Refused(f"已于{cn(row.rectified_on)}整改")
    if on < row.notice.issued_on:
        raise Refused("整改日期早于通知书发出日期")
    return row


@transaction.atomic
def claim_done(
    *,
    actor: Actor,
    finding: Finding,
    on: date,
    text: str,
    link: str = "",
    file: tuple[str, bytes] | None = None,
    looked: Looked | None = None,
) -> Claim:
    """报送整改情况 with its proof. The machine looks at the place again at once (or looked just before): gone, the finding
    is closed; still there, the claim stays on record and says so. What no machine can judge waits for the office."""
    row = _open(finding, on)
    require(actor, row.organ, *UNIT)
    if not Receipt.objects.filter(notice=row.notice, organ=row.organ).exists():
        raise Refused(f"请先签收{row.notice.year}年第{row.notice.issue}期通知书")
    text = printable(text, "做了什么整改")
    if not text:
        raise Refused("请写明做了什么整改")
    if link and (link.startswith("//") or not link.startswith(("http://", "https://", "/"))):
        raise Refused("网址请写完整，以 https:// 或者 / 开头")
    name, stored, digest = _kept(file)
    looked = looked or looked_at(row, on)
    found, seen = looked.found, looked.seen
    claim = Claim.objects.create(
        finding=row, person=person_or_none(actor), on=on, text=text, link=link or None, file_name=name,
        stored=stored, found_again=found, seen=seen,
    )  # fmt: skip
    record(
        row.stream, actor, "finding.claimed", on,
        {"text": claim.text, "link": claim.link, "file": digest, "found_again": found, "seen": seen},
    )  # fmt: skip
    if found is False:
        if row.detection and row.detection.closed_on is None:
            Detection.objects.filter(pk=row.detection.pk).update(closed_on=on)
            record(row.detection.stream, actor, "detection.gone", on, {"rule": row.detection.rule})
        _close(actor, row, on, rules.short(f"{claim.text}（复查：{seen}）", 200))
    return claim


def _measured_otherwise(row: Finding) -> bool:
    """Whether the duty the machine measures a column by was moved after the notice: a unit's own administrator may move it."""
    if row.detection is None or not row.detection.ref.startswith("column/"):
        return False
    issued = Event.objects.get(stream=row.notice.stream, kind="notice.issued").seq
    moved = Event.objects.filter(
        stream=row.detection.ref, seq__gt=issued, kind__in=("column.changed", "column.closed")
    )
    return any(e.kind == "column.closed" or _DUTY & set(e.payload["facts"]) for e in moved)


def _kept(file: tuple[str, bytes] | None) -> tuple[str | None, str | None, str | None]:
    """The proof in the file store: its name, where it lies, its digest. Raises Refused for what is no such file."""
    if file is None:
        return None, None, None
    name, data = file
    try:
        kind = filetypes.kind_of(data)
    except filetypes.NotAccepted as refusal:
        raise Refused(str(refusal)) from None
    if said := filetypes.disguised(name, kind):
        raise Refused(said)
    digest = hashlib.sha256(data).hexdigest()
    stored = default_storage.save(f"supervision/{digest[:32]}.{kind.ending}", ContentFile(data))
    return filetypes.clean_name(name, kind), stored, digest


def proof_of(claim: Claim) -> bytes:
    """The bytes of a claim's file. Raises Refused where the store has lost them."""
    if claim.stored is None:
        raise Refused("没有附文件")
    try:
        with default_storage.open(claim.stored, "rb") as held:
            data: bytes = held.read()
    except FileNotFoundError:
        raise Refused("文件存储里没有这个文件，请联系管理员") from None
    return data


def _close(actor: Actor, row: Finding, on: date, evidence: str) -> Finding:
    row.rectified_on, row.evidence = on, evidence
    row.save(update_fields=["rectified_on", "evidence"])
    record(row.stream, actor, "finding.rectified", on, {"evidence": evidence})
    return row


@transaction.atomic
def rectify(
    *, actor: Actor, finding: Finding, on: date, evidence: str, looked: Looked | None = None
) -> Finding:
    """整改销号, with the proof, by the office that issued the notice, and there by another than who reported the mending.
    Not while the machine still finds it there."""
    row = _open(finding, on)
    require(actor, row.notice.organ, Role.SUPERVISOR)
    by = person_or_none(actor)
    if by is not None and row.claims.filter(person=by).exists():
        raise Refused("报送整改情况的人不能自己销号，请由另一人核对")
    evidence = printable(evidence, "销号的依据")
    if not evidence:
        raise Refused("销号要写明依据")
    looked = looked or looked_at(row, on)
    if looked.found:
        raise Refused(f"机器复查还能发现：{looked.seen}")
    if row.detection is not None and row.detection.closed_on is None:
        Detection.objects.filter(pk=row.detection.pk).update(closed_on=on)
        record(row.detection.stream, actor, "detection.gone", on, {"rule": row.detection.rule})
    return _close(actor, row, on, evidence)


@transaction.atomic
def ask_extension(*, actor: Actor, finding: Finding, on: date, until: date, reason: str) -> Extension:
    """申请延期, before the limit has passed."""
    row = _open(finding, on)
    require(actor, row.organ, *UNIT)
    if on > row.due_on:
        raise Refused(f"整改期限{cn(row.due_on)}已经过了，不能再申请延期")
    if until <= row.due_on:
        raise Refused(f"延到的日期应当晚于现在的期限{cn(row.due_on)}")
    within_a_year(until, on, "延到的日期", Refused)
    reason = printable(reason, "申请延期的原因")
    if not reason:
        raise Refused("申请延期要写明原因")
    if row.extensions.filter(granted__isnull=True).exists():
        raise Refused("已经有一次申请在等决定")
    asked = Extension.objects.create(
        finding=row,
        asked_on=on,
        asked_by=person_or_none(actor),
        before=row.due_on,
        until=until,
        reason=reason,
    )
    record(
        row.stream,
        actor,
        "finding.extension_asked",
        on,
        {"until": until.isoformat(), "reason": reason},
    )
    return asked


@transaction.atomic
def decide_extension(
    *, actor: Actor, extension: Extension, on: date, granted: bool, remark: str = ""
) -> Extension:
    """同意延期 or not, by the office that issued the notice."""
    asked = Extension.objects.select_for_update(of=("self",)).select_related("finding").get(pk=extension.pk)
    row = _open(asked.finding, on)
    require(actor, row.notice.organ, Role.SUPERVISOR)
    if asked.granted is not None:
        raise Refused("这次申请已经决定")
    by = person_or_none(actor)
    if by is not None and asked.asked_by_id == by.pk:
        raise Refused("申请延期的人不能自己决定，请由另一人决定")
    if not granted and not remark.strip():
        raise Refused("不同意延期要写明理由")
    asked.granted, asked.decided_on, asked.decided_by = granted, on, person_or_none(actor)
    asked.remark = printable(remark, "意见") or None
    asked.save(update_fields=["granted", "decided_on", "decided_by", "remark"])
    if granted:
        row.due_on = asked.until
        row.save(update_fields=["due_on"])
    record(
        row.stream, actor, "finding.extension_decided", on,
        {"granted": granted, "until": asked.until.isoformat(), "remark": asked.remark},
    )  # fmt: skip
    return asked
