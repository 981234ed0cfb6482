# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The statutes as pure functions: standard library only, no database, no clock; the day is always an argument."""
