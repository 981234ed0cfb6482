# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Letters of the example county in each state, and what its letters name for the remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.applications import actions
from gongkai.applications.models import Application, Letter
from gongkai.cli.demo.county import FOUNDED, County
from gongkai.law.replies import decide
from gongkai.law.service import Way
from gongkai.organs.permissions import System

_USUAL_YES = frozenset({"clear", "government_information", "ours", "exists", "ready"})


def heads(county: County) -> None:
    """Whom the letters name: the city reviews the county, the county its departments; one court for all."""
    system = System("示例数据")
    actions.set_letterhead(
        actor=system, organ=county.government, on=FOUNDED, code="永政", upper_government="温州市人民政府",
        court="温州市鹿城区人民法院",
    )  # fmt: skip
    actions.set_letterhead(
        actor=system, organ=county.organs["swjj"], on=FOUNDED, upper_authority="国家税务总局温州市税务局"
    )


def answers(**wanted: bool) -> dict[str, bool]:
    """The usual answer to each question on the way, these ones excepted, to where the tree ends."""
    found: dict[str, bool] = {}
    while asked := decide(found).next_question:
        found[asked.key] = wanted.get(asked.key, asked.key in _USUAL_YES)
    return found


class Letters:
    """Writes letters in the name of the county's people: one drafts, another signs."""

    def __init__(self, county: County) -> None:
        self.drafter, self.signer = county.people["chenmo"], county.people["shenyuan"]

    def draft(self, case: Application, on: date, kind: str, **facts: Any) -> Letter:
        case.refresh_from_db()
        more = {key: facts.pop(key) for key in ("outcome", "refused_for") if key in facts}
        return actions.draft_letter(
            actor=self.drafter, application=case, on=on, kind=kind, facts=facts, **more
        )

    def review(self, case: Application, on: date, kind: str, **facts: Any) -> Letter:
        letter = self.draft(case, on, kind, **facts)
        return actions.send_for_review(actor=self.drafter, letter=letter, on=on)

    def sign(self, case: Application, on: date, kind: str, **facts: Any) -> Letter:
        return actions.sign_letter(actor=self.signer, letter=self.review(case, on, kind, **facts), on=on)

    def serve(
        self, case: Application, on: date, kind: str, *, received_on: date | None = None, **facts: Any
    ) -> Letter:
        """By post, on the day it was signed."""
        letter = self.sign(case, on, kind, **facts)
        return actions.serve_letter(
            actor=self.drafter, letter=letter, way=Way.POST, posted_on=on, signed_on=received_on,
            tracking=f"示例邮件{letter.pk:04}",
        )  # fmt: skip

    def judge(self, case: Application, on: date, found: dict[str, bool]) -> None:
        case.refresh_from_db()
        actions.judge(actor=self.drafter, application=case, on=on, answers=found)

    def inquire(self, case: Application, on: date, received_on: date, information: str) -> Letter:
        """征求第三方意见."""
        return self.serve(
            case, on, "third_party_inquiry", received_on=received_on, recipient="第三方（示例）", information=information,
            respond_by="收到本征求意见书之日起15个工作日内", silence_effect="逾期没有提出意见的，由本机关依法决定是否公开",
        )  # fmt: skip

    def disclose(self, case: Application, on: date) -> Letter:
        """公开告知书, signed and waiting to be served."""
        self.judge(case, on, answers())
        return self.sign(
            case,
            on,
            "disclosed",
            findings="本机关制作并保存该信息",
            reasons="该信息可以公开",
            way="见附件，以电子邮件发送",
        )

    def disclose_in_part(self, case: Application, on: date) -> Letter:
        """部分公开告知书, sent for review."""
        found = answers(third_party=True, consulted=True, objects=True, separable=True)
        self.judge(case, on, found)
        return self.review(
            case, on, "partly", outcome="R3.2", refused_for="R3.3.4", findings="本机关制作并保存该信息",
            reasons="发放明细中的姓名和分户金额属于个人隐私，公开会损害第三方合法权益，不公开不会对公共利益造成重大影响",
            given="补偿方案全文、补偿标准和合计金额", refused="发放明细中的姓名和分户金额",
            third_party_opinion="本机关已书面征求第三方意见，第三方不同意公开",
        )  # fmt: skip

    def begin_absent(self, case: Application, on: date) -> Letter:
        """不存在告知书 whose reasons are still to be written."""
        self.judge(case, on, answers(exists=False))
        return self.draft(
            case, on, "absent", outcome="R3.4.1", findings="经检索没有找到该信息", scope="县档案室、县交通局文书档案",
            method="按名称、年度和文号检索", result="没有检索到",
        )  # fmt: skip
