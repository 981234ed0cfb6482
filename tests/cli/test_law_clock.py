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


def command(name, text, tmp_path, **env):
    known = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from gongkai.cli import main; main()", "law", name],
        input=text if isinstance(text, bytes) else text.encode(), capture_output=True, cwd=tmp_path, env={**known, **env}, check=False,
    )  # fmt: skip


def answers(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_line_that_cannot_be_used_costs_the_others_nothing(tmp_path):
    good = '{"id":"%s","received_on":"2024-06-03","as_of":"2024-06-04"}'
    text = "\n".join([good % "a", "{", good % "b", '{"received_on":"2024-02-30"}', "", "[1]", good % "c"])
    done = command("clock", text, tmp_path)
    assert (done.returncode, [a["id"] for a in answers(done)]) == (2, ["a", "b", "c"])
    said = done.stderr.decode().strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("第2行不是JSON")
    assert said[0].endswith("另有2行也不能用：第4、6行")


def test_many_unusable_lines_are_counted_not_listed_without_end(tmp_path):
    said = command("fee", "x\n" * 40, tmp_path).stderr.decode().strip()
    assert said.endswith("另有39行也不能用：第2、3、4、5、6、7、8、9、10、11等行")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"\xff{}", "不是UTF-8编码"), (b'{"id":1e400,"received_on":"2024-06-03"}', "id 写不成JSON"),
        (b'{"id":NaN,"received_on":"2024-06-03"}', "id 写不成JSON"), (b'{"received_on":20240603}', "YYYY-MM-DD"),
        (b"[" * 200_000, "太深"), (b'{"received_on":' + b"9" * 5000 + b"}", "太长的数"),
        (b'{"received_on":"2024-06-03","events":{"type":"replied"}}', "应为事项的列表"),
        (b'{"received_on":"2024-06-03","events":[{"type":"extended","on":"2024-06-04","working_days":-1}]}', "应为正整数"),
        (b'{"received_on":"2024-06-03","as_of":"9999-12-31"}', "1990年到2199年"),
    ],
)  # fmt: skip
def test_hostile_lines_are_named_not_crashed_on(line, words, tmp_path):
    done = command("clock", line, tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_what_is_only_odd_is_answered_in_utf_8_wherever_it_runs(tmp_path):
    lines = [
        b'\xef\xbb\xbf{"id":"bom","received_on":"2024-06-03"}\r', b"   ", b'{"id":"\\ud800","received_on":"2024-06-03"}',
        b'{"id":"none","received_on":"2024-06-03","events":null,"as_of":null}',
        b'{"id":"huge","received_on":"2024-06-03","events":[{"type":"extended","on":"2024-06-04","working_days":99999999999999999999}]}',
    ]  # fmt: skip
    done = command("clock", b"\n".join(lines), tmp_path, PYTHONIOENCODING="gbk", LC_ALL="C")
    found = answers(done)
    assert (done.returncode, [a["id"] for a in found]) == (0, ["bom", "\ud800", "none", "huge"])
    assert {a["due"] for a in found} == {"2024-07-02"}
    assert [e["code"] for e in found[-1]["errors"]] == ["extension_too_long"]


def test_a_hundred_thousand_lines_are_answered_one_each(tmp_path):
    done = command("fee", '{"basis":"by_item","rank":11,"count":1}\n' * 100_000, tmp_path)
    assert (done.returncode, done.stdout.count(b'{"yuan": 100,')) == (0, 100_000)


FEES = [
    ({"basis": "by_item", "rank": 11, "count": 1}, 100), ({"basis": "by_item", "rank": 11}, 100),
    ({"basis": "by_item", "rank": 1, "count": 45}, 5500), ({"basis": "by_page", "pages": 45}, 150),
]  # fmt: skip


def test_the_fee_examples_of_the_contract(tmp_path):
    done = command("fee", "\n".join(json.dumps(raw) for raw, _ in FEES), tmp_path)
    assert [a["yuan"] for a in answers(done)] == [yuan for _, yuan in FEES]
    assert all(sum(t["yuan"] for t in a["trace"]) == a["yuan"] for a in answers(done))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "basis 应为"), ({"basis": ["by_item"], "rank": 1}, "basis 应为"), ({"basis": "by_item"}, "rank 应为"),
        ({"basis": "by_item", "rank": 0}, "rank 应为"), ({"basis": "by_item", "rank": 1, "count": 0}, "count 应为"),
        ({"basis": "by_page", "pages": "45"}, "pages 应为"), ({"basis": "by_page", "pages": True}, "pages 应为"),
        ({"basis": "by_page", "pages": 4.5}, "pages 应为"), ({"basis": "by_page", "pages": 10**30}, "pages 应为"),
    ],
)  # fmt: skip
def test_a_fee_that_cannot_be_computed_names_the_field(raw, words, tmp_path):
    done = command("fee", json.dumps(raw), tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


def test_receipt_tells_the_day_its_ground_and_the_alarm(tmp_path):
    facts = {"channel": "online", "submitted_on": "2024-06-03", "as_of": "2024-06-05"}
    waiting, confirmed = answers(
        command(
            "receipt",
            "\n".join(json.dumps({**facts, **more}) for more in ({}, {"confirmed_on": "2024-06-04"})),
            tmp_path,
        )
    )
    assert (waiting["received_on"], waiting["confirmation_overdue"]) == (None, True)
    assert (confirmed["received_on"], confirmed["rule"]) == ("2024-06-04", "条例第三十一条第三项")
    for wrong, words in (
        ({"channel": "pigeon"}, "channel 应为"),
        ({"confirmed_on": "2024-06-01"}, "早于 submitted_on"),
    ):
        done = command("receipt", json.dumps({**facts, **wrong}), tmp_path)
        assert done.returncode == 2
        assert words in done.stderr.decode()


def test_outcome_tells_the_row_the_letters_and_the_remedy_of_the_letters_day(tmp_path):
    absent = {
        "clear": True, **dict.fromkeys(["petition", "publication", "repeated", "reissue", "excessive", "special"], False),
        "government_information": True, "ours": True, "exists": False,
    }  # fmt: skip
    lines = [{"answers": absent, "letter_on": "2024-06-01", "scope": scope} for scope in ("wide", "narrow")]
    found = answers(
        command("outcome", "\n".join(json.dumps(x) for x in [*lines, {"answers": None}]), tmp_path)
    )
    assert [a["outcome"] for a in found] == ["R3.4.1", "R3.4.1", None]
    assert [a["remedy"] and a["remedy"]["variant"] for a in found] == ["A", "B", None]
    assert found[2]["next"]["key"] == "clear"
    for wrong in ({"scope": "all"}, {"answers": {"clear": "yes"}}, {"answers": {"secret": True}}):
        assert command("outcome", json.dumps(wrong), tmp_path).returncode == 2


def test_workdays_counts_forward_between_and_lists_a_year(tmp_path):
    lines = [
        {"from": "2024-06-03", "add": 20},
        {"from": "2024-06-03", "to": "2024-07-02"},
        {"from": "2031-12-30", "to": "2030-01-01"},
    ]
    found = answers(command("workdays", "\n".join(map(json.dumps, lines)), tmp_path))
    assert [(a["to"], a["working_days"], a["provisional"]) for a in found] == [
        ("2024-07-02", 20, False), ("2024-07-02", 20, False), ("2030-01-01", 0, True),
    ]  # fmt: skip
    assert command("workdays", '{"from":"2024-06-03"}', tmp_path).returncode == 2
