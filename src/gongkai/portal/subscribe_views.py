# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""邮件订阅 on the portal: the form, and the links in the mails. A link is only a page; the button on it does what it says."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gongkai.applications import throttle
from gongkai.mailing import actions
from gongkai.mailing.models import Topic
from gongkai.mailing.queries import name_of
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.address import address
from gongkai.portal.views import page
from gongkai.publishing.models import Column

SUBSCRIBE = throttle.Limit("subscribe", 20)  # by one caller
INVITE = throttle.Limit("invite", 3)  # to one mail address: nobody's box is filled by others


class SubscribeForm(forms.Form):
    """An address and what to be told of."""

    use_required_attribute = False
    topic = forms.ChoiceField(
        label="订阅的内容",
        widget=forms.Select({"class": "in"}),
        error_messages={
            "required": "请选择要订阅的内容",
            "invalid_choice": "没有这个栏目或者机关，请重新选择",
        },
    )
    email = forms.CharField(
        label="邮箱", max_length=200, widget=forms.EmailInput({"class": "in", "autocomplete": "email"}),
        error_messages={"required": "请写邮箱", "max_length": "邮箱最多200个字"},
        help_text="只用来发送您订阅的信息，加密保存，退订以后删除",
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        day = today()
        columns = (
            Column.objects.filter(opened_on__lte=day)
            .exclude(kind=Column.Kind.SUBCOLUMN)
            .order_by("kind", "position", "pk")
        )
        organs = Organ.objects.filter(closed_on__isnull=True)
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"), *((t.value, t.label) for t in (Topic.ALL, Topic.POLICIES, Topic.INTERPRETATIONS)),
            ("栏目", [(f"column:{c.slug}", c.name) for c in columns]), ("机关", [(f"organ:{o.slug}", o.name) for o in organs]),
        ]  # fmt: skip


@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; what it says after sending does not tell whether the address is known."""
    if not settings.GONGKAI_SITE.get("address"):
        return page(request, "subscribe", form=None, asked=False)
    if request.method != "POST":
        return page(
            request,
            "subscribe",
            form=SubscribeForm(initial={"topic": request.GET.get("topic", "")[:80]}),
            asked=False,
        )
    form, who = SubscribeForm(request.POST), address(request)
    if not form.is_valid():
        return page(request, "subscribe", form=form, asked=False, status=422)
    email = form.cleaned_data["email"]
    box = actions.address_key(email)
    if throttle.spent(SUBSCRIBE, who) or throttle.spent(INVITE, box):
        form.add_error(None, "这个网络地址或者这个邮箱一小时内订阅得太多，请过一小时再试")
        return page(request, "subscribe", form=form, asked=False, status=429)
    topic, _, slug = form.cleaned_data["topic"].partition(":")
    try:
        actions.ask(address=email, topic=topic, slug=slug or None)
    except actions.Refused as refusal:
        form.add_error("email", str(refusal))
        return page(request, "subscribe", form=form, asked=False, status=422)
    throttle.count(SUBSCRIBE, who)
    throttle.count(INVITE, box)
    return page(request, "subscribe", form=None, asked=True)


@csrf_exempt  # the link is the proof; mail programs send List-Unsubscribe-Post without a cookie
@never_cache
def link(request: HttpRequest, pk: int, purpose: str, said: str) -> HttpResponse:
    """确认 or 退订. Opening the page changes nothing: programs that look into mails open every link."""
    row = actions.holder(pk, said, purpose)
    if row is None:
        raise Http404
    name, done = name_of(row.topic, row.slug), False
    if request.method == "POST":
        if purpose == "confirm":
            actions.confirm(subscription=row, on=today())
        else:
            actions.end(subscription=row, on=today())
        done = True
    return page(request, "subscribe_link", purpose=purpose, name=name, done=done)
