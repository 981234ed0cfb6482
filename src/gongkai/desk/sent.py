# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A register sent for import: tried first; the second step sends back the very bytes that were tried, and they alone are taken."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Sent:
    """The bytes and what the file is called; again is whether they are those that were tried."""

    data: bytes
    name: str
    again: bool

    @property
    def digest(self) -> str:
        """What the trial's page keeps, so that no other bytes are taken."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def held(self) -> str:
        """The bytes as the trial's page carries them."""
        return base64.b64encode(self.data).decode()


def sent(request: HttpRequest) -> Sent:
    """The chosen file, or the one carried by the page; without either its data is empty."""
    chosen = request.FILES.get("file")
    name = ((chosen.name or "") if chosen else request.POST.get("name", "")).replace("\0", "")
    try:
        data = chosen.read() if chosen else base64.b64decode(request.POST.get("held", ""), validate=True)
    except ValueError:
        data = b""
    return Sent(data, name, bool(data) and request.POST.get("digest") == hashlib.sha256(data).hexdigest())
