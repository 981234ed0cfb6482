# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""typst behind one function: no network, no packages, no date of its own, so the same data gives the same bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def pdf(source: str, data: Mapping[str, Any], *, images: Mapping[str, bytes] | None = None) -> bytes:
    """Compile a source that reads its data with json("data.json"); images are files beside it."""
    import typst

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in (images or {}).items():
            (folder / name).write_bytes(content)
        made_pdf = typst.compile(str(folder / "main.typ"), root=str(folder), format="pdf")
    return bytes(made_pdf)
