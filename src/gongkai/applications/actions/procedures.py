# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理规范指引 (条例第四十五条): adopt, revise, repeal. A version once recorded is never changed; the next one follows it."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from gongkai.applications import filetypes, vault
from gongkai.applications.actions.core import Refused, must_have_come
from gongkai.applications.models import Procedure, ProcedureVersion
from gongkai.applications.procedure_files import NoWords, words_of
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record

MAKING = (Role.REVIEWER, Role.SUPERVISOR, Role.ADMIN)


@transaction.atomic
def adopt_procedure(
    *, actor: Actor, organ: Organ, on: date, name: str, about: str, in_force_on: date, basis: str, text: str = "",
    file: tuple[str, bytes] | None = None,
) -> ProcedureVersion:  # fmt: skip
    """制定: approved on a day, in force from the same or a later one; the words, the file, or both."""
    require(actor, organ, *MAKING)
    must_have_come(on)
    if Procedure.objects.filter(organ=organ, name=name.strip()).exists():
        raise Refused(f"{organ.short_name}已有“{name.strip()}”，改内容请在它的页面上修订")
    row = Procedure(organ=organ, name=name.strip(), about=about.strip(), opened_on=on)
    row.full_clean(exclude=["organ"])
    row.save()
    version = _write(row, 1, actor, on, in_force_on, basis, text, file, "")
    payload = {**_said(version), "organ": organ.slug}
    record(row.stream, actor, "procedure.adopted", on, payload)
    return version


@transaction.atomic
def revise_procedure(
    *, actor: Actor, procedure: Procedure, on: date, in_force_on: date, basis: str, changes: str, text: str = "",
    file: tuple[str, bytes] | None = None, seen: int | None = None,
) -> ProcedureVersion:  # fmt: skip
    """修订 as a new version that takes effect after the last one. What was before stays as it was."""
    row = _locked(actor, procedure, on)
    last = row.versions.order_by("-number")[0]
    if on < last.approved_on:
        raise Refused(f"审定日期{cn(on)}早于第{last.number}版的{cn(last.approved_on)}，请核对")
    if in_force_on <= last.in_force_on:
        raise Refused(f"新的一版要在第{last.number}版施行的{cn(last.in_force_on)}以后施行")
    if not changes.strip():
        raise Refused("请写明改了什么、为什么改")
    version = _write(row, last.number + 1, actor, on, in_force_on, basis, text, file, changes, last=last)
    record(row.stream, actor, "procedure.revised", on, _said(version), expected_version=seen)
    return version


@transaction.atomic
def repeal_procedure(
    *, actor: Actor, procedure: Procedure, on: date, reason: str, seen: int | None = None
) -> Procedure:
    """停止执行 from a day, with the reason; the versions stay readable."""
    row = _locked(actor, procedure, on)
    if not reason.strip():
        raise Refused("停止执行要写明原因")
    row.repealed_on, row.repealed_why = on, reason.strip()
    row.full_clean(exclude=["organ"])
    row.save(update_fields=["repealed_on", "repealed_why"])
    record(row.stream, actor, "procedure.repealed", on, {}, expected_version=seen)
    return row


def procedure_file(version: ProcedureVersion) -> bytes:
    """The file as it came. Raises Refused when there is none or the store has lost it."""
    try:
        return vault.get(version.stored or "")
    except (FileNotFoundError, ValueError, OSError):
        raise Refused("文件库里找不到这一版的文件，请联系系统管理员") from None


def _locked(actor: Actor, procedure: Procedure, on: date) -> Procedure:
    row = Procedure.objects.select_for_update(of=("self",)).select_related("organ").get(pk=procedure.pk)
    require(actor, row.organ, *MAKING)
    must_have_come(on)
    if row.repealed_on:
        raise Refused(f"“{row.name}”已从{cn(row.repealed_on)}起停止执行")
    return row


def _write(
    row: Procedure, number: int, actor: Actor, on: date, in_force_on: date, basis: str, text: str,
    file: tuple[str, bytes] | None, changes: str, *, last: ProcedureVersion | None = None,
) -> ProcedureVersion:  # fmt: skip
    if in_force_on < on:
        raise Refused(f"施行日期{cn(in_force_on)}早于审定日期{cn(on)}，不能溯及以前")
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if file is None and not text:
        raise Refused("请写正文，或者选择文件")
    digest = hashlib.sha256(file[1] if file else text.encode()).hexdigest()
    if last is not None and digest == last.digest:
        raise Refused(f"内容与第{last.number}版相同，没有改动")
    version = ProcedureVersion(
        procedure=row, number=number, approved_on=on, in_force_on=in_force_on, basis=basis.strip(),
        changes=changes.strip() or None, made_by=person_or_none(actor), text=text or None, digest=digest,
    )  # fmt: skip
    if file is not None:
        _attach(version, *file)
    version.full_clean(exclude=["procedure", "made_by"])
    version.save()
    return version


def _attach(version: ProcedureVersion, name: str, data: bytes) -> None:
    try:
        kind, words = words_of(data)
    except (filetypes.NotAccepted, NoWords) as refusal:
        raise Refused(str(refusal)) from None
    version.file_name, version.media_type = filetypes.clean_name(name, kind), kind.media_type
    version.text = version.text or words
    version.size, version.stored = len(data), vault.put(data)


def _said(version: ProcedureVersion) -> dict[str, object]:
    return {
        "version": version.number, "in_force_on": version.in_force_on.isoformat(), "digest": version.digest,
        "file": version.stored is not None,
    }  # fmt: skip
