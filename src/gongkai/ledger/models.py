# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Ledger rows: facts, their order and their seal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from gongkai.ledger.hashing import ALGORITHMS, canonical, digest


class Event(models.Model):
    """One thing that happened, in one stream, sealed with the hash of the row before (in the whole ledger)."""

    seq = models.BigIntegerField(primary_key=True)
    stream = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=True
    )
    actor_label = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    algorithm = models.CharField(max_length=8)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "version"], name="ledger_one_version_per_stream"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_seq_from_one"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="ledger_version_from_one"),
            models.CheckConstraint(condition=~models.Q(stream="") & ~models.Q(kind=""), name="ledger_named"),
            models.CheckConstraint(
                condition=models.Q(algorithm__in=ALGORITHMS), name="ledger_algorithm_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.stream}#{self.version} {self.kind}"

    def sealed_bytes(self) -> bytes:
        """Everything the hash covers, the previous hash included."""
        fields: dict[str, Any] = {
            "seq": self.seq,
            "stream": self.stream,
            "version": self.version,
            "kind": self.kind,
            "occurred_on": self.occurred_on.isoformat(),
            "recorded_at": self.recorded_at.isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "actor_label": self.actor_label,
            "payload": self.payload,
            "algorithm": self.algorithm,
            "previous_hash": self.previous_hash,
        }
        return canonical(**fields)

    def seal(self) -> str:
        return digest(self.algorithm, self.sealed_bytes())
