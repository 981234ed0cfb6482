# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Database triggers that refuse UPDATE and DELETE on the ledger, for both databases."""

from __future__ import annotations

from typing import Any

MESSAGE = "账本只可追加，不可修改或删除"

SQLITE = [
    f"CREATE TRIGGER ledger_no_{verb.lower()} BEFORE {verb} ON ledger_event "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
]
# INSERT OR REPLACE takes a row away without asking the triggers of DELETE.
SQLITE_REPLACE = f"""
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger_event
WHEN EXISTS (SELECT 1 FROM ledger_event WHERE seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM ledger_event WHERE hash = NEW.hash)
  OR EXISTS (SELECT 1 FROM ledger_event WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""  # noqa: S608 - all of it is written here
POSTGRES = [
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
    "CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger_event "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
]


NAMES = {
    "postgresql": ("ledger_no_change", "ledger_no_truncate"),
    "sqlite": ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"),
}
_PRESENT = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_event'::regclass AND tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_event'",
}


def missing(connection: Any) -> list[str]:
    """The triggers the database should have and has not, or has disabled."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in NAMES[connection.vendor] if name not in present]


def install(_apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def install_replace(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_REPLACE)


def remove_replace(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER ledger_no_replace")


def remove(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER ledger_no_change ON ledger_event")
        schema_editor.execute("DROP TRIGGER ledger_no_truncate ON ledger_event")
        schema_editor.execute("DROP FUNCTION ledger_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER ledger_no_update")
        schema_editor.execute("DROP TRIGGER ledger_no_delete")
