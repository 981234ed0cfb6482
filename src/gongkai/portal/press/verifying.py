# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网页防篡改: every file against the signed manifest, and the manifest against the record. What differs is named."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gongkai.ledger.models import Event
from gongkai.organs.processes import end_with
from gongkai.organs.today import today
from gongkai.portal.press.following import of_streams
from gongkai.portal.press.manifest import ALONE, Broken, Part, Root
from gongkai.portal.press.pages import kinds
from gongkai.portal.press.places import address_of
from gongkai.portal.press.trees import Tree, current, is_behind, pressing, under_way

CHUNK = 400
Progress = Callable[[int], None]
Asked = tuple[str, list[tuple[str, str]]]  # the folder of pages, (file, its SHA-256)


def _differ(asked: Asked) -> tuple[int, list[str]]:
    """Of these files, those that are not what they should be."""
    base, files = asked
    found = []
    for name, sha in files:
        try:
            handle = os.open(f"{base}/{name}", os.O_RDONLY)
        except OSError:
            found.append(f"文件缺少：{name}")
            continue
        try:
            data = os.read(handle, os.fstat(handle).st_size + 1)
        finally:
            os.close(handle)
        if hashlib.sha256(data).hexdigest() != sha:
            found.append(f"文件被改动：{name}")
    return len(files), found


def _files(folder: Path) -> Iterator[str]:
    start = len(f"{folder}/")
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path[start:]


def _read(tree: Tree, key: Ed25519PublicKey) -> tuple[Root, Part]:
    root = tree.manifest.check_signature(key)
    whole: Part = {}
    for name in root.parts:
        whole |= tree.manifest.part_checked(name, root)
    return root, whole


def _expected(whole: Part) -> dict[str, str]:
    wanted = {path: line.sha for path, line in whole.items()}
    wanted.update((f"{path}.gz", line.packed) for path, line in whole.items() if line.packed != ALONE)
    return wanted


def compare(
    tree: Tree, key: Ed25519PublicKey, progress: Progress | None = None, processes: int | None = None
) -> Iterator[str]:
    """Every file of a tree against its manifest. Needs no database. Raises Broken when the manifest itself cannot be relied on.

    Nobody waits for it: what seems wrong while the site is being written is looked at once more with the writers stopped.
    """
    _, whole = _read(tree, key)
    found = list(_compare(tree.pages, _expected(whole), progress, processes or os.cpu_count() or 1))
    if not found:
        return
    with pressing():
        _, whole = _read(tree, key)
        wanted = _expected(whole)
        names = {line.split("：", 1)[1] for line in found}
        here = {name for name in names if os.path.lexists(tree.pages / name)}
        yield from (f"文件多出：{name}" for name in sorted(here - wanted.keys()))
        yield from _differ((str(tree.pages), sorted((n, wanted[n]) for n in names & wanted.keys())))[1]


def _compare(pages: Path, wanted: dict[str, str], progress: Progress | None, processes: int) -> Iterator[str]:
    for name in _files(pages):
        if name not in wanted:
            yield f"文件多出：{name}"
    base = str(pages.resolve())
    rows = list(wanted.items())
    work: list[Asked] = [(base, rows[n : n + CHUNK]) for n in range(0, len(rows), CHUNK)]
    done = 0
    if processes == 1 or len(work) < 4:
        answers: Iterator[tuple[int, list[str]]] = map(_differ, work)
        pool = None
    else:
        pool = multiprocessing.get_context("fork").Pool(processes, end_with, (os.getpid(),))
        answers = pool.imap_unordered(_differ, work)
    try:
        for count, lines in answers:
            done += count
            if progress:
                progress(done)
            yield from lines
    finally:
        if pool:
            pool.terminate()


def against_record(tree: Tree) -> Iterator[str]:
    """The manifest against the record: what should be public has a page, and nothing else has one."""
    day, root = today(), tree.manifest.root()
    late = Event.objects.filter(of_streams(), seq__gt=root.seq).count()
    if late:
        yield f"静态页落后账本{late}条记录，请运行 gongkai tick"
    if root.seq and not Event.objects.filter(seq=root.seq, hash=root.hash).exists():
        yield "静态页是按另一本账本发布的，请运行 gongkai press rebuild"
    if root.day > day.isoformat() or (root.next is not None and root.next <= day.isoformat()):
        yield f"静态页停在{date.fromisoformat(root.day)}，{root.next or root.day}起应当变化，请运行 gongkai tick"
    if is_behind():
        now = under_way()
        yield (
            f"静态页正在全部重新发布（已发布{now.done:,}页，共{now.total:,}页），请等发布完再核对"
            if now.runs
            else "模板、网站信息或者牵动全站的记录改过以后没有全部重新发布，请运行 gongkai press rebuild"
        )
    held = {address_of(path) for name in root.parts for path in tree.manifest.part(name)}
    wanted = {address for page in kinds() for batch in page.addresses(day) for address in batch}
    yield from (f"应当公开，没有静态页：{address}" for address in sorted(wanted - held))
    yield from (f"不应当公开，却有静态页：{address}" for address in sorted(held - wanted))


def against_pages(tree: Tree, progress: Progress | None = None) -> Iterator[str]:
    """Every page rendered again from the record and compared: slow, and the last word."""
    from gongkai.portal.press.following import line_of
    from gongkai.portal.press.places import gone_path, path_of
    from gongkai.portal.press.rendering import press

    day, root, done = today(), tree.manifest.root(), 0
    whole: Part = {}
    for name in root.parts:
        whole |= tree.manifest.part(name)
    for page in kinds():
        for batch in page.addresses(day):
            for pressed in press(batch, day):
                path = gone_path(pressed.address) if pressed.gone else path_of(pressed.address)
                held, line = whole.get(path), line_of(pressed)[0]
                # The compressed bytes of another kind of processor may be others; `compare` has looked at them.
                if held is None or (held.sha, held.turns) != (line.sha, line.turns):
                    yield f"静态页与记录不同：{pressed.address}"
            done += len(batch)
            if progress:
                progress(done)


def check_site() -> Iterator[str]:
    """For `gongkai check`: the site against manifest and record. Nothing is said where nothing is pressed."""
    from gongkai.portal.press.following import follow
    from gongkai.portal.press.manifest import public_key

    if current() is None:
        return
    follow()
    tree = current()
    assert tree is not None  # noqa: S101 - it was there a moment ago
    try:
        yield from compare(tree, public_key(), processes=1)
        yield from against_record(tree)
    except Broken as error:
        yield str(error)
