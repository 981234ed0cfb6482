# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""有效性 of what is in a register: its term, its repeal, the provisions that stopped. It stays on the site, marked."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.law.clock import cn
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused, locked, said
from gongkai.publishing.actions.listings import follow
from gongkai.publishing.models import Document


@transaction.atomic
def repeal(*, actor: Actor, document: Document, on: date, basis: str) -> Document:
    """废止 a normative document from the day the decision takes effect; it stays on the site, marked."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.register is None or row.withdrawn_on is not None:
        raise Refused("只有没有撤下的规章、行政规范性文件可以登记废止")
    if row.repealed_on is not None:
        raise Refused(f"已于{cn(row.repealed_on)}废止")
    if row.expires_on is not None and row.expires_on < on:
        raise Refused(f"这份文件已于{cn(row.expires_on)}期满失效，不需要再废止")
    if on < row.formed_on:
        raise Refused(f"废止的日期不能早于成文日期{cn(row.formed_on)}")
    basis = said(basis, "请写明依据的文件")
    row.repealed_on, row.repeal_basis = on, basis
    row.save(update_fields=["repealed_on", "repeal_basis"])
    record(row.stream, actor, "document.repealed", on, {"basis": basis})
    follow([row.pk])
    return row


@transaction.atomic
def set_term(*, actor: Actor, document: Document, on: date, expires_on: date | None, basis: str) -> Document:
    """登记有效期: the last day in force, set, moved or lifted by a document. The label follows the day, not this verb."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.register is None or row.effective_from is None:
        raise Refused("只有规章、行政规范性文件有有效期")
    if row.withdrawn_on is not None or row.repealed_on is not None:
        raise Refused("已撤下或者已废止的文件不再登记有效期")
    if expires_on == row.expires_on:
        raise Refused("有效期没有变化")
    if expires_on is not None and expires_on < row.effective_from:
        raise Refused(f"有效期不能早于施行日期{cn(row.effective_from)}")
    basis = said(basis, "请写明有效期依据的文件")
    before, row.expires_on = row.expires_on, expires_on
    row.save(update_fields=["expires_on"])
    record(
        row.stream, actor, "document.term_set", on,
        {"before": before.isoformat() if before else None, "expires_on": expires_on.isoformat() if expires_on else None,
         "basis": basis},
    )  # fmt: skip
    follow([row.pk])
    return row


@transaction.atomic
def void_partly(*, actor: Actor, document: Document, on: date, what: str) -> Document:
    """部分失效: which provisions stopped, in words."""
    row = locked(document)
    require(actor, row.organ, Role.EDITOR)
    if row.register is None or row.withdrawn_on is not None or row.repealed_on is not None:
        raise Refused("只有没有撤下、没有废止的规章、行政规范性文件可以登记部分失效")
    what = said(what, "请写明哪些条款失效、依据什么")
    row.partly_void = what
    row.save(update_fields=["partly_void"])
    record(row.stream, actor, "document.partly_voided", on, {"what": what})
    return row
