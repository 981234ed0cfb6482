# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The lists of columns and what is counted of them (ADR 0015); 0016 fills them from the documents."""

import django.db.models.deletion
from django.db import migrations, models

FACETS = [
    ("all", "全部"),
    ("organ", "机关"),
    ("published", "公开年份"),
    ("formed", "成文年份"),
    ("registered", "在登记册的"),
    ("ends", "失效日"),
]
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
IN_ORDER = ["column", "published_on", "document", "ends_on"]


def _to(model, **more):
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=model, **more)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0014_feed_offers")]

    operations = [
        migrations.CreateModel(
            name="DocumentCount",
            fields=[
                ("id", ID),
                ("facet", models.CharField(choices=FACETS, max_length=10)),
                ("scope", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("n", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("facet", "scope", "value"), name="document_count_once"),
                    models.CheckConstraint(
                        condition=models.Q(facet__in=[facet for facet, _ in FACETS]),
                        name="document_count_facet_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", ID),
                ("published_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("column", _to("publishing.column", related_name="+")),
                ("document", _to("publishing.document", related_name="listings")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "column"), name="listing_once")],
                "indexes": [
                    models.Index(fields=IN_ORDER, name="listing_in_order"),
                    models.Index(
                        condition=models.Q(ends_on__isnull=False), fields=IN_ORDER, name="listing_ending"
                    ),
                ],
            },
        ),
        migrations.AddField("interpretation", "published_on", models.DateField(null=True)),
    ]
