# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a scan says: one leak, how grave it is, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """BLOCK keeps the file in until mended or overridden with a reason; WARN asks a person to look."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Leak:
    """One thing that should not leave. excerpt is masked: it never holds a whole value or a whole sentence."""

    kind: str
    severity: Severity
    place: str
    excerpt: str
    mend: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


_NUMBER = "在脱密页面选中遮盖，另存为公开件"
_CLEAN = "另存一份清洁件，会去掉这一项"
# kind: (what it is called, how grave, how to mend it)
_KINDS: dict[str, tuple[str, Severity, str]] = {
    "identity": ("居民身份证号码", Severity.BLOCK, _NUMBER),
    "identity_old": ("15位身份证号码", Severity.BLOCK, _NUMBER),
    "identity_doubtful": ("疑似身份证号码（校验位不对）", Severity.WARN, _NUMBER),
    "mobile": ("手机号码", Severity.BLOCK, _NUMBER),
    "landline": ("固定电话号码", Severity.WARN, "办公电话可以保留；住宅电话应当遮盖"),
    "bank_card": ("银行卡号", Severity.BLOCK, _NUMBER),
    "bank_account": ("疑似银行账号", Severity.WARN, "个人账号应当遮盖"),
    "passport": ("护照、通行证号码", Severity.BLOCK, _NUMBER),
    "email": ("电子邮箱", Severity.WARN, "个人邮箱应当遮盖"),
    "plate": ("机动车号牌", Severity.WARN, "私人车辆的号牌应当遮盖"),
    "comment": ("批注", Severity.BLOCK, _CLEAN),
    "tracked_change": ("修订痕迹", Severity.BLOCK, "接受或者拒绝修订，或者另存清洁件"),
    "hidden_text": ("隐藏文字", Severity.BLOCK, _CLEAN),
    "invisible_text": ("看不见但可以复制的文字", Severity.BLOCK, "这一页重做成图像即可去掉"),
    "covered_text": ("黑块下面的文字还在", Severity.BLOCK, "只盖黑块不算遮盖；把这一页重做成图像即可去掉"),
    "unapplied_redaction": ("只标记、没有执行的密文", Severity.BLOCK, "在脱密页面重做，会按标记遮盖"),
    "hidden_sheet": ("隐藏的工作表", Severity.BLOCK, _CLEAN),
    "hidden_cells": ("隐藏的行、列", Severity.BLOCK, _CLEAN),
    "hidden_slide": ("隐藏的幻灯片", Severity.BLOCK, "删去隐藏的幻灯片，另存为PDF"),
    "speaker_notes": ("演讲者备注", Severity.WARN, "删去备注，或者另存为PDF"),
    "defined_name": ("指向别处或者隐藏的名称", Severity.WARN, _CLEAN),
    "cached_data": ("缓存的外部数据", Severity.BLOCK, _CLEAN),
    "custom_xml": ("自定义XML数据", Severity.WARN, _CLEAN),
    "embedded": ("嵌入的文件", Severity.BLOCK, _CLEAN),
    "macro": ("宏", Severity.BLOCK, _CLEAN),
    "author": ("作者、单位等文件属性", Severity.BLOCK, _CLEAN),
    "path": ("本机路径", Severity.WARN, _CLEAN),
    "location": ("拍摄地点（GPS）", Severity.BLOCK, _CLEAN),
    "camera": ("拍摄设备、时间", Severity.WARN, _CLEAN),
    "attachment": ("附带的文件", Severity.BLOCK, _CLEAN),
    "hidden_layer": ("隐藏的图层", Severity.BLOCK, "重做后隐藏图层不再存在"),
    "script": ("脚本", Severity.BLOCK, _CLEAN),
    "form": ("填写的表单", Severity.WARN, "重做后表单固定为普通页面"),
    "old_revision": ("改动前的旧内容还在文件里", Severity.BLOCK, "另存一份清洁件，旧内容不再存在"),
    "revisions": ("多次保存的痕迹", Severity.WARN, "另存一份清洁件"),
    "thumbnail": ("缩略图", Severity.WARN, _CLEAN),
    "image_only": ("机器读不到的图像", Severity.WARN, "请逐页看过，需要遮盖的在页面上画框"),
    "html_hidden": ("网页里不显示的内容", Severity.BLOCK, "另存为纯文本或者PDF"),
    "not_scanned": ("没有查到的部分", Severity.WARN, "请人工查看这一部分"),
}
LABELS = {kind: label for kind, (label, _, _) in _KINDS.items()}


def leak(kind: str, place: str, excerpt: str = "") -> Leak:
    """A leak of a known kind, with that kind's gravity and remedy."""
    _, severity, mend = _KINDS[kind]
    return Leak(kind, severity, place, excerpt, mend)


def hint(text: str) -> str:
    """Enough of a passage to find it again, never enough to read it: two characters and the length."""
    plain = " ".join(text.split())
    return f"{plain[:2]}…（共{len(plain)}字）" if plain else ""
