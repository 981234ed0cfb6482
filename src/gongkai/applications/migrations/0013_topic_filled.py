# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The topic of every case already registered."""

from itertools import islice

from django.db import migrations

BATCH = 2000


def fill(apps, schema_editor):
    from gongkai.applications.likeness import topic_of

    Application = apps.get_model("applications", "Application")
    rows = Application.objects.only("pk", "title").iterator(BATCH)
    while cases := list(islice(rows, BATCH)):
        for case in cases:
            case.topic = topic_of(case.title)
        Application.objects.bulk_update(cases, ["topic"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("applications", "0012_topic")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
