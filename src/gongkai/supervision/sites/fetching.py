# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Asking a server politely: http(s) only, nowhere private unless named, no more than so often, so long and so much.

Redirects are not followed here: where they lead is a new question, asked by the same rules.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from gongkai.supervision.sites.pages import Answer, plain_address

AGENT = "Gongkai-Inspector/1"
PAGE_BYTES, FILE_BYTES = 2 * 2**20, 20 * 2**20
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 15.0, 40.0
PAGES = ("text/html", "application/xhtml+xml")
FILES = (".pdf", ".docx", ".xlsx", ".pptx", ".txt")
Resolve = Callable[[str, int], list[str]]


class Refused(Exception):
    """The address is not asked; the message says why."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses a name stands for."""
    return list(
        dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    )


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address stands in its last four bytes


def is_public(ip: str) -> bool:
    """Whether an address is one of the open internet."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = found
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or found
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return inner.is_global and not inner.is_multicast


@dataclass(frozen=True)
class Place:
    """Scheme, host and port of an address."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, address: str) -> Place:
        parts = urlsplit(address)
        return cls(parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme])


def is_named(place: Place, named: Collection[str]) -> bool:
    """Whether a place is among hosts (or host:port) that were written down."""
    return place.host in named or f"{place.host}:{place.port}" in named


class Asker:
    """Asks for addresses. named are the hosts (or host:port) that alone may be private (10.…, 127.…): those written down."""

    def __init__(
        self,
        *,
        named: Collection[str] = (),
        every: float = 0.5,
        connections: int = 4,
        resolve: Resolve = resolved,
    ) -> None:
        self.named, self.every, self.connections, self.resolve = frozenset(named), every, connections, resolve
        self._pools: dict[Place, urllib3.HTTPConnectionPool] = {}
        self._next: dict[str, float] = {}
        # the site that is looked at; another port of its host is another server
        self.start: Place | None = None
        self._lock = threading.Lock()

    def slower(self, seconds: float) -> None:
        """Wait at least so long between two questions: the site's own wish (Crawl-delay)."""
        self.every = max(self.every, seconds)

    def _pool(self, place: Place) -> urllib3.HTTPConnectionPool:
        """Connections to one place. The name is looked up once and the connection goes to what was looked at: a second
        look-up could give another answer."""
        with self._lock:
            if place in self._pools:
                return self._pools[place]
        try:
            ips = self.resolve(place.host, place.port)
        except (OSError, UnicodeError) as fault:
            raise Refused(f"域名解析不了：{place.host}") from fault
        if not self._may_be_private(place):
            ips = [ip for ip in ips if is_public(ip)]
        if not ips:
            raise Refused(f"{place.host}是内部地址，没有写明要查，不去访问")
        common = {
            "maxsize": self.connections, "block": True, "retries": False, "headers": {"User-Agent": AGENT, "Host": _host(place)},
            "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        }  # fmt: skip
        pool: urllib3.HTTPConnectionPool
        if place.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                ips[0],
                place.port,
                server_hostname=place.host,
                assert_hostname=place.host,
                cert_reqs="CERT_REQUIRED",
                **common,
            )  # type: ignore[arg-type]
        else:
            pool = urllib3.HTTPConnectionPool(ips[0], place.port, **common)  # type: ignore[arg-type]
        with self._lock:
            return self._pools.setdefault(place, pool)

    def _may_be_private(self, place: Place) -> bool:
        """Written down. Where only the host was, another port of the site looked at is another server."""
        if self.start is not None and place.host == self.start.host and not _one_site(place, self.start):
            return f"{place.host}:{place.port}" in self.named
        return is_named(place, self.named)

    def _wait(self, host: str) -> None:
        if not self.every:
            return
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next.get(host, 0.0))
            self._next[host] = at + self.every
        time.sleep(max(0.0, at - now))

    def ask(self, address: str, *, body: bool = True) -> Answer:
        """One GET. The body only of pages and files that are read; a longer one is cut off."""
        place = Place.of(address)
        try:
            pool = self._pool(place)
        except Refused as refusal:
            return Answer(address, 0, error=str(refusal))
        self._wait(place.host)
        parts = urlsplit(address)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=?~')}" if parts.query else ""
        )
        start = time.monotonic()
        try:
            response = pool.urlopen(
                "GET", target, redirect=False, preload_content=False, decode_content=True,
                headers={**pool.headers, "Accept-Encoding": "gzip"}, assert_same_host=False,
            )  # fmt: skip
        except HTTPError as fault:
            return Answer(address, 0, milliseconds=_since(start), error=_said(fault))
        try:
            return self._read(address, response, start, body)
        except (HTTPError, OSError, ValueError) as fault:
            return Answer(address, 0, milliseconds=_since(start), error=_said(fault))
        finally:
            response.release_conn()

    def _read(self, address: str, response: urllib3.BaseHTTPResponse, start: float, body: bool) -> Answer:
        kind, _, rest = response.headers.get("Content-Type", "").partition(";")
        kind = kind.strip().lower()
        charset = rest.partition("charset=")[2].strip(" \"'").lower()
        if response.status in (301, 302, 303, 307, 308):
            response.close()  # a move has nothing to read, and may have no end
            moved = plain_address(response.headers.get("Location", ""), address) or ""
            return Answer(address, response.status, kind, milliseconds=_since(start), moved=moved)
        wanted = PAGE_BYTES if kind in PAGES else FILE_BYTES if _is_file(address) else 0
        data = bytearray()
        if not body or not wanted or response.status != 200:
            response.close()  # what is not read is not sent either
            return Answer(address, response.status, kind, milliseconds=_since(start), charset=charset)
        while len(data) <= wanted:
            part = response.read1(65536)  # what has come: a page that drips would keep a whole read for hours
            if not part:
                break
            data += part
            if time.monotonic() - start > WHOLE_SECONDS:
                raise OSError(f"{WHOLE_SECONDS:.0f}秒没有读完")
        if len(data) > wanted:
            response.close()
        return Answer(address, response.status, kind, bytes(data[:wanted]), _since(start), "", "", charset)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def _host(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host.encode("idna").decode("ascii")
    return host if place.port == {"http": 80, "https": 443}[place.scheme] else f"{host}:{place.port}"


def _is_file(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(FILES)


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)


def _said(fault: Exception) -> str:
    """Why nothing came, in words an officer understands."""
    name = type(fault).__name__
    for part, words in (
        ("ConnectTimeout", "连接超时"), ("ReadTimeout", "读取超时"), ("NewConnection", "连接不上"), ("SSL", "证书有问题"), ("Protocol", "服务器中断了连接"),
        ("NameResolution", "域名解析不了"),
    ):  # fmt: skip
        if part in name:
            return words
    return str(fault) if isinstance(fault, OSError) and str(fault) else f"没有读到（{name}）"


def same_site(address: str, start: str) -> bool:
    """Whether an address belongs to the site that began at start: the same host and port (http and https of the usual ports are one)."""
    return _one_site(Place.of(address), Place.of(start))


def _one_site(a: Place, b: Place) -> bool:
    return a.host == b.host and (a.port == b.port or {a.port, b.port} <= {80, 443})


def robots_address(start: str) -> str:
    """Where the site says what may be asked."""
    return urljoin(start, "/robots.txt")
