# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The configuration of docs/nginx-public.conf: nginx gives out the pressed files alone, with the headers of every page."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from gongkai.portal.press import following
from gongkai.publishing import actions
from gongkai.web.middleware import HEADERS
from tests.factories import SYSTEM, DocumentFactory
from tests.portal.press.conftest import START
from tests.portal.press.test_attached import attach

CONF = Path(__file__).resolve().parents[3] / "docs" / "nginx-public.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not Path(NGINX).exists(), reason="no nginx on this machine"),
]


def ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    found = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return found


@pytest.fixture
def public(site, settings, tmp_path):
    """Documents pressed, one of them withdrawn, and nginx in front with no application behind."""
    organ, column = site
    settings.MEDIA_ROOT = tmp_path / "files"
    kept, gone = (DocumentFactory(organ=organ, column=column, title=t, on=START) for t in ("留着", "名单"))
    actions.withdraw(actor=SYSTEM, document=gone, on=START, reason="含个人信息")
    attach(kept, "a")
    attach(kept, "b", "docx", b"PK")
    following.follow()
    port, nobody = ports(2)
    tree = following.current().pages.resolve()
    said = (
        CONF.read_text()
        .replace("listen 80", f"listen 127.0.0.1:{port}")
        .replace("127.0.0.1:8000", f"127.0.0.1:{nobody}")
    )
    said = re.sub(r"root [^;]*;", f"root {tree};", said)
    temporary = " ".join(
        f"{n}_temp_path {tmp_path}/{n};" for n in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    whole.write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ access_log off; {temporary} {said} }}"
    )
    command = [NGINX, "-c", str(whole), "-e", str(tmp_path / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    server = subprocess.Popen(command)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", kept, gone
    server.terminate()
    server.wait(10)


def get(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def test_nginx_gives_out_the_files_alone(public):
    base, kept, gone = public
    for address, words in (
        ("/", "政府信息公开"),
        (f"/document/{kept.pk}/", "留着"),
        ("/column/guifan/", "留着"),
        ("/policies/ended/", "政策文件库"),
    ):
        status, body, said = get(base + address)
        assert (status, words in body.decode()) == (200, True), address
        assert {k: said.get(k) for k in HEADERS} == HEADERS
        assert said["Content-Type"] == "text/html; charset=utf-8"
    status, body, said = get(f"{base}/", **{"Accept-Encoding": "gzip"})
    assert said["Content-Encoding"] == "gzip" and "政府信息公开" in gzip.decompress(body).decode()
    status, body, said = get(f"{base}/document/{gone.pk}/")
    assert (status, "含个人信息" in body.decode(), "名单" in body.decode()) == (410, True, False)
    assert {k: said.get(k) for k in HEADERS} == HEADERS
    assert get(f"{base}/feed.xml")[2]["Content-Type"].startswith("application/xml")
    for hidden in (
        "/index.html",
        "/column/guifan.html",
        f"/document/{gone.pk}.gone.html",
        "/../manifest/root",
    ):
        assert get(base + hidden)[0] in (400, 404, 502), hidden
    status, body, said = get(f"{base}/file/{'a' * 32}.pdf")
    assert (status, body, said["Content-Type"]) == (200, b"%PDF-1.7 words", "application/pdf")
    assert (
        said["Content-Security-Policy"].startswith("default-src 'none'") and "Content-Disposition" not in said
    )
    assert {k: said.get(k) for k in HEADERS if k != "Content-Security-Policy"}.items() <= HEADERS.items()
    status, body, said = get(f"{base}/file/{'b' * 32}.docx")
    assert (status, body, said["Content-Disposition"]) == (200, b"PK", "attachment")
    assert get(f"{base}/file/aa/{'a' * 32}.pdf")[0] in (404, 502)
    status, body, said = get(f"{base}/index.html")
    assert (status, "没有这一页" in body.decode()) == (404, True)
    # What is not a file goes to the application: here there is none, and a pressed page says so.
    status, body, said = get(f"{base}/search/")
    assert (status, "暂时不能办理" in body.decode(), "没有收到" in body.decode()) == (502, True, True)
    assert {k: said.get(k) for k in HEADERS} == HEADERS
    assert get(f"{base}/column/guifan/?q=x")[0] == 502
    assert get(f"{base}/", Cookie="mode=elder")[0] == 502
