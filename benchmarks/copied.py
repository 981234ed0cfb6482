# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The share of copied text: the exact meter against difflib, on the same pairs; how far difflib is from the truth."""

import os
import random
import tempfile
from difflib import SequenceMatcher

os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp())
from compare import compare

from gongkai.publishing.copied import RUN, copied

RNG = random.Random(7)
LETTERS = [chr(0x4E00 + int(RNG.paretovariate(0.9) * 15) % 3500) for _ in range(60_000)]


def text(size: int) -> str:
    return "".join(RNG.choices(LETTERS, k=size))


def pair() -> tuple[str, str]:
    """A source of 3,000 characters and a text of 3,000 that copies a share of it, in blocks out of order."""
    origin = text(3000)
    blocks = [origin[n : n + 150] for n in range(0, 3000, 150)]
    RNG.shuffle(blocks)
    kept = blocks[: RNG.randint(0, 20)]
    own = [text(150) for _ in range(20 - len(kept))]
    mixed = kept + own
    RNG.shuffle(mixed)
    return "".join(mixed), origin


PAIRS = [pair() for _ in range(40)]


def aligned(said: str, origin: str) -> float:
    blocks = SequenceMatcher(None, said, origin, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size >= RUN) / len(said)


FEW = PAIRS[:4]
compare(
    f"{len(FEW)} pairs, exact meter", lambda: [copied(a, b) for a, b in FEW],
    "difflib", lambda: [aligned(a, b) for a, b in FEW], rounds=3,
)  # fmt: skip
off = [abs(aligned(a, b) - copied(a, b).share) for a, b in PAIRS[:8]]
print(f"difflib's share differs by {sum(off) / len(off):.2f} on average, {max(off):.2f} at most")
