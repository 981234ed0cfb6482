# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annual_report', '0001_initial'),
        ('organs', '0002_reorganised'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('opened_on', models.DateField()),
            ],
        ),
        migrations.AlterModelOptions(
            name='publishedreport',
            options={'ordering': ['-year', '-edition']},
        ),
        migrations.RemoveConstraint(
            model_name='publishedreport',
            name='published_report_once',
        ),
        migrations.AddField(
            model_name='publishedreport',
            name='edition',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='publishedreport',
            name='reason',
            field=models.CharField(max_length=300, null=True, verbose_name='更正的原因'),
        ),
        migrations.AddConstraint(
            model_name='publishedreport',
            constraint=models.UniqueConstraint(fields=('organ', 'year', 'edition'), name='published_report_once'),
        ),
        migrations.AddConstraint(
            model_name='publishedreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('reason__isnull', True)), models.Q(('edition__gte', 2), ('reason__isnull', False)), _connector='OR'), name='published_report_new_edition_has_reason'),
        ),
        migrations.AddField(
            model_name='correction',
            name='edition',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='annual_report.publishedreport'),
        ),
        migrations.AddField(
            model_name='correction',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_corrections', to='organs.organ'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('edition__isnull', True)), fields=('organ', 'year'), name='correction_one_open'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason'),
        ),
    ]
