# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What each case is about as a column, and indexes that answer for what every page of the desk counts and compares."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0011_practice")]

    operations = [
        migrations.AddField(
            "application", "topic", models.CharField(default="", max_length=200, verbose_name="标题去掉“申请公开”等词"),
            preserve_default=False,
        ),
        migrations.AddIndex("application", models.Index(fields=["topic", "organ"], name="application_topic")),
        # The counts every page of the desk shows come from the index alone.
        migrations.RemoveIndex("application", "application_work"),
        migrations.RemoveIndex("application", "application_work_organ"),
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["act_on", "id", "act_kind", "handler"], name="application_work_line",
                condition=models.Q(act_on__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["organ", "act_on", "id", "act_kind", "handler"], name="application_organ_line",
                condition=models.Q(act_on__isnull=False),
            ),
        ),
    ]  # fmt: skip
