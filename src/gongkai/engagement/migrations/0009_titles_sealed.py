# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A letter's title is sealed like its text: people put names into titles too."""

from django.db import migrations, models

from gongkai.applications.sealing import seal

_BATCH = 500


def shut(apps, _editor):
    letters = apps.get_model("engagement", "CitizenMessage").objects
    part = []
    for row in letters.only("pk", "title").iterator(_BATCH):
        row.title_sealed = seal(row.title)
        part.append(row)
        if len(part) == _BATCH:
            letters.bulk_update(part, ["title_sealed"])
            part = []
    letters.bulk_update(part, ["title_sealed"])


class Migration(migrations.Migration):
    dependencies = [("engagement", "0008_opinions_sealed")]

    operations = [
        migrations.AddField("citizenmessage", "title_sealed", models.BinaryField(null=True)),
        migrations.RunPython(shut, elidable=True),
        migrations.RemoveField("citizenmessage", "title"),
        migrations.AlterField("citizenmessage", "title_sealed", models.BinaryField()),
    ]
