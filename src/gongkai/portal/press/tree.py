# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files on the disk: written whole or not at all, the compressed one beside the plain one, gone when they are removed."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from isal import isal_zlib

WAITERS = 8
LEVEL = 1  # a third of the time of zlib's sixth for a fiftieth more bytes


def gz(body: bytes) -> bytes:
    """The body compressed, with nothing of the clock, the machine or the file's name in it."""
    packing = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    data = packing.compress(body) + packing.flush()
    # A header that says: deflated, no name, no time, and 255, an unknown system, wherever it runs.
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
        + data
        + struct.pack("<II", isal_zlib.crc32(body), len(body) & 0xFFFFFFFF)
    )


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
    """Put files in place of what readers may be reading: each is on the disk before its name points to it.

    Several wait for the disk together: its journal takes them in one go.
    """
    waiting = [(f"{root}/{name}", data) for name, data in files]
    folders = sorted({target.rsplit("/", 1)[0] for target, _ in waiting})
    for folder in folders:
        os.makedirs(folder, exist_ok=True)
    _together(_put, waiting)
    _together(sync_folder, folders)


Item = TypeVar("Item")


def _together(do: Callable[[Item], None], items: list[Item]) -> None:
    """Do this to each; what fails is raised when all have ended."""
    if len(items) < 3:
        for item in items:
            do(item)
        return
    failed = [why for why in _waiters(os.getpid()).map(partial(_tried, do), items) if why is not None]
    if failed:
        raise failed[0]


def _tried(do: Callable[[Item], None], item: Item) -> Exception | None:
    try:
        do(item)
    except Exception as why:
        return why
    return None


def _put(file: tuple[str, bytes]) -> None:
    target, data = file
    folder, name = target.rsplit("/", 1)
    temporary = f"{folder}/.{name}.{os.getpid()}"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            _write_all(handle, data)
            os.fdatasync(handle)
        finally:
            os.close(handle)
        os.rename(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


@lru_cache(maxsize=1)
def _waiters(process: int) -> ThreadPoolExecutor:
    """Those who wait for the disk, made once a process: threads do not live on in a fork."""
    return ThreadPoolExecutor(WAITERS, thread_name_prefix="press-disk")


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
