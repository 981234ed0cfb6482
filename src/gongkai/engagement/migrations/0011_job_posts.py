# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A job fair says which posts it lists, not only how many."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0010_consultations_by_close"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("firm", models.CharField(max_length=80, verbose_name="招聘单位")),
                ("title", models.CharField(max_length=80, verbose_name="岗位")),
                ("wanted", models.PositiveIntegerField(verbose_name="人数")),
                ("pay", models.CharField(blank=True, max_length=60, null=True, verbose_name="薪酬")),
                ("place", models.CharField(blank=True, max_length=80, null=True, verbose_name="工作地点")),
                ("needs", models.CharField(blank=True, max_length=200, null=True, verbose_name="要求")),
                ("listed_on", models.DateField()),
                ("dropped_on", models.DateField(blank=True, null=True)),
                (
                    "dropped_why",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="撤下的理由"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="engagement.activity",
                    ),
                ),
            ],
            options={
                "ordering": ["firm", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("wanted__gte", 1)), name="post_wants_someone"),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True)),
                        fields=("activity", "firm", "title"),
                        name="post_listed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_on__isnull", True), ("dropped_why__isnull", True)),
                            models.Q(
                                ("dropped_on__gte", models.F("listed_on")), ("dropped_why__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="post_dropped_for_a_reason",
                    ),
                ],
            },
        ),
    ]
