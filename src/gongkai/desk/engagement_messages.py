# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""来信 on the desk: what waits and until when, answer, hand on, show a reviewed copy; what readers say of pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import PICK, found_as, mine, row_of
from gongkai.desk.fields import choice, day, text, typed, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions, messaging
from gongkai.engagement.actions import Refused
from gongkai.engagement.actions.messages import ANSWERING
from gongkai.engagement.models import CitizenMessage
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today


class AnswerForm(RowForm):
    """答复."""

    on = day("答复日期")
    answer = text("答复内容", lines=6, max_length=2000, help_text="写给来信人；同意公布的，审核后可能公布")


class TransferForm(RowForm):
    """转给负责的机关."""

    on = day("转办日期")
    organ = choice("负责的机关", [])
    why = text("理由", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Organ.objects.filter(closed_on__isnull=True).exclude(pk=self.row.organ_id)
        self.fields["organ"].choices = [PICK, *((o.pk, o.short_name) for o in organs)]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])


class PublishForm(RowForm):
    """审核后公布: the copy everyone will read."""

    on = day("公布日期")
    title = text("公布的标题", max_length=100)
    field_order = ("on", "title", "text", "answer")
    answer = text("公布的答复", lines=5, max_length=2000)
    text = text("公布的来信", lines=5, max_length=2000, help_text="去掉姓名、住址、号码和别的个人信息")

    def __init__(self, row: CitizenMessage, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.initial |= {"title": row.title, "text": row.text, "answer": row.answer}


class WhyForm(RowForm):
    """A reason."""

    on = day("日期")
    why = text("理由", max_length=200)


DEEDS = {
    "answer": Deed("答复", AnswerForm, actions.answer_message),
    "transfer": Deed("转给负责的机关", TransferForm, actions.transfer_message),
    "publish": Deed("审核后公布", PublishForm, actions.publish_message),
    "keep": Deed("不公布", WhyForm, actions.keep_message),
    "unpublish": Deed("撤下", WhyForm, actions.unpublish_message),
}  # fmt: skip


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """来信, those that wait first."""
    person = screens.signed_in(request)
    state, kind, q = (words_of(request, name) for name in ("state", "kind", "q"))
    rows = visible_to(person, CitizenMessage)
    if kind in CitizenMessage.Kind.values:
        rows = rows.filter(kind=kind)
    if q:
        rows = messaging.saying(rows, q)
    counts = messaging.counts(rows)
    match state:
        case "open":
            rows = rows.filter(answered_on__isnull=True)
        case "review":
            rows = rows.filter(
                answered_on__isnull=False, agrees=True, published_on__isnull=True, kept_why__isnull=True
            )
        case "public":
            rows = rows.filter(published_on__isnull=False)
        case "bad":
            rows = rows.filter(rating=CitizenMessage.Rating.BAD)
    rows = rows.order_by("submitted_on", "pk") if state == "open" else rows.order_by("-submitted_on", "-pk")
    found, query = paged(request, rows, "封")
    due = {m.pk: messaging.answer_due(m) for m in found.object_list}
    return page(
        request, "engage/messages", found=found, query=query, state=state, kind=kind, q=q, due=due, day=today(), counts=counts,
        kinds=CitizenMessage.Kind.choices, may=bool(mine(person, Role.EDITOR, Role.HANDLER)),
    )  # fmt: skip


def _names(row: CitizenMessage, person: Person) -> list[str]:
    answers, reviews = holds(person, row.organ, *ANSWERING), holds(person, row.organ, Role.REVIEWER)
    names = ["answer", "transfer"] if answers and row.answered_on is None else []
    if reviews and row.answered_on and row.agrees:
        names += ["unpublish"] if row.published_on else ["publish", "keep"]
    return names


def _more(row: CitizenMessage, person: Person) -> dict[str, Any]:
    answers = holds(person, row.organ, *ANSWERING)
    return {
        "due": messaging.answer_due(row), "day": today(), "may": answers, "revealed": None,
        "faq": answers and row.answered_on is not None,
    }  # fmt: skip


MESSAGE = RecordPage(
    "engage/message", "desk:citizen_message", "message", DEEDS, found_as(CitizenMessage), _names, _more, private=True,
    home="desk:citizen_messages",
)  # fmt: skip
show, act = MESSAGE.views()


@login_required
@require_POST
def writer(request: HttpRequest, pk: int) -> HttpResponse:
    """查看来信人, with a purpose and a trace."""
    row = row_of(request, CitizenMessage, pk)
    try:
        person = actions.reveal_writer(
            actor=screens.signed_in(request), message=row, on=today(), purpose=typed(request, "purpose")
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:citizen_message", pk=pk)
    return MESSAGE.drawn(request, row, revealed=person)


@login_required
def votes(request: HttpRequest) -> HttpResponse:
    """页面评价: pages by what readers say of them; the words of one page with ?page=. For who edits the site."""
    person, chosen = screens.signed_in(request), request.GET.get("at", "").replace("\0", "")[:200]
    if not organs_with_role(person, Role.EDITOR, Role.SUPERVISOR).exists():
        raise Http404
    found, query = paged(request, messaging.votes(), "页")
    said = messaging.words_on(chosen, person)[:200] if chosen else ()
    response = page(request, "engage/votes", found=found, query=query, chosen=chosen, said=said)
    response["Cache-Control"] = "no-store"
    return response
