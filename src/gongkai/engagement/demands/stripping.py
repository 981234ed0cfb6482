# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is taken out of a demand before it is kept: numbers, names of people, and the last part of an address. Pure.

The stream is read by more people than the record it comes from (个人信息保护法第六条：最小范围).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.redaction import numbers_in

MARK = "＊"
MOST = 200

# The 120 most frequent surnames: a name is looked for only beside words that announce one, so rarer ones may stay.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
    "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文柯麻谷厉庄翁季倪柳施娄詹应"
)
_NAME = rf"(?:欧阳|诸葛|上官|司马|[{_SURNAMES}])(?:[一-鿿]{{1,2}}|某{{1,2}})"
_TITLED = re.compile(rf"{_NAME}(?=先生|女士|同志|老师傅|大爷|大妈|阿姨)")
_SAID = re.compile(
    r"(申请人|联系人|反映人|来电人|户主|业主|姓名|本人|我叫|我是|村民|居民|患者|死者)([:：是为叫名]{0,2})"
    rf"{_NAME}(?![一-鿿]?(?:公司|局|镇|村|街|路|小区))"
)
# 某某路12号3幢402室、5组18号: the place stays, the door does not.
_DOOR = re.compile(
    r"(?:[0-9０-９]+|[一二三四五六七八九十百]+)(?:号楼|号院|号|弄|幢|栋|单元|室|组|户)(?:[-—－之0-9０-９A-Za-z]*(?:号楼|号|弄|幢|栋|单元|室|层|楼|户)?)*"
)
_HOUSE = re.compile(rf"(?<=[路街巷道村里园苑庄弄区府]){_DOOR.pattern}")
_MASKED = re.compile(r"[0-9]{1,6}\*{3,}[0-9Xx]{0,4}")  # what is left of a number that a register masked
_WHITE = re.compile(r"[\s\x00-\x1f]+")
_EXAMPLE = re.compile(r"[（(]示例[）)]")


def stripped(text: str, known: Iterable[str] = ()) -> str:
    """The text without numbers that point at a person, names where words announce them, and door numbers; at most 200 characters.

    known are names the record itself gives (a collector's, a firm's) that must go wherever they stand.
    """
    text = _EXAMPLE.sub("", _WHITE.sub(" ", text)).strip()
    for name in known:
        if len(name) > 1:
            text = text.replace(name, MARK)
    for found in reversed(numbers_in(text)):
        text = text[: found.start] + MARK + text[found.end :]
    text = _MASKED.sub(MARK, text)
    text = _SAID.sub(rf"\1\2{MARK}", _TITLED.sub(MARK, text))
    return _HOUSE.sub(MARK, text)[:MOST]
