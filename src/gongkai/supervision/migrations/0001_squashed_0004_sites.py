import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.ledger.laying import Together


class Migration(migrations.Migration):

    # One step where the room is new; a room that has taken the old steps has taken this one.
    replaces = [
        ('supervision', '0001_initial'),
        ('supervision', '0002_inspection'),
        ('supervision', '0003_scores_and_surveys'),
        ('supervision', '0004_sites'),
    ]

    initial = True

    dependencies = [
        ('applications', '0001_squashed_0013_topic_filled'),
        ('organs', '0001_squashed_0002_reorganised'),
        ('publishing', '0001_squashed_0008_marks'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='RuleSetting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=32, unique=True)),
                    ('values', models.JSONField(default=dict)),
                    ('off', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['rule'],
                },
            ),
            migrations.CreateModel(
                name='Weighting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True)),
                    ('values', models.JSONField()),
                ],
                options={
                    'ordering': ['-year'],
                },
            ),
            migrations.CreateModel(
                name='AccountabilityCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decided_on', models.DateField()),
                    ('facts', models.TextField()),
                    ('measure', models.CharField(max_length=80)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_cases', to='organs.organ')),
                ],
                options={
                    'ordering': ['decided_on', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Detection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=32)),
                    ('key', models.CharField(max_length=120)),
                    ('severity', models.CharField(choices=[('veto', '严重'), ('fault', '一般'), ('note', '提醒')], max_length=5)),
                    ('place', models.CharField(max_length=200)),
                    ('ref', models.CharField(max_length=80)),
                    ('address', models.CharField(blank=True, max_length=200, null=True, verbose_name='公开地址')),
                    ('text', models.CharField(max_length=200)),
                    ('facts', models.JSONField(default=dict)),
                    ('first_seen', models.DateField()),
                    ('last_seen', models.DateField()),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('dismissed_on', models.DateField(blank=True, null=True)),
                    ('dismissed_why', models.CharField(blank=True, max_length=200, null=True)),
                    ('dismissed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='detections', to='organs.organ')),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('issue', models.PositiveSmallIntegerField(verbose_name='期')),
                    ('title', models.CharField(max_length=120)),
                    ('issued_on', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='organs.organ')),
                ],
                options={
                    'ordering': ['year', 'issue'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'issue'), name='notice_once')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.CharField(max_length=200)),
                    ('basis', models.CharField(blank=True, max_length=120, null=True, verbose_name='依据')),
                    ('due_on', models.DateField()),
                    ('rectified_on', models.DateField(blank=True, null=True)),
                    ('evidence', models.CharField(blank=True, max_length=200, null=True)),
                    ('column', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='publishing.column')),
                    ('complaint', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finding', to='applications.matter')),
                    ('detection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finding', to='supervision.detection')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='organs.organ')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='supervision.notice')),
                ],
                options={
                    'ordering': ['notice', 'id'],
                    'indexes': [models.Index(fields=['rectified_on'], name='finding_rectified')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('evidence__isnull', True), ('rectified_on__isnull', True)), models.Q(('evidence__isnull', False), ('rectified_on__isnull', False)), _connector='OR'), name='finding_closed_with_evidence')],
                },
            ),
            migrations.CreateModel(
                name='Receipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='supervision.notice')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['on', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'organ'), name='receipt_once')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('assessment', '工作考核'), ('social', '社会评议')], max_length=12)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('result', models.CharField(max_length=300)),
                    ('held_on', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='organs.organ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organ', 'kind', 'year'), name='review_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['assessment', 'social'])), name='review_kind_known'), models.CheckConstraint(condition=models.Q(('held_on__year__gte', models.F('year'))), name='review_after_year_began')],
                },
            ),
            migrations.CreateModel(
                name='Run',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='巡查日期')),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField()),
                    ('by_label', models.CharField(max_length=80)),
                    ('opened', models.PositiveIntegerField()),
                    ('seen', models.PositiveIntegerField()),
                    ('closed', models.PositiveIntegerField()),
                    ('by_rule', models.JSONField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
        ]),
        migrations.AddField(
            model_name='detection',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_here', to='supervision.run'),
        ),
        migrations.AddField(
            model_name='detection',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened_here', to='supervision.run'),
        ),
        Together([
            migrations.CreateModel(
                name='Scorecard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('total', models.DecimalField(decimal_places=1, max_digits=4)),
                    ('items', models.JSONField()),
                    ('confirmed_on', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='organs.organ')),
                ],
                options={
                    'ordering': ['-year', '-total', 'organ'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='scorecard_once'), models.CheckConstraint(condition=models.Q(('total__gte', 0), ('total__lte', 100)), name='scorecard_total')],
                },
            ),
            migrations.CreateModel(
                name='SiteInspection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=300, verbose_name='网址')),
                    ('on', models.DateField()),
                    ('pages', models.PositiveIntegerField(verbose_name='页面')),
                    ('addresses', models.PositiveIntegerField(verbose_name='地址')),
                    ('left', models.PositiveIntegerField(default=0, verbose_name='没有看的地址')),
                    ('closed', models.PositiveIntegerField(default=0, verbose_name='robots.txt不让看的')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_inspections', to='organs.organ')),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('pages__lte', models.F('addresses'))), name='site_inspection_counts')],
                },
            ),
            migrations.CreateModel(
                name='SiteFault',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=24)),
                    ('address', models.CharField(max_length=2000)),
                    ('evidence', models.CharField(max_length=400)),
                    ('severity', models.CharField(max_length=8)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='supervision.siteinspection')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('severity__in', ['severe', 'fault', 'note'])), name='site_fault_severity')],
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=120)),
                    ('intro', models.CharField(max_length=300)),
                    ('questions', models.JSONField()),
                    ('opens_on', models.DateField()),
                    ('closes_on', models.DateField()),
                    ('concluded_on', models.DateField(null=True)),
                    ('result', models.CharField(max_length=300, null=True)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='organs.organ')),
                ],
                options={
                    'ordering': ['-year'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='survey_once'), models.CheckConstraint(condition=models.Q(('closes_on__gt', models.F('opens_on'))), name='survey_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_on__isnull', True), ('result__isnull', True)), models.Q(('concluded_on__gt', models.F('closes_on')), ('result__isnull', False)), _connector='OR'), name='survey_concluded_after_close')],
                },
            ),
            migrations.CreateModel(
                name='SurveyAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('scores', models.JSONField()),
                    ('comment_sealed', models.BinaryField(null=True)),
                    ('submission', models.CharField(max_length=64, unique=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='supervision.survey')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='CleanUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('expired', '已过时效'), ('superseded', '已被替代'), ('archived', '历史信息')], max_length=10)),
                    ('since', models.DateField(blank=True, null=True, verbose_name='最后有效或者被替代的日期')),
                    ('basis', models.CharField(max_length=120)),
                    ('state', models.CharField(choices=[('proposed', '待复核'), ('approved', '已标注'), ('refused', '不标注')], default='proposed', max_length=8)),
                    ('proposed_on', models.DateField()),
                    ('decided_on', models.DateField(null=True)),
                    ('remark', models.CharField(max_length=200, null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clean_ups', to='publishing.document')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.document')),
                    ('detection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clean_ups', to='supervision.detection')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('document',), name='cleanup_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('state', 'proposed')), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), ('state__in', ['approved', 'refused'])), _connector='OR'), name='cleanup_decided_whole'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='cleanup_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), ('remark__isnull', False), _connector='OR'), name='cleanup_refused_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='Extension',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_on', models.DateField()),
                    ('before', models.DateField(verbose_name='原期限')),
                    ('until', models.DateField(verbose_name='申请延到')),
                    ('reason', models.CharField(max_length=200)),
                    ('granted', models.BooleanField(null=True)),
                    ('decided_on', models.DateField(null=True)),
                    ('remark', models.CharField(max_length=200, null=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='supervision.finding')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('before'))), name='extension_is_later'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('granted__isnull', True)), models.Q(('decided_on__isnull', False), ('granted__isnull', False)), _connector='OR'), name='extension_decided_whole'), models.UniqueConstraint(condition=models.Q(('granted__isnull', True)), fields=('finding',), name='extension_one_open')],
                },
            ),
            migrations.CreateModel(
                name='Escalation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField()),
                    ('on', models.DateField()),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='supervision.finding')),
                ],
                options={
                    'ordering': ['level'],
                    'constraints': [models.UniqueConstraint(fields=('finding', 'level'), name='escalation_once'), models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='escalation_level_known')],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('text', models.CharField(max_length=300, verbose_name='整改情况')),
                    ('link', models.CharField(blank=True, max_length=300, null=True, verbose_name='网址')),
                    ('file_name', models.CharField(blank=True, max_length=120, null=True)),
                    ('stored', models.CharField(blank=True, max_length=80, null=True)),
                    ('found_again', models.BooleanField(null=True)),
                    ('seen', models.CharField(blank=True, max_length=300, null=True, verbose_name='复查所见')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='supervision.finding')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='claim_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('file_name__isnull', True), ('stored__isnull', True)), models.Q(('file_name__isnull', False), ('stored__isnull', False)), _connector='OR'), name='claim_file_whole')],
                },
            ),
        ]),
        Together([
            migrations.AddIndex(
                model_name='detection',
                index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['rule', 'organ'], name='detection_open'),
            ),
            migrations.AddIndex(
                model_name='detection',
                index=models.Index(fields=['ref'], name='detection_ref'),
            ),
            migrations.AddConstraint(
                model_name='detection',
                constraint=models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('rule', 'key'), name='detection_open_once'),
            ),
            migrations.AddConstraint(
                model_name='detection',
                constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['veto', 'fault', 'note'])), name='detection_severity_known'),
            ),
            migrations.AddConstraint(
                model_name='detection',
                constraint=models.CheckConstraint(condition=models.Q(('last_seen__gte', models.F('first_seen'))), name='detection_in_order'),
            ),
            migrations.AddConstraint(
                model_name='detection',
                constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('first_seen')), _connector='OR'), name='detection_closed_after_seen'),
            ),
            migrations.AddConstraint(
                model_name='detection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('dismissed_on__isnull', True), ('dismissed_why__isnull', True)), models.Q(('dismissed_on__isnull', False), ('dismissed_why__isnull', False)), _connector='OR'), name='detection_dismissed_with_reason'),
            ),
        ]),
    ]
