# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The share copied is exact, whatever the order of the passages, and the archive names the source."""

import json
import random
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.publishing import copied as room
from gongkai.publishing.copied import RUN, Archive, copied, source

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FEW = st.text("政府信息公开条例", max_size=90)


def by_set(text, origin):
    """The definition, in six lines: what the fast way is held against."""
    a, b = (re.sub(r"[^\u4e00-\u9fff]", "", t) for t in (text, origin))
    pieces = {b[n : n + RUN] for n in range(len(b) - RUN + 1)}
    covered = set()
    for n in range(len(a) - RUN + 1):
        if a[n : n + RUN] in pieces:
            covered.update(range(n, n + RUN))
    return len(covered) / len(a) if a else 0.0


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(FEW, max_size=4), own=st.lists(FEW, max_size=4), cut=st.integers(0, 40))
def test_it_equals_the_definition(parts, own, cut):
    origin = "，".join(parts)
    text = "".join(x for pair in zip(own, reversed([*parts, ""]), strict=False) for x in pair) + origin[cut:]
    found = copied(text, origin)
    assert found.share == pytest.approx(by_set(text, origin))
    covered = "".join(text[a:b] for a, b in found.passages)
    assert len(re.sub(r"[^\u4e00-\u9fff]", "", covered)) == round(found.share * found.characters)


def test_two_runs_of_one_hash_are_told_apart(monkeypatch):
    """With a hash that says the same of everything, the answer is still exact."""
    monkeypatch.setattr(
        room, "_hashes", lambda codes: room.np.zeros(max(0, len(codes) - RUN + 1), dtype=room.np.uint64)
    )
    letters = [chr(0x4E00 + n) for n in range(60)]
    origin = "".join(letters[:40])
    text = "".join(letters[5:20]) + "".join(letters[40:60]) + "".join(letters[20:33])
    assert copied(text, origin).share == pytest.approx(by_set(text, origin)) == pytest.approx(28 / 48)


def test_passages_are_places_in_the_text_as_given():
    said = "行政机关应当自收到政府信息公开申请之日起二十个工作日内予以答复"
    text = f"<p>我们解释一下：行政机关应当自收到政府信息公开申请，之日起20，二十个工作日内予以答复。</p>{said[:12]}"
    found = copied(text, said)
    assert [text[a:b] for a, b in found.passages] == [
        "行政机关应当自收到政府信息公开申请，之日起20，二十个工作日内予以答复"
    ]
    assert (copied("", said).share, copied(said, "").share, copied(said, said).share) == (0.0, 0.0, 1.0)


def test_reordered_copies_are_seen():
    """An alignment finds the longest common order and misses the rest."""
    rng = random.Random(3)
    letters = [chr(0x4E00 + n) for n in range(3000)]
    blocks = ["".join(rng.choices(letters, k=60)) for _ in range(20)]
    mixed = blocks[:]
    rng.shuffle(mixed)
    assert copied("".join(mixed), "".join(blocks)).share == 1.0


def test_a_prepared_source_answers_the_same():
    ready = source("各级行政机关应当加强依职权主动公开工作" * 3)
    assert copied("行政机关应当加强依职权主动公开工作", ready).share == 1.0


def test_the_archive_names_the_source():
    rng = random.Random(5)
    letters = [chr(0x4E00 + n) for n in range(2500)]
    texts = {n: "".join(rng.choices(letters, k=600)) for n in range(300)}
    archive = Archive(texts.items())
    right = 0
    for n in range(0, 300, 10):
        own = "".join(rng.choices(letters, k=300))
        text = own[:150] + texts[n][200:400] + own[150:]
        origins = archive.origins(text)
        right += bool(origins) and origins[0].key == n
        assert copied(text, texts[n]).share == pytest.approx(0.4, abs=0.02)
    assert right == 30
    assert archive.origins(texts[7], besides=7) == []
    assert Archive([]).origins("没有任何文字的档案馆里查不到什么东西") == []


def test_any_run_of_28_leaves_a_mark():
    rng = random.Random(7)
    letters = [chr(0x4E00 + n) for n in range(2500)]
    text = "".join(rng.choices(letters, k=400))
    archive = Archive([(1, text)])
    for first in range(0, 372):
        around = "".join(rng.choices(letters, k=60))
        piece = around[:30] + text[first : first + 28] + around[30:]
        assert archive.origins(piece), first


@pytest.mark.skipif(
    not (CORPUS / "laws.tar.xz").exists(), reason="the corpus of laws is not beside the repository"
)
def test_the_measured_shares_of_153_pairs_of_law_and_implementation_are_reproduced():
    pairs = json.loads((CORPUS / "law-implementation-pairs.json").read_text(encoding="utf-8"))["pairs"]
    wanted = {f"laws/{p[side]}" for p in pairs for side in ("local", "national")}
    with tarfile.open(CORPUS / "laws.tar.xz") as archive:
        texts = {m.name: archive.extractfile(m).read().decode() for m in archive if m.name in wanted}
    assert len(pairs) == 153
    off = [
        (p["local"], p["covered_characters_13"], share)
        for p in pairs
        if abs(
            (share := copied(texts[f"laws/{p['local']}"], texts[f"laws/{p['national']}"]).share)
            - p["covered_characters_13"]
        )
        > 0.001
    ]
    assert off == []
