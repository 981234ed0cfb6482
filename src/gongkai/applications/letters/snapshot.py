# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The letter as it was signed: everything its renderings need, in one document whose digest the ledger keeps."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from gongkai.applications.letters.wording import Piece
from gongkai.applications.sealing import seal, unseal
from gongkai.law.calendar import parse_day


@dataclass(frozen=True)
class Snapshot:
    """What the paper says. salt keeps the ledger's digest from telling anything about the words."""

    kind: str
    title: str
    organ: str
    number: str
    recipient: str
    paragraphs: tuple[str, ...]
    letter_on: str
    remedy: str  # variant A to D
    remedy_version: str
    remedy_text: str
    template_version: int
    seal_image: str | None  # base64
    salt: str

    @property
    def day(self) -> date:
        return parse_day(self.letter_on)

    @property
    def signed_day(self) -> str:
        """成文日期 as GB/T 9704 prints it: Arabic numerals, no leading zero."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"

    @property
    def seal_bytes(self) -> bytes | None:
        return base64.b64decode(self.seal_image) if self.seal_image else None

    @property
    def text(self) -> str:
        """The words in reading order, for a screen reader, a search, a test."""
        return "\n".join(
            (
                self.organ,
                self.number,
                self.title,
                f"{self.recipient}：",
                *self.paragraphs,
                self.organ,
                self.signed_day,
            )
        )

    def canonical(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def sealed(self) -> bytes:
        return seal(self.canonical())


def opened(data: bytes) -> Snapshot:
    """A sealed snapshot again."""
    raw = json.loads(unseal(data))
    return Snapshot(**{**raw, "paragraphs": tuple(raw["paragraphs"])})


def joined(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
