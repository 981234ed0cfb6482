# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查找: the index of what is public. One interface (`engine.Engine`), one engine in process (`embedded`, tantivy).

The index is a projection of the record. Each host keeps its own copy in the instance's directory `index/`, written by one
process at a time, and follows the ledger from a watermark that moves in the same commit as the entries (`following`). Rooms
above register what is to be found (`following.register`); this room knows no document, column or case. The engine answers
with ids only: whoever asks reads the rows again through its own gate, so an index that is behind shows nothing withdrawn.
May be thrown away at any time: `gongkai index rebuild` writes it anew.
"""
