# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Processes that other processes begin: commands beside a server, and workers that do not outlive who began them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
GENTLY = 10  # of 19: who asks for a page goes before


def begin(*command: str, niceness: int = GENTLY, **environment: str) -> subprocess.Popen[bytes]:
    """Begin a command of ours on this instance, beside what this process does. Nobody reads what it says; its status tells how it ended.

    environment: what it is told besides what this process was. Raises OSError where no process can be begun.
    """
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", "from gongkai.cli import main; main()", *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip
    if niceness:
        os.setpriority(os.PRIO_PROCESS, child.pid, niceness)
    return child


def end_with(parent: int) -> None:
    """Called by a worker: it is killed when the process that began it is gone, which would otherwise have told it to stop.

    Linux does it at once; elsewhere a thread looks every second.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _end_unless(parent)  # it may have gone before
    else:
        threading.Thread(target=_look, args=(parent,), name="parent", daemon=True).start()


def _look(parent: int) -> None:
    while True:
        _end_unless(parent)
        time.sleep(1)


def _end_unless(parent: int) -> None:
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
