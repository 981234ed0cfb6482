# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年报体检: other bodies' published reports read from files and checked, offline and without a database.

A front per kind of file (`web`, `word`, `excel`, `pdf`, `text`, `export`) gives a list of neutral blocks: lines of text, and
grids of cells with their spans resolved. `table2`, `table3` and `table4` find the statutory cells in them by the statutory
labels, `narrative` and `claims` the figures and promises of the text, `checking` says what is wrong. A cell that cannot be read
with certainty is None and is said; nothing is guessed. Only `law` and the libraries of the file kinds are imported, each late.
"""
