# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, _schema_editor):
    """A proceeding recorded before stages were: its organ is the application's, its stage the block's first."""
    Proceeding = apps.get_model("applications", "Proceeding")
    for row in Proceeding.objects.select_related("application").iterator():
        row.organ_id = row.application.organ_id
        row.stage = "review" if row.block == "reconsideration" else "first"
        row.save(update_fields=["organ", "stage"])


STAGES = [("review", "行政复议"), ("first", "一审"), ("second", "二审"), ("retrial", "再审")]


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("organs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("proceeding", "organ", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="proceedings", to="organs.organ")),
        migrations.AddField("proceeding", "stage", models.CharField(choices=STAGES, max_length=10, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
