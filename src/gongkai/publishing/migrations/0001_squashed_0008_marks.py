import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.ledger.laying import Together


class Migration(migrations.Migration):

    # One step where the room is new; a room that has taken the old steps has taken this one.
    replaces = [
        ('publishing', '0001_initial'),
        ('publishing', '0002_drafts'),
        ('publishing', '0003_interpretation_quality'),
        ('publishing', '0004_attachments'),
        ('publishing', '0005_columns_and_terms'),
        ('publishing', '0006_count_files'),
        ('publishing', '0007_feeds'),
        ('publishing', '0008_marks'),
    ]

    initial = True

    dependencies = [
        ('organs', '0001_squashed_0002_reorganised'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=32, unique=True)),
                    ('use', models.CharField(choices=[('file', '附件'), ('picture', '正文图片')], max_length=8)),
                    ('name', models.CharField(max_length=120)),
                    ('ending', models.CharField(max_length=5)),
                    ('media_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField()),
                    ('digest', models.CharField(max_length=64)),
                    ('stored', models.CharField(max_length=80, unique=True)),
                    ('text', models.TextField(default='', verbose_name='可检索的文字')),
                    ('leaks', models.JSONField(default=list)),
                    ('added_on', models.DateField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('use__in', ['file', 'picture'])), name='attachment_use_known'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='attachment_named')],
                },
            ),
            migrations.CreateModel(
                name='Column',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=60)),
                    ('kind', models.CharField(choices=[('statutory', '法定主动公开栏目'), ('field', '基层试点领域'), ('subcolumn', '领域子栏目'), ('topic', '专题专栏')], max_length=12)),
                    ('article_item', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('article21', models.CharField(blank=True, max_length=20, null=True, verbose_name='条例第二十一条事项')),
                    ('belongs', models.CharField(max_length=200, verbose_name='什么放在这里')),
                    ('update_class', models.CharField(blank=True, choices=[('动态要闻', '动态要闻'), ('通知公告、政策文件', '通知公告、政策文件'), ('留言公开', '留言公开'), ('办事统计', '办事统计'), ('机构、人事、规划、概况', '机构、人事、规划、概况'), ('长期有效', '长期有效')], max_length=20, null=True, verbose_name='更新类别')),
                    ('duty_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('opened_on', models.DateField()),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='organs.organ')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='publishing.column')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['statutory', 'field', 'subcolumn', 'topic'])), name='column_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'subcolumn'), _negated=True), ('parent__isnull', False), _connector='OR'), name='column_sub_has_field'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='column_in_order'), models.CheckConstraint(condition=models.Q(('article_item__isnull', True), ('article_item__range', (1, 15)), _connector='OR'), name='column_article_item')],
                },
            ),
            migrations.CreateModel(
                name='CatalogueItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=20, verbose_name='序号')),
                    ('first', models.CharField(max_length=60, verbose_name='一级事项')),
                    ('second', models.CharField(blank=True, max_length=60, null=True, verbose_name='二级事项')),
                    ('content', models.CharField(max_length=400, verbose_name='公开内容（要素）')),
                    ('basis', models.CharField(max_length=400, verbose_name='公开依据')),
                    ('anchor', models.CharField(choices=[('形成', '形成'), ('变更', '变更'), ('年度', '年度'), ('实时', '实时')], default='形成', max_length=4)),
                    ('count', models.PositiveSmallIntegerField(default=20)),
                    ('unit', models.CharField(choices=[('工作日', '工作日'), ('日', '日'), ('月', '月'), ('月日', '月日')], default='工作日', max_length=4)),
                    ('other_law', models.CharField(blank=True, max_length=120, null=True, verbose_name='另有规定的依据')),
                    ('everyone', models.BooleanField(default=True, verbose_name='全社会')),
                    ('proactive', models.BooleanField(default=True, verbose_name='主动公开')),
                    ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='publishing.column')),
                ],
                options={
                    'ordering': ['column', 'number', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('column', 'number'), name='catalogue_item_once')],
                },
            ),
            migrations.CreateModel(
                name='CountFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('ending', models.CharField(max_length=5)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('stored', models.CharField(max_length=80, unique=True)),
                    ('added_on', models.DateField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='DecisionCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('licences', '行政许可'), ('penalties', '行政处罚'), ('coercion', '行政强制'), ('fees', '行政事业性收费')], max_length=10)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('source', models.CharField(max_length=120)),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='publishing.countfile')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decision_counts', to='organs.organ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'kind'), name='decision_count_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='decision_count_not_negative')],
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('index_number', models.CharField(max_length=40, unique=True, verbose_name='索引号')),
                    ('title', models.CharField(max_length=200)),
                    ('number', models.CharField(blank=True, max_length=60, null=True, verbose_name='文号')),
                    ('summary', models.CharField(max_length=300, verbose_name='内容概述')),
                    ('formed_on', models.DateField(verbose_name='成文日期')),
                    ('published_on', models.DateField(verbose_name='公开日期')),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('register', models.CharField(blank=True, choices=[('rule', '规章'), ('normative', '行政规范性文件')], max_length=10, null=True)),
                    ('effective_from', models.DateField(blank=True, null=True)),
                    ('expires_on', models.DateField(blank=True, null=True)),
                    ('repealed_on', models.DateField(blank=True, null=True)),
                    ('repeal_basis', models.CharField(blank=True, max_length=120, null=True)),
                    ('partly_void', models.CharField(blank=True, max_length=120, null=True, verbose_name='部分失效的说明')),
                    ('clarifies', models.CharField(blank=True, max_length=200, null=True, verbose_name='澄清的内容')),
                    ('mark', models.CharField(blank=True, choices=[('expired', '已过时效'), ('superseded', '已被替代'), ('archived', '历史信息')], max_length=10, null=True)),
                    ('marked_on', models.DateField(blank=True, null=True)),
                    ('mark_basis', models.CharField(blank=True, max_length=200, null=True)),
                    ('version', models.PositiveSmallIntegerField(default=0)),
                    ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='publishing.column')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organs.organ')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='publishing.document')),
                ],
                options={
                    'ordering': ['-published_on', '-id'],
                    'indexes': [models.Index(condition=models.Q(('withdrawn_on__isnull', True)), fields=['-published_on', '-id'], name='document_live'), models.Index(condition=models.Q(('register__isnull', False)), fields=['-formed_on', '-id'], name='document_register'), models.Index(fields=['number'], name='document_number')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('published_on__gte', models.F('formed_on'))), name='document_published_after_formed'), models.CheckConstraint(condition=models.Q(('register__isnull', True), models.Q(('effective_from__isnull', False), ('number__isnull', False), ('register__in', ['rule', 'normative'])), _connector='OR'), name='document_register_facts'), models.CheckConstraint(condition=models.Q(('register__isnull', False), models.Q(('expires_on__isnull', True), ('repealed_on__isnull', True)), _connector='OR'), name='document_validity_only_registered'), models.CheckConstraint(condition=models.Q(('repealed_on__isnull', True), ('repeal_basis__isnull', False), _connector='OR'), name='document_repeal_has_basis'), models.UniqueConstraint(condition=models.Q(('register__isnull', False)), fields=('number',), name='document_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('mark__isnull', True), ('mark_basis__isnull', True), ('marked_on__isnull', True), ('successor__isnull', True)), models.Q(('mark__in', ['expired', 'superseded', 'archived']), ('mark_basis__isnull', False), ('marked_on__isnull', False)), _connector='OR'), name='document_mark_whole')],
                },
            ),
            migrations.CreateModel(
                name='Companion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('service', '办事入口'), ('question', '常见问题')], max_length=10)),
                    ('title', models.CharField(max_length=120)),
                    ('text', models.TextField()),
                    ('url', models.URLField(blank=True, max_length=300, null=True, verbose_name='网址')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='companions', to='publishing.document')),
                ],
                options={
                    'ordering': ['position', 'id'],
                },
            ),
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
                    ('copied_reason', models.CharField(max_length=200, null=True)),
                    ('clarifies', models.CharField(max_length=200, null=True, verbose_name='澄清的内容')),
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
                    ('copied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='publishing.document')),
                    ('explains', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='explained_by', to='publishing.draft')),
                    ('files', models.ManyToManyField(blank=True, related_name='drafts', to='publishing.attachment')),
                    ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='organs.organ')),
                    ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.document')),
                    ('secrecy_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-changed_on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='draft_has_title'), models.CheckConstraint(condition=models.Q(('state__in', ['writing', 'reviewing', 'returned', 'published', 'dropped'])), name='draft_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'reviewing'), ('step__gte', 1)), models.Q(models.Q(('state', 'reviewing'), _negated=True), ('step', 0)), _connector='OR'), name='draft_step_only_in_review'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('document__isnull', True)), _connector='OR'), name='draft_published_has_document'), models.CheckConstraint(condition=models.Q(models.Q(('explains__isnull', True), ('form__isnull', True), ('policy__isnull', True)), models.Q(('form__isnull', False), models.Q(('policy__isnull', False), ('explains__isnull', False), _connector='OR')), _connector='OR'), name='draft_interpretation_has_form'), models.CheckConstraint(condition=models.Q(models.Q(('copied_by__isnull', True), ('copied_reason__isnull', True)), models.Q(('copied_by__isnull', False), ('copied_reason__isnull', False), models.Q(('copied_by', models.F('author')), _negated=True)), _connector='OR'), name='draft_copied_reason_by_another'), models.CheckConstraint(condition=models.Q(('explains', models.F('id')), _negated=True), name='draft_explains_another'), models.CheckConstraint(condition=models.Q(models.Q(('secrecy_basis__isnull', True), ('secrecy_by__isnull', True), ('secrecy_on__isnull', True)), models.Q(('secrecy_basis__isnull', False), ('secrecy_by__isnull', False), ('secrecy_on__isnull', False)), _connector='OR'), name='draft_secrecy_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('secrecy_by__isnull', False), _connector='OR'), name='draft_published_after_secrecy'), models.CheckConstraint(condition=models.Q(('secrecy_by__isnull', True), models.Q(('secrecy_by', models.F('author')), _negated=True), _connector='OR'), name='draft_secrecy_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Feed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=60)),
                    ('kind', models.CharField(choices=[('service', '办事服务'), ('benefit', '惠企政策')], max_length=8)),
                    ('address', models.URLField(blank=True, null=True, verbose_name='JSON地址')),
                    ('fresh_days', models.PositiveSmallIntegerField(default=7)),
                    ('came_on', models.DateField(blank=True, null=True, verbose_name='最近成功日期')),
                    ('tried_on', models.DateField(blank=True, null=True, verbose_name='最近尝试日期')),
                    ('failure', models.CharField(blank=True, max_length=200, null=True, verbose_name='最近失败原因')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='organs.organ')),
                ],
                options={
                    'ordering': ['kind', 'slug'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['service', 'benefit'])), name='feed_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='FeedEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=80)),
                    ('title', models.CharField(max_length=120)),
                    ('url', models.URLField(max_length=300)),
                    ('summary', models.CharField(default='', max_length=300)),
                    ('until', models.DateField(null=True, verbose_name='申报截止')),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='publishing.feed')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('feed', 'key'), name='feed_entry_once')],
                },
            ),
            migrations.CreateModel(
                name='FeedLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=80)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='publishing.feedentry')),
                ],
                options={
                    'indexes': [models.Index(fields=['number'], name='feed_link_number')],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='feed_link_once')],
                },
            ),
            migrations.CreateModel(
                name='FeedTry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('count', models.PositiveIntegerField(null=True)),
                    ('failure', models.CharField(max_length=200, null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='publishing.feed')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('count__isnull', True), ('failure__isnull', False)), models.Q(('count__isnull', False), ('failure__isnull', True)), _connector='OR'), name='feed_try_came_or_failed')],
                },
            ),
            migrations.CreateModel(
                name='Interpretation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('text', '文字解读'), ('graphic', '图解'), ('video', '视频解读'), ('cartoon', '动漫动画'), ('qa', '政策问答'), ('expert', '专家解读'), ('leader', '负责人解读')], max_length=10)),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='interprets', to='publishing.document')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interpretations', to='publishing.document')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['text', 'graphic', 'video', 'cartoon', 'qa', 'expert', 'leader'])), name='interpretation_form_known'), models.CheckConstraint(condition=models.Q(('document', models.F('policy')), _negated=True), name='interpretation_of_another')],
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
                    'constraints': [models.UniqueConstraint(fields=('draft', 'version', 'person'), name='opinion_one_person_one_step'), models.CheckConstraint(condition=models.Q(('passed', True), ('reason__isnull', False), _connector='OR'), name='opinion_return_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Placement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('placed_on', models.DateField()),
                    ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='publishing.column')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='publishing.document')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('column', 'document'), name='placement_once')],
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
                    'constraints': [models.UniqueConstraint(fields=('column', 'position'), name='review_step_once'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='review_step_from_one'), models.CheckConstraint(condition=models.Q(('role__in', ['intake', 'handler', 'reviewer', 'signer', 'editor', 'supervisor', 'compiler', 'admin'])), name='review_step_role_known')],
                },
            ),
            migrations.CreateModel(
                name='Tagging',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tag', models.CharField(choices=[('enterprise', '涉企信息'), ('prosperity', '共同富裕'), ('employment', '稳岗就业'), ('education', '教育'), ('participation', '政府自身建设和公众参与')], max_length=16)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='publishing.document')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('tag', 'document'), name='tagging_once'), models.CheckConstraint(condition=models.Q(('tag__in', ['enterprise', 'prosperity', 'employment', 'education', 'participation'])), name='tagging_known')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField()),
                    ('digest', models.CharField(max_length=64)),
                    ('made_on', models.DateField()),
                    ('note', models.CharField(max_length=200, verbose_name='改动说明')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='publishing.document')),
                    ('files', models.ManyToManyField(blank=True, related_name='versions', to='publishing.attachment')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='version_once')],
                },
            ),
            migrations.CreateModel(
                name='WatchedWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=30, unique=True)),
                    ('instead', models.CharField(max_length=30, null=True)),
                    ('blocks', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='watched_word_says_something')],
                },
            ),
        ]),
    ]
