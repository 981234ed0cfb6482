# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The digest of a ledger row. The algorithm is named in the row; SM3 (GB/T 32905) is the default."""

from __future__ import annotations

import hashlib
import json
from typing import Any

ALGORITHMS = ("sm3", "sha256")
GENESIS = "0" * 64


def digest(algorithm: str, data: bytes) -> str:
    """Hex digest of data. Raises ValueError for an algorithm the ledger does not know."""
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm == "sm3":
        try:
            return hashlib.new("sm3", data).hexdigest()
        except ValueError:  # an OpenSSL built without SM3: the cryptography wheel carries its own
            from cryptography.hazmat.primitives import hashes

            running = hashes.Hash(hashes.SM3())
            running.update(data)
            return running.finalize().hex()
    raise ValueError(f"账本不认识的散列算法：{algorithm}")


def canonical(**fields: Any) -> bytes:
    """One byte string for one row, whatever the database returns the fields' order or spacing as."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
