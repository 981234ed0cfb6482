# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""许可、处罚、强制、收费 declared for table 2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.models import CountFile, DecisionCount


@transaction.atomic
def declare_count(
    *, actor: Actor, organ: Organ, year: int, kind: DecisionCount.Kind, amount: Decimal, source: str, on: date,
    file: CountFile | None = None,
) -> DecisionCount:  # fmt: skip
    """申报 the organ's licences, penalties, coercive measures (件) or fees (元) of a year, with the source."""
    if kind is DecisionCount.Kind.FEES:
        if amount != amount.quantize(Decimal("0.01")):
            raise Refused("收费金额最多到分")
    elif amount != amount.to_integral_value():
        raise Refused("件数应为整数")
    require(actor, organ, Role.COMPILER)
    if amount < 0:
        raise Refused("数量不能是负数")
    row, _ = DecisionCount.objects.update_or_create(
        organ=organ, year=year, kind=kind, defaults={"amount": amount, "source": source, "file": file}
    )
    record(
        f"count/{row.pk}", actor, "count.declared", on,
        {"organ": organ.slug, "year": year, "kind": str(kind), "amount": str(amount), "source": source,
         **({"file": file.digest} if file else {})},
    )  # fmt: skip
    return row
