# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查询码: what lets an applicant follow a case without an account. Twelve characters that do not look alike.

A code follows from the random nonce of the form it was handed out for, and from the instance's key: the same form sent
twice gives the same code, and nothing but a keyed digest of it is ever stored.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata

from gongkai.applications.sealing import keyed_digest

ALPHABET = "ACDEFGHJKMNPQRTWXY34679"  # no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: read aloud and written down without mistakes
LENGTH = 12


def new_nonce() -> str:
    """A fresh random value for a form or a letter that will carry a code."""
    return secrets.token_urlsafe(24)


def code_for(nonce: str) -> str:
    """The code that belongs to a nonce."""
    number, found = int(keyed_digest("query-code", nonce), 16), ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return found


def grouped(code: str) -> str:
    """ABCD-EFGH-JKMN: how a code is printed."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def plain(typed: str) -> str:
    """A code as it is compared: full-width, lower case, spaces and strokes do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())


def code_digest(code: str) -> str:
    """What is stored of a code."""
    return keyed_digest("query-code-stored", plain(code))


def matches(stored: str | None, typed: str) -> bool:
    """Whether the typed code is the stored one, in the same time whether there is one or not."""
    return hmac.compare_digest(stored or code_digest("-"), code_digest(typed)) and stored is not None
