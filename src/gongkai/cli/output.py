# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How commands speak: JSON to standard output, plain sentences about what is wrong to standard error."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import typer


def say_json(value: Any) -> None:
    """One JSON document, UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def unusable(sentence: str) -> NoReturn:
    """Input that cannot be used: one sentence, status 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
