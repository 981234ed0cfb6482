# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai law clock` as a contract: JSON lines in and out, no instance, no database."""

import json
import os
import subprocess
import sys

import pytest


def run(text, tmp_path):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from gongkai.cli import main; main()", "law", "clock"],
        input=text, capture_output=True, text=True, cwd=tmp_path, env=env, check=False,
    )  # fmt: skip


def test_the_examples_of_the_contract(tmp_path):
    lines = [
        {"id": "a", "as_of": "2024-12-31", "received_on": "2024-06-03"},
        {"id": "b", "as_of": "2024-12-31", "received_on": "2024-06-03", "events": [
            {"type": "consultation_sent", "on": "2024-06-12", "id": "1", "to": "third_party"},
            {"type": "consultation_closed", "on": "2024-06-25", "id": "1"}]},
        {"id": "c", "as_of": "2024-12-31", "received_on": "2024-06-03", "events": [
            {"type": "supplement_requested", "on": "2024-06-13"}, {"type": "supplement_received", "on": "2024-07-01"}]},
    ]  # fmt: skip
    done = run("\n".join(json.dumps(line) for line in lines), tmp_path)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(o["id"], o["due"], o["excluded_working_days"]) for o in out] == [
        ("a", "2024-07-02", 0), ("b", "2024-07-15", 9), ("c", "2024-07-29", 0),
    ]  # fmt: skip
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "第1行不是JSON"), ("[]", "JSON对象"), ('{"as_of":"2024-01-01"}', "缺少 received_on"),
     ('{"as_of":"2024-01-01","received_on":"3 June"}', "YYYY-MM-DD"),
     ('{"as_of":"2024-01-01","received_on":"2024-01-01","events":[{"type":"x","on":"2024-01-02"}]}', "type 不认识")],
)  # fmt: skip
def test_unusable_input_is_one_plain_sentence_and_status_2(text, words, tmp_path):
    done = run(text, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
