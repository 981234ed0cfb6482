# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai report check` as a contract: no instance, no database, no settings; one document; 0, 1 or 2."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from tests.annual_report import layouts as made


def run(tmp_path, *arguments):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from gongkai.cli import main; main()", "report", "check", *map(str, arguments)],
        capture_output=True, text=True, cwd=tmp_path, env=env, check=False,
    )  # fmt: skip


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "sound.html"
    path.write_text(made.html(made.figures(1)), encoding="utf-8")
    return path


def test_a_sound_report_is_one_object_and_status_0(tmp_path, sound):
    done = run(tmp_path, sound, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    shown, f = json.loads(done.stdout), made.figures(1)
    assert list(shown)[:9] == [
        "file",
        "organ",
        "year",
        "format",
        "table2",
        "table3",
        "table4",
        "narrative",
        "findings",
    ]
    assert (shown["file"], shown["organ"], shown["year"], shown["format"]) == (
        str(sound),
        "示例县人民政府",
        2024,
        "2021",
    )
    assert (shown["table2"], shown["table3"], shown["table4"]) == (f.t2, f.t3, f.t4)
    assert shown["findings"] == []
    assert list(tmp_path.iterdir()) == [sound]


def test_faults_are_told_by_place_and_status_1(tmp_path):
    f = made.figures(2)
    f.t2["rules"] = [1, 0, 1]
    f.t2["licences"] = -5
    f.t3[23][0] += 1
    f.t4["reconsideration"][4] += 2
    path = tmp_path / "faulty.html"
    path.write_text(made.html(f), encoding="utf-8")
    done = run(tmp_path, path, "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    assert {"T2.rules_in_county", "T2.negative", "T3.sum", "T3.balance", "T3.row_total", "T4.total"} == {
        x["code"] for x in found
    }
    assert all({"code", "severity", "where", "expected", "found", "message"} == set(x) for x in found)
    total = next(x for x in found if x["code"] == "T4.total")
    assert (total["where"], total["found"] - total["expected"]) == ("表四 行政复议，总计", 2)
    people = run(tmp_path, path)
    assert people.returncode == 1
    assert "表四" in people.stdout


def test_last_year_is_compared(tmp_path, sound):
    f = made.figures(1)
    f.t3[24] = [n + 1 for n in f.t3[1]]
    before = tmp_path / "before.html"
    before.write_text(made.html(f).replace("2024年", "2023年"), encoding="utf-8")
    done = run(tmp_path, sound, "--json", "--previous", before)
    codes = {x["code"] for x in json.loads(done.stdout)["findings"]}
    assert (done.returncode, codes) == (1, {"X.carry_over", "X.in_force"})
    wrong = run(tmp_path, before, "--json", "--previous", sound)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "不是before.html（2023年）的上一年" in wrong.stderr


def test_several_files_are_a_list_and_an_unusable_one_does_not_hide_the_others(tmp_path, sound):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"not a pdf")
    done = run(tmp_path, sound, bad, sound, "--json")
    shown = json.loads(done.stdout)
    assert done.returncode == 2
    assert [set(x) == {"file", "error"} for x in shown] == [False, True, False]
    assert "bad.pdf" in done.stderr


def test_many_files_in_one_command(tmp_path, sound):
    files = []
    for n in range(20):
        path = tmp_path / f"{n}.txt"
        path.write_text(made.lines(made.figures(n)), encoding="utf-8")
        files.append(path)
    done = run(tmp_path, *files, "--json")
    assert [x["table3"] for x in json.loads(done.stdout)] == [made.figures(n).t3 for n in range(20)]


def _package(names, size=10):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, b"\0" * size)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def _entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", BOMB)
    return out.getvalue()


@pytest.mark.parametrize(("name", "content", "words"), [
    ("none.html", None, "没有这个文件"),
    ("empty.txt", b"  \n", "空文件"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "另存为.docx"),
    ("a.docx", b"%PDF-1.4\n", "和扩展名不符"),
    ("a.pdf", b"<!doctype html><html></html>", "和扩展名不符"),
    ("a.xlsx", _package(["word/document.xml"]), "和扩展名不符"),
    ("a.txt", b"\x00\x01\x02" * 400, "和扩展名不符"),
    ("a.pdf", b"%PDF-1.4\n%%EOF", "PDF"),
    ("a.docx", _package(["word/document.xml"]), "Word文件损坏"),
    ("a.docx", _package(["word/document.xml", "word/x.bin"], 210 * 2**20 // 2), "太大"),
    ("a.docx", _entities(), "实体"),
    ("a.json", b"[1]", "table3"),
    ("a.json", b"[" * 100_000, "JSON"),
    ("a.png", b"x", "类型不认识"),
    ("a.html", "中文".encode("gb18030") + b"\xff\xff\xff", "编码"),
])  # fmt: skip
def test_unusable_input_is_one_plain_sentence_and_status_2(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = run(tmp_path, path, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_pdf_with_a_password_is_refused(tmp_path):
    import pikepdf

    path = tmp_path / "locked.pdf"
    with pikepdf.new() as book:
        book.add_blank_page()
        book.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    done = run(tmp_path, path)
    assert (done.returncode, "密码" in done.stderr) == (2, True)
