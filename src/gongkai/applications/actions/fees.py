# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""信息处理费 (条例第四十二条; 国办函〔2020〕109号): what may be charged is computed, whether to charge is a person's decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import (
    Refused,
    by_letter,
    clock_fact,
    lock,
    must_have_come,
    record_event,
)
from gongkai.applications.models import Application, FeeDecision, Letter
from gongkai.law.clock import PAYMENT_LIMIT, cn
from gongkai.law.fees import Fee, Filed, by_item, by_page, monthly_ranks
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, System, person_or_none, require
from gongkai.organs.workdays import workdays


def rank_of(case: Application) -> int | None:
    """The rank of a case among its applicant's of the month at the organ; None while it is not received.

    One charged 按件 as several 件 (一事一申请) takes as many places: those after it rank behind them all.
    """
    received = case.received_on
    if received is None:
        return None
    same = Application.objects.filter(
        organ=case.organ_id, applicant__identity_key=case.applicant.identity_key, received_on__year=received.year,
        received_on__month=received.month,
    ).order_by("received_on", "pk")  # fmt: skip
    filed = [
        Filed(str(pk), day, units if basis == FeeDecision.Basis.BY_ITEM else 1)
        for pk, day, basis, units in same.values_list("pk", "received_on", "fee__basis", "fee__units")
    ]
    return monthly_ranks(filed)[str(case.pk)]


def compute_fee(case: Application, *, basis: str, units: int) -> Fee:
    """What the measures allow for this request. Raises Refused for units that cannot be."""
    if units < 1:
        raise Refused("件数、页数应从1起")
    rank = rank_of(case)
    if rank is None:
        raise Refused("这件申请还没有收到日期，当月第几件还不能确定")
    if basis == FeeDecision.Basis.BY_ITEM:
        return by_item(rank=rank, count=units)
    if basis == FeeDecision.Basis.BY_PAGE:
        return by_page(pages=units)
    raise Refused("计费标准只能选按件或者按量中的一种（信息处理费办法第三条）")


@transaction.atomic
def decide_fee(
    *, actor: Actor, application: Application, on: date, basis: str, units: int, yuan: int, reason: str
) -> FeeDecision:
    """决定收费: by whoever signs, with the reason; the amount is the computed one or it is refused (第四条、第五条)."""
    case, story = lock(application)
    require(actor, case.organ, Role.SIGNER)
    must_have_come(on)
    if story.outcome is not None:
        raise Refused("已办结的申请不能再决定收费")
    if story.received_on is not None and on < story.received_on:
        raise Refused(f"{cn(on)}早于收到申请的{cn(story.received_on)}，请核对日期")
    if FeeDecision.objects.filter(application=case).exists():
        raise Refused("这件申请已有收费决定，同一件只决定一次")
    if not reason.strip():
        raise Refused("收费要写明理由：申请的数量、频次怎样超过合理范围（条例第四十二条）")
    fee = compute_fee(case, basis=basis, units=units)
    if fee.yuan == 0:
        raise Refused(f"按所选标准计算为0元，不收费（{fee.citation.text}）")
    if fee.yuan != yuan:
        raise Refused(f"按所选标准计算为{fee.yuan}元，填写的是{yuan}元（{fee.citation.text}）")
    row = FeeDecision(
        application=case, basis=basis, units=units, yuan=yuan, decided_on=on, decided_by=person_or_none(actor),
        rank=rank_of(case) if basis == FeeDecision.Basis.BY_ITEM else None, reason=reason.strip(),
    )  # fmt: skip
    row.full_clean(exclude=["application", "decided_by"])
    row.save()
    payload = {"basis": basis, "units": units, "rank": row.rank, "yuan": yuan}
    record_event(case, actor, "application.fee_decided", on, payload)
    return row


@transaction.atomic
def notify_fee(
    *,
    actor: Actor,
    application: Application,
    on: date,
    yuan: int | None = None,
    basis: str | None = None,
    letter: Letter | None = None,
) -> Application:
    """发收费通知, of the amount that was decided. Without a decision it is refused (条例第四十二条).

    What an import says happened elsewhere (System) brings its own amount.
    """
    decision = FeeDecision.objects.select_for_update().filter(application=application).first()
    if decision is None:
        if not isinstance(actor, System):
            raise Refused("没有收费决定，不能发收费通知（条例第四十二条：收费由人决定，不能自动产生）")
        if yuan is None or yuan <= 0:
            raise Refused("收费通知的金额应大于0元")
    else:
        if yuan is not None and yuan != decision.yuan:
            raise Refused(f"收费决定是{decision.yuan}元，通知写的是{yuan}元")
        if decision.notified_on is not None:
            raise Refused(f"收费通知已于{cn(decision.notified_on)}发出")
        if on < decision.decided_on:
            raise Refused(f"{cn(on)}早于决定收费的{cn(decision.decided_on)}，请核对日期")
        yuan, basis = decision.yuan, basis or decision.get_basis_display()
        decision.notified_on, decision.pay_by = on, workdays().add(on, PAYMENT_LIMIT)
        decision.save(update_fields=["notified_on", "pay_by"])
    roles = by_letter(actor, application, letter, "《收费通知书》（条例第四十二条）", Role.SIGNER)
    return clock_fact(
        actor, application, "application.fee_notified", on, {}, *roles,
        also={"yuan": yuan, "basis": basis or ""},
    )  # fmt: skip


@transaction.atomic
def receive_payment(
    *, actor: Actor, application: Application, on: date, yuan: int | None = None
) -> Application:
    """缴费完成, of the whole amount: the clock starts again."""
    decision = FeeDecision.objects.select_for_update().filter(application=application).first()
    if decision is not None:
        if yuan is not None and yuan != decision.yuan:
            raise Refused(f"应缴{decision.yuan}元，收到{yuan}元；缴足才算缴费完成")
        yuan = decision.yuan
        if decision.notified_on is None:
            raise Refused("还没有发收费通知")
        decision.paid_on = on
        decision.save(update_fields=["paid_on"])
    if yuan is None or yuan <= 0:
        raise Refused("缴费金额应大于0元")
    return clock_fact(
        actor, application, "application.fee_paid", on, {}, Role.INTAKE, Role.SIGNER, also={"yuan": yuan}
    )


@transaction.atomic
def refund_fee(*, actor: Actor, application: Application, on: date, yuan: int, reason: str) -> FeeDecision:
    """退费, once, up to what was paid. In the year's receipts it is a red entry: a negative amount."""
    case, _ = lock(application)
    require(actor, case.organ, Role.SIGNER)
    must_have_come(on)
    decision = FeeDecision.objects.select_for_update().filter(application=case).first()
    if decision is None or decision.paid_on is None:
        raise Refused("没有已缴的信息处理费可以退还")
    if decision.refunded_on is not None:
        raise Refused(f"已于{cn(decision.refunded_on)}退还{decision.refunded_yuan}元")
    if not 1 <= yuan <= decision.yuan:
        raise Refused(f"退还的金额应在1至{decision.yuan}元之间")
    if on < decision.paid_on:
        raise Refused(f"{cn(on)}早于缴费的{cn(decision.paid_on)}，请核对日期")
    if not reason.strip():
        raise Refused("退费要写明理由")
    decision.refunded_on, decision.refunded_yuan, decision.refund_reason = on, yuan, reason.strip()
    decision.full_clean(exclude=["application", "decided_by"])
    decision.save(update_fields=["refunded_on", "refunded_yuan", "refund_reason"])
    record_event(case, actor, "application.fee_refunded", on, {"yuan": -yuan})
    return decision
