# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """门户"""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.ledger.projectors import Projector, register
        from gongkai.portal.engage import activities, consultations, messages
        from gongkai.portal.engage import fronts as engage
        from gongkai.portal.press import (
            attached,
            bylaws,
            documents,
            feeds,
            fronts,
            libraries,
            lists,
            maps,
            pages,
            reports,
            statistics,
        )
        from gongkai.portal.press.following import follow
        from gongkai.portal.press.leaving import unlink_now
        from gongkai.portal.press.touching import STREAMS

        pages.register(
            documents.DocumentPage(), attached.AttachedFile(), lists.ColumnPage(), fronts.Home(), fronts.Disclosure(), fronts.Fields(),
            fronts.Guide(), fronts.Catalogue(), fronts.Topics(), feeds.FeedPage(), maps.SiteMaps(),
            libraries.OrganPage(), libraries.PolicyPage(), libraries.InterpretationPage(), *reports.KINDS, bylaws.Rules(), bylaws.OrganRules(), bylaws.BylawPage(), fronts.Accessibility(), fronts.Missing(), fronts.Unavailable(), fronts.SiteMap(), statistics.Statistics(),
            engage.Engage(), consultations.Consultations(), consultations.ConsultationYear(), consultations.ConsultationPage(), consultations.OpinionPage(),
            consultations.Decisions(), messages.Messages(), messages.MessagePage(), messages.FaqPage(),
            activities.Activities(), activities.ActivityYear(), activities.ActivityPage(), activities.Stations(), activities.Goals(), fronts.Commitments(),
        )  # fmt: skip
        register(Projector("静态页", STREAMS, follow, unlink_now))
