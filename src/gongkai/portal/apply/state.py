# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a form has gathered so far, carried by the page itself: sealed with the instance's key, so that nobody reads or
changes it, and nothing of an application that is never sent stays on the server."""

from __future__ import annotations

import base64
import binascii
import json
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag

from gongkai.applications.codes import new_nonce
from gongkai.applications.sealing import seal, unseal

LASTS = 7 * 24 * 3600  # seconds a half-filled page stays good


@dataclass
class State:
    """The cleaned answers of the steps done, the files chosen, and the nonce that makes one application of one form."""

    nonce: str = field(default_factory=new_nonce)
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: list[tuple[str, str, int]] = field(default_factory=list)  # key, name, size
    told: str = ""  # the words for which another channel or organ was already pointed out
    made: float = field(default_factory=time.time)

    def pack(self) -> str:
        """For a hidden field."""
        return base64.urlsafe_b64encode(seal(json.dumps(asdict(self), ensure_ascii=False))).decode()

    @classmethod
    def unpack(cls, text: str) -> State | None:
        """The state a page brought back, or None when it is not ours or too old."""
        try:
            found = json.loads(unseal(base64.urlsafe_b64decode(text.encode())))
            state = cls(**found)
        except (InvalidTag, ValueError, binascii.Error, TypeError, KeyError):
            return None
        state.uploads = [(k, n, s) for k, n, s in state.uploads]
        return state if time.time() - state.made < LASTS else None
