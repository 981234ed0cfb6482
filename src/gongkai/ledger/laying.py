# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Laying out a room's tables at once in its first migration.

Django draws every related model anew after each `CreateModel` of a migration; with a hundred models that refer to organs and
persons this made six thousand classes and took most of the time in which a new instance, or a test's database, is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class Together(Operation):
    """Several steps of one migration whose models are drawn once. The state and the tables are the same as without it.

    Only for steps that ask nothing of the state before them: CreateModel, AddIndex and AddConstraint, not AddField.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: Sequence[CreateModel | AddIndex | AddConstraint]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change the state without drawing a model: what was drawn is forgotten, and drawn whole when it is asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the steps in their order."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take them back, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Whether any of them does."""
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        """For the list of a plan."""
        return f"{len(self.operations)} steps together"
