# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where an instance lives: one directory holding the database, keys, files and the site ($GONGKAI_DIR)."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

WAIT_SECONDS = 2.0  # for another process that is just writing a key


class Unfit(ValueError):
    """Something of the instance cannot be used; the sentence says which file or setting, and what to do."""


def instance_dir() -> Path:
    """The instance directory: $GONGKAI_DIR, else the current directory."""
    return Path(os.environ.get("GONGKAI_DIR") or ".").resolve()


def secret(name: str, size: int = 48, *, irreplaceable: bool = False) -> str:
    """Read the instance's named secret, making it (readable by its owner only) the first time.

    irreplaceable: where there are records already, a new one would leave what the lost one sealed unreadable.
    """
    folder = instance_dir() / "keys"
    path = folder / name
    if irreplaceable and not path.exists() and (instance_dir() / "gongkai.sqlite3").exists():
        raise Unfit(f"密钥文件 {path} 不见了，没有它读不出申请人信息，请从备份恢复")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_EXCL: two processes starting at once must not each believe in their own key.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(path)
    value = secrets.token_urlsafe(size)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(value)
    return value


def _kept(path: Path) -> str:
    """The secret in the file. An empty one would encrypt with nothing: it is waited for, then refused."""
    until = time.monotonic() + WAIT_SECONDS
    while not (value := path.read_text(encoding="ascii").strip()):
        if time.monotonic() > until:
            raise Unfit(f"密钥文件 {path} 是空的，请从备份恢复；新建的实例可以删去它再试")
        time.sleep(0.02)
    return value


def fixed_day() -> date | None:
    """The day an example instance stands on, or None."""
    path = instance_dir() / "today"
    try:
        return date.fromisoformat(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError:
        raise Unfit(f"{path} 里应当只有一个日期，写成 2025-02-10 这样") from None


def site_facts() -> dict[str, str]:
    """What the site says of itself, from the instance's site.json; nothing where there is none.

    address (https://host, without a slash at the end), identification (网站标识码), icp (ICP备案号), police (公安备案号), hotline (the words
    people are told to call, 12345), hotline_url and services_url (where they ask and do things online).
    """
    try:
        said = json.loads((instance_dir() / "site.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:  # of the encoding and of JSON too
        raise Unfit("site.json 不是UTF-8编码的JSON") from None
    if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
        raise Unfit("site.json 应当是一个对象，每一项的值是文字")
    address = said.get("address", "")
    if address and not re.fullmatch(r"https?://[^/\s]+", address):
        raise Unfit("site.json 的 address 应当是 https://主机名，末尾不带斜杠")
    for name in ("hotline_url", "services_url"):
        if said.get(name) and not re.fullmatch(r"https?://[^\s\"'<>]+", said[name]):
            raise Unfit(f"site.json 的 {name} 应当是完整的网址，以 https:// 开头")
    return said


def database() -> dict[str, object]:
    """Django's DATABASES entry: $GONGKAI_DATABASE_URL (postgres://…?sslmode=…) or SQLite in the instance.

    What stands behind the question mark goes to the PostgreSQL driver as it is.
    """
    url = os.environ.get("GONGKAI_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": instance_dir() / "gongkai.sqlite3",
            "CONN_MAX_AGE": 60,  # opening one costs as much as three pages' queries
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # the log is moved beside the verbs (`ledger.checkpointing`), and by who commits only where it is 16 MB long
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA wal_autocheckpoint=4000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Unfit(f"GONGKAI_DATABASE_URL 只支持 postgres://，现在是 {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
