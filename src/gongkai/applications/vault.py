# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where sealed files lie: the instance's file store, under names that say nothing. What lies there is always encrypted."""

from __future__ import annotations

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gongkai.applications.sealing import seal_bytes, unseal_bytes


def put(data: bytes) -> str:
    """Seal and store; the name to find it by."""
    name = uuid.uuid4().hex
    return default_storage.save(f"sealed/{name[:2]}/{name}", ContentFile(seal_bytes(data)))


def get(stored: str) -> bytes:
    """The bytes as they came. Raises FileNotFoundError when the store has lost them."""
    with default_storage.open(stored, "rb") as file:
        return unseal_bytes(file.read())


def drop(stored: str) -> None:
    """Forget; no error when it is gone already."""
    default_storage.delete(stored)
