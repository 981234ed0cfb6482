# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""错敏词表: the words every draft is searched for. One line of the list is a word, what to write instead, and whether it stops."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.publishing.models import WatchedWord

MOST_LINES = 2000


@dataclass(frozen=True)
class Watched:
    """A word, what is written instead (empty: look at it), and whether a draft stops for it."""

    words: str
    instead: str = ""
    blocks: bool = False


# Words a county's office would not want to see; an instance that writes a list of its own replaces them.
DEFAULTS = tuple(
    Watched(wrong, right)
    for wrong, right in (
        ("帐户", "账户"), ("帐号", "账号"), ("按装", "安装"), ("布署", "部署"), ("既使", "即使"), ("做为", "作为"),
        ("震憾", "震撼"), ("渡假", "度假"), ("截止到目前", "截至目前"), ("法人代表人", "法定代表人"),
    )
)  # fmt: skip


def watched_words() -> tuple[Watched, ...]:
    """The instance's list, or the built-in one."""
    rows = tuple(Watched(w.words, w.instead or "", w.blocks) for w in WatchedWord.objects.all())
    return rows or DEFAULTS


def as_lines(words: tuple[Watched, ...]) -> str:
    """The list as it is edited."""
    return "\n".join(f"{'！' if w.blocks else ''}{w.words} {w.instead}".rstrip() for w in words)


def from_lines(text: str) -> tuple[list[Watched], list[str]]:
    """(words, faults with their line numbers) of an edited list."""
    found: dict[str, Watched] = {}
    faults: list[str] = []
    for n, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        blocks = parts[0][0] in "！!"
        word = parts[0].lstrip("！!")
        instead = parts[1] if len(parts) > 1 else ""
        if len(parts) > 2:
            faults.append(f"第{n}行：一行只写一个词和它的正确写法，中间一个空格")
        elif not 2 <= len(word) <= 30 or len(instead) > 30:
            faults.append(f"第{n}行：词要2至30个字")
        elif word == instead:
            faults.append(f"第{n}行：“{word}”和它的正确写法相同")
        elif word in found:
            faults.append(f"第{n}行：“{word}”前面已经写过")
        else:
            found[word] = Watched(word, instead, blocks)
    if len(found) > MOST_LINES:
        faults.append(f"最多{MOST_LINES}个词")
    return list(found.values()), faults
