# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Pressing the public site: all of it against Hugo, one document until its files are durable, the comparison of every file, readers.

    python benchmarks/press.py [--documents 5000] [--times 1] [--publish 200] [--seconds 5]      the size of a large county: --documents 110000

The documents are made, always the same, with every row the verbs would have written. Hugo (when it is installed) builds the same documents
from prepared HTML bodies in a layout that is cut out of a page of ours, with the same 153 column lists of 20 a page and feeds of 20; it
reads its front matter from files and we read a database, as each does in use. Both are given all processors and an empty folder, and start
from a warm cache of files; ours also makes what Hugo does not (lists of organs, maps for search engines, a signed manifest) and waits until
everything is on the disk. Nothing is deleted before the end: ext4 looks at every inode freed in the last minutes again before it makes a file
(recently_deleted in its ialloc.c), which makes a file ten times as dear for whoever comes next. nginx and wrk, when they are installed, measure readers; while documents are published and files compared, a
process of its own asks nginx for some hundred pages a second.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp()))
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django

django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from places import COLUMNS, places

from gongkai.organs.models import Organ
from gongkai.organs.permissions import System
from gongkai.organs.today import today
from gongkai.portal.press import following, rebuilding, verifying
from gongkai.portal.press.following import current
from gongkai.portal.press.manifest import public_key
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Document, Placement, Version

RNG = random.Random(20240001)
LETTERS = "政府信息公开条例规定县人民办公室关于印发实施意见通知养老服务教育医疗社会保障就业补贴标准程序材料"


def sentence(length: int) -> str:
    return "".join(RNG.choices(LETTERS, k=length)) + "。"


def make(count: int) -> None:
    """Documents straight into the tables: the verbs are measured below."""
    call_command("migrate", verbosity=0)
    organs, columns = places()
    bodies = [
        "".join(f"<p>{sentence(RNG.randint(40, 160))}</p>" for _ in range(RNG.randint(4, 12)))
        for _ in range(400)
    ]
    for first in range(0, count, 5000):
        documents = []
        for n in range(first, min(first + 5000, count)):
            day = date(2012, 1, 4) + timedelta(days=n * 4700 // count)
            documents.append(
                Document(
                    organ=organs[n % 60], column=columns[n % COLUMNS], index_number=f"S/{n:08}", title=f"关于{sentence(18)[:-1]}的通知{n}",
                    number=f"示政发〔{day.year}〕{n}号" if n % 3 == 0 else None, summary=sentence(60), formed_on=day, published_on=day, version=1,
                )
            )  # fmt: skip
        with transaction.atomic():
            Document.objects.bulk_create(documents)
            Version.objects.bulk_create(
                Version(document=d, number=1, title=d.title, body=bodies[d.pk % 400], digest="0" * 64, made_on=d.published_on, note="首次公开")
                for d in documents
            )  # fmt: skip
            Placement.objects.bulk_create(
                Placement(document=d, column=d.column, placed_on=d.published_on) for d in documents
            )
    actions.relist()


def memory() -> float:
    """MiB: the peak of this process and, for each processor, that of its largest child; pages they share are counted again."""
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + child * (os.cpu_count() or 1)


Taken = tuple[float, float]  # wall and CPU seconds


def press(packed: bool, folder: Path, peak: bool) -> Taken:
    """Pressing everything into a folder that is not there yet, with or without the compressed file beside each.

    peak: say how much memory it took, which cannot be told from Hugo's once that has run.
    """
    settings.GONGKAI_PRESS = folder
    gc.collect()
    kept = following.gz
    if not packed:
        following.gz = lambda _: b""  # type: ignore[assignment]
    try:
        start, before = time.perf_counter(), spent()
        count = rebuilding.rebuild()
        wall, cpu = time.perf_counter() - start, spent() - before
    finally:
        following.gz = kept
    held = f"内存峰值{memory():.0f} MiB　" if peak else ""
    print(
        f"全部发布（{'含' if packed else '不含'}gzip） {count:,}页　{wall:.1f}秒　处理器{cpu:.1f}秒　{held}{load()}",
        flush=True,
    )
    return wall, cpu


def spent() -> float:
    return sum(sum(os.times()[n : n + 2]) for n in (0, 2))


def load() -> str:
    return f"1分钟负荷{os.getloadavg()[0]:.1f}"


# Hugo


LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul class="ls n">{{ range .Paginator.Pages }}<li><a class="ti" href="{{ .RelPermalink }}">{{ .Title }}</a>
<div class="me">{{ with .Params.number }}<span>{{ . }}</span>{{ end }}<span>{{ .Params.organ }}</span><span>{{ .Date.Format "2006年1月2日" }}公开</span></div></li>{{ end }}</ul>
<nav class="pager">{{ with .Paginator.Prev }}<a href="{{ .URL }}">较新的</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">较早的</a>{{ end }}</nav>{{ end }}"""
SINGLE = """{{ define "main" }}<article><header><h1 class="song">{{ .Title }}</h1><p class="mu row">{{ with .Params.number }}<span>{{ . }}</span>{{ end }}<span>{{ .Date.Format "2006年1月2日" }}公开</span></p></header>
<div class="prose">{{ .Content }}</div><section class="sec"><h2>文件信息</h2><dl class="kv wide"><dt>索引号</dt><dd>{{ .Params.index }}</dd><dt>栏目</dt><dd>{{ .Params.columnname }}</dd><dt>发文机关</dt><dd>{{ .Params.organ }}</dd><dt>责任单位</dt><dd>县政府</dd><dt>成文日期</dt><dd>{{ .Date.Format "2006年1月2日" }}</dd><dt>公开日期</dt><dd>{{ .Date.Format "2006年1月2日" }}</dd></dl>
<p class="f1 mt4">引用：<cite class="cited">{{ .Params.organ }}：《{{ .Title }}》，{{ .Date.Format "2006年1月2日" }}公开，索引号{{ .Params.index }}，{{ .Permalink }}</cite></p>
<details class="f1 mt4"><summary>为什么说公开及时</summary><p class="note">文件{{ .Date.Format "2006年1月2日" }}形成，20个工作日内公开。当日公开。依据：条例第二十六条。</p></details><details class="f1"><summary>这份文件的变动经过（1次）</summary><ol class="story n"><li><div>{{ .Date.Format "2006年1月2日" }}　首次公开</div></li></ol></details></section></article>
<aside class="side st g6"><section><h2 class="sh">同栏目较早的信息</h2><ul class="n st g2">{{ $p := .PrevInSection }}{{ range seq 4 }}{{ with $p }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><br><span class="mu">{{ .Date.Format "2006年1月2日" }}公开</span></li>{{ $p = .PrevInSection }}{{ end }}{{ end }}</ul></section></aside>{{ end }}"""


def hugo_site(folder: Path) -> None:
    """The same documents as content files with HTML bodies, in a frame cut out of a page of ours."""
    ours = (current().pages / "column" / "c000.html").read_text()
    before, rest = ours.split('<main id="main" class="wrap" tabindex="-1">')
    after = rest.split("</main>")[1]
    base = before.split("<title>")[0] + "<title>{{ .Title }}</title>" + before.split("</title>")[1]
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    head, top = base.split("</head>")
    partials = folder / "layouts" / "partials"
    partials.mkdir()
    (partials / "top.html").write_text(top)
    (partials / "foot.html").write_text(after)
    meta = '<link rel="canonical" href="{{ .Permalink }}"><meta name="description" content="{{ .Params.summary }}"><meta property="og:title" content="{{ .Title }}">'
    (layouts / "baseof.html").write_text(
        head + meta + '</head>{{ partialCached "top.html" . }}<main id="main" class="wrap" tabindex="-1">{{ block "main" . }}{{ end }}</main>{{ partialCached "foot.html" . }}'
    )  # fmt: skip
    (layouts / "list.html").write_text(LIST)
    (layouts / "single.html").write_text(SINGLE)
    (folder / "layouts" / "index.html").write_text(
        '{{ define "main" }}<h1>首页</h1>{{ range first 20 .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}'
    )
    (folder / "config.json").write_text(json.dumps({
        "baseURL": "https://www.example.org/", "title": "示例", "languageCode": "zh-CN", "uglyURLs": True, "paginate": 20, "rssLimit": 20,
        "disableKinds": ["taxonomy", "term", "404"], "services": {"rss": {"limit": 20}},
    }))  # fmt: skip
    bodies = dict(Version.objects.values_list("document", "body"))
    for n in range(COLUMNS):
        section = folder / "content" / f"c{n:03}"
        section.mkdir(parents=True)
        (section / "_index.html").write_text(f'---\ntitle: "栏目{n:03}"\n---\n')
    for d in Document.objects.select_related("organ", "column").iterator(5000):
        front = {
            "title": d.title, "date": d.published_on.isoformat(), "number": d.number or "", "index": d.index_number, "organ": d.organ.name,
            "columnname": d.column.name, "summary": d.summary,
        }  # fmt: skip
        (folder / "content" / d.column.slug / f"{d.pk}.html").write_text(
            json.dumps(front, ensure_ascii=False) + "\n" + bodies[d.pk]
        )


def hugo(folder: Path, public: Path) -> Taken:
    """One build into a folder that is not there yet."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    log = subprocess.run(
        ["/usr/bin/env", "hugo", "--quiet", "-s", str(folder), "-d", str(public)],
        capture_output=True,
        text=True,
        check=False,
    )
    if log.returncode:
        sys.exit(f"hugo: {log.stdout}{log.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall, pages = time.perf_counter() - start, sum(1 for _ in public.rglob("*.html"))
    print(
        f"Hugo（不含gzip） {pages:,}页　{wall:.1f}秒　处理器{cpu:.1f}秒　{after.ru_maxrss / 1024:.0f} MiB　{load()}",
        flush=True,
    )
    return wall, cpu


def against_hugo(times: int, site: Path) -> None:
    """Everything pressed and built in turns, and the medians' ratios. The last pressed stays where the site is looked for."""
    plain, packed, others = [], [], []
    with tempfile.TemporaryDirectory(dir=FOLDER) as made:
        for n in range(times):
            last = n == times - 1
            plain.append(press(packed=False, folder=Path(made, f"plain{n}"), peak=n == 0))
            packed.append(press(packed=True, folder=site if last else Path(made, f"packed{n}"), peak=n == 0))
            if shutil.which("hugo"):
                if n == 0:
                    hugo_site(Path(made, "hugo"))
                others.append(hugo(Path(made, "hugo"), Path(made, f"public{n}")))
        if not others:
            print("没有 hugo，不作比较")
            return
        wall, cpu = (statistics.median(values) for values in zip(*others, strict=True))
        for words, taken in (("不含gzip", plain), ("含gzip", packed)):
            ours = [statistics.median(values) for values in zip(*taken, strict=True)]
            print(f"  之比（{words}）：时间 {ours[0] / wall:.2f}　处理器 {ours[1] / cpu:.2f}", flush=True)


# Readers


NGINX = """worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; include /etc/nginx/mime.types; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
 server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; location ~ "^/document/(?<shard>\\d*?)(?<rest>\\d{{1,3}})/$" {{ try_files /document/$shard/$shard$rest.html =404; }} }} }}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/guide/", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)


def per_second(port: int, ids: list[int], seconds: int) -> float:
    """Requests a second of pages chosen from many, compressed."""
    script = FOLDER / "wrk.lua"
    script.write_text(
        f"local ids = {{{','.join(map(str, ids))}}}\nlocal n = 0\nrequest = function() n = n % #ids + 1; return wrk.format('GET', '/document/' .. ids[n] .. '/', {{['Accept-Encoding']='gzip'}}) end"
    )
    said = subprocess.run(
        ["/usr/bin/env", "wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said:
        print("  ", said.strip().splitlines()[-3])
    return float(said.split("Requests/sec:")[1].split()[0])


@contextmanager
def nginx() -> Iterator[int]:
    """nginx giving out the pressed files; its port."""
    port, conf = free_port(), FOLDER / "nginx.conf"
    root = settings.GONGKAI_PRESS / "current" / "pages"
    conf.write_text(
        NGINX.format(
            folder=FOLDER, port=port, root=root.resolve(), user="user root;" if os.getuid() == 0 else ""
        )
    )
    child = subprocess.Popen(["/usr/bin/env", "nginx", "-c", str(conf), "-e", str(FOLDER / "error.log")])
    try:
        wait_for(port)
        yield port
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(20)


READER = """
import http.client, random, sys, time
port, ids = int(sys.argv[1]), int(sys.argv[2])
asked = http.client.HTTPConnection("127.0.0.1", port)
while True:
    asked.request("GET", f"/document/{random.randint(1, ids)}/", headers={"Accept-Encoding": "gzip"})
    asked.getresponse().read()
    time.sleep(0.003)
"""


@contextmanager
def read_by_many(count: int) -> Iterator[None]:
    """Somebody reads the site while something else is measured: some hundred pages a second through nginx, where it is installed."""
    if not shutil.which("nginx"):
        yield
        return
    with nginx() as port:
        child = subprocess.Popen([sys.executable, "-c", READER, str(port), str(count)])
        try:
            yield
        finally:
            child.kill()
            child.wait()


def readers(ids: list[int], seconds: int) -> None:
    """Pages a second by nginx (which is plain nginx: it knows nothing of us) and by `gongkai serve`, in turns."""
    other = free_port()
    ours = [
        sys.executable,
        "-c",
        "from gongkai.cli import main; main()",
        "serve",
        "--dir",
        str(FOLDER),
        "--port",
        str(other),
    ]
    child = subprocess.Popen(ours, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        with nginx() as port:
            wait_for(other)
            rates = [(per_second(port, ids, seconds), per_second(other, ids, seconds)) for _ in range(3)]
        plain, served = (sorted(r)[1] for r in zip(*rates, strict=True))
        print(
            f"每秒页数  nginx {plain:,.0f}　gongkai serve {served:,.0f}　之比 {served / plain:.2f}　{load()}"
        )
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(20)


def publishing(columns: list[Column], count: int) -> None:
    """Milliseconds from the verb's call to its return, its files durable, in a process that has published before."""
    gc.collect()  # as `gongkai serve` does when it starts (web.wsgi.settle)
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    organ, taken, cpu = Organ.objects.get(slug="o1"), [], []
    for n in range(-5, count):
        start, before = time.perf_counter(), spent()
        actions.publish(
            actor=System("测速"), organ=organ, column=columns[n % COLUMNS], title=f"新的一条{n}", body="<p>正文</p>", summary="概述",
            formed_on=today(), on=today(), reviewed_by="示例", index_number=f"N/{n + 5:08}",
        )  # fmt: skip
        if n >= 0:
            taken.append((time.perf_counter() - start) * 1000)
            cpu.append((spent() - before) * 1000)
    taken.sort()
    p = lambda share: taken[min(len(taken) - 1, int(len(taken) * share))]  # noqa: E731
    print(
        f"公开一条到文件落盘（毫秒） p50 {p(0.5):.1f}　p95 {p(0.95):.1f}　p99 {p(0.99):.1f}　最大 {taken[-1]:.1f}（{count}条），"
        f"处理器 {sum(cpu) / len(cpu):.1f}　{load()}",
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--documents", type=int, default=5000)
    asked.add_argument("--times", type=int, default=1, help="how often everything is pressed and built")
    asked.add_argument("--publish", type=int, default=200)
    asked.add_argument("--seconds", type=int, default=5)
    asked.add_argument("--no-readers", action="store_true")
    options = asked.parse_args()
    # In a process of its own, whose memory is not counted as the press's.
    making = multiprocessing.get_context("fork").Process(target=make, args=(options.documents,))
    making.start()
    making.join()
    columns = list(Column.objects.filter(slug__regex="^c[0-9]{3}$").order_by("pk"))
    print(f"{options.documents:,}条，{COLUMNS}个栏目，{os.cpu_count()}个处理器，{load()}")
    against_hugo(options.times, settings.GONGKAI_PRESS)
    with read_by_many(options.documents):
        publishing(columns, options.publish)
        for words in ("第一遍", "再一遍"):
            start = time.perf_counter()
            problems = list(verifying.compare(current(), public_key()))
            print(
                f"核对每个文件（{words}） {time.perf_counter() - start:.1f}秒　{len(problems)}处不符　{load()}",
                flush=True,
            )
    if not options.no_readers and shutil.which("nginx") and shutil.which("wrk"):
        readers(list(Document.objects.order_by("pk").values_list("pk", flat=True)[:2000]), options.seconds)


if __name__ == "__main__":
    main()
