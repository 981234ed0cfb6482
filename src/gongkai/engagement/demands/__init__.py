# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""导向性问题清单: what people ask at every door in one stream, grouped by topic, and what the office promises to do about it.

`doors` says where demands come from, `stripping` what is taken out of them, `topics` how they are grouped (pure),
`grouping` keeps stream and groups in step with the record, `actions` turns a group into a commitment, `queries` reads.
"""
