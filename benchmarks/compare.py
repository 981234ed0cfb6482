# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Timing two ways of doing the same in turns, and saying the ratio of their medians."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def compare(
    name: str, ours: Callable[[], object], other_name: str, other: Callable[[], object], rounds: int = 7
) -> float:
    """Run both in turns and print; the answer is ours ÷ other of CPU time, below 1 when ours is cheaper."""
    mine, theirs = [], []
    for _ in range(rounds):
        for call, times in ((ours, mine), (other, theirs)):
            start = time.process_time()
            call()
            times.append(time.process_time() - start)
    ratio = median(mine) / median(theirs)
    print(
        f"{name}: {median(mine) * 1000:.1f} ms ÷ {other_name}: {median(theirs) * 1000:.1f} ms = {ratio:.3f}"
    )
    return ratio
