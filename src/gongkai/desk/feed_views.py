# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""数据来源: services and benefit policies from other systems, how each source stands, and reading it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.fields import choice, text
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.feeds import LOOKING, difference, feeds, stale
from gongkai.publishing.models import Feed


class FeedForm(forms.Form):
    """设置数据来源."""

    use_required_attribute = False
    name = text("名称", max_length=60, help_text="公众看到的来源，如省政务服务网")
    kind = choice("内容", Feed.Kind.choices)
    owner = choice("责任单位", [])
    address = forms.URLField(
        label="JSON网址", required=False, max_length=200, assume_scheme="https", widget=forms.URLInput({"class": "in"}),
        help_text="不填就由责任单位上传文件", error_messages={"invalid": "请写完整的网址"},
    )  # fmt: skip
    fresh_days = forms.IntegerField(
        label="多少日没有更新要提示公众", min_value=1, max_value=366, initial=7, widget=forms.NumberInput({"class": "in"}),
        error_messages={"required": "请写明日数", "invalid": "请写整数"},
    )  # fmt: skip

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = (organs_with_role(person, Role.SUPERVISOR) | organs_with_role(person, Role.ADMIN)).distinct()
        self.organs = {o.slug: o for o in organs.filter(closed_on__isnull=True)}
        self.fields["owner"].choices = [(s, o.short_name) for s, o in self.organs.items()]  # type: ignore[attr-defined]

    def clean_owner(self) -> Organ:
        return self.organs[self.cleaned_data["owner"]]


class NewFeedForm(FeedForm):
    """新增数据来源."""

    slug = forms.SlugField(
        label="代号", max_length=40, widget=forms.TextInput({"class": "in"}), help_text="字母、数字和横线",
        error_messages={"required": "请写明代号", "invalid": "只用字母、数字和横线"},
    )  # fmt: skip

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if Feed.objects.filter(slug=slug).exists():
            raise forms.ValidationError(f"“{slug}”已经用过，请换一个")
        return slug


class TakeForm(forms.Form):
    """上传文件."""

    use_required_attribute = False
    file = forms.FileField(
        label="文件", widget=forms.FileInput({"class": "in", "accept": ".json,.xlsx,.csv"}),
        help_text="JSON、.xlsx、.csv；另一人复核以后才公开。有一条读不出来，就整个不用，原来的内容留着并向公众注明",
        error_messages={"required": "请选择文件", "empty": "这个文件是空的，请重新选择文件"},
    )  # fmt: skip


class DecideForm(forms.Form):
    """复核 a file another uploaded."""

    use_required_attribute = False
    passes = choice("结论", [("", "请选择"), ("1", "可以公开"), ("0", "不用这份文件")])
    words = text(
        "审查结论和依据，或者不用的原因",
        lines=2,
        max_length=200,
        help_text="如：不涉及国家秘密、工作秘密，与来源一致，可以公开",
    )


class EndForm(forms.Form):
    """停用."""

    use_required_attribute = False
    reason = text("原因", max_length=200)


def _may_set(person: Person) -> bool:
    return organs_with_role(person, Role.SUPERVISOR).exists() or organs_with_role(person, Role.ADMIN).exists()


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every source and how it stands; those who may, add one."""
    person, day = screens.signed_in(request), today()
    may, form = _may_set(person), None
    if request.method == "POST":
        if not may:
            raise PermissionDenied("新增数据来源需要“监督”或者“管理”岗位")
        form = NewFeedForm(person, request.POST)
        if form.is_valid():
            with refusals(form):
                feed = actions.set_feed(actor=person, on=day, **form.cleaned_data)
                messages.success(request, f"“{feed.name}”已经新增")
                return redirect("desk:feed", pk=feed.pk)
    rows = [(f, f.entries.count(), stale(f, day)) for f in feeds()]
    shown = form or (NewFeedForm(person) if may else None)
    return page(request, "feeds", status=422 if form else 200, rows=rows, form=shown, opened=form is not None)


def _row(pk: int) -> Feed:
    return get_object_or_404(feeds(), pk=pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: what it gives, what went wrong when."""
    return _show(request, _row(pk))


def _show(
    request: HttpRequest, feed: Feed, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    person, day = screens.signed_in(request), today()
    in_use = feed.ended_on is None
    worker = in_use and holds(person, feed.owner, Role.ADMIN, Role.SUPERVISOR, Role.EDITOR)
    setter = in_use and holds(person, feed.owner, Role.ADMIN, Role.SUPERVISOR)
    offer = feed.offers.filter(decided_on__isnull=True).select_related("feed", "offered_by").first()
    looking = offer is not None and offer.offered_by_id != person.pk and holds(person, feed.owner, *LOOKING)
    initial = {n: getattr(feed, n) for n in ("name", "kind", "address", "fresh_days")} | {
        "owner": feed.owner.slug
    }

    def form(name: str, made: Any) -> Any:
        return refused[1] if refused and refused[0] == name else made

    found, query = paged(request, feed.entries.prefetch_related("links"), "条")
    return page(
        request, "feed", status=status, feed=feed, found=found, query=query, stale=stale(feed, day), tries=list(feed.tries.all()[:20]),
        take=form("take", TakeForm()) if worker else None, set=form("set", FeedForm(person, initial=initial)) if setter else None,
        refused=refused[0] if refused else "", worker=worker, offer=offer, difference=difference(offer) if offer else None,
        decide=form("decide", DecideForm(auto_id="decide_%s")) if looking else None,
        end=form("end", EndForm(auto_id="end_%s")) if setter else None, decided=list(feed.offers.filter(decided_on__isnull=False).select_related("offered_by", "decided_by").defer("items")[:5]),
    )  # fmt: skip


def _take(person: Person, feed: Feed, facts: dict[str, Any], day: date) -> str:
    offer = actions.offer_feed(actor=person, feed=feed, data=facts["file"].read(), on=day)
    return f"已读出{offer.count}条，另一人复核以后公开"


def _decide(person: Person, feed: Feed, facts: dict[str, Any], day: date) -> str:
    offer = feed.offers.filter(decided_on__isnull=True).first()
    if offer is None:
        raise actions.Refused("这份文件已经复核过，或者已经换成新的文件")
    passes = facts["passes"] == "1"
    actions.decide_feed(actor=person, offer=offer, on=day, passes=passes, words=facts["words"])
    return f"已公开{offer.count}条" if passes else "已登记不用这份文件"


def _set(person: Person, feed: Feed, facts: dict[str, Any], day: date) -> str:
    actions.set_feed(actor=person, slug=feed.slug, on=day, **facts)
    return "已保存"


def _end(person: Person, feed: Feed, facts: dict[str, Any], day: date) -> str:
    actions.end_feed(actor=person, feed=feed, on=day, **facts)
    return "已停用"


VERBS: dict[
    str, tuple[Callable[[HttpRequest, Person], Any], Callable[[Person, Feed, dict[str, Any], date], str]]
] = {
    "take": (lambda r, _: TakeForm(r.POST, r.FILES), _take),
    "decide": (lambda r, _: DecideForm(r.POST, auto_id="decide_%s"), _decide),
    "set": (lambda r, p: FeedForm(p, r.POST), _set),
    "end": (lambda r, _: EndForm(r.POST, auto_id="end_%s"), _end),
}


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """上传、复核、读取、修改、停用; what was refused stays on the page with its reason."""
    feed, person, day = _row(pk), screens.signed_in(request), today()
    if name != "pull" and name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:feed", pk=pk)
    if name == "pull":
        try:
            actions.pull_feed(actor=person, feed=feed, on=day)
            messages.success(request, f"已读取{feed.entries.count()}条")
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            messages.error(request, f"没有读到：{refusal}")
        return redirect("desk:feed", pk=pk)
    make, action = VERBS[name]
    form = make(request, person)
    if form.is_valid():
        with refusals(form, actions.Refused):
            messages.success(request, action(person, feed, form.cleaned_data, day))
            return redirect("desk:feed", pk=pk)
    return _show(request, _row(pk), (name, form), 422)
