# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Consultations that are open are found by their last day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0009_titles_sealed"),
        ("organs", "0003_contact"),
        ("publishing", "0017_interpretations_dated"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["closes_on"], name="consultation_closes_on"),
        ),
    ]
