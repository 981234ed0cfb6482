# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What opinions say is sealed; the words that stood in the open are taken out."""

from django.db import migrations, models

from gongkai.applications.sealing import seal

_BATCH = 500


def shut(apps, _editor):
    opinions = apps.get_model("engagement", "Opinion").objects
    part = []
    for row in opinions.only("pk", "text").iterator(_BATCH):
        row.text_sealed = seal(row.text)
        part.append(row)
        if len(part) == _BATCH:
            opinions.bulk_update(part, ["text_sealed"])
            part = []
    opinions.bulk_update(part, ["text_sealed"])


class Migration(migrations.Migration):
    dependencies = [("engagement", "0007_message_door")]

    operations = [
        migrations.AddField("opinion", "text_sealed", models.BinaryField(null=True)),
        migrations.RunPython(shut, elidable=True),
        migrations.RemoveField("opinion", "text"),
        migrations.AlterField("opinion", "text_sealed", models.BinaryField()),
    ]
