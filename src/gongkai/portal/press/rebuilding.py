# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Pressing the whole site: into a new tree beside the present one, by several processes, put in place at one stroke."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from gongkai.organs.processes import end_with
from gongkai.organs.today import today
from gongkai.portal.press.following import Step, catch_up, line_of, new_root, step
from gongkai.portal.press.leaving import marks, take_away
from gongkai.portal.press.manifest import as_text, parse_part
from gongkai.portal.press.pages import kinds, one_reading
from gongkai.portal.press.places import gone_path, path_of, shard_of
from gongkai.portal.press.rendering import frame, press_kind
from gongkai.portal.press.skin import Skin, template
from gongkai.portal.press.touching import next_turn
from gongkai.portal.press.tree import write_new
from gongkai.portal.press.trees import WHOLE, Tree, is_behind, pressing, say

Batch = tuple[int, list[str]]  # the kind's number, addresses
Pressed = tuple[int, dict[str, str]]  # how many pages, and their lines for each part of the manifest
Progress = Callable[[int], None]


def batches(day: date) -> Iterator[Batch]:
    """Every page of the site, in pieces of work: the large ones first, so that the processes end together."""
    for n, page in enumerate(kinds()):
        for addresses in page.addresses(day):
            yield n, addresses


class _Work:
    """What one process needs to press batches into a new tree; made before there are several, which then need not make it each."""

    def __init__(self, pages: Path, day: date, batches: list[Batch]) -> None:
        self.pages, self.day, self.batches = pages, day, batches
        self.folders: set[str] = set()
        self.skin = Skin(frame("", day))
        for page in kinds():
            if page.template:
                template(page.template)
                self.skin.frame(page.current)

    def press(self, batch: int) -> Pressed:
        n, addresses = self.batches[batch]
        count, found = 0, defaultdict(list)
        for pressed in press_kind(kinds()[n], addresses, self.day, self.skin, many=True):
            path = gone_path(pressed.address) if pressed.gone else path_of(pressed.address)
            line, packed = line_of(pressed)
            target = f"{self.pages}/{path}"
            folder = target.rsplit("/", 1)[0]
            if folder not in self.folders:
                os.makedirs(folder, exist_ok=True)
                self.folders.add(folder)
            write_new(target, pressed.body)
            if packed:
                write_new(f"{target}.gz", packed)
            found[shard_of(path)].append(as_text(path, line))
            count += 1
        return count, {name: "".join(lines) for name, lines in found.items()}


_work: _Work | None = None
CACHE = 16  # MiB of the database each process keeps: neighbours in the archive are pressed in another column's turn


def _start(parent: int, work: _Work) -> None:
    global _work
    end_with(parent)
    _work = work
    gc.disable()  # a batch makes much and leaves nothing: looking for cycles in its middle costs a tenth of the whole
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{CACHE * 1024}")


def _press(batch: int) -> Pressed:
    assert _work is not None  # noqa: S101 - set by _start
    try:
        return _work.press(batch)
    finally:
        gc.collect(0)  # what this batch left; all that was there before is not gone through again


def _run(work: list[Batch], pages: Path, day: date, processes: int) -> Iterator[Pressed]:
    here = _Work(pages, day, work)
    if processes == 1:
        yield from map(here.press, range(len(work)))
        return
    connections.close_all()  # a connection is not shared with a child
    with (
        _uncollected(),
        multiprocessing.get_context("fork").Pool(processes, _start, (os.getpid(), here)) as pool,
    ):
        yield from pool.imap_unordered(_press, range(len(work)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """While there are children: what they share with this process is not gone through, which would give each a copy of it, nor is what it gathers."""
    gc.collect()
    gc.freeze()
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was:
            gc.enable()


def _sync(folder: Path) -> None:
    """The whole tree to the disk at once: far cheaper than file by file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            os.sync()
    except AttributeError:
        os.sync()
    finally:
        os.close(handle)


def rebuild(
    progress: Progress | None = None,
    processes: int | None = None,
    *,
    unless_done: bool = False,
    wait: bool = True,
) -> int:
    """Press the whole site anew and put it in place; how many pages. Readers have the old one until then, and events are followed in it.

    unless_done: nothing where another has done it meanwhile. wait: for who is at it now; raises BlockingIOError otherwise.
    """
    base: Path = settings.GONGKAI_PRESS
    with pressing(WHOLE, wait=wait) as told:
        if unless_done and not is_behind():
            return 0
        day = today()
        root = new_root(day)
        tree = _new_tree(base)
        parts: dict[str, list[str]] = defaultdict(list)
        count = 0
        # What the record says meanwhile has a row after the root's: the tree is caught up with it below.
        with one_reading():
            work = list(batches(day))
            total = sum(len(addresses) for _, addresses in work)
            for pressed, texts in _run(work, tree.pages, day, processes or os.cpu_count() or 1):
                for name, text in texts.items():
                    parts[name].append(text)
                count += pressed
                say(told, count, total)
                if progress:
                    progress(count)
        _sync(tree.folder)
        listed = ((name, parse_part("".join(texts).encode())) for name, texts in parts.items())
        tree.manifest.write(root, listed, [next_turn(day)])
        with pressing():
            again = _take_over(tree).anew
            _put_in_place(base, tree)
        _discard(base, keep=tree.folder.name)
    return rebuild(progress, processes, unless_done=True, wait=wait) if again else count


def _take_over(tree: Tree) -> Step:
    """What happened while the tree was pressed, before anybody reads it: what was withdrawn is not in it, not even for a moment.

    That goes also for what a transaction has taken away that has not ended: the record still has it (see `leaving`).
    """
    take_away(tree, marks().held)
    return catch_up(tree)


def _new_tree(base: Path) -> Tree:
    trees = base / "trees"
    trees.mkdir(parents=True, exist_ok=True)
    _discard(base, keep=os.path.basename(os.path.realpath(base / "current")))  # what an interrupted one left
    number = 1 + max((int(p.name) for p in trees.iterdir() if p.name.isdigit()), default=0)
    tree = Tree(trees / f"{number:06}")
    tree.pages.mkdir(parents=True)
    (tree.folder / "manifest").mkdir()
    return tree


def _put_in_place(base: Path, tree: Tree) -> None:
    fresh = base / ".current"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(f"trees/{tree.folder.name}")
    there = base / "current"
    if there.is_dir() and not there.is_symlink():  # a copy of an instance that did not keep the link
        os.rename(there, base / "trees" / "copied")
    os.rename(fresh, there)


def _discard(base: Path, *, keep: str) -> None:
    for folder in (base / "trees").iterdir():
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


def prepare(progress: Progress | None = None) -> int:
    """Press the site where there is none or another version's, else catch up."""
    changed, anew = step()
    return rebuild(progress, unless_done=True) if anew else changed
