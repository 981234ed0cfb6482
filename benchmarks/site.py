# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A look at a site (`inspect-site`, all rules, no rate) against LinkChecker on the same site, pages a second.

    python benchmarks/site.py [--pages 1500] [--linkchecker PATH]

The site is made, always the same: pages of some 12 KB with forty links each, a tenth of them lists, served from memory by another process.
LinkChecker (GPL) is a program of its own, never a part of this: install it apart (`python -m venv X && X/bin/pip install linkchecker`) and
name it, or have it on the PATH; without it only ours is measured. It checks links; ours also reads words, dates, numbers and marks.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp())
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django

django.setup()
from gongkai.supervision.sites.crawl import Bounds, Notes, inspect
from gongkai.supervision.sites.fetching import Asker
from gongkai.supervision.sites.rules import Settings

WORDS = "政府信息公开条例规定县人民办公室关于印发实施意见通知养老服务教育医疗社会保障就业补贴标准程序材料"
FOOT = "<footer>主办单位：示例 网站标识码：3303240000 浙ICP备00000000号 浙公网安备 33032400000000号 <a href='/p/1/'>网站地图</a><a href='/p/2/'>找错</a></footer>"


def site(count: int) -> dict[str, bytes]:
    """The pages by path."""
    rng = random.Random(20240001)
    pages = {}
    for n in range(count):
        links = "".join(
            f"<li><a href='/p/{rng.randrange(count)}/'>第{m}条</a> <span>2024-06-{m % 28 + 1:02}</span></li>"
            for m in range(38)
        )
        text = "".join(f"<p>{''.join(rng.choices(WORDS, k=120))}。</p>" for _ in range(12))
        nav = f"<a href='/p/{(n + 1) % count}/'>政府信息公开指南</a><a href='/p/{(n + 2) % count}/'>政府信息公开年报</a>"
        body = f"<nav>{nav}</nav><main><h1>第{n}页</h1>{text}<ul>{links}</ul></main>{FOOT}"
        pages["/" if n == 0 else f"/p/{n}/"] = (
            f"<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>第{n}页</title></head><body>{body}</body></html>".encode()
        )
    pages["/p/0/"] = pages["/"]
    return pages


def serve(count: int, told: multiprocessing.Queue) -> None:
    """HTTP/1.1 from memory, as fast as a page can be given out in Python."""
    pages = site(count)

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                path = line.split(b" ")[1].decode()
                close = line.rstrip().endswith(b"1.0")
                while (header := await reader.readline()) not in (b"\r\n", b""):
                    close = close or header.lower().startswith(b"connection: close")
                page = pages.get(path)
                status = b"200 OK" if page is not None else b"404 Not Found"
                page = page or b"none"
                writer.write(
                    b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
                    % (status, len(page))
                    + page
                )
                await writer.drain()
                if close:
                    break
        except (ConnectionError, IndexError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(one, "127.0.0.1", 0)
        told.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def ours(start: str, count: int) -> tuple[int, float, float]:
    """(pages, seconds, CPU seconds)."""
    with tempfile.TemporaryDirectory() as folder:
        at, used = time.perf_counter(), cpu(resource.RUSAGE_SELF)
        outcome = inspect(
            start, notes=Notes(Path(folder) / "notes"), settings=Settings(date(2024, 6, 20)), bounds=Bounds(pages=count + 10, depth=1000, threads=4),
            asker=Asker(named={"127.0.0.1"}, every=0),
        )  # fmt: skip
        assert not outcome.findings and outcome.left == 0, outcome
        return outcome.pages, time.perf_counter() - at, cpu(resource.RUSAGE_SELF) - used


def theirs(program: str, start: str) -> tuple[int, float, float]:
    """LinkChecker with its usual ten threads and no limit on its rate."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - it drops its privileges and reads its settings from here
        settings = Path(folder) / "linkcheckerrc"
        settings.write_text("[checking]\nmaxrequestspersecond=100000\nthreads=10\n[output]\nstatus=0\n")
        at, used = time.perf_counter(), cpu(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [program, "-f", str(settings), start], capture_output=True, text=True, check=False
        )
        took, cpus = time.perf_counter() - at, cpu(resource.RUSAGE_CHILDREN) - used
    found = re.search(r"(\d+) URLs? checked|That's it\. (\d+) links? in (\d+) URLs? checked", done.stdout)
    assert found, done.stdout[-2000:] + done.stderr[-2000:]
    return int(found[3] or found[1]), took, cpus


def main() -> None:
    said = argparse.ArgumentParser()
    said.add_argument("--pages", type=int, default=1500)
    said.add_argument("--linkchecker", default=shutil.which("linkchecker"))
    given = said.parse_args()
    told: multiprocessing.Queue = multiprocessing.get_context("spawn").Queue()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(given.pages, told), daemon=True)
    server.start()
    start = f"http://127.0.0.1:{told.get(timeout=60)}/"
    try:
        pages, seconds, cpus = ours(start, given.pages)
        print(
            f"ours: {pages} pages, {seconds:.1f} s, {cpus:.1f} CPU-s, {pages / seconds:.0f} pages/s, {pages / cpus:.0f} pages/CPU-s"
        )
        if not given.linkchecker:
            print("LinkChecker is not installed: nothing to compare with")
            return
        others, took, used = theirs(given.linkchecker, start)
        print(
            f"LinkChecker: {others} pages, {took:.1f} s, {used:.1f} CPU-s, {others / took:.0f} pages/s, {others / used:.0f} pages/CPU-s"
        )
        print(
            f"ratio: {pages / seconds / (others / took):.1f} by the clock, {pages / cpus / (others / used):.1f} by CPU"
        )
    finally:
        server.terminate()


if __name__ == "__main__":
    sys.exit(main())
