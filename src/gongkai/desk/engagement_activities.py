# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""活动 and 企业问题 on the desk: what was held with its quantity and record, what was collected and followed to its solution."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.attempts import history, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import PICK, OrganForm, found_as, indexed, mine
from gongkai.desk.engagement_imports import sheet
from gongkai.desk.fields import choice, day, text, whole_number, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions, holding
from gongkai.engagement.kinds import MEASURES
from gongkai.engagement.models import Activity, CollectedProblem, JobPost
from gongkai.engagement.queries import visible_to
from gongkai.engagement.registers import PROBLEMS
from gongkai.engagement.registers import activities as register
from gongkai.engagement.sheets import lines_of, workbook
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing.models import Document

WORKING = (Role.EDITOR, Role.HANDLER)
MOST_OUT = 20_000


def number(label: str, **options: Any) -> forms.IntegerField:
    """A whole number, not below nought."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=10**8, widget=forms.NumberInput({"class": "in short"}), required=False,
        error_messages={"invalid": f"{label}应为整数", "min_value": f"{label}不能是负数"}, **options,
    )  # fmt: skip


class HoldForm(OrganForm):
    """登记活动."""

    on = day("日期")
    organ = choice("机关", [])
    kind = choice("类型", [])
    title = text("名称", max_length=120)
    place = text("地点", max_length=120)
    online = forms.BooleanField(label="线上举办", required=False)
    people = number("人数", help_text="企业培训、政务公开培训填写")
    firms = number("家次", help_text="企业服务填写")
    posts = number("岗位数", help_text="招聘会填写")
    evidence = text("依据", max_length=120, help_text="签到表、走访记录、平台记录等，数字要能打开到依据")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.fields["kind"].choices = [PICK, *((k.key, k.label) for k in holding.kinds())]  # type: ignore[attr-defined]


class DescribeForm(RowForm):
    """文字实录、视频和政策文件."""

    on = day("登记日期")
    transcript = text("文字实录", lines=10, max_length=50_000, required=False)
    video_url = forms.URLField(
        label="视频地址", max_length=300, required=False, assume_scheme="https", widget=forms.URLInput({"class": "in"}),
        error_messages={"invalid": "视频地址应写成 https:// 开头的网址"},
    )  # fmt: skip
    policies = text("有关的政策文件", lines=3, max_length=600, required=False, help_text="一行一个索引号")

    def __init__(self, row: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        known = "\n".join(row.policies.values_list("index_number", flat=True))
        self.initial |= {
            "transcript": row.transcript or "",
            "video_url": row.video_url or "",
            "policies": known,
        }

    def clean_policies(self) -> list[Document]:
        return [indexed(line) for line in str(self.cleaned_data["policies"]).splitlines() if line.strip()]


class PostForm(RowForm):
    """登记岗位."""

    on = day("登记日期")
    firm = text("招聘单位", max_length=80)
    title = text("岗位", max_length=80)
    wanted = forms.IntegerField(
        label="人数", min_value=1, max_value=100_000, widget=forms.NumberInput({"class": "in short"}),
        error_messages={"required": "请写明人数", "invalid": "人数应为整数", "min_value": "人数至少是1"},
    )  # fmt: skip
    pay = text("薪酬", max_length=60, required=False, help_text="例如每月7000至9000元")
    place = text("工作地点", max_length=80, required=False)
    needs = text("要求", max_length=200, required=False, help_text="学历、技能等；不写联系人的姓名和电话")


class DropPostForm(RowForm):
    """撤下岗位."""

    on = day("撤下日期")
    post = choice("岗位", [])
    reason = text("理由", max_length=200, help_text="例如已经招满、登记有误")

    def __init__(self, row: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.fields["post"].choices = [PICK, *((p.pk, str(p)) for p in holding.live_posts(row))]  # type: ignore[attr-defined]

    def clean_post(self) -> JobPost:
        return JobPost.objects.get(pk=self.cleaned_data["post"])


DEEDS = {
    "post": Deed("登记岗位", PostForm, actions.list_post), "drop": Deed("撤下岗位", DropPostForm, actions.drop_post),
    "describe": Deed("补充实录、视频和文件", DescribeForm, actions.describe_activity),
}  # fmt: skip


class KindForm(OrganForm):
    """增加一种活动."""

    roles = (Role.SUPERVISOR, Role.ADMIN)
    on = day("增加日期")
    organ = choice("机关", [])
    key = forms.SlugField(
        label="代号", max_length=16, widget=forms.TextInput({"class": "in short"}), help_text="小写字母，例如open_day",
        error_messages={"required": "请写明代号", "invalid": "代号只用字母、数字、下划线"},
    )  # fmt: skip
    label = text("名称", max_length=30, help_text="例如政府开放日")
    measure = choice(
        "按什么统计", [("", "只计次数"), *((k, v[0]) for k, v in MEASURES.items())], required=False
    )

    def clean_measure(self) -> str | None:
        return self.cleaned_data["measure"] or None


def _wanted(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    rows = visible_to(screens.signed_in(request), Activity)
    want = {name: words_of(request, name) for name in ("kind", "year", "q")}
    if want["kind"]:
        rows = rows.filter(kind=want["kind"])
    if (year := whole_number(want["year"])) and 1990 <= year <= 2100:
        rows = rows.filter(held_on__year=year)
    if want["q"]:
        rows = rows.filter(title__icontains=want["q"])
    return rows.order_by("-held_on", "-pk"), want


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """活动 with their filters."""
    person = screens.signed_in(request)
    rows, want = _wanted(request)
    found, query = paged(request, rows, "次")
    kinds = holding.kinds()
    years = [d.year for d in visible_to(person, Activity).order_by().dates("held_on", "year", order="DESC")]
    return page(
        request, "engage/activities", found=found, query=query, want=want, kinds=kinds, labels={k.key: k.label for k in kinds},
        years=years, may=bool(mine(person, Role.EDITOR)), oversees=bool(mine(person, *KindForm.roles)),
    )  # fmt: skip


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """What the filters leave, as .xlsx that can be imported again."""
    rows, _ = _wanted(request)
    labels = {k.key: k.label for k in holding.kinds()}

    def cell(row: Activity, name: str) -> Any:
        match name:
            case "kind":
                return labels.get(row.kind, row.kind)
            case "organ":
                return row.organ.short_name
            case "on":
                return row.held_on
            case "online":
                return "是" if row.online else "否"
        return getattr(row, name)

    return sheet(
        workbook(register(), lines_of(register(), rows[:MOST_OUT].iterator(2000), cell)), "activities"
    )


@login_required
def hold(request: HttpRequest) -> HttpResponse:
    """登记活动."""
    return entry(request, HoldForm, actions.hold, "登记活动", "desk:activity", [
        "人数、家次、岗位数只填这一类活动统计的那一项", "数量要有依据，年度报告的数字打开到这里", "登记后可以补充文字实录、视频地址和政策文件",
    ])  # fmt: skip


@login_required
def kind_new(request: HttpRequest) -> HttpResponse:
    """增加一种活动."""
    return entry(request, KindForm, actions.open_kind, "增加一种活动", "", [
        "年度报告统计的七种活动不能改", "增加的种类各单位通用，不计入年度报告的指标",
    ])  # fmt: skip


def entry(
    request: HttpRequest, form_of: type[OrganForm], verb: Any, title: str, onward: str, advice: list[str], home: str = "desk:activities"
) -> HttpResponse:  # fmt: skip
    """A page that enters one record of a register."""
    person = screens.signed_in(request)
    form = form_of(person, request.POST or None, initial={"on": today(), "organ": person.organ_id})
    if request.method == "POST":
        was_done, row = tried(form, verb, actor=person)
        if was_done:
            messages.success(request, f"已办：{title}")
            return redirect(onward, pk=row.pk) if onward else redirect(home)
    status = 422 if request.method == "POST" else 200
    return page(request, "engage/entry", status=status, form=form, title=title, advice=advice, home=home)


def _names(row: Activity, person: Person) -> list[str]:
    if not holds(person, row.organ, Role.EDITOR):
        return []
    listing = (
        ["post", *(["drop"] if holding.live_posts(row).exists() else [])] if row.measure == "posts" else []
    )
    return [*listing, "describe"]


def _more(row: Activity, _person: Person) -> dict[str, Any]:
    posts = list(holding.live_posts(row)) if row.measure == "posts" else []
    return {
        "policies": list(row.policies.all()), "problems": list(row.problems.all()[:50]), "posts": posts,
        "wanted": sum(p.wanted for p in posts),
        # five hundred rows of one sheet say nothing that the list does not
        "events": [e for e in history(row.stream) if e[0].kind != "activity.post_listed"],
    }  # fmt: skip


ACTIVITY = RecordPage(
    "engage/activity", "desk:activity", "activity", DEEDS, found_as(Activity), names=_names, more=_more
)
show, act = ACTIVITY.views()


class CollectForm(OrganForm):
    """收集一个问题."""

    on = day("收集日期")
    organ = choice("收集机关", [])
    title = text("问题", max_length=160, help_text="写明什么企业、什么问题，不写联系人姓名和电话")


class AssignForm(RowForm):
    """交办."""

    on = day("交办日期")
    handler = choice("办理单位", [])
    due_on = day("办理期限")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].choices = [
            PICK,
            *((o.pk, o.short_name) for o in Organ.objects.filter(closed_on__isnull=True)),
        ]  # type: ignore[attr-defined]

    def clean_handler(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["handler"])


class StepForm(RowForm):
    """登记进展."""

    on = day("日期")
    text = text("进展", lines=3, max_length=300)  # the last of its class: it takes the function's name


class AnswerForm(RowForm):
    """答复企业."""

    on = day("答复日期")
    answer = text("答复", lines=3, max_length=200)


class SolveForm(RowForm):
    """解决."""

    on = day("解决日期")
    solution = text("怎么解决的、依据", lines=3, max_length=300)


def _step(*, actor: Any, problem: CollectedProblem, **facts: Any) -> Any:
    return actions.step_problem(actor=actor, problem=problem, organ=actor.organ, **facts)


PROBLEM_DEEDS = {
    "assign": Deed("交办", AssignForm, actions.assign_problem), "step": Deed("登记进展", StepForm, _step),
    "answer": Deed("答复企业", AnswerForm, actions.answer_problem), "solve": Deed("已经解决", SolveForm, actions.solve_problem),
}  # fmt: skip


def _problems(person: Person) -> Any:
    """What the person's organs collected or follow."""
    rows = visible_to(person, CollectedProblem) | CollectedProblem.objects.filter(
        handler__in=organs_with_role(person, *WORKING)
    ).select_related("organ")
    return rows.select_related("organ", "handler").distinct()


@login_required
def problems(request: HttpRequest) -> HttpResponse:
    """企业问题: those that wait first."""
    person, day_ = screens.signed_in(request), today()
    want = {name: words_of(request, name) for name in ("state", "q", "year")}
    rows = _problems(person)
    if want["q"]:
        rows = rows.filter(title__icontains=want["q"])
    if (year := whole_number(want["year"])) and 1990 <= year <= 2100:
        rows = rows.filter(collected_on__year=year)
    counts = holding.problem_counts(rows, as_of=day_)
    match want["state"]:
        case "open":
            rows = rows.filter(solved_on__isnull=True)
        case "late":
            rows = rows.filter(solved_on__isnull=True, due_on__lt=day_)
        case "solved":
            rows = rows.filter(solved_on__isnull=False)
    rows = rows.order_by("-collected_on", "-pk")
    if request.GET.get("out"):
        return _problems_out(rows)
    found, query = paged(request, rows, "条")
    years = [
        d.year
        for d in visible_to(person, CollectedProblem).order_by().dates("collected_on", "year", order="DESC")
    ]
    return page(
        request, "engage/problems", found=found, query=query, want=want, counts=counts, day=day_, years=years,
        may=bool(mine(person, Role.EDITOR)),
    )  # fmt: skip


def _problems_out(rows: Any) -> HttpResponse:
    def cell(row: CollectedProblem, name: str) -> Any:
        match name:
            case "organ":
                return row.organ.short_name
            case "handler":
                return row.handler.short_name if row.handler else None
            case "on":
                return row.collected_on
        return getattr(row, name)

    return sheet(workbook(PROBLEMS, lines_of(PROBLEMS, rows[:MOST_OUT], cell)), "problems")


@login_required
def collect(request: HttpRequest) -> HttpResponse:
    """收集一个问题."""
    return entry(request, CollectForm, actions.collect_problem, "登记企业问题", "desk:problem", [
        "登记以后交办到办理单位，写明期限", "答复企业不等于解决，解决要写明依据",
    ], "desk:problems")  # fmt: skip


def _problem_of(request: HttpRequest, pk: int) -> CollectedProblem:
    found: CollectedProblem = get_object_or_404(_problems(screens.signed_in(request)), pk=pk)
    return found


def _problem_names(row: CollectedProblem, person: Person) -> list[str]:
    may = holds(person, row.organ, *WORKING) or (
        row.handler is not None and holds(person, row.handler, *WORKING)
    )
    if not may or row.solved_on is not None:
        return []
    return [n for n in PROBLEM_DEEDS if n != "answer" or row.answered_on is None]


PROBLEM = RecordPage(
    "engage/problem", "desk:problem", "problem", PROBLEM_DEEDS, _problem_of, names=_problem_names,
    more=lambda row, _person: {"steps": list(row.steps.select_related("organ")), "day": today()},
)  # fmt: skip
problem, problem_act = PROBLEM.views()
