# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_proceeding_stages'),
        ('organs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Apart from the filling in 0002: PostgreSQL alters no table with changes still pending in it.
        migrations.AlterField("proceeding", "organ", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="proceedings", to="organs.organ")),
        migrations.AlterField("proceeding", "stage", models.CharField(choices=[('review', '行政复议'), ('first', '一审'), ('second', '二审'), ('retrial', '再审')], max_length=10)),
        migrations.CreateModel(
            name='NewReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordered_on', models.DateField()),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('note', models.CharField(max_length=300, null=True)),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.AddField(
            model_name='proceeding',
            name='answered_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='continues',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='applications.proceeding'),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='copy_received_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='decision',
            field=models.CharField(choices=[('review.upheld', '维持'), ('review.dismissed', '驳回行政复议请求'), ('review.changed', '变更'), ('review.revoked', '撤销或者部分撤销'), ('review.unlawful', '确认违法'), ('review.perform', '责令限期履行'), ('review.void', '确认无效'), ('review.mediated', '调解'), ('review.settled', '和解后撤回、终止'), ('review.refused', '不予受理、驳回申请'), ('suit.dismissed', '驳回诉讼请求'), ('suit.revoked', '撤销或者部分撤销'), ('suit.perform', '判决履行'), ('suit.unlawful', '确认违法'), ('suit.void', '确认无效'), ('suit.changed', '变更'), ('suit.refused', '不予立案、驳回起诉'), ('suit.withdrawn', '准许撤诉'), ('suit.affirmed', '驳回上诉，维持原判'), ('suit.remanded', '发回重审')], max_length=20, null=True),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='decision_received_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='simple_procedure',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='proceeding',
            name='subject',
            field=models.CharField(max_length=200, null=True, verbose_name='所涉事项'),
        ),
        migrations.AlterField(
            model_name='proceeding',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proceedings', to='applications.application'),
        ),
        migrations.AlterField(
            model_name='proceeding',
            name='concluded_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='proceeding',
            name='result',
            field=models.CharField(choices=[('upheld', '结果维持'), ('corrected', '结果纠正'), ('other', '其他结果')], max_length=12, null=True),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('application__isnull', False), ('subject__isnull', False), _connector='OR'), name='proceeding_about_something'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('block', 'reconsideration'), ('stage', 'review')), models.Q(models.Q(('stage', 'review'), _negated=True), models.Q(('block', 'reconsideration'), _negated=True)), _connector='OR'), name='proceeding_stage_of_block'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['review', 'first']), ('continues__isnull', False), _connector='OR'), name='proceeding_appeal_continues'),
        ),
        migrations.AddField(
            model_name='newreply',
            name='handler',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='newreply',
            name='proceeding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='new_reply', to='applications.proceeding'),
        ),
        migrations.AddConstraint(
            model_name='newreply',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('ordered_on'))), name='new_reply_due_after_ordered'),
        ),
        migrations.AddConstraint(
            model_name='newreply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', True), ('note__isnull', True)), models.Q(('done_on__isnull', False), ('note__isnull', False)), _connector='OR'), name='new_reply_done_with_note'),
        ),
    ]
