# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What was pressed: a line for every file, in parts of about a thousand, and a root that names the parts and is signed (Ed25519)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from gongkai.portal.press.tree import Writing

ROOT = "root"  # one line of JSON, one line with its signature: both change at once


class Line(NamedTuple):
    """One file: SHA-256 of its bytes and of the compressed ones, and the day it turns."""

    sha: str
    packed: str  # or -, of a file that lies alone
    turns: str  # ISO day, or -


ALONE = "-"
Part = dict[str, Line]  # path → line


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def as_text(path: str, line: Line) -> str:
    """A file's line as the manifest keeps it."""
    return f"{line.sha} {line.packed} {line.turns} {path}\n"


def part_bytes(part: Part) -> bytes:
    return "".join([as_text(path, line) for path, line in sorted(part.items())]).encode()


def parse_part(data: bytes) -> Part:
    """Raises ValueError for what is not a part."""
    found = {}
    for row in data.decode().splitlines():
        sha, packed, turns, path = row.split(" ", 3)
        found[path] = Line(sha, packed, turns)
    return found


def first_turn(part: Part) -> str | None:
    return min((v.turns for v in part.values() if v.turns != "-"), default=None)


@dataclass
class Root:
    """The state of a pressed tree. seq, hash and day: the ledger's row and the day it shows; next: when time alone changes it."""

    seq: int
    hash: str
    day: str
    fingerprint: str
    next: str | None = None
    parts: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # name → (SHA-256, its first turn)

    def to_bytes(self) -> bytes:
        return json.dumps(vars(self), sort_keys=True, ensure_ascii=False).encode()

    def turning(self, *others: date | None) -> None:
        """Set next: the first turn of any part, or one of the other days."""
        days = [turn for _, turn in self.parts.values() if turn] + [d.isoformat() for d in others if d]
        self.next = min(days, default=None)


class Broken(Exception):
    """The manifest cannot be relied on; the message says why."""


class Manifest:
    """The manifest of one tree, in the folder beside its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self) -> Root:
        """Raises Broken where there is none, or none that can be read."""
        return self._read()[0]

    def _read(self) -> tuple[Root, bytes, bytes]:
        try:
            body, signature = (self.folder / ROOT).read_bytes().split(b"\n")
            said = json.loads(body)
            said["parts"] = {name: tuple(v) for name, v in said["parts"].items()}
            return Root(**said), body, bytes.fromhex(signature.decode())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Broken(f"清单不能读：{error}") from None

    def check_signature(self, key: Ed25519PublicKey) -> Root:
        """The root, once its signature holds. Raises Broken."""
        root, body, signature = self._read()
        try:
            key.verify(signature, body)
        except InvalidSignature:
            raise Broken("清单的签名不对：清单被改动过，或者不是本实例签的") from None
        return root

    def part(self, name: str) -> Part:
        try:
            return parse_part((self.folder / f"{name}.txt").read_bytes())
        except FileNotFoundError:
            return {}

    def part_of(self, root: Root, name: str) -> Part:
        """A part as the root names it, for who holds the lock and is to change it; the last ones written are still known."""
        if name not in root.parts:
            return {}
        known = _known.get(root.parts[name][0])
        return self.part(name) if known is None else dict(known)

    def part_checked(self, name: str, root: Root) -> Part:
        """A part, once it is the one the root names. Raises Broken."""
        try:
            data = (self.folder / f"{name}.txt").read_bytes()
        except OSError:
            raise Broken(f"清单缺少{name}一部分") from None
        if digest(data) != root.parts[name][0]:
            raise Broken(f"清单的{name}一部分被改动过")
        return parse_part(data)

    def write(
        self,
        root: Root,
        parts: Iterable[tuple[str, Part]],
        others: Iterable[date | None],
        writing: Writing | None = None,
    ) -> None:
        """Write these parts, then the root that names them: until the root is there the old one stands.

        parts: names with their lines, gone through once: of a whole site they need not all be there at a time. writing: the files that are listed, still on their way; they get their names first.
        """
        files, emptied = [], []
        for name, part in parts:
            if part:
                data = part_bytes(part)
                files.append((f"{name}.txt", data))
                root.parts[name] = (digest(data), first_turn(part))
                _keep(root.parts[name][0], part)
            else:
                root.parts.pop(name, None)
                emptied.append(name)
        root.turning(*others)
        body = root.to_bytes()
        files.append((ROOT, body + b"\n" + signing_key().sign(body).hex().encode()))
        with writing or Writing() as whole:
            whole.then()
            whole.add(self.folder, files)
            whole.place()
        for name in emptied:
            (self.folder / f"{name}.txt").unlink(missing_ok=True)


# Parts by their digest, of some thousand lines each at most: a publication changes those that the one before it changed.
KEPT = 16
_known: dict[str, Part] = {}


def _keep(sha: str, part: Part) -> None:
    _known[sha] = part
    while len(_known) > KEPT:
        del _known[next(iter(_known))]


@lru_cache(maxsize=4)
def _signing_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / "press.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate()
        public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        # Linked into place whole: two processes that start at once agree on the first one's key.
        fresh = folder / f".press.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
            (folder / "press.pub").write_bytes(public)
        fresh.unlink()
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101 - for the type alone
    return key


def signing_key() -> Ed25519PrivateKey:
    """The instance's key, made the first time; it never leaves the instance's folder of keys."""
    return _signing_key(settings.GONGKAI_KEYS)


def public_key(path: Path | None = None) -> Ed25519PublicKey:
    """The key to check with: the instance's own, or the one in a file, for a machine that has no instance."""
    if path is None:
        return signing_key().public_key()
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise Broken("这个公钥不是Ed25519公钥")
    return key
