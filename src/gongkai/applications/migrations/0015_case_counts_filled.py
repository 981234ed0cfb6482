# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The received cases of the register, counted once; from here on the verbs keep the counts."""

from collections import Counter

from django.db import migrations

BATCH = 1000
NAMES = ("organ_id", "kind", "received_year", "closed_year", "due_year", "outcome", "late")
FACTS = ("organ_id", "applicant__kind", "received_on", "closed_on", "due_on", "outcome", "on_time")


def fill(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    CaseCount = apps.get_model("applications", "CaseCount")
    rows = Application.objects.filter(received_on__isnull=False).order_by().values_list(*FACTS)
    found = Counter(
        (organ, kind, received.year, closed and closed.year, due and due.year, outcome, on_time is False)
        for organ, kind, received, closed, due, outcome, on_time in rows.iterator(BATCH)
    )
    CaseCount.objects.bulk_create(
        (CaseCount(**dict(zip(NAMES, group, strict=True)), n=n) for group, n in found.items()), batch_size=BATCH
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0014_case_counts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
