# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every open case has its line, no closed one has; the indexes the lists walk."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0009_work_lines_filled"),
        ("organs", "0002_reorganised"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="applicant",
            name="name_key",
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("act_on__isnull", False)),
                fields=["act_on", "id"],
                name="application_work",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("act_on__isnull", False)),
                fields=["organ", "act_on", "id"],
                name="application_work_organ",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("act_on__isnull", False)),
                fields=["handler", "act_on", "id"],
                name="application_work_handler",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["submitted_on", "id"], name="application_submitted"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["organ", "submitted_on", "id"], name="application_organ_submitted"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("act_kind__isnull", True),
                        ("act_on__isnull", True),
                        ("state", "closed"),
                        ("why__isnull", True),
                    ),
                    models.Q(
                        models.Q(("state", "closed"), _negated=True),
                        ("act_kind__in", ["reply", "confirm", "supplement", "payment", "moving"]),
                        ("act_on__isnull", False),
                        ("why__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="application_work_while_open",
            ),
        ),
    ]
