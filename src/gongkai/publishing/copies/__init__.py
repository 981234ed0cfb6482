# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A public document as a file to keep: .docx and .pdf, made from the record when they are asked for.

They are not pressed: a county's archive twice over for the few that are taken away, and each of them anew with every change of a
name or of the force of a document. `public_paper` starts at what is public, so a withdrawn document has no copy from the same step on.
"""

from gongkai.publishing.copies.paper import Paper, public_paper
from gongkai.publishing.copies.typeset import pdf_bytes
from gongkai.publishing.copies.word import docx_bytes

__all__ = ["Paper", "docx_bytes", "pdf_bytes", "public_paper"]
