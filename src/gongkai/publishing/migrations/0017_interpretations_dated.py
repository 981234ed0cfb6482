# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every interpretation has its day, now that 0016 has given it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0016_listings_filled")]

    operations = [
        migrations.AlterField("interpretation", "published_on", models.DateField()),
        migrations.AddIndex(
            "interpretation", models.Index(fields=["-published_on", "-id"], name="interpretation_newest")
        ),
    ]
