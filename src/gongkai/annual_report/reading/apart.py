# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A file someone sends in, read in a process of its own with little time and memory.

A PDF, a Word or an Excel file is a program of a kind: four megabytes of it can unpack to four gigabytes, or draw a million lines. Whoever
sends such a one stops only its own reading, not the site. Pages, texts and data are bounded where they are read, and are read here.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from pathlib import Path

from gongkai.annual_report.reading.reader import Reading, read_bytes
from gongkai.annual_report.reading.source import Unusable, kind_of

APART = frozenset({"pdf", "docx", "xlsx"})
SECONDS, MEGABYTES = (
    30,
    1500,
)  # of computing, of address space; the longest report takes five and three hundred
_log = logging.getLogger(__name__)


def read_upload(name: str, data: bytes) -> Reading:
    """As `read_bytes`. Raises Unusable, also for what takes too much time or memory."""
    if kind_of(name, data) not in APART:
        return read_bytes(name, data)
    home = str(Path(__file__).resolve().parents[3])
    found = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    command = [sys.executable, "-m", __name__, str(SECONDS), str(MEGABYTES)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no word of the upload in it
            command,
            input=pickle.dumps((name, data)),
            capture_output=True,
            env=found,
            timeout=4 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unusable(f"{name}：读这个文件用的时间太长，不像年度报告") from None
    if done.returncode:
        _log.warning("reading an upload ended with %s", done.returncode)
        raise Unusable(f"{name}：读这个文件用的时间或者内存太多，不像年度报告")
    said: Reading | str = pickle.loads(done.stdout)  # noqa: S301 - written by our own process, below
    if isinstance(said, str):
        raise Unusable(said)
    return said


def _limit(seconds: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the time limit of the caller is all there is
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """The process: name and bytes come in, the reading or the sentence goes out."""
    name, data = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process, above
    _limit(*map(int, sys.argv[1:3]))
    try:
        said: Reading | str = read_bytes(name, data)
    except Unusable as error:
        said = str(error)
    sys.stdout.buffer.write(pickle.dumps(said))


if __name__ == "__main__":
    main()
