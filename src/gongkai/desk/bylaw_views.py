# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开制度: what each organ has laid down and made public, what the regulations ask of it and is not there yet."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page
from gongkai.law.bylaws import GROUNDS
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing import actions, bylaws
from gongkai.publishing.actions.bylaws import MAKING, MOST_WORDS
from gongkai.publishing.models import Bylaw


def _may_make(person: Person) -> list[Organ]:
    found = {o.pk: o for role in MAKING for o in organs_with_role(person, role) if o.closed_on is None}
    return sorted(found.values(), key=lambda o: (o.position, o.pk))


class TextForm(SeenForm):
    """What every text asks."""

    reviewed_by = text("公开审查人", max_length=40, help_text="公开以前由谁审查（条例第十七条）")
    document_number = text("文号", max_length=60, required=False, help_text="没有文号的不填")
    on = day("公布日期")
    in_force_on = day("施行日期")
    text = text(
        "正文",
        lines=12,
        max_length=MOST_WORDS,
        help_text="一段一行；章、条的题目也单独一行。保存以后公众立即可以看到",
    )


class IssueForm(TextForm):
    """公布."""

    organ = choice("公布机关", [])
    name = text("名称", max_length=120)
    ground = choice(
        "依据", [(g.key, f"{g.name}{f'（{g.citation.text}）' if g.citation else ''}") for g in GROUNDS]
    )
    field_order = ("organ", "name", "ground", "document_number", "on", "in_force_on", "text", "reviewed_by")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organs = {str(o.pk): o for o in _may_make(person)}
        self.fields["organ"].choices = [(pk, o.short_name) for pk, o in self.organs.items()]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return self.organs[self.cleaned_data["organ"]]


class ReplaceForm(RowForm, TextForm):
    """修订."""

    changes = text("修改说明", lines=2, max_length=300, help_text="改了什么，为什么改")
    field_order = ("seen", "document_number", "on", "in_force_on", "changes", "text", "reviewed_by")

    def __init__(self, row: Bylaw, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, person, *args, **kwargs)
        # The prefetched texts come in their order; the last is what is changed.
        self.initial |= {"in_force_on": today(), "text": list(row.texts.all())[-1].text}


class WithdrawForm(RowForm):
    """停止执行."""

    on = day("停止执行日期")
    reason = text("原因", max_length=200, help_text="会公布；被新的制度代替的，写明新制度的名称")


DEEDS = {
    "replace": Deed("修订，公布新的一版", ReplaceForm, actions.replace_bylaw),
    "withdraw": Deed("停止执行并撤下", WithdrawForm, actions.withdraw_bylaw),
}


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Organ by organ: its rules, and which the regulations ask for and are not there (条例第五十二条)."""
    person, now = screens.signed_in(request), today()
    makers = _may_make(person)
    rows = list(bylaws.visible_to(person))
    found = {pk: list(mine) for pk, mine in groupby(rows, key=lambda row: row.organ_id)}
    organs = {row.organ_id: row.organ for row in rows} | {o.pk: o for o in makers}
    shown = [
        (o, [bylaws.reading(row, now) for row in found.get(o.pk, [])], bylaws.lacking(o, found.get(o.pk, [])))
        for o in sorted(organs.values(), key=lambda o: (o.pk not in found, o.position, o.pk))
    ]
    with_some = [line for line in shown if line[1]]
    without = [o for o, mine, _ in shown if not mine]
    return page(request, "bylaws", rows=with_some, without=without, may=bool(makers), number=len(shown))


@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """公布 a new one."""
    person = screens.signed_in(request)
    if not _may_make(person):
        raise PermissionDenied("公布公开制度需要“审核”“监督”或者“管理”岗位")
    if request.method != "POST":
        asked = Organ.objects.filter(slug=request.GET.get("organ", "")).first()
        first = {
            "on": today(), "in_force_on": today(), "organ": asked.pk if asked else person.organ_id,
            "ground": request.GET.get("ground", ""),
        }  # fmt: skip
        return page(request, "bylaw_new", form=IssueForm(person, initial=first))
    form = IssueForm(person, request.POST)
    done, made = tried(form, actions.issue_bylaw, actor=person, refused=actions.Refused)
    if not done:
        return page(request, "bylaw_new", status=422, form=form)
    messages.success(request, f"“{made.bylaw}”已经公布")
    return redirect("desk:bylaw", pk=made.bylaw_id)


def _bylaw(request: HttpRequest, pk: int) -> Bylaw:
    return get_object_or_404(bylaws.visible_to(screens.signed_in(request)), pk=pk)


BYLAW = RecordPage(
    "bylaw", "desk:bylaw", "bylaw", DEEDS, _bylaw,
    names=lambda row, person: DEEDS if row.withdrawn_on is None and holds(person, row.organ, *MAKING) else (),
    more=lambda row, _person: {"r": bylaws.reading(row, today()), "texts": list(row.texts.all())},
    refused=actions.Refused, done_as="已登记",
)  # fmt: skip
show, act = BYLAW.views()
