# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files on the disk: written whole or not at all, the compressed one beside the plain one, gone when they are removed."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from isal import isal_zlib

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


WAITERS = 8  # who wait for the disk; with more of them each waits longer for a processor
AT_ONCE = 256  # files open at a time


class Writing:
    """Files on their way into the place of what readers may be reading: each is on the disk before its name points to it.

    They wait for the disk together: its journal takes them in a few goes. The last that is added gets its name last. What is added after `then` gets its name once what came
    before is durable under its own.
    """

    def __init__(self) -> None:
        self.stages: list[list[tuple[str, str]]] = [[]]  # (where it is written, where it is to be)
        self.open: list[int] = []
        self.held: list[int] = []  # what lay there before

    def add(self, root: Path, files: Iterable[tuple[str, bytes]]) -> None:
        """Begin to write these."""
        for name, data in files:
            target = f"{root}/{name}"
            folder, _, last = target.rpartition("/")
            temporary = f"{folder}/.{last}.{os.getpid()}"
            handle = _open(temporary)
            self.open.append(handle)
            self.stages[-1].append((temporary, target))
            _write_all(handle, data)
            _begin(handle)
            if len(self.open) >= AT_ONCE:
                self._wait()

    def then(self) -> None:
        """What is added from here on comes after what was added before."""
        self.stages.append([])

    def place(self) -> None:
        """Wait until all of it is on the disk, then let the names point to it."""
        self._wait()
        while self.stages:
            stage = self.stages[0]
            for temporary, target in stage:  # the last is the manifest's root, which names the others
                self._hold(target)
                os.rename(temporary, target)
            _together(sync_folder, sorted({target.rpartition("/")[0] for _, target in stage}))
            del self.stages[0]
        self.stages = [[]]
        self._let_go()

    def _hold(self, target: str) -> None:
        """Keep the file that loses its name for a moment: giving its space back takes the disk ten times as long as giving its name to another, and nobody waits for that."""
        with contextlib.suppress(FileNotFoundError):
            self.held.append(os.open(target, _HOLDING))

    def _let_go(self) -> None:
        held, self.held = self.held, []
        if held:
            _waiters(os.getpid()).submit(_close, held)

    def _wait(self) -> None:
        waiting, self.open = self.open, []
        _together(_durable, waiting)

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        """Takes away what did not get its name."""
        self._let_go()
        _close(self.open)
        self.open = []
        while self.stages:
            for temporary, _ in self.stages.pop():
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)


_HOLDING = getattr(os, "O_PATH", os.O_RDONLY)


def _close(handles: Sequence[int]) -> None:
    for handle in handles:
        os.close(handle)


def _open(path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        return os.open(path, flags, 0o644)
    except FileNotFoundError:
        os.makedirs(path.rpartition("/")[0], exist_ok=True)
        return os.open(path, flags, 0o644)


def _durable(handle: int) -> None:
    try:
        os.fdatasync(handle)
    finally:
        os.close(handle)


Item = TypeVar("Item")


def _together(do: Callable[[Item], None], items: Sequence[Item]) -> None:
    """Do this to each, some at a time; what fails is raised when all have ended."""
    shares = [items[n::WAITERS] for n in range(min(WAITERS, len(items)))]
    if len(items) < 3:
        failed = [_tried(do, share) for share in shares]
    else:
        failed = list(_waiters(os.getpid()).map(partial(_tried, do), shares))
    for why in failed:
        if why is not None:
            raise why


def _tried(do: Callable[[Item], None], share: Sequence[Item]) -> Exception | None:
    failed = None
    for item in share:
        try:
            do(item)
        except Exception as why:
            failed = why
    return failed


@lru_cache(maxsize=1)
def _waiters(process: int) -> ThreadPoolExecutor:
    """Those who wait for the disk, made once a process: threads do not live on in a fork."""
    return ThreadPoolExecutor(WAITERS, thread_name_prefix="press-disk")


def _begin(handle: int) -> None:
    """Let the disk begin to write without being waited for, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def replace(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files in place of what readers may be reading."""
    with Writing() as writing:
        writing.add(root, files)
        writing.place()


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
