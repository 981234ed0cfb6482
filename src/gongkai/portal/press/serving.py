# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Giving pressed files to readers before Django is asked; what is not pressed, not current or not plain goes on to Django."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from django.conf import settings

from gongkai.organs.today import today
from gongkai.portal.press.attached import ADDRESS, headers_of
from gongkai.portal.press.manifest import Broken, Manifest
from gongkai.portal.press.places import FILES, gone_path, path_of
from gongkai.portal.press.rendering import content_type, fingerprint

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

# What an address that may be pressed looks like: nothing that leaves the folder.
_PLAIN = re.compile(rf"/(?:[-\w]+/)*(?:[-\w]+\.(?:xml|txt))?|{ADDRESS.pattern.removesuffix('$')}", re.ASCII)
LOOK_SECONDS = 0.5


class PressedSite:
    """The WSGI layer in front of Django. headers: those every page of the site carries."""

    def __init__(self, app: App, headers: Iterable[tuple[str, str]]) -> None:
        self.app, self.headers = app, list(headers)
        self.base = f"{settings.GONGKAI_PRESS}/current"
        self.fingerprint = fingerprint()
        self.looked, self.stamp, self.until = 0.0, 0, ""

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not environ.get("QUERY_STRING")
            and "mode=" not in environ.get("HTTP_COOKIE", "")
            and self.is_current()
        ):
            answer = self.file(environ, start_response)
            if answer is not None:
                return answer
        return self.app(environ, start_response)

    def is_current(self) -> bool:
        """Whether the files show the present: this code's, of this ledger, and their next change still to come."""
        now = time.monotonic()
        if now - self.looked > LOOK_SECONDS:
            self.looked = now
            self._look()
        return today().isoformat() < self.until

    def _look(self) -> None:
        manifest = Manifest(settings.GONGKAI_PRESS / "current" / "manifest")
        try:
            stamp = os.stat(manifest.folder / "root").st_mtime_ns
            if stamp == self.stamp:
                return
            root = manifest.root()
        except (OSError, Broken):
            self.stamp, self.until = 0, ""
            return
        here = root.fingerprint == self.fingerprint and root.day <= today().isoformat()
        self.stamp, self.until = stamp, (root.next or "9999") if here else ""

    def file(self, environ: Environ, start_response: Start) -> list[bytes] | None:
        """The answer from a file; None where there is none for this address."""
        address = environ.get("PATH_INFO", "")
        if not _PLAIN.fullmatch(address):
            return None
        packed = not address.startswith(FILES) and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        status = "200 OK"
        handle = self._open(path_of(address), packed)
        if handle is None and address.startswith("/document/"):
            handle, status = self._open(gone_path(address), packed), "410 Gone"
        if handle is None:
            return None
        try:
            return self._answer(handle, status, address, packed, environ, start_response)
        finally:
            os.close(handle)

    def _open(self, path: str, packed: bool) -> int | None:
        try:
            return os.open(f"{self.base}/pages/{path}{'.gz' if packed else ''}", os.O_RDONLY)
        except OSError:
            return None

    def _answer(
        self, handle: int, status: str, address: str, packed: bool, environ: Environ, start_response: Start
    ) -> list[bytes]:
        about = os.fstat(handle)
        tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
        headers = [
            ("Content-Type", content_type(address)), ("ETag", tag), ("Last-Modified", _moment(int(about.st_mtime))),
            ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding, Cookie"), *self.headers,
        ]  # fmt: skip
        if address.startswith(FILES):
            own = dict(headers_of(address))
            headers = [*((name, own.pop(name, value)) for name, value in headers), *own.items()]
        asked = environ.get("HTTP_IF_NONE_MATCH")
        same = tag in asked if asked else environ.get("HTTP_IF_MODIFIED_SINCE") == headers[2][1]
        if same and status[0] == "2":
            start_response("304 Not Modified", headers[1:])
            return []
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(about.st_size)))
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [_whole(handle, about.st_size)]


@lru_cache(maxsize=8192)
def _moment(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


def _whole(handle: int, size: int) -> bytes:
    data = os.read(handle, size)
    # a read of a large file may end early
    while len(data) < size and (more := os.read(handle, size - len(data))):
        data += more
    return data


def _takes_gzip(said: str) -> bool:
    if "gzip" not in said:
        return False
    return ";" not in said or not re.search(r"gzip\s*;\s*q=0(?:\.0*)?(?:,|$|\s)", said)
