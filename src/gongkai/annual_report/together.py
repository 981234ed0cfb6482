# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Figures that one question answers together: the report asks for all of them, and most differ in a word only.

`figures` says what each counts; a test holds every number here against the records of its figure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.annual_report.figures import CASES, Number, proceedings, published
from gongkai.annual_report.scope import Scope
from gongkai.applications import queries as applications
from gongkai.engagement.models import Activity
from gongkai.law.table4 import Block
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Form, Interpretation, Tag, Tagging

# figure → the kind of its activities, and what is added up over them (none: they are counted)
_ACTIVITIES: dict[str, tuple[Activity.Kind, str | None]] = {
    "training.sessions": (Activity.Kind.TRAINING, None),
    "training.people": (Activity.Kind.TRAINING, "people"),
    "enterprise.visits": (Activity.Kind.ENTERPRISE_VISIT, "firms"),
    "job_fairs.count": (Activity.Kind.JOB_FAIR, None),
    "job_fairs.posts": (Activity.Kind.JOB_FAIR, "posts"),
    "interviews.leaders": (Activity.Kind.LEADER_INTERVIEW, None),
    "programme.issues": (Activity.Kind.PROGRAMME_ISSUE, None),
    "press.conferences": (Activity.Kind.PRESS_CONFERENCE, None),
    "staff_training.sessions": (Activity.Kind.STAFF_TRAINING, None),
}
_TAGS = {
    "tags.enterprise": Tag.ENTERPRISE, "tags.prosperity": Tag.COMMON_PROSPERITY, "tags.employment": Tag.EMPLOYMENT,
    "tags.education": Tag.EDUCATION, "tags.participation": Tag.PARTICIPATION,
}  # fmt: skip
_COLUMNS = {
    "topics.count": Column.Kind.TOPIC, "fields.count": Column.Kind.FIELD, "fields.subcolumns": Column.Kind.SUBCOLUMN,
}  # fmt: skip

Answers = Callable[[Scope], dict[str, Number]]


def _by(rows: QuerySet[Any], name: str, **measures: Any) -> dict[Any, dict[str, Any]]:
    """What is measured of the rows, by the value of a field."""
    return {row[name]: row for row in rows.order_by().values(name).annotate(**measures)}


def _activities(scope: Scope) -> dict[str, Number]:
    held = Activity.objects.filter(organ__in=scope.organ_ids, held_on__range=(scope.first, scope.last))
    by_kind = _by(
        held, "kind", n=Count("pk"), sum_people=Sum("people"), sum_firms=Sum("firms"), sum_posts=Sum("posts")
    )
    return {
        key: by_kind.get(kind, {}).get(f"sum_{add}" if add else "n") or 0
        for key, (kind, add) in _ACTIVITIES.items()
    }


def _tags(scope: Scope) -> dict[str, Number]:
    of_them = Tagging.objects.filter(tag__in=_TAGS.values(), document__in=published(scope).values("pk"))
    by_tag = _by(of_them, "tag", n=Count("document", distinct=True))
    return {key: by_tag.get(tag, {}).get("n", 0) for key, tag in _TAGS.items()}


def _columns(scope: Scope) -> dict[str, Number]:
    shown = publishing.columns_open_on(scope.last).filter(
        kind__in=_COLUMNS.values(), owner__in=scope.organ_ids
    )
    by_kind = _by(shown, "kind", n=Count("pk"))
    return {key: by_kind.get(kind, {}).get("n", 0) for key, kind in _COLUMNS.items()}


def _interpretations(scope: Scope) -> dict[str, Number]:
    rows = Interpretation.objects.filter(document__in=published(scope).values("pk"))
    return rows.aggregate(
        **{
            "interpretations.all": Count("pk"),
            "interpretations.graphic": Count("pk", filter=Q(form=Form.GRAPHIC)),
        }
    )


def _cases(scope: Scope) -> dict[str, Number]:
    sums = {
        key: Sum("n", filter=condition(scope.year, applications.YEARS)) for key, condition in CASES.items()
    }
    kept = applications.kept_counts(scope.organ_ids).aggregate(**sums)
    return {key: n or 0 for key, n in kept.items()}


def _proceedings(scope: Scope) -> dict[str, Number]:
    by_block = _by(proceedings(scope, *Block), "block", n=Count("pk"))
    counted = {block: by_block.get(block, {}).get("n", 0) for block in Block}
    reviews = counted.pop(Block.RECONSIDERATION)
    return {"reconsiderations": reviews, "litigations": sum(counted.values())}


TOGETHER: dict[str, Answers] = {
    **dict.fromkeys(_ACTIVITIES, _activities),
    **dict.fromkeys(_TAGS, _tags),
    **dict.fromkeys(_COLUMNS, _columns),
    **dict.fromkeys(("interpretations.all", "interpretations.graphic"), _interpretations),
    **dict.fromkeys(CASES, _cases),
    **dict.fromkeys(("reconsiderations", "litigations"), _proceedings),
}
