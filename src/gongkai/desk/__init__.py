# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作台: what staff see. Views read through queries and write through verbs; they decide nothing themselves."""
