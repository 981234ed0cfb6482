# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请人 and its sealed particulars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.sealing import match_key, name_key, seal, unseal
from gongkai.law.table3 import ApplicantKind


class Applicant(models.Model):
    """申请人 (条例第二十七条、第二十九条): a natural person or one of five kinds of organisation; particulars sealed."""

    kind = models.CharField(max_length=2, choices=[(k.value, k.label) for k in ApplicantKind])
    name_sealed = models.BinaryField()
    identity_sealed = models.BinaryField(null=True)
    contact_sealed = models.BinaryField(null=True)
    # Finds the same applicant again (fees, repeated requests) without opening anything.
    identity_key = models.CharField(max_length=64, db_index=True)
    # Finds a whole name without opening any (sealing.name_key).
    name_key = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in ApplicantKind]), name="applicant_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"申请人{self.pk}"

    @classmethod
    def sealed(cls, *, kind: str, name: str, identity: str | None, contact: str | None) -> Applicant:
        """An applicant with its particulars sealed; not yet saved."""
        return cls(
            kind=ApplicantKind(kind).value,
            name_sealed=seal(name),
            identity_sealed=seal(identity) if identity else None,
            contact_sealed=seal(contact) if contact else None,
            identity_key=match_key(identity or name),
            name_key=name_key(name),
        )

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)
