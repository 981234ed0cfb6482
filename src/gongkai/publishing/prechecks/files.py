# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What rides along in attachments: what the scan found in each when it came, and files or pictures nobody can fetch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.publishing.body import keys_in
from gongkai.publishing.models import Attachment, Draft
from gongkai.publishing.prechecks.reading import Doubt, Text
from gongkai.redaction import LABELS, Severity
from gongkai.redaction.leaks import leak

# In a public file an office's telephone is usual; a picture is looked at by those who review it anyway.
_USUAL = frozenset({"landline", "image_only"})
_DOUBTED = frozenset({"mobile"})


def attachments(draft: Draft, _text: Text, _day: date) -> Iterator[Doubt]:
    """Hidden data and numbers of people in the files (个人信息保护法), and pictures of the body that are not the draft's."""
    files = list(draft.files.all())
    for file in files:
        for kind, place, excerpt in dict.fromkeys(map(tuple, file.leaks)):
            if kind in _USUAL or kind not in LABELS:
                continue
            known = leak(kind, place)
            stops = known.severity is Severity.BLOCK and kind not in _DOUBTED
            said = f"有{known.label}{'：' if excerpt else ''}{excerpt}"
            yield Doubt("file", stops, f"附件“{file.name}”{place}", said, _MEND.get(known.mend, known.mend))
    missing = keys_in(draft.body) - {f.key for f in files if f.use == Attachment.Use.PICTURE}
    if missing:
        yield Doubt("picture", True, "正文", f"有{len(missing)}张图片在文件库里找不到", "删去后重新插入图片")


_MEND = {
    "另存一份清洁件，会去掉这一项": "在附件下面换成清洁件，会去掉这一项",
    "在脱密页面选中遮盖，另存为公开件": "遮盖以后重新上传",
}
