# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What must not leave with a file, and taking it out for good (条例第十五条、第三十七条; 个人信息保护法第五十一条).

Functions over bytes: nothing here knows a case, a person, a database or a setting. `scan` says what is in a file and
where; `redact_text`, `redact_pdf` and `clean_copy` make the copy that may leave, and prove it before handing it back.
"""

from gongkai.redaction.files import LIMITS, Kind, Limits, Unreadable, kind_of
from gongkai.redaction.leaks import LABELS, Leak, Severity
from gongkai.redaction.numbers import Found, numbers_in
from gongkai.redaction.remove import clean_copy
from gongkai.redaction.remove_pdf import (
    Box,
    Redacted,
    StillThere,
    page_picture,
    page_size,
    redact_pdf,
)
from gongkai.redaction.remove_text import Span, TextRedacted, redact_text, spans_of
from gongkai.redaction.scan import scan
from gongkai.redaction.words import kinds_of_numbers

__all__ = [
    "LABELS",
    "LIMITS",
    "Box",
    "Found",
    "Kind",
    "Leak",
    "Limits",
    "Redacted",
    "Severity",
    "Span",
    "StillThere",
    "TextRedacted",
    "Unreadable",
    "clean_copy",
    "kind_of",
    "kinds_of_numbers",
    "numbers_in",
    "page_picture",
    "page_size",
    "redact_pdf",
    "redact_text",
    "scan",
    "spans_of",
]
