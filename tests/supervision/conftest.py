# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A small site on a loopback port."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture
def served():
    """Serves what is in pages; asked counts every question."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            asked.append((self.path, self.headers["User-Agent"]))
            page = pages.get(self.path)
            if callable(page):
                page = page()
            status, headers = (200, {}) if page is not None else (404, {})
            if isinstance(page, tuple):
                status, headers, page = page
            body = page.encode() if isinstance(page, str) else page or b""
            kind = "text/html; charset=utf-8" if isinstance(page, str) else "application/octet-stream"
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    pages, asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield pages, asked, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
