# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料: adding a file, making the copy that may leave, letting it go. The original is kept apart and unchanged.

The ledger remembers digests, sizes, counts and grounds, never a name, a word or a number out of a file (ADR 0004).
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai import redaction
from gongkai.applications import filetypes, vault
from gongkai.applications.actions.attachments import purge_uploads
from gongkai.applications.actions.core import Refused, lock, must_have_come, record_event
from gongkai.applications.models import Application, CaseFile, PendingUpload
from gongkai.applications.sealing import seal
from gongkai.ledger import queries as ledger
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.redaction import Box, Kind, Leak, Limits, Severity, StillThere, Unreadable

LOOKERS = (Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
# Grounds for leaving a part out, as a letter would cite them.
GROUNDS = (
    "个人隐私（条例第十五条）", "商业秘密（条例第十五条）", "国家秘密（条例第十四条）", "危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）",
    "法律、行政法规禁止公开（条例第十四条）", "内部事务信息（条例第十六条第一款）", "过程性信息、行政执法案卷信息（条例第十六条第二款）",
)  # fmt: skip


class Blocked(Refused):
    """The file holds what must not leave; leaks says what and where."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        self.leaks = leaks
        first = leaks[0]
        super().__init__(
            f"检查查出{len(leaks)}处不能带出的内容，没有放行。第一处：{first.label}（{first.place}）。{first.mend}"
        )


def limits() -> Limits:
    """How large a file an officer may add (settings GONGKAI_FILE_BYTES, GONGKAI_FILE_PAGES)."""
    return Limits(size=settings.GONGKAI_FILE_BYTES, pages=settings.GONGKAI_FILE_PAGES)


def _type(data: bytes) -> filetypes.Kind:
    """The kind by content. OFD may be kept, though it cannot be searched and so never leaves."""
    try:
        kind = redaction.kind_of(data, limits())
    except Unreadable as refusal:
        if len(data) <= limits().size and _is_ofd(data):
            return filetypes.kind_of(data)
        raise Refused(str(refusal)) from None
    return filetypes.Kind(kind.value, kind.media_type)


def _is_ofd(data: bytes) -> bool:
    try:
        return filetypes.kind_of(data).ending == "ofd"
    except filetypes.NotAccepted:
        return False


def _named(name: str, data: bytes) -> filetypes.Kind:
    """The kind by content, where the name does not pretend another. Raises Refused."""
    kind = _type(data)
    if said := filetypes.disguised(name, kind):
        raise Refused(said)
    return kind


def keep_scan(*, name: str, data: bytes) -> PendingUpload:
    """Seal a scan chosen in a form that is not accepted yet, so that it need not be chosen again. Raises Refused."""
    kind = _named(name, data)
    purge_uploads()
    return PendingUpload.objects.create(
        key=secrets.token_urlsafe(32), name_sealed=seal(filetypes.clean_name(name, kind)), media_type=kind.media_type,
        size=len(data), digest=hashlib.sha256(data).hexdigest(), stored=vault.put(data), made_at=timezone.now(),
    )  # fmt: skip


def take_scan(case: Application, actor: Actor, key: str, on: date) -> CaseFile | None:
    """Make a kept scan part of the case; None when it was thrown away meanwhile. Inside the verb's transaction."""
    upload = PendingUpload.objects.filter(key=key).first()
    if upload is None:
        return None
    file = CaseFile.objects.create(
        application=case, source=CaseFile.Source.ORGAN, added_on=on, added_by=person_or_none(actor), purpose=CaseFile.Purpose.SCAN,
        name_sealed=upload.name_sealed, media_type=upload.media_type, size=upload.size, digest=upload.digest, stored=upload.stored,
    )  # fmt: skip
    upload.delete()
    payload = {"file": file.pk, "digest": file.digest, "size": file.size, "purpose": file.purpose}
    record_event(case, actor, "application.file_attached", on, payload)
    return file


def _store(
    application: Application, actor: Actor, on: date, name: str, data: bytes, **facts: Any
) -> CaseFile:
    kind = _type(data)
    return CaseFile.objects.create(
        application=application, source=CaseFile.Source.ORGAN, added_on=on, added_by=person_or_none(actor),
        name_sealed=seal(filetypes.clean_name(name, kind)), media_type=kind.media_type, size=len(data),
        digest=hashlib.sha256(data).hexdigest(), stored=vault.put(data), **facts,
    )  # fmt: skip


@transaction.atomic
def attach_file(
    *, actor: Actor, application: Application, on: date, name: str, data: bytes, purpose: str
) -> CaseFile:
    """存入材料: a scan, an original that may be made public, or evidence of how the case was handled."""
    case, _ = lock(application)
    require(actor, case.organ, *LOOKERS)
    must_have_come(on)
    if purpose not in (CaseFile.Purpose.SCAN, CaseFile.Purpose.ORIGINAL, CaseFile.Purpose.EVIDENCE):
        raise Refused("请选择材料的用途：扫描件、拟公开的原件或者证据")
    _named(name, data)
    file = _store(case, actor, on, name, data, purpose=purpose)
    payload = {"file": file.pk, "digest": file.digest, "size": file.size, "purpose": file.purpose}
    record_event(case, actor, "application.file_attached", on, payload)
    return file


def _bytes(file: CaseFile) -> bytes:
    try:
        return vault.get(file.stored)
    except FileNotFoundError:
        raise Refused("文件库里找不到这份材料，请联系系统管理员") from None


@transaction.atomic
def look_at_file(*, actor: Actor, file: CaseFile, on: date) -> bytes:
    """查看材料 on the screen: one trace a day for each person and file, however many pages are turned."""
    case, _ = lock(file.application)
    require(actor, case.organ, *LOOKERS)
    seen = ledger.stream(case.stream).filter(
        kind="application.file_viewed", actor=person_or_none(actor), occurred_on=on, payload__file=file.pk
    )
    if not seen.exists():
        record_event(case, actor, "application.file_viewed", on, {"file": file.pk})
    return _bytes(file)


@transaction.atomic
def redact_file(
    *, actor: Actor, file: CaseFile, on: date, ground: str = "", terms: tuple[str, ...] = (),
    boxes: tuple[Box, ...] = (), numbers: bool = False,
) -> CaseFile:  # fmt: skip
    """制作公开件 (条例第三十七条): a copy without what is named and without what rides along; the original stays.

    With nothing named it is a clean copy only. A term that is nowhere is refused: somebody believed it was covered.
    """
    case, _ = lock(file.application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    must_have_come(on)
    if file.source != CaseFile.Source.ORGAN or file.purpose == CaseFile.Purpose.EVIDENCE:
        raise Refused("申请人材料和证据不是拟公开的信息；请把要公开的文件存入为“拟公开的原件”")
    terms = tuple(dict.fromkeys(t for term in terms if (t := " ".join(term.split()))))
    if (terms or boxes or numbers) and ground not in GROUNDS:
        raise Refused("遮盖要写明依据（条例第三十七条：不应当公开的部分）")
    original = file.original or file
    data = _bytes(file)
    made, counts = _made(data, terms, boxes, numbers)
    copy = _store(
        case,
        actor,
        on,
        _copy_name(original.name, terms, numbers),
        made,
        purpose=CaseFile.Purpose.RELEASED,
        original=original,
    )
    record_event(
        case, actor, "application.file_redacted", on,
        {"file": copy.pk, "original": original.pk, "from": file.pk, "digest": copy.digest, "size": copy.size,
         "purpose": copy.purpose, "ground": ground, **counts},
    )  # fmt: skip
    return copy


def _made(
    data: bytes, terms: tuple[str, ...], boxes: tuple[Box, ...], numbers: bool
) -> tuple[bytes, dict[str, Any]]:
    counts: dict[str, Any] = {"terms": len(terms), "boxes": len(boxes), "numbers": numbers}
    try:
        if redaction.kind_of(data, limits()) is Kind.PDF:
            done = redaction.redact_pdf(data, terms=terms, boxes=boxes, numbers=numbers, limits=limits())
            counts["rebuilt"] = list(done.pages)
            missed, made = done.missed, done.data
        elif boxes:
            raise Refused("只有PDF可以画框遮盖；这个文件请按词遮盖，或者另存为PDF后再存入")
        else:
            clean = redaction.clean_copy(
                data,
                terms=terms,
                numbers=numbers,
                limits=limits(),
                blocks=settings.GONGKAI_REDACTION_BLOCKS or None,
            )
            missed, made = clean.missed, clean.data
    except (Unreadable, StillThere) as refusal:
        raise Refused(str(refusal)) from None
    if missed:
        raise Refused(f"没有找到“{'”“'.join(missed)}”，没有另存；请核对写法，或者在页面上画框")
    return made, counts


def _copy_name(name: str, terms: tuple[str, ...], numbers: bool) -> str:
    """The original's name, its own words redacted too, marked as the copy."""
    stem, _, ending = name.rpartition(".")
    stem = redaction.redact_text(stem, redaction.spans_of(stem, terms, numbers=numbers)).text
    return f"{stem}（公开件）.{ending}"


def blocks(leaks: tuple[Leak, ...]) -> tuple[Leak, ...]:
    """Those that keep a file in."""
    return tuple(x for x in leaks if x.severity is Severity.BLOCK)


@transaction.atomic
def release_file(
    *, actor: Actor, file: CaseFile, on: date, reason: str = "",
    scan: Callable[..., tuple[Leak, ...]] = redaction.scan,
) -> CaseFile:  # fmt: skip
    """放行: the file may go to the applicant. It is searched at this moment; what must not leave keeps it in.

    Raises Blocked with the list. A reviewer or signer may let it go all the same with a reason, which is recorded.
    """
    case, _ = lock(file.application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    must_have_come(on)
    file = CaseFile.objects.get(pk=file.pk)
    _may_leave(file)
    try:
        found = scan(file.name, _bytes(file), limits())
    except Unreadable as refusal:
        raise Refused(f"没有查过的文件不能放行。{refusal}") from None
    stopped = blocks(found)
    reason = reason.strip()
    if stopped:
        if not reason:
            raise Blocked(stopped)
        require(actor, case.organ, Role.REVIEWER, Role.SIGNER)
    file.released_on = on
    file.save(update_fields=["released_on"])
    payload: dict[str, Any] = {
        "file": file.pk, "digest": file.digest, "leaks": dict(Counter(x.kind for x in found)),
        "reason": _without_numbers(reason) if stopped else "",
    }  # fmt: skip
    record_event(case, actor, "application.file_released", on, payload)
    return file


def _without_numbers(reason: str) -> str:
    """A reason may quote what was found; the ledger must not."""
    if redaction.numbers_in(reason):
        raise Refused("理由里写有个人号码，账本不能记个人信息；请改用“该当事人的证件号码”这样的说法")
    return reason


def _may_leave(file: CaseFile) -> None:
    if file.released_on:
        raise Refused(
            f"这个文件{file.released_on.year}年{file.released_on.month}月{file.released_on.day}日已经放行"
        )
    if file.purpose not in (CaseFile.Purpose.RELEASED, CaseFile.Purpose.ORIGINAL):
        raise Refused("申请人材料、扫描件和证据不放行；要公开的文件请存入为“拟公开的原件”")
    if file.purpose == CaseFile.Purpose.ORIGINAL and file.copies.exists():
        raise Refused("这个原件已经做了公开件，请放行公开件；原件留在案卷里")
