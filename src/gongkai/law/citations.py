# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where a rule stands: instrument and provision, as a legal officer would cite it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision of one instrument; `text` is how screens and letters name it."""

    instrument: str
    provision: str

    @property
    def text(self) -> str:
        return f"{self.instrument}{self.provision}"


def regulations(provision: str) -> Citation:
    """A provision of 《中华人民共和国政府信息公开条例》 (国务院令第711号, in force 2019-05-15)."""
    return Citation("条例", provision)


FEES = "《政府信息公开信息处理费管理办法》"
ART26 = regulations("第二十六条")
ART29 = regulations("第二十九条第二款")
ART30 = regulations("第三十条")
ART31_1 = regulations("第三十一条第一项")
ART31_2 = regulations("第三十一条第二项")
ART31_3 = regulations("第三十一条第三项")
ART32 = regulations("第三十二条")
ART33_2 = regulations("第三十三条第二款")
ART33_3 = regulations("第三十三条第三款")
ART34 = regulations("第三十四条")
ART35 = regulations("第三十五条")
FEE_PAYMENT = Citation(FEES, "关于缴费期限的规定")
