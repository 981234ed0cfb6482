# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers that point at one person are found however they are typed; other numbers are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from gongkai.redaction import numbers_in, redact_text, scan, spans_of

ID = "33032419850312123" + ric.calc_check_digit("33032419850312123?")
CARD = "622848032212345678" + luhn.calc_check_digit("622848032212345678")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def kinds(text):
    return [f.kind for f in numbers_in(text)]


@pytest.mark.parametrize(
    "typed",
    [
        ID, ID.lower(), ID.translate(WIDE), f"{ID[:6]} {ID[6:14]} {ID[14:]}", f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:10]}\n{ID[10:]}", "\u200b".join(ID), " ".join(ID), f"{ID[:6]}—{ID[6:14]}—{ID[14:]}", f"证{ID}号",
    ],
)  # fmt: skip
def test_identity_number_is_found_however_it_is_typed(typed):
    found = numbers_in(f"申请人（示例）身份证号：{typed}，住址不详")
    assert [f.kind for f in found] == ["identity"]
    assert ID not in found[0].excerpt and ID[6:14] not in found[0].excerpt


def test_a_wrong_check_digit_is_doubtful_and_impossible_dates_are_nothing():
    wrong = ID[:17] + ("1" if ID[17] != "1" else "2")
    assert kinds(wrong) == ["identity_doubtful"]
    assert kinds("330324198513121234") == []
    assert kinds("990324198503121234") == []


def test_old_identity_number_needs_words_to_block():
    assert kinds("身份证号330324850312123") == ["identity_old"]
    assert kinds("批准号330324850312123") == ["identity_doubtful"]
    assert kinds("注册号330324000012345") == []


@pytest.mark.parametrize(
    "typed", ["13800001234", "138 0000 1234", "138-0000-1234", "+86 13800001234", "（+86）138-0000-1234",
              "１３８００００１２３４", "8613800001234", "1380000 1234"],
)  # fmt: skip
def test_mobile_number_is_found_however_it_is_typed(typed):
    assert kinds(f"联系电话：{typed}。") == ["mobile"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"1 {ID} 13800001234 112,575 62", ["identity", "mobile"]),
        (f"2 张三（示例） {ID}\n13800001234\n98,120", ["identity", "mobile"]),
        (f"3 {CARD} 13900005678 2024", ["bank_card", "mobile"]),
        (f"4 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]} 500.00", ["bank_card"]),
        (f"2024 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]} 500", ["bank_card"]),
        ("5.13800001234 人民路1号", ["mobile"]),
        ("13800001234 万某（示例）", ["mobile"]),
        ("Tel13800001234 138 0000 1234 500", ["mobile", "mobile"]),
        ("0577-67221199 500 户", ["landline"]),
        (f"ID{ID} 2024 6 3", ["identity"]),
    ],
)
def test_neighbouring_columns_do_not_hide_a_number(row, expected):
    assert kinds(row) == expected


def test_landline_card_passport_mail_and_plate():
    assert kinds("住宅电话0577-67221199") == ["landline"]
    assert kinds("（0577）67221199") == ["landline"]
    assert kinds("电话：67221199") == ["landline"]
    assert kinds(f"卡号 {CARD}") == ["bank_card"]
    assert kinds(f"卡号{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}") == ["bank_card"]
    assert kinds("开户行：示例银行，账号：201000123456789") == ["bank_account"]
    assert kinds("护照号码：E12345678") == ["passport"]
    assert kinds("邮箱 lin.xiao@example.com") == ["email"]
    assert kinds("车牌浙C·12A34") == ["plate"]


@pytest.mark.parametrize(
    "text",
    [
        "永政发〔2024〕12号、永政办发〔2024〕103号，2024年6月3日至2024年11月10日",
        "统一社会信用代码：91330324MA2ABCDE1X；11330324002533345X；91110000100000124T",
        "补偿总额13812345678元，其中13800001234.56元已拨付；共1.38亿元，13812345678平方米",
        "项目代码2403-330324-04-01-123456，地块编号330324-2024-0015，2024-06-03 2024-06-05 2024-06-07",
        "身高175厘米，增长112575人，占比62.28%，编号ZJ20240603101500123，版本6.2.1.4",
        "http://www.example.gov.cn/art/2024/6/3/art_1229567890_59123456.html yjxx@example.gov.cn",
        "11 2345 1990 1012 3456 7；序号 12 3303 2419 8503 1212 36",
        "ISBN 978-7-111-12345-6，GB/T 33482-2016，邮编325100，电话12345，服务热线400-820-8820",
        "北纬28.153200度，东经120.692100度，面积1398.1234亩，流水20240603000000012345",
    ],
)
def test_document_numbers_dates_amounts_and_credit_codes_are_left_alone(text):
    assert numbers_in(text) == []


@given(
    st.text(alphabet="0123456789 -年月日〔〕号.，", max_size=60), st.sampled_from([ID, "13800001234", CARD])
)
def test_places_are_those_of_the_text_given_and_no_excerpt_is_whole(around, number):
    text = f"{around}，卡号或者号码：{number}。{around}"
    for found in numbers_in(text):
        bare = "".join(c for c in text[found.start : found.end] if c.isalnum())
        assert bare and bare not in found.excerpt.replace("*", "#")
    hit = redact_text(text, spans_of(text, numbers=True)).text
    assert number not in hit


def test_blocks_have_one_length_and_the_record_has_no_content():
    text = "张三（示例）和欧阳明日（示例）住在示例路"
    spans = spans_of(text, ("张三", "欧阳明日"), ground="个人隐私")
    done = redact_text(text, spans)
    assert done.text == "■■■■（示例）和■■■■（示例）住在示例路"
    assert [(s.start, s.end, s.ground) for s in done.spans] == [(0, 2, "个人隐私"), (7, 11, "个人隐私")]
    assert redact_text(text, spans, width=None).text.startswith("■■（示例）和■■■■（")
    with pytest.raises(ValueError, match="不在文字里"):
        redact_text(text, (*spans, type(spans[0])(5, 99, "")))


def test_terms_are_found_across_line_breaks_and_widths():
    assert (
        redact_text("林\n晓，ＡＢ１２", spans_of("林\n晓，ＡＢ１２", ("林晓", "ab12"))).text == "■■■■，■■■■"
    )


def test_plain_text_names_the_line():
    (found,) = scan("a.txt", f"第一行\n第二行\n证件{ID}".encode())
    assert (found.kind, found.place) == ("identity", "第3行")
    assert [x.place for x in scan("13800001234.txt", "没有号码".encode("gb18030"))] == ["文件名"]


def test_html_says_what_does_not_show():
    page = f"""<!doctype html><html><head><meta name=author content="林某某"><script>var a=1</script></head><body>
    <!-- 内部意见：不同意 --><p style="display: none">内部意见</p><input type=hidden value="13800001234"><p>{ID}</p></body></html>"""
    found = {x.kind for x in scan("a.html", page.encode())}
    assert {"html_hidden", "script", "author", "identity", "mobile"} <= found


def test_a_directory_of_thousands_of_numbers_is_read_in_one_go():
    """Each number found is compared with its neighbours, not with all the others."""
    start = time.process_time()
    assert len(numbers_in("138 0000 0000 " * 6000)) == 6000
    assert time.process_time() - start < 4
