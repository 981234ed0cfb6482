# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What each case is about as a column, so that others alike are found by an index and not by reading every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0011_practice")]

    operations = [
        migrations.AddField(
            "application", "topic", models.CharField(default="", max_length=200, verbose_name="标题去掉“申请公开”等词"),
            preserve_default=False,
        ),
        migrations.AddIndex("application", models.Index(fields=["topic", "organ"], name="application_topic")),
    ]  # fmt: skip
