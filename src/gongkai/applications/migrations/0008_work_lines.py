# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Columns of the work list and of the search by name; 0009 fills them, 0010 holds them to it."""

from django.db import migrations, models

KINDS = [
    ("reply", "最后答复日"), ("confirm", "确认期限"), ("supplement", "补正期限"), ("payment", "缴费期限"),
    ("moving", "等其他机关意见，期限顺延"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_collaboration")]

    operations = [
        migrations.RemoveIndex(model_name="application", name="application_open"),
        migrations.AddField("application", "act_on", models.DateField(null=True)),
        migrations.AddField(
            "application", "act_kind", models.CharField(choices=KINDS, max_length=12, null=True)
        ),
        migrations.AddField("application", "why", models.CharField(max_length=200, null=True)),
        migrations.AddField(
            "application", "consulting", models.BooleanField("征求意见还没有答复", default=False)
        ),
        migrations.AddField("applicant", "name_key", models.CharField(max_length=64, null=True)),
    ]
