# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年度报告: figures computed from records, tables 2 to 4, the six parts, checks, freezing and renderings."""
