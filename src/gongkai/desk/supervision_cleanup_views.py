# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""清理: what has run out or was replaced, proposed for marking in bulk, and decided by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.desk.fields import choice, day, text, typed, whole_number
from gongkai.desk.views import page, paged
from gongkai.organs.models import Person
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import ids_with_roles, working_organs
from gongkai.organs.today import today
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document, Mark
from gongkai.supervision import actions, queries
from gongkai.supervision.actions.cleanup import DECIDING, PROPOSING
from gongkai.supervision.models import CleanUp, Detection

RULES = ("expired_unmarked", "superseded_unmarked")
MOST = 500


class ProposeForm(SeenForm):
    """提出一条: for what the inspection does not see by itself."""

    document = text("索引号", max_length=40, help_text="信息页“文件信息”里的索引号")
    what = choice("怎样标注", [("", "请选择"), *Mark.choices])
    since = day("最后有效或者被替代的日期", required=False, help_text="规范性文件必填")
    basis = text("依据", max_length=120)
    successor = text("替代它的信息的索引号", max_length=40, required=False)

    def __init__(self, visible: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible

    def _named(self, name: str) -> Document | None:
        said = str(self.cleaned_data[name] or "").strip()
        if not said:
            return None
        found: Document | None = self.visible.filter(index_number=said).first()
        if found is None:
            self.add_error(name, "没有这个索引号的信息，请核对")
        return found

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("document", "successor"):
            if name in facts:
                facts[name] = self._named(name)
        return facts


class ArchiveForm(SeenForm):
    """成批提出归档."""

    column = choice("栏目", [])
    before = day("哪一天以前公开的")
    basis = text("依据", max_length=120, help_text="例如档案管理的规定。规章、规范性文件不在内")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Column.objects.filter(owner__in=working_organs(person))
            .exclude(kind=Column.Kind.FIELD)
            .select_related("parent")
        )
        self.columns = {c.slug: c for c in rows.order_by("kind", "position", "pk")}
        named = [
            (c.slug, f"{c.parent.name}／{c.name}" if c.parent else c.name) for c in self.columns.values()
        ]
        self.fields["column"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]

    def clean_column(self) -> Column:
        return self.columns[self.cleaned_data["column"]]


def _seen(request: HttpRequest) -> Any:
    rows = queries.standing(queries.detections_visible_to(screens.signed_in(request))).filter(rule__in=RULES)
    return rows.exclude(clean_ups__state=CleanUp.State.PROPOSED).order_by("organ__position", "organ", "pk")


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The queue: seen by the inspection, waiting for review, decided."""
    return _index(request)


def _index(request: HttpRequest, form: Any = None, archive: Any = None, status: int = 200) -> HttpResponse:
    person = screens.signed_in(request)
    found, query = paged(request, _seen(request), "条")
    rows = queries.clean_ups_visible_to(person)
    waiting = list(rows.filter(state=CleanUp.State.PROPOSED).order_by("proposed_on", "pk")[:MOST])
    deciding = ids_with_roles(person, *DECIDING) or frozenset()
    return page(
        request, "supervision/cleanup", status=status, found=found, query=query, waiting=waiting,
        done=list(rows.exclude(state=CleanUp.State.PROPOSED).order_by("-decided_on", "-pk")[:30]),
        may_propose=bool(ids_with_roles(person, *PROPOSING)), deciding=deciding,
        form=form or ProposeForm(publishing.visible_to(person)), opened=form is not None,
        archive=archive or ArchiveForm(person), archiving=archive is not None, most=MOST,
    )  # fmt: skip


@login_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """提出标注 of what is ticked."""
    person, basis = screens.signed_in(request), typed(request, "basis").strip()[:120]
    ids = [n for n in map(whole_number, request.POST.getlist("d")[:MOST]) if n]
    rows = list(_seen(request).filter(pk__in=ids))
    if not rows:
        messages.error(request, "请先勾选要标注的信息")
        return redirect("desk:cleanup")
    try:
        made, refused = actions.propose_all(
            actor=person, items=[(d, basis or _basis(d)) for d in rows], on=today()
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    if made:
        messages.success(request, f"已提出{len(made)}条，请另一人复核")
    for said in refused[:5]:
        messages.error(request, said)
    return redirect("desk:cleanup")


def _basis(detection: Detection) -> str:
    named = detection.facts.get("写明废止的文件")
    if named:
        return f"“{str(named)[:100]}”写明废止"
    return f"正文写明{detection.facts.get('到期', '')}到期"


@login_required
@require_POST
def propose_one(request: HttpRequest) -> HttpResponse:
    """提出标注 of one item by its index number."""
    person = screens.signed_in(request)
    form = ProposeForm(publishing.visible_to(person), request.POST)
    done, _ = tried(form, actions.propose_mark, actor=person, on=today())
    if not done:
        return _index(request, form, status=422)
    messages.success(request, "已提出，请另一人复核")
    return redirect("desk:cleanup")


@login_required
@require_POST
def propose_archive(request: HttpRequest) -> HttpResponse:
    """成批提出归档 of what a column holds from before a day."""
    person = screens.signed_in(request)
    form = ArchiveForm(person, request.POST)
    done, made = tried(form, actions.propose_archive, actor=person, on=today())
    if not done:
        return _index(request, archive=form, status=422)
    messages.success(request, f"已提出{len(made)}条，请另一人复核")
    return redirect("desk:cleanup")


@login_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """复核 what is ticked: marked, or not with a reason."""
    person = screens.signed_in(request)
    ids = [n for n in map(whole_number, request.POST.getlist("c")[:MOST]) if n]
    approve, remark = request.POST.get("go") == "yes", typed(request, "remark")[:200]
    done, refused = 0, []
    for row in queries.clean_ups_visible_to(person).filter(pk__in=ids):
        try:
            actions.decide_mark(actor=person, proposal=row, on=today(), approve=approve, remark=remark)
            done += 1
        except NotAllowed as refusal:
            refused.append(str(refusal))
        except actions.Refused as refusal:
            refused.append(f"“{row.document.title}”：{refusal}")
    if done:
        messages.success(request, f"已标注{done}条" if approve else f"{done}条不标注，已退回")
    if not ids:
        messages.error(request, "请先勾选要复核的")
    for said in list(dict.fromkeys(refused))[:5]:
        messages.error(request, said)
    return redirect("desk:cleanup")
