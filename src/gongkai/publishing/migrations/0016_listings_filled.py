# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every document put in its lists and counted once; from here on the verbs keep both."""

from collections import Counter
from datetime import timedelta

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 2000


def fill(apps, schema_editor):
    Document, Placement, Listing, DocumentCount, Interpretation = (
        apps.get_model("publishing", name)
        for name in ("Document", "Placement", "Listing", "DocumentCount", "Interpretation")
    )
    counts, last = Counter(), 0
    while rows := list(Document.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        first, last = rows[0].pk, rows[-1].pk
        columns = {}
        placed = Placement.objects.filter(document__gte=first, document__lte=last)
        for pk, column, above in placed.values_list("document", "column", "column__parent"):
            columns.setdefault(pk, set()).update({column, above} - {None})
        made = []
        for d in rows:
            if d.withdrawn_on is not None:
                continue
            expired = d.expires_on + timedelta(days=1) if d.expires_on else None
            ends = min((day for day in (expired, d.repealed_on) if day is not None), default=None)
            if columns.get(d.pk):
                counts["organ", 0, d.organ_id] += 1
            for column in sorted(columns.get(d.pk, ())):
                made.append(Listing(column_id=column, document=d, published_on=d.published_on, ends_on=ends))
                counts["all", column, 0] += 1
                counts["organ", column, d.organ_id] += 1
                counts["published", column, d.published_on.year] += 1
                counts["formed", column, d.formed_on.year] += 1
                if d.register is not None:
                    counts["registered", column, 0] += 1
                if ends is not None:
                    counts["ends", column, ends.toordinal()] += 1
        Listing.objects.bulk_create(made, batch_size=BATCH)
    DocumentCount.objects.bulk_create(
        (
            DocumentCount(facet=facet, scope=scope, value=value, n=n)
            for (facet, scope, value), n in counts.items()
        ),
        batch_size=BATCH,
    )
    own = Document.objects.filter(pk=OuterRef("document")).values("published_on")
    Interpretation.objects.update(published_on=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("publishing", "0015_listings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
