# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where the run put a demand stands apart from where officers decided it belongs; until now the two were one."""

import django.db.models.deletion
from django.db import migrations, models


def found(apps, _editor):
    apps.get_model("engagement", "Demand").objects.update(base=models.F("group"))


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0011_job_posts"),
        ("publishing", "0012_document_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_key", models.CharField(max_length=64, unique=True)),
                ("placed_on", models.DateField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="demand",
            name="base",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="found",
                to="engagement.demandgroup",
            ),
        ),
        migrations.AddField(
            model_name="demand",
            name="because",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="归组的词"),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="asked",
            field=models.JSONField(default=list, verbose_name="具体问什么"),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="field",
            field=models.CharField(blank=True, max_length=40, null=True, verbose_name="领域"),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="engagement.demandgroup",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="named",
            field=models.BooleanField(default=False, verbose_name="名称由工作人员定"),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="engagement.demandgroup",
                verbose_name="分自",
            ),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="split_words",
            field=models.JSONField(blank=True, null=True, verbose_name="凭哪些词分出"),
        ),
        migrations.AddField(
            model_name="demandgroup",
            name="subject",
            field=models.CharField(blank=True, max_length=40, null=True, verbose_name="事项"),
        ),
        migrations.AddConstraint(
            model_name="demandgroup",
            constraint=models.UniqueConstraint(fields=("subject",), name="demand_group_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="demandgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="demand_group_not_in_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="demandgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("split_from__isnull", True), ("split_words__isnull", True)),
                    models.Q(("split_from__isnull", False), ("split_words__isnull", False)),
                    _connector="OR",
                ),
                name="demand_group_split_by_words",
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="engagement.demandgroup",
            ),
        ),
        migrations.RunPython(found, migrations.RunPython.noop, elidable=True),
    ]
