# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Giving the page of results before Django is asked: on the way through its layers a page costs as much as making it does.

Only a plain question that finds something: whatever is unusual about a request goes on to Django, with what was found already.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import SuspiciousOperation, TooManyFieldsSent
from django.db import close_old_connections
from django.http import QueryDict, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.encoding import iri_to_uri

from gongkai.organs.queries import OrganLine
from gongkai.portal.asked import Asked
from gongkai.portal.press.rendering import as_asked, site_line
from gongkai.portal.press.serving import App, Environ, Start
from gongkai.portal.result_page import whole
from gongkai.publishing.finding import KEPT_SECONDS, LONGEST

log = logging.getLogger(__name__)
ADDRESS = "/search/"
FOUND = "gongkai.found"  # what was found, for the view; no header of a request has such a name


class Searching:
    """The WSGI layer in front of Django. headers: those every page of the site carries."""

    def __init__(self, app: App, headers: Iterable[tuple[str, str]]) -> None:
        self.app = app
        self.headers = [("Content-Type", "text/html; charset=utf-8"), *headers]

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ADDRESS and _plain(environ):
            body = _answer(environ)
            if body is not None:
                start_response("200 OK", [*self.headers, ("Content-Length", str(len(body)))])
                return [body]
        return self.app(environ, start_response)


def _plain(environ: Environ) -> bool:
    """Nothing about the request but its question asks for Django: a body, another's host, a null character, a site that is not at
    the root, a method other than GET."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("SCRIPT_NAME")
        and environ.get("CONTENT_LENGTH") in (None, "", "0")
        and "%00" not in environ.get("QUERY_STRING", "")
        and not settings.USE_X_FORWARDED_HOST
        and _ours(environ.get("HTTP_HOST", ""), tuple(settings.ALLOWED_HOSTS))
    )


@lru_cache(maxsize=256)
def _ours(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _fields(said: str) -> dict[str, str]:
    """The question's fields, of several of one name the last, as Django reads them; making its own kind of dictionary takes longer
    than reading them. Raises SuspiciousOperation where there are too many."""
    if not said.isascii():  # no browser writes it so
        return QueryDict(said.encode("latin-1")).dict()
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    try:
        return dict(parse_qsl(said, keep_blank_values=True, max_num_fields=most))
    except ValueError as error:
        raise TooManyFieldsSent from error


# Whose site it is hardly ever changes; read anew after this many seconds, as names of organs are.
_site: list[tuple[float, OrganLine | None]] = []


def whose() -> OrganLine | None:
    """Whose site it is, as it was a short while ago at most."""
    now = time.monotonic()
    if not _site or now - _site[0][0] > KEPT_SECONDS or _site[0][1] is None:
        _site[:] = [(now, site_line())]
    return _site[0][1]


def forget() -> None:
    """Read whose site it is anew at the next question."""
    _site.clear()


def _answer(environ: Environ) -> bytes | None:
    """The page; None where Django is to answer."""
    close_old_connections()  # as Django does; what breaks now is closed before the next question
    try:
        return _page(environ)
    except SuspiciousOperation:
        return None  # Django refuses it
    except Exception:
        log.exception("查找没有从近路回答")
        return None


def _page(environ: Environ) -> bytes | None:
    said = environ.get("QUERY_STRING", "")
    asked = Asked.of(_fields(said))
    if not asked.words or asked.length > LONGEST:
        return None
    cookie = environ.get("HTTP_COOKIE", "")
    mode = parse_cookie(cookie).get("mode") if "mode=" in cookie else None
    site = whose()
    if site is None:
        return None
    common = as_asked(ADDRESS, f"{ADDRESS}?{iri_to_uri(said)}", mode, site)
    found = asked.find(common["today"])
    if not found.total:
        environ[FOUND] = found
        return None
    return whole(asked, found, common)
