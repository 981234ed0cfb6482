# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What several people do on a case, as verbs with forms; those about one party or task name it in their address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from gongkai.applications import actions
from gongkai.applications.models import Application, Party, State, Task
from gongkai.desk import work_forms as f
from gongkai.desk.case_parts.page import CasePage
from gongkai.desk.verbs import VerbForm
from gongkai.organs.models import Role

R = Role


@dataclass(frozen=True)
class Work:
    """A verb: its name, its label, its form, the action, the roles it will ask; of names the record it is about."""

    name: str
    label: str
    form: type[VerbForm]
    action: Callable[..., Any]
    roles: tuple[Role, ...]
    of: str = ""

    @property
    def button(self) -> str:
        """What the form's button says: what is done, or that something which happened is put down."""
        return f"登记{self.label}" if self.name in ("arrived", "told", "reasons") else self.label

    def records(self, case: Application) -> QuerySet[Any]:
        """Those of the case it may be about."""
        found: dict[str, type[Model]] = {"party": Party, "task": Task}
        return found[self.of]._default_manager.filter(application=case)

    def key(self, item: Model | None) -> str:
        return f"{self.name}-{item.pk}" if item else self.name

    def build(self, case: Application, item: Model | None, *args: Any, **kwargs: Any) -> VerbForm:
        return self.form(case, *args, auto_id=f"{self.key(item)}_%s", **kwargs)

    def do(self, case: Application, item: Model | None, **facts: Any) -> Any:
        return self.action(**{self.of: item}, **facts) if self.of else self.action(application=case, **facts)


A = actions
LOOKING = frozenset({R.INTAKE, R.HANDLER, R.REVIEWER, R.SIGNER})  # who is offered a look; the verb decides
_ASK = (R.INTAKE, R.HANDLER, R.REVIEWER)
WORKS: tuple[Work, ...] = (
    Work("contact", "记一次沟通", f.ContactForm, A.record_contact, _ASK),
    Work("task", "请求协办", f.TaskForm, A.ask_colleagues, _ASK),
    Work("remind", "催办", VerbForm, A.remind_task, _ASK, "task"),
    Work("cancel", "撤销协办", VerbForm, A.cancel_task, _ASK, "task"),
    Work("party", "登记被征求意见的一方", f.PartyForm, A.add_party, (R.HANDLER,)),
    Work("ask", "发出征求意见书", f.AskPartyForm, A.ask_party, (R.HANDLER,), "party"),
    Work("arrived", "对方收到", VerbForm, A.confirm_party_receipt, (R.INTAKE, R.HANDLER), "party"),
    Work("opinion", "登记意见", f.OpinionForm, A.record_opinion, (R.HANDLER,), "party"),
    Work("judge", "判断理由", f.JudgeForm, A.judge_objection, (R.HANDLER, R.REVIEWER, R.SIGNER), "party"),
    Work("told", "决定公开告知书送达", VerbForm, A.tell_third_party, (R.HANDLER, R.SIGNER), "party"),
    Work("fee", "决定收费", f.FeeForm, A.decide_fee, (R.SIGNER,)),
    Work("refund", "退费", f.RefundForm, A.refund_fee, (R.SIGNER,)),
    Work("reasons", "收到理由", f.ReasonsForm, A.receive_reasons, (R.INTAKE, R.HANDLER)),
    Work("judge_reasons", "判断理由", f.JudgeReasonsForm, A.judge_reasons, (R.HANDLER, R.REVIEWER, R.SIGNER)),
)  # fmt: skip
BY_NAME = {work.name: work for work in WORKS}


@dataclass(frozen=True)
class Offer:
    """One verb as the page offers it; the form is None until it is opened."""

    work: Work
    form: VerbForm | None
    item: Model | None

    @property
    def key(self) -> str:
        return self.work.key(self.item)


class Offers:
    """The verbs of one page that this person may do."""

    def __init__(self, page: CasePage) -> None:
        self.page = page

    @property
    def mine(self) -> frozenset[Role]:
        return self.page.roles

    @property
    def open_case(self) -> bool:
        return self.page.case.state != State.CLOSED

    def of(self, *names: str, item: Model | None = None, **initial: Any) -> list[Offer]:
        """Offers of these verbs, those left out that the person's roles do not allow."""
        page, found = self.page, []
        for work in (BY_NAME[name] for name in names):
            if not self.mine & set(work.roles):
                continue
            key = work.key(item)
            first = {"on": page.day, **initial}
            form = page.form_of(
                key, lambda work=work, first=first: work.build(page.case, item, initial=first)
            )  # type: ignore[misc]
            found.append(Offer(work, form, item))
        return found
