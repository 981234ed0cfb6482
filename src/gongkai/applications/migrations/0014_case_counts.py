# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How many cases are alike in what the year's figures ask (ADR 0014); 0015 counts what is there."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0001_squashed_0013_topic_filled'),
        ('organs', '0001_squashed_0002_reorganised'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=2)),
                ('received_year', models.PositiveSmallIntegerField()),
                ('closed_year', models.PositiveSmallIntegerField(null=True)),
                ('due_year', models.PositiveSmallIntegerField(null=True)),
                ('outcome', models.CharField(max_length=8, null=True)),
                ('late', models.BooleanField()),
                ('n', models.IntegerField()),
                ('organ', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ')),
            ],
            options={
                'indexes': [models.Index(fields=['outcome', 'kind', 'organ', 'received_year', 'closed_year', 'n'], name='case_count_table3')],
                'constraints': [models.UniqueConstraint(models.F('organ'), models.F('kind'), models.F('received_year'), django.db.models.functions.comparison.Coalesce('closed_year', models.Value(0)), django.db.models.functions.comparison.Coalesce('due_year', models.Value(0)), django.db.models.functions.comparison.Coalesce('outcome', models.Value('')), models.F('late'), name='case_count_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['np', 'co', 'ri', 'so', 'ls', 'ot'])), name='case_count_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_year__isnull', True), ('outcome__isnull', True)), models.Q(('closed_year__isnull', False), ('outcome__in', ['R3.1', 'R3.2', 'R3.3.1', 'R3.3.2', 'R3.3.3', 'R3.3.4', 'R3.3.5', 'R3.3.6', 'R3.3.7', 'R3.3.8', 'R3.4.1', 'R3.4.2', 'R3.4.3', 'R3.5.1', 'R3.5.2', 'R3.5.3', 'R3.5.4', 'R3.5.5', 'R3.6.1', 'R3.6.2', 'R3.6.3'])), _connector='OR'), name='case_count_closed_with_outcome')],
            },
        ),
    ]
