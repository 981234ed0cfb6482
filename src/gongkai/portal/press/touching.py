# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which pages an event touches, and which a day does: rather one too many than one too few, and never the whole archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from django.db.models import Q

from gongkai.engagement.models import Consultation, Conversion
from gongkai.ledger.models import Event
from gongkai.organs.prepared import Prepared
from gongkai.portal.engage import activities, messages
from gongkai.portal.engage import consultations as engage
from gongkai.portal.press.around import EVERYTHING, Around, around
from gongkai.portal.press.attached import file_addresses
from gongkai.portal.press.bylaws import of_bylaw
from gongkai.portal.press.fragments import OLDER
from gongkai.portal.press.libraries import (
    choice_series,
    choices,
    choices_of,
    interpretation_series,
    organ_series,
)
from gongkai.portal.press.lists import column_series, columns_of
from gongkai.portal.press.maps import SHARD, listed, shard_address
from gongkai.portal.press.reports import report_addresses
from gongkai.publishing import queries as publishing
from gongkai.publishing.feeds import documents_named
from gongkai.publishing.models import Column, Document, FeedLink, Interpretation

STREAMS = (
    "document/", "column/", "consultation/", "report/", "organ/", "calendar", "feed/", "conversion/", "decisions/", "message/", "faq/",
    "activity/", "announcement/", "activity-kind/", "sentiment/", "station/", "goal/", "commitment/", "bylaw/", "survey/",
)  # fmt: skip
FRONTS = ("/", "/disclosure/", "/fields/")  # which count what columns show
# Of an event of a document: kinds that leave it in the lists it is in.
STAYING = {"document.amended", "document.interprets", "document.accompanied", "document.partly_voided", "document.unaccompanied",
           "document.marked", "document.unmarked"}  # fmt: skip
# Of an event of an organ: who may do what is not public.
PRIVATE = {"organ.appointed"}
# Of an event of a column: kinds after which its documents say of it what they said before.
OPENING = {"column.opened", "column.closed", "column.reopened"}


# Of an event of a column: kinds that change the rows of the standard catalogue, which stand on its own page alone.
CATALOGUING = {"column.item_put", "column.item_dropped"}
UNSEEN = {"column.steps_set"}  # who reviews stands on no public page


def changes_all(event: Event) -> bool:
    """Whether it may change every page, so that all is pressed anew: an organ's name, the calendar, what a column is."""
    room = event.stream.partition("/")[0]
    if room == "column":
        return event.kind not in OPENING | CATALOGUING | UNSEEN
    return room in ("organ", "calendar") and event.kind not in PRIVATE


def touched(events: Sequence[Event], day: date, *, besides: int = 0) -> set[str]:
    """Addresses of the pages these events may change, those aside that change all. besides: documents that come, go or move at the same time."""
    found: set[str] = set()
    together = besides + len(events)
    documents: dict[int, set[str]] = {}
    for event in events:
        room, _, rest = event.stream.partition("/")
        if room == "document":
            documents.setdefault(int(rest), set()).add(event.kind)
            found |= _left(event, day)
            if event.kind in ("document.placed", "document.unplaced"):
                found |= _list_of(int(rest), event.payload["column"], day, together)
        elif room == "column":
            if event.kind in CATALOGUING:
                found |= _catalogued(int(rest))
            elif event.kind in OPENING:
                found |= _column(int(rest))
        elif room == "feed":
            found |= _feed(int(rest), event.payload.get("gone", ()))
        elif room == "conversion":
            found |= _conversion(int(rest))
        elif room == "bylaw":
            found |= of_bylaw(int(rest))
        elif room == "survey":
            found |= {"/engage/"} if event.kind != "survey.answered" else set()
        elif room == "commitment":
            found.add("/engage/commitments/")
        elif room == "consultation":
            found |= _consultation(int(rest), event, day)
        elif room == "decisions":
            found |= engage.of_catalogue(int(rest))
        elif room == "activity":
            found |= activities.of_activity(int(rest))
        elif room in activities.FRONTS:
            found |= activities.FRONTS[room]
        elif room == "message":
            found |= messages.of_message(int(rest))
        elif room == "faq":
            found |= messages.of_faq(int(rest))
        elif room == "report":
            found |= _report(rest, day)
        # Of a new kind of activity nothing is held yet.
    moved = []
    for document in _touched(list(documents)):
        if documents[document.pk] <= STAYING:
            found |= of_document(document, day, moved=0)
        else:
            found |= of_document(document, day, moved=together)
            moved.append(document.pk)
    return found | _maps(moved, day)


def _maps(moved: list[int], day: date) -> set[str]:
    """The map of maps, where one of them lists nothing or nothing but what came just now: it may be new, or gone."""
    together = Counter(pk // SHARD for pk in moved)
    return (
        {"/sitemap.xml"} if any(listed(day, shard * SHARD) <= n for shard, n in together.items()) else set()
    )


_explained_by = Prepared(lambda pk: Interpretation.objects.filter(document=pk).select_related("policy"))
_pairs = Prepared(
    lambda pk: Interpretation.objects.filter(Q(document=pk) | Q(policy=pk)).values_list("document", "policy")
)
_newer = Prepared(
    lambda column, on, pk: Document.objects.filter(
        Q(published_on__gt=on) | Q(published_on=on, pk__gt=pk), column=column, withdrawn_on__isnull=True, published_on__gte=on
    ).order_by("published_on", "pk").values_list("pk", flat=True)
)  # fmt: skip
_touched = Prepared(lambda ids: Document.objects.filter(pk__in=ids).select_related("organ"))


def of_document(document: Document, day: date, *, moved: int) -> set[str]:
    """Where a document shows: its page, those beside which it stands, its lists, the fronts. moved: see `Series.touched_by`."""
    beside = around((document.pk,))[document.pk]
    found = {
        "/", "/feed.xml", f"/organ/{document.organ.slug}/feed.xml", shard_address(document.pk), *pages_beside(document, beside),
        *lists_of(document, day, moved=moved, beside=beside),
    }  # fmt: skip
    if beside.consultation:
        found |= engage.beside(document)
    if beside.faqs:
        found |= messages.naming(document)
    if beside.activities or beside.responses:
        found |= activities.naming(document)
    if beside.files:
        found |= file_addresses([document.pk])
    for row in _explained_by(document.pk) if beside.explains else ():
        found |= lists_of(row.policy, day, moved=0)  # a row of a list links what explains it
    if moved and document.register is not None:
        same_year = publishing.public(day).filter(
            register__isnull=False, formed_on__year=document.formed_on.year
        )
        if same_year.count() <= 1:  # a year the library did not offer before, or does no longer
            for choice in choices(day):
                found |= {*choice_series(choice, day).addresses()}
    if moved and document.published_on < day:
        found.add("/statistics/")  # which counts up to the day before
    return found | set(FRONTS) if moved else found


def lists_of(document: Document, day: date, *, moved: int, beside: Around = EVERYTHING) -> set[str]:
    """The pages of lists that hold the document, or from its place on all that follow."""
    columns = columns_of(document)
    lists = [organ_series(document.organ, day)]
    found: set[str] = set()
    for column in columns:
        standing, out = column_series(column, day)
        lists += [standing, out] if document.register else [standing]
        found |= {out.address, f"/column/{column.slug}/feed.xml"}  # its front counts both
    if document.register is not None:
        lists += [choice_series(c, day) for c in choices_of(document)]
    explains = next(iter(_explained_by(document.pk)), None) if beside.explains else None
    if explains is not None:
        lists += [interpretation_series("", day), interpretation_series(explains.form, day)]
    for series in lists:
        found |= series.touched_by(document, moved=moved)
    return found


def pages_beside(document: Document, beside: Around) -> set[str]:
    """The document's page, the policy it explains, what explains it, and the newer ones that list it as older."""
    ids = {document.pk, *_newer.between(0, OLDER, document.column_id, document.published_on, document.pk)}
    pairs = _pairs(document.pk) if beside.explains or beside.explained else ()
    return {f"/document/{pk}/" for pk in ids.union(*pairs)}


def _left(event: Event, day: date) -> set[str]:
    """The lists of a column that an event of a document names: the document may stand in it no longer."""
    slug = event.payload.get("column")
    column = Column.objects.filter(slug=slug).select_related("parent").first() if slug else None
    found: set[str] = set()
    for place in (column, column.parent) if column else ():
        if place is not None:
            found.add(f"/column/{place.slug}/feed.xml")
            for series in column_series(place, day):
                found |= {*series.addresses(), series.page_address(series.numbered(series.total()) + 1)}
    return found


def _column(pk: int) -> set[str]:
    column = Column.objects.filter(pk=pk).select_related("parent", "owner").first()
    if column is None:
        return set()
    above = {f"/column/{column.parent.slug}/"} if column.parent else set()
    own = {f"/column/{column.slug}/", f"/column/{column.slug}/ended/", f"/column/{column.slug}/feed.xml"}
    return {
        *FRONTS,
        "/statistics/",
        "/sitemap/",
        "/catalogue/",
        "/topics/",
        "/sitemap/pages.xml",
        f"/organ/{column.owner.slug}/",
        *own,
        *above,
    }


def _catalogued(pk: int) -> set[str]:
    slugs = Column.objects.filter(pk=pk).values_list("slug", flat=True)
    return {address for slug in slugs for address in (f"/column/{slug}/", f"/column/{slug}/ended/")}


def _report(name: str, day: date) -> set[str]:
    slug, _, year = name.partition("/")
    pages = report_addresses(slug, int(year), day) if year.isdigit() else set()
    return {"/", "/statistics/", "/sitemap/", "/reports/", f"/organ/{slug}/", *pages}


def _list_of(document: int, slug: str, day: date, together: int) -> set[str]:
    """The pages of a column's lists from the place of a document on that was put there or taken away."""
    row, column = Document.objects.filter(pk=document).first(), Column.objects.filter(slug=slug).first()
    if row is None or column is None:
        return set()
    above = [column.parent] if column.parent else []
    lists = [series for c in (column, *above) for series in column_series(c, day)]
    return set().union(*(series.touched_by(row, moved=together) for series in lists))


def _feed(pk: int, gone: Iterable[str]) -> set[str]:
    """The documents whose services come from a source, and those whose services it no longer gives."""
    now = FeedLink.objects.filter(entry__feed=pk).values_list("number", flat=True)
    return {f"/document/{d}/" for d in documents_named({*now, *gone})}


def _conversion(pk: int) -> set[str]:
    found = Conversion.objects.filter(pk=pk, document__isnull=False).values_list("document", flat=True)
    return {f"/document/{d}/" for d in found}


def _consultation(pk: int, event: Event, day: date) -> set[str]:
    row = Consultation.objects.filter(pk=pk).select_related("document", "decision").first()
    if row is None:
        return set()
    after = {f"/document/{row.decision_id}/"} if row.decision_id else set()
    found = of_document(row.document, day, moved=0) | after
    if event.kind == "consultation.opinion" and engage.came_last(row, event.payload["opinion"]):
        return found - engage.opinion_pages(row)  # nobody has read it yet: only the count says that it came
    return found


def turning_between(after_day: date, until: date) -> list[Document]:
    """Documents that come, go or move to another list by time alone in these days."""
    eve = timedelta(days=1)
    rows = Document.objects.filter(
        Q(published_on__gt=after_day, published_on__lte=until)
        | Q(expires_on__gt=after_day - eve, expires_on__lte=until - eve)
        | Q(repealed_on__gt=after_day, repealed_on__lte=until)
        | Q(register__isnull=False, effective_from__gt=after_day, effective_from__lte=until)
    )
    return list(rows.select_related("organ"))


def turned(documents: Sequence[Document], after_day: date, until: date, *, besides: int) -> set[str]:
    """Pages these documents and the columns that open in these days change; words that count days are not here. besides: as in `touched`."""
    found: set[str] = set()
    for document in documents:
        found |= {*of_document(document, until, moved=len(documents) + besides), "/sitemap.xml"}
    for pk in Column.objects.filter(opened_on__gt=after_day, opened_on__lte=until).values_list(
        "pk", flat=True
    ):
        found |= _column(pk)
    return found


def next_turn(day: date) -> date | None:
    """The first day after this one on which `turned` has something."""
    days = []
    for name, late in (("published_on", 0), ("expires_on", 1), ("repealed_on", 0), ("effective_from", 0)):
        days += [first + timedelta(days=late) for first in _first(name)(day - timedelta(days=late))]
    return min([*days, *_opens(day)], default=None)


@cache
def _first(name: str) -> Prepared:
    """The first day of this kind after a day."""
    return Prepared(
        lambda day: Document.objects.filter(**{f"{name}__gt": day}, withdrawn_on__isnull=True)
        .order_by(name).values_list(name, flat=True)[:1]
    )  # fmt: skip


_opens = Prepared(
    lambda day: (
        Column.objects.filter(opened_on__gt=day).order_by("opened_on").values_list("opened_on", flat=True)[:1]
    )
)
