import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.ledger.laying import Together


class Migration(migrations.Migration):

    # One step where the room is new; a room that has taken the old steps has taken this one.
    replaces = [
        ('annual_report', '0001_initial'),
        ('annual_report', '0002_editions'),
        ('annual_report', '0003_chain'),
        ('annual_report', '0004_archive'),
        ('annual_report', '0005_beside'),
    ]

    initial = True

    dependencies = [
        ('organs', '0001_squashed_0002_reorganised'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='PublishedReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('edition', models.PositiveSmallIntegerField(default=1)),
                    ('reason', models.CharField(max_length=300, null=True, verbose_name='更正的原因')),
                    ('published_on', models.DateField()),
                    ('ledger_seq', models.BigIntegerField()),
                    ('snapshot', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_reports', to='organs.organ')),
                ],
                options={
                    'ordering': ['-year', '-edition'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'edition'), name='published_report_once'), models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('reason__isnull', True)), models.Q(('edition__gte', 2), ('reason__isnull', False)), _connector='OR'), name='published_report_new_edition_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('reason', models.CharField(max_length=300)),
                    ('opened_on', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_corrections', to='organs.organ')),
                    ('edition', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='annual_report.publishedreport')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('edition__isnull', True)), fields=('organ', 'year'), name='correction_one_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Remark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('part', models.CharField(max_length=12, null=True)),
                    ('figure', models.CharField(max_length=60, null=True)),
                    ('text', models.CharField(max_length=1000)),
                    ('written_on', models.DateField()),
                    ('resolved_on', models.DateField(null=True)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_remarks', to='organs.organ')),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('figure__isnull', False), ('part__isnull', True)), models.Q(('figure__isnull', True), ('part__isnull', False)), _connector='OR'), name='remark_on_a_part_or_a_figure'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('round', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('submitted', '待审核'), ('returned', '已退回'), ('accepted', '已通过')], default='submitted', max_length=10)),
                    ('submitted_on', models.DateField()),
                    ('notes', models.JSONField()),
                    ('snapshot', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('decided_on', models.DateField(null=True)),
                    ('remark', models.CharField(max_length=1000, null=True, verbose_name='审核意见')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_submissions', to='organs.organ')),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-year', 'organ', '-round'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'round'), name='submission_round_once'), models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('organ', 'year'), name='submission_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('state', 'submitted')), models.Q(('decided_on__isnull', False), ('state__in', ['returned', 'accepted'])), _connector='OR'), name='submission_decided_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), ('remark__isnull', False), _connector='OR'), name='submission_return_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='ArchivedReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organ_name', models.CharField(max_length=120)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('file_name', models.CharField(max_length=255)),
                    ('digest', models.CharField(max_length=64)),
                    ('content', models.JSONField()),
                    ('kept_on', models.DateField()),
                    ('removed_on', models.DateField(null=True)),
                    ('removed_why', models.CharField(max_length=300, null=True)),
                    ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archived_reports', to='organs.organ')),
                ],
                options={
                    'ordering': ['organ_name', '-year', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_on__isnull', True)), fields=('kept_by', 'organ_name', 'year'), name='archived_once'), models.CheckConstraint(condition=models.Q(('removed_on__isnull', True), ('removed_why__isnull', False), _connector='OR'), name='archived_removal_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='DayCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('on', models.DateField()),
                    ('ledger_seq', models.BigIntegerField()),
                    ('values', models.JSONField()),
                    ('records', models.JSONField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='day_counts', to='organs.organ')),
                ],
                options={
                    'ordering': ['-on'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'on'), name='day_count_once')],
                },
            ),
            migrations.CreateModel(
                name='FigureNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('figure', models.CharField(max_length=60)),
                    ('text', models.CharField(max_length=500)),
                    ('public', models.BooleanField(default=False)),
                    ('written_on', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figure_notes', to='organs.organ')),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'figure'), name='figure_note_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='figure_note_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Paragraph',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('part', models.CharField(max_length=12)),
                    ('text', models.TextField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_paragraphs', to='organs.organ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'part'), name='paragraph_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='paragraph_not_empty')],
                },
            ),
        ]),
    ]
