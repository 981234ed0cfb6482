# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files on the disk: written whole or not at all, the compressed one beside the plain one, gone when they are removed."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LEVEL = 6


def gz(body: bytes) -> bytes:
    """The body compressed, with nothing of the clock, the machine or the file's name in it."""
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    packed = packing.compress(body) + packing.flush()
    # Byte 9 names the system that compressed it: 255, unknown, wherever it runs.
    return packed[:9] + b"\xff" + packed[10:]


def write_new(path: str, data: bytes) -> None:
    """A file nobody reads yet, in a tree that is still being made."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        os.write(handle, data) if len(data) < 1 << 20 else _write_all(handle, data)
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def replace(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files in place of what readers may be reading: each is on the disk before its name points to it."""
    made: list[tuple[str, str]] = []
    waiting: list[tuple[str, bytes]] = []
    folders: set[str] = set()
    try:
        for name, data in files:
            target = f"{root}/{name}"
            folder, last = target.rsplit("/", 1)
            if folder not in folders:
                os.makedirs(folder, exist_ok=True)
                folders.add(folder)
            temporary = f"{folder}/.{last}.{os.getpid()}"
            made.append((temporary, target))
            waiting.append((temporary, data))
        _written(waiting)
        while made:
            os.rename(*made.pop(0))
    finally:
        for temporary, _ in made:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
    for folder in sorted(folders):
        sync_folder(folder)


def _durable(file: tuple[str, bytes]) -> None:
    handle = os.open(file[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        _write_all(handle, file[1])
        os.fdatasync(handle)
    finally:
        os.close(handle)


def _written(files: list[tuple[str, bytes]]) -> None:
    """Each file is on the disk. Several wait for the disk together: its journal takes them in one go."""
    if len(files) < 4:
        for file in files:
            _durable(file)
        return
    with ThreadPoolExecutor(min(len(files), 8)) as waiting:
        list(waiting.map(_durable, files))


def remove(root: Path, names: Iterable[str]) -> None:
    """Take files away; one that is not there is no error."""
    folders = set()
    for name in names:
        target = f"{root}/{name}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(target)
            folders.add(target.rsplit("/", 1)[0])
    for folder in sorted(folders):
        sync_folder(folder)


def sync_folder(folder: str) -> None:
    """Make the names of a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
