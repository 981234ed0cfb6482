# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """政民互动"""

    name = "gongkai.engagement"
    label = "engagement"
    verbose_name = "政民互动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.engagement.indexing import FaqSource, MessageSource
        from gongkai.search.following import register

        register(MessageSource())
        register(FaqSource())
