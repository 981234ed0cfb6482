# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How many examples a property is tried on."""

import os


def examples(count: int) -> int:
    """All of them on SQLite; a third on PostgreSQL, where only the database differs and each costs more."""
    return count if "GONGKAI_DATABASE_URL" not in os.environ else -(-count // 3)
