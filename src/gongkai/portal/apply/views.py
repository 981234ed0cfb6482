# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请公开: the door, the three steps on one address, the receipt. Every post carries all that was written before it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gongkai.applications import throttle
from gongkai.applications.actions import Filed, Refused
from gongkai.applications.actions.online import filed_before
from gongkai.applications.codes import grouped
from gongkai.applications.filetypes import ACCEPT, MOST_BYTES, MOST_FILES, SAID
from gongkai.applications.models import Application
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.address import address
from gongkai.portal.apply.fields import typed
from gongkai.portal.apply.filing import file_application
from gongkai.portal.apply.forms import HowForm, StepForm, WhatForm, WhoForm
from gongkai.portal.apply.receipt import receipt_text
from gongkai.portal.apply.similar import similar_public
from gongkai.portal.apply.state import State
from gongkai.portal.apply.uploads import listed, take_back, take_files
from gongkai.portal.apply.wish import find_organs, other_channel, suggest

STEPS = {"who": "您是谁", "what": "要什么信息", "how": "怎么给您"}
FORMS: dict[str, type[StepForm]] = {"who": WhoForm, "what": WhatForm, "how": HowForm}
ORDER = list(STEPS)
TOO_OFTEN = (
    "这个网络地址一小时内提交得太多。请过一小时再提交，您写的内容还在本页；急需的，可以当面提交或者邮寄。"
)


def _organs() -> list[Organ]:
    return list(Organ.objects.order_by("position", "pk"))


def _page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, f"portal/{name}.html", {"current": "apply", **context}, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def door(request: HttpRequest) -> HttpResponse:
    """依申请公开: what it is, and a look at what is public already (posted, so that a wish never stands in an address)."""
    wish = typed(request.POST.get("title", ""))[:200].strip() if request.method == "POST" else ""
    organs = _organs()
    return _page(
        request, "apply/door", wish=wish, looked=request.method == "POST",
        similar=similar_public(wish, 8, as_of=today()) if wish else [],
        channel=other_channel(wish), suggestion=suggest(wish, organs), state=_with_wish(wish).pack(),
    )  # fmt: skip


def _with_wish(wish: str, organ: str = "") -> State:
    state = State()
    if wish or organ:
        state.steps["what"] = {"title": wish, "organ": organ}
    return state


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """What is public already, while a title is being typed; a post, so that the words stay out of addresses and logs."""
    who = address(request)
    if throttle.spent(throttle.LOOK, who):
        return JsonResponse({"items": [], "organ": None, "channel": None})
    throttle.count(throttle.LOOK, who)
    text = typed(request.POST.get("text", ""))[:200]
    guess = suggest(text, _organs()) if text.strip() else None
    other = other_channel(text)
    return JsonResponse({
        "items": [
            {"title": s.title, "url": s.url, "date": f"{s.published_on.year}年{s.published_on.month}月{s.published_on.day}日"}
            for s in (similar_public(text, 5, as_of=today()) if text.strip() else [])
        ],
        "organ": {"name": guess.organ.name, "why": guess.why} if guess else None,
        "channel": {"name": other.name, "word": other.word, "advice": other.advice, "ways": other.ways} if other else None,
    })  # fmt: skip


def organs(request: HttpRequest) -> HttpResponse:
    """向谁申请: every organ with its office; a word finds the one that keeps the information."""
    words = typed(request.GET.get("q", ""))[:40].strip()
    everyone = _organs()
    return _page(
        request,
        "apply/organs",
        words=words,
        found=find_organs(words, everyone),
        suggestion=suggest(words, everyone),
    )


def form(request: HttpRequest) -> HttpResponse:
    """The three steps. GET begins; each POST says where it comes from (at) and where it wants to go (go)."""
    if request.method != "POST":
        organ = typed(request.GET.get("organ", ""))[:40]
        return _step(request, _with_wish("", organ), "who")
    brought = request.POST.get("state", "")
    state = State.unpack(brought)
    lost = state is None and bool(brought)
    state = state or State()
    at, go = request.POST.get("at", ""), typed(request.POST.get("go", "next"))[:60]
    if at not in FORMS:  # from the door: what was written there comes along
        state.steps["what"] = {
            **state.steps.get("what", {}),
            "title": typed(request.POST.get("title", ""))[:200],
        }
        return _step(request, state, "who")
    _remember(request, state, at)
    if lost:  # too old, or not ours: this page's answers stay, earlier ones have to be written again
        return _step(
            request, state, at, problem="页面放得太久，前面几步请再看一遍；本页写的内容还在。", status=422
        )
    problems = take_files(request, state) if at == "what" else []
    return _go(request, state, at, go, problems)


def _remember(request: HttpRequest, state: State, at: str) -> None:
    """Keep what was typed, right or wrong."""
    names = FORMS[at].base_fields
    state.steps[at] = {n: typed(request.POST[n])[:4000] for n in names if n in request.POST}


def _go(request: HttpRequest, state: State, at: str, go: str, problems: list[str]) -> HttpResponse:
    place = ORDER.index(at)
    if go == "back":
        return _step(request, state, ORDER[max(0, place - 1)])
    if go in ORDER[:place]:
        return _step(request, state, go)
    if go.startswith("drop-"):
        take_back(state, go.removeprefix("drop-"))
        return _step(request, state, at)
    if go in ("look", "upload"):
        return _step(request, state, at, files=problems, status=422 if problems else 200)
    if go.startswith("organ-"):
        state.steps[at]["organ"] = go.removeprefix("organ-")
    bound = _bound(state, at)
    if problems or not bound.is_valid():
        return _step(request, state, at, bound=bound, files=problems, status=422)
    if at == "what" and (advice := _advice(state, bound)):
        return _step(request, state, at, advice=advice)
    if place + 1 < len(ORDER):
        return _step(request, state, ORDER[place + 1])
    return _send(request, state)


def _bound(state: State, at: str) -> StepForm:
    data = state.steps.get(at, {})
    return WhatForm(data, organs=_organs()) if at == "what" else FORMS[at](data)


def _advice(state: State, bound: StepForm) -> dict[str, Any] | None:
    """Another channel or organ, said once for the same words; None when there is nothing to say or it was said."""
    facts = bound.cleaned_data
    text = f"{facts['title']} {facts['description']}"
    channel, guess = other_channel(text), suggest(text, _organs())
    if guess and guess.organ == facts["organ"]:
        guess = None
    key = f"{facts['organ'].slug} {text}"
    if (channel is None and guess is None) or state.told == key:
        return None
    state.told = key
    return {"channel": channel, "suggestion": guess, "chosen": facts["organ"]}


def _send(request: HttpRequest, state: State) -> HttpResponse:
    forms = {name: _bound(state, name) for name in ORDER}
    for name, bound in forms.items():
        if not bound.is_valid():
            return _step(request, state, name, bound=bound, status=422)
    who = address(request)
    if not filed_before(state.nonce):
        if throttle.spent(throttle.SUBMIT, who):
            return _step(request, state, "how", problem=TOO_OFTEN, status=429)
        throttle.count(throttle.SUBMIT, who)
    try:
        filed = file_application(state, *(forms[name].cleaned_data for name in ORDER))
    except (Refused, ValidationError) as refusal:
        said = str(refusal) if isinstance(refusal, Refused) else "；".join(refusal.messages)
        return _step(request, state, "how", problem=said, status=422)
    return _receipt(request, filed, state.nonce)


def _step(
    request: HttpRequest,
    state: State,
    name: str,
    *,
    bound: StepForm | None = None,
    advice: dict[str, Any] | None = None,
    files: list[str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """One step's page, with everything written so far."""
    data = state.steps.get(name, {})
    if bound is None:
        bound = WhatForm(initial=data, organs=_organs()) if name == "what" else FORMS[name](initial=data)
    what = state.steps.get("what", {})
    chosen = Organ.objects.filter(slug=what.get("organ", "")).first()
    wish = what.get("title", "") if name == "what" else ""
    guess = suggest(wish, _organs())
    return _page(
        request, "apply/step", status=status, step=name, number=ORDER.index(name) + 1, steps=STEPS, form=bound,
        state=state.pack(), chosen=chosen, advice=advice, problem=problem, file_problems=files or [],
        uploads=listed(state.uploads), accept=ACCEPT, accepted=SAID, most=MOST_FILES, megabytes=MOST_BYTES // 1024 // 1024,
        similar=similar_public(wish, 5, as_of=today()) if wish else [], written=_written(state),
        guess=guess if guess and guess.organ != chosen else None, channel=other_channel(wish),
    )  # fmt: skip


def _written(state: State) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the earlier steps say, to be looked over before it is sent; numbers of certificates only by their end."""
    who, what = state.steps.get("who", {}), state.steps.get("what", {})
    rows = [
        ("who", [("申请人", who.get("name", "")), ("证件号码", _end(who.get("identity", ""))), ("电话", who.get("phone", ""))]),
        ("what", [("信息名称", what.get("title", "")), ("文号", what.get("number", "")), ("产生时间", what.get("period", ""))]),
    ]  # fmt: skip
    if who.get("acting"):
        rows[0][1].append(("代理人", who.get("agent_name", "")))
    if state.uploads:
        rows[1][1].append(("材料", f"{len(state.uploads)}个文件"))
    return [(step, [(label, value) for label, value in pairs if value]) for step, pairs in rows]


def _end(number: str) -> str:
    return f"……{number[-4:]}" if len(number) > 4 else number


def _receipt(request: HttpRequest, filed: Filed, nonce: str) -> HttpResponse:
    response = _page(
        request, "apply/receipt", row=filed.record, code=grouped(filed.code), token=State(nonce=nonce).pack(),
        is_case=isinstance(filed.record, Application), submitted_on=filed.record.submitted_on,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def receipt_file(request: HttpRequest) -> HttpResponse:
    """回执 as a file, for whoever holds the page that showed it."""
    state = State.unpack(request.POST.get("state", ""))
    filed = filed_before(state.nonce) if state else None
    if filed is None:
        return _page(request, "apply/receipt_gone", status=410)
    response = HttpResponse(receipt_text(filed), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{filed.record.number}.txt"'
    response["Cache-Control"] = "no-store"
    return response
