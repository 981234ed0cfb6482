# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organs', '0002_reorganised'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('body', models.TextField(verbose_name='正文')),
                ('summary', models.CharField(max_length=300, null=True, verbose_name='内容概述')),
                ('number', models.CharField(max_length=60, null=True, verbose_name='文号')),
                ('formed_on', models.DateField(null=True, verbose_name='成文日期')),
                ('register', models.CharField(choices=[('rule', '规章'), ('normative', '行政规范性文件')], max_length=10, null=True)),
                ('effective_from', models.DateField(null=True, verbose_name='施行日期')),
                ('expires_on', models.DateField(null=True, verbose_name='有效期至')),
                ('form', models.CharField(choices=[('text', '文字解读'), ('graphic', '图解'), ('video', '视频解读'), ('cartoon', '动漫动画'), ('qa', '政策问答'), ('expert', '专家解读'), ('leader', '负责人解读')], max_length=10, null=True, verbose_name='解读形式')),
                ('note', models.CharField(max_length=200, null=True, verbose_name='改动说明')),
                ('publish_on', models.DateField(null=True, verbose_name='定时公开')),
                ('state', models.CharField(choices=[('writing', '起草中'), ('reviewing', '审核中'), ('returned', '退回修改'), ('published', '已公开'), ('dropped', '不再公开')], default='writing', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('secrecy_on', models.DateField(null=True)),
                ('secrecy_basis', models.CharField(max_length=200, null=True)),
                ('started_on', models.DateField()),
                ('changed_on', models.DateField()),
                ('also_in', models.ManyToManyField(blank=True, related_name='+', to='publishing.column')),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='publishing.document')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='publishing.column')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='publishing.document')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='organs.organ')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.document')),
                ('secrecy_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-changed_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('step', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=20)),
                ('passed', models.BooleanField()),
                ('reason', models.CharField(max_length=300, null=True)),
                ('on', models.DateField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='publishing.draft')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=20)),
                ('role', models.CharField(choices=[('intake', '受理'), ('handler', '承办'), ('reviewer', '审核'), ('signer', '签发'), ('editor', '编辑'), ('supervisor', '监督'), ('compiler', '年报'), ('admin', '管理')], max_length=12)),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_steps', to='publishing.column')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='draft_has_title'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['writing', 'reviewing', 'returned', 'published', 'dropped'])), name='draft_state_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reviewing'), ('step__gte', 1)), models.Q(models.Q(('state', 'reviewing'), _negated=True), ('step', 0)), _connector='OR'), name='draft_step_only_in_review'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('document__isnull', True)), _connector='OR'), name='draft_published_has_document'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form__isnull', True), ('policy__isnull', True)), models.Q(('form__isnull', False), ('policy__isnull', False)), _connector='OR'), name='draft_interpretation_has_form'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('secrecy_basis__isnull', True), ('secrecy_by__isnull', True), ('secrecy_on__isnull', True)), models.Q(('secrecy_basis__isnull', False), ('secrecy_by__isnull', False), ('secrecy_on__isnull', False)), _connector='OR'), name='draft_secrecy_whole'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('secrecy_by__isnull', False), _connector='OR'), name='draft_published_after_secrecy'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('secrecy_by__isnull', True), models.Q(('secrecy_by', models.F('author')), _negated=True), _connector='OR'), name='draft_secrecy_by_another'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('draft', 'version', 'person'), name='opinion_one_person_one_step'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('passed', True), ('reason__isnull', False), _connector='OR'), name='opinion_return_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.UniqueConstraint(fields=('column', 'position'), name='review_step_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='review_step_from_one'),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['intake', 'handler', 'reviewer', 'signer', 'editor', 'supervisor', 'compiler', 'admin'])), name='review_step_role_known'),
        ),
    ]
