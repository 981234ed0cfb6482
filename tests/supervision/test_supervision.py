# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""监督: notices are numbered by 期, findings are closed with proof."""

from datetime import date

import pytest

from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.supervision import actions, queries
from gongkai.supervision.actions import FindingFacts, Refused
from gongkai.supervision.models import Finding, Notice, Review
from tests.factories import DAY, SYSTEM, OrganFactory, person

pytestmark = pytest.mark.django_db


def notice(organ, **facts):
    items = [FindingFacts(organ, "链接打不开", date(2024, 6, 24))]
    base = {"actor": SYSTEM, "organ": organ, "on": DAY, "title": "通知书", "findings": items}
    return actions.issue_notice(**{**base, **facts})


@pytest.mark.law("条例第四十七条")
def test_notices_are_numbered_by_year_and_hold_findings():
    organ = OrganFactory()
    assert [notice(organ).issue, notice(organ).issue] == [1, 2]
    with pytest.raises(Refused, match="至少"):
        notice(organ, findings=[])
    with pytest.raises(NotAllowed, match="监督"):
        notice(organ, actor=person(organ, Role.EDITOR))


def test_a_finding_is_closed_once_with_proof():
    finding = notice(OrganFactory()).findings.get()
    with pytest.raises(Refused, match="依据"):
        actions.rectify(actor=SYSTEM, finding=finding, on=date(2024, 6, 10), evidence="")
    with pytest.raises(Refused, match="早于"):
        actions.rectify(actor=SYSTEM, finding=finding, on=date(2024, 6, 2), evidence="截图")
    actions.rectify(actor=SYSTEM, finding=finding, on=date(2024, 6, 10), evidence="截图")
    with pytest.raises(Refused, match="已于"):
        actions.rectify(actor=SYSTEM, finding=finding, on=date(2024, 6, 11), evidence="截图")
    assert list(queries.check_projections()) == []
    Finding.objects.update(rectified_on=date(2024, 6, 12))
    assert len(list(queries.check_projections())) == 1


def _accountability(organ):
    return actions.record_accountability(
        actor=SYSTEM, organ=organ, on=DAY, facts="未按期公开", measure="通报批评"
    )


def _review(organ):
    return actions.record_review(
        actor=SYSTEM, organ=organ, kind=Review.Kind.SOCIAL, year=2024, result="满意度92%", on=DAY
    )


@pytest.mark.parametrize("make", [notice, _accountability, _review])
def test_check_names_what_supervision_registered_and_is_gone_or_changed(make):
    """Without this, deleting the one accountability case makes the report say there was none."""
    row = make(OrganFactory())
    assert list(queries.check_projections()) == []
    day = {"Notice": "issued_on", "AccountabilityCase": "decided_on", "Review": "held_on"}[type(row).__name__]
    type(row).objects.update(**{day: date(2024, 5, 1)})
    assert "与账本不同" in "".join(queries.check_projections())
    if isinstance(row, Notice):
        row.findings.all().delete()
    type(row).objects.all().delete()
    assert "账本里登记过，库里没有" in "".join(queries.check_projections())
