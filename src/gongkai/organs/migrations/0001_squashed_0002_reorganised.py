import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.ledger.laying import Together


class Migration(migrations.Migration):

    # One step where the room is new; a room that has taken the old steps has taken this one.
    replaces = [
        ('organs', '0001_initial'),
        ('organs', '0002_reorganised'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=40)),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ['username'],
                },
            ),
            migrations.CreateModel(
                name='Organ',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=80, unique=True)),
                    ('short_name', models.CharField(max_length=40)),
                    ('letter_code', models.CharField(blank=True, max_length=20, null=True, verbose_name='机关代字')),
                    ('kind', models.CharField(choices=[('government', '人民政府'), ('office', '政府办公室'), ('department', '政府部门'), ('township', '乡镇人民政府、街道办事处'), ('institution', '法律法规授权的组织')], max_length=16)),
                    ('vertical_line', models.BooleanField(default=False)),
                    ('reporting_unit', models.BooleanField(default=True, verbose_name='编制本机关年度报告')),
                    ('office_name', models.CharField(max_length=80, verbose_name='公开工作机构')),
                    ('address', models.CharField(max_length=160)),
                    ('phone', models.CharField(max_length=40)),
                    ('office_hours', models.CharField(max_length=80)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organs.organ')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organs.organ')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='organ_merged_is_closed'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='organ_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(('kind__in', ['government', 'office', 'department', 'township', 'institution'])), name='organ_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='organ_named')],
                },
            ),
            migrations.CreateModel(
                name='FormerName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('short_name', models.CharField(max_length=40)),
                    ('letter_code', models.CharField(max_length=20, null=True)),
                    ('until', models.DateField()),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='organs.organ')),
                ],
                options={
                    'ordering': ['until', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('organ', 'until'), name='former_name_one_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('intake', '受理'), ('handler', '承办'), ('reviewer', '审核'), ('signer', '签发'), ('editor', '编辑'), ('supervisor', '监督'), ('compiler', '年报'), ('admin', '管理')], max_length=12)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='organs.organ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'organ', 'role'), name='appointment_once'), models.CheckConstraint(condition=models.Q(('role__in', ['intake', 'handler', 'reviewer', 'signer', 'editor', 'supervisor', 'compiler', 'admin'])), name='appointment_role_known')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='person',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organs.organ'),
        ),
    ]
