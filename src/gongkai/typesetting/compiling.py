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
    return _compiled(source, data, images, {"format": "pdf"})


def png(source: str, data: Mapping[str, Any], *, pixels_per_inch: int) -> bytes:
    """The same as one picture; the source must make one page."""
    return _compiled(source, data, None, {"format": "png", "ppi": pixels_per_inch})


def _compiled(
    source: str, data: Mapping[str, Any], images: Mapping[str, bytes] | None, form: Mapping[str, Any]
) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in (images or {}).items():
            (folder / name).write_bytes(content)
        done = typst.compile(str(folder / "main.typ"), root=str(folder), **form)
    if not isinstance(done, bytes):
        raise TypeError("typst gave no single document")
    return done
