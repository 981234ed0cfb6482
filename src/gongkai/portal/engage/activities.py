# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""活动 by kind and year, those with a record of their own, 回应关切, 服务站 and 共同富裕 goals as pressed pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from gongkai.engagement import announced, holding
from gongkai.engagement.models import Activity, Goal, JobPost, SentimentCase
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import Page, Shown, Single, earliest
from gongkai.publishing.models import Document


class Activities(Single):
    """活动和回应: what is announced; every kind by year, with its quantities; the last that can be read; what was responded to."""

    address, template = "/engage/activities/", "portal/engage/activities.html"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        found = holding.tallies(day)
        told = [k.key for k in holding.kinds() if k.told]
        fairs = (
            holding.told(day)
            .filter(measure="posts")
            .annotate(lines=Count("listed", filter=Q(listed__dropped_on__isnull=True)))
        )
        coming = list(announced.of_days(day)[:8])
        ends = [timezone.localdate(row.ends_at) + timedelta(days=1) for row in coming]
        context = {
            "coming": coming,
            "years": [(year, list(rows)) for year, rows in groupby(found, lambda t: t.year)],
            "last": list(holding.public(day).filter(kind__in=told).order_by("-held_on", "-pk")[:8]),
            "responded": list(holding.responded(day)[:8]), "fairs": list(fairs.order_by("-held_on", "-pk")[:5]), "labels": {k.key: k.label for k in holding.kinds()},
        }  # fmt: skip
        return context, earliest(*ends)


class ActivityYear(Page):
    """The activities of a kind in a year."""

    pattern = re.compile(r"/engage/activities/([-\w]{1,16})/(\d{4})/$", re.ASCII)
    template = "portal/engage/activity_year.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [f"/engage/activities/{t.kind.key}/{t.year}/" for t in holding.tallies(day) if t.kind.listed]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        found = {(t.kind.key, t.year): t for t in holding.tallies(day) if t.kind.listed}
        for address in addresses:
            match = self.pattern.match(address)
            tally = found.get((match[1], int(match[2]))) if match else None
            if tally is not None:
                rows = holding.public(day).filter(kind=tally.kind.key, held_on__year=tally.year)
                told = set(
                    holding.told(day).filter(pk__in=rows.order_by().values("pk")).values_list("pk", flat=True)
                )
                yield Shown(
                    address, {"tally": tally, "told": told, "rows": list(rows.order_by("-held_on", "-pk"))}
                )


class ActivityPage(Page):
    """One activity with its transcript, video and policies, or the posts of a job fair."""

    pattern = re.compile(r"/engage/activity/([1-9]\d{0,17})/$", re.ASCII)
    template = "portal/engage/activity.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [
            f"/engage/activity/{pk}/" for pk in holding.told(day).order_by("pk").values_list("pk", flat=True)
        ]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        labels = {k.key: k.label for k in holding.kinds()}
        ids = [int(found[1]) for address in addresses if (found := self.pattern.match(address))]
        live = Prefetch("listed", JobPost.objects.filter(dropped_on__isnull=True))
        for row in holding.told(day).filter(pk__in=ids).prefetch_related("policies", live).order_by("pk"):
            policies = [d for d in row.policies.all() if d.withdrawn_on is None and d.published_on <= day]
            context = {
                "a": row,
                "label": labels[row.kind],
                "policies": policies,
                "posts": list(row.listed.all()),
            }
            yield Shown(f"/engage/activity/{row.pk}/", context)


class Stations(Single):
    """“15分钟”服务站: the list with addresses, by organ; no map is needed to find one."""

    address, template = "/engage/stations/", "portal/engage/stations.html"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        rows = list(holding.stations(day))
        return {
            "organs": [(o, list(g)) for o, g in groupby(rows, lambda s: s.organ)],
            "total": len(rows),
        }, None


class Goals(Single):
    """共同富裕六大行动: each goal and how far it is."""

    address, template = "/engage/goals/", "portal/engage/goals.html"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        rows = holding.standings(holding.goals_with_progress(Goal.objects.filter(set_on__lte=day)), as_of=day)
        ends = [s.goal.due_on + timedelta(days=1) for s in rows if s.goal.due_on >= day and not s.reached]
        return {"actions": holding.by_action(rows)}, earliest(*ends)


FRONTS = {
    "announcement": {"/engage/activities/"},
    "station": {"/engage/stations/"},
    "goal": {"/engage/goals/"},
    "sentiment": {"/engage/activities/"},
}


def of_activity(pk: int) -> set[str]:
    row = Activity.objects.filter(pk=pk).first()
    if row is None:
        return set()
    return {
        "/engage/activities/", f"/engage/activities/{row.kind}/{row.held_on.year}/", f"/engage/activity/{pk}/"
    }  # fmt: skip


def naming(document: Document) -> set[str]:
    """Activities that name a document, and responses that do."""
    found = {f"/engage/activity/{pk}/" for pk in _naming(document.pk)}
    return found | {"/engage/activities/"} if _responses(document.pk) else found


_naming = Prepared(lambda pk: Activity.objects.filter(policies=pk).values_list("pk", flat=True))
_responses = Prepared(lambda pk: SentimentCase.objects.filter(document=pk).values_list("pk", flat=True)[:1])
