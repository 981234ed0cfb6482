# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书的内容: facts filled from the case, the organ's wording, the remedy the law chooses, the snapshot, its renderings.

Nothing here writes; actions.letters does. templates/ holds the shipped wording of every kind in law.letters.
"""
