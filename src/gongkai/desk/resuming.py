# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What was typed while the session ended: the sign-in page carries it in its form, and after signing in it is sent on.

Nothing of it is kept on the server. Files cannot be carried by a page, and a password must not be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

KEPT, KEPT_TO = "kept:", "kept_to"
SHORT = 30  # a longer value is shown before it is sent on
Fields = list[tuple[str, str]]


class Unsaved:
    """A form sent to the desk after the session ended: instead of the way to the sign-in page, the page itself with what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """After the check of the form's token, so that no other site's form comes this far."""
        if (
            request.method != "POST"
            or not request.path.startswith(reverse("desk:home"))
            or request.user.is_authenticated
        ):
            return None
        if request.path in (reverse("desk:sign_in"), reverse("desk:sign_out")):
            return None
        found = [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken" and "password" not in name
            for value in values
        ]
        if not any(value for _, value in found):
            return None  # nothing was typed: the ordinary way to the sign-in page
        signing = SignIn()
        signing.setup(request)
        form = signing.form_class()
        return signing.shown(
            signing.dressed(form), found, request.get_full_path(), lost_files=bool(request.FILES)
        )


class SignIn(LoginView):
    """登录; with what was typed before, where the session had ended."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> AuthenticationForm:
        return self.dressed(super().get_form(form_class))

    def dressed(self, form: AuthenticationForm) -> AuthenticationForm:
        """The form in the desk's words."""
        form.error_messages["invalid_login"] = "用户名或者密码不对，请核对后再试"
        for name, label in (("username", "用户名"), ("password", "密码")):
            form.fields[name].label = label
            form.fields[name].widget.attrs["class"] = "in"
            form.fields[name].error_messages["required"] = f"请填写{label}"
        form.use_required_attribute = False
        return form

    def shown(
        self, form: AuthenticationForm, kept: Fields, kept_to: str, *, lost_files: bool = False
    ) -> HttpResponse:
        """The page with what it carries."""
        context = {"form": form, "next": "", "kept": kept, "kept_to": kept_to, "lost_files": lost_files}
        return render(self.request, self.template_name, context, status=401 if kept_to else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, to = self._carried()
        return {**super().get_context_data(**kwargs), "kept": kept, "kept_to": to, "lost_files": False}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Signed in meanwhile in another window: straight on to what was typed."""
        if request.method == "POST" and request.user.is_authenticated and self._carried()[1]:
            return self._resumed()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        return self._resumed() if self._carried()[1] else answer

    def _carried(self) -> tuple[Fields, str]:
        """The fields a page carried here and where they were going; nothing where that is not the desk."""
        post, home = self.request.POST, reverse("desk:home")
        to = post.get(KEPT_TO, "")
        if not (to.startswith(home) and url_has_allowed_host_and_scheme(to, allowed_hosts=None)):
            return [], ""
        names = [name for name in post if name.startswith(KEPT)]
        return [(name.removeprefix(KEPT), value) for name in names for value in post.getlist(name)], to

    def _resumed(self) -> HttpResponse:
        fields, to = self._carried()
        long = [(name, value) for name, value in fields if len(value) > SHORT or "\n" in value]
        short = [pair for pair in fields if pair not in long]
        return render(
            self.request,
            "desk/resume.html",
            {"long": long, "short": short, "to": to, "person": self.request.user},
        )
