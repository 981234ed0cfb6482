# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Typesetting with typst: a source and its data to a PDF or a picture, refused where no font of the machine has the characters.

Knows nothing of letters or reports; anything above may use it.
"""

from gongkai.typesetting.compiling import pdf, png
from gongkai.typesetting.fonts import BODY, HEADS, NoFont, families_for

__all__ = ["BODY", "HEADS", "NoFont", "families_for", "pdf", "png"]
