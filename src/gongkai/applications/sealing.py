# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Personal data at rest: AES-256-GCM with the instance's key; equality is found by a keyed digest, never by decrypting."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


@cache
def _key(purpose: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), purpose, hashlib.sha256).digest()


def seal_bytes(data: bytes) -> bytes:
    """Encrypt; the same bytes never give the same result twice."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(b"seal", settings.GONGKAI_PERSONAL_KEY)).encrypt(nonce, data, None)


def unseal_bytes(data: bytes) -> bytes:
    """Decrypt. Raises cryptography.exceptions.InvalidTag when the bytes or the key are not the ones sealed with."""
    data = bytes(data)
    return AESGCM(_key(b"seal", settings.GONGKAI_PERSONAL_KEY)).decrypt(data[:NONCE], data[NONCE:], None)


def seal(text: str) -> bytes:
    """Encrypt a text."""
    return seal_bytes(text.encode())


def unseal(data: bytes) -> str:
    """Decrypt a text; raises as unseal_bytes does."""
    return unseal_bytes(data).decode()


def keyed_digest(purpose: str, text: str) -> str:
    """A digest that only this instance can compute: 64 hexadecimal digits, different for each purpose."""
    key = _key(purpose.encode(), settings.GONGKAI_PERSONAL_KEY)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def match_key(text: str) -> str:
    """The same for the same identity number or name however it was typed; tells nothing without the key."""
    return keyed_digest("match", _plain(text))


def name_key(name: str) -> str:
    """The blind index of a name: finds whole names, never parts of them, and only on this instance."""
    return keyed_digest("name", _plain(name).strip("·.,，。"))
