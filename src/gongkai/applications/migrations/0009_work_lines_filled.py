# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The work list's columns computed from the ledger for every open case, and the blind index of every name."""

from itertools import islice

from django.db import migrations

BATCH = 500


def batches(rows):
    rows = iter(rows)
    while group := list(islice(rows, BATCH)):
        yield group


def fill(apps, schema_editor):
    from gongkai.applications.sealing import name_key, unseal
    from gongkai.applications.story import fold
    from gongkai.applications.worklines import work_line
    from gongkai.organs.workdays import workdays

    Application = apps.get_model("applications", "Application")
    Applicant = apps.get_model("applications", "Applicant")
    Event = apps.get_model("ledger", "Event")
    days = workdays()
    names = ("act_on", "act_kind", "why", "consulting")
    for cases in batches(Application.objects.exclude(state="closed").only("pk").iterator(BATCH)):
        told = {f"application/{case.pk}": [] for case in cases}
        for event in Event.objects.filter(stream__in=list(told)).order_by("stream", "version"):
            told[event.stream].append(event)
        for case in cases:
            for name, value in work_line(fold(told[f"application/{case.pk}"]), days).items():
                setattr(case, name, value)
        Application.objects.bulk_update(cases, names)
    for people in batches(Applicant.objects.only("pk", "name_sealed").iterator(BATCH)):
        for person in people:
            person.name_key = name_key(unseal(person.name_sealed))
        Applicant.objects.bulk_update(people, ["name_key"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_work_lines"), ("ledger", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
