# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """主动公开"""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.publishing.bylaws import BylawSource
        from gongkai.publishing.indexing import DocumentSource
        from gongkai.search.following import register

        register(DocumentSource())
        register(BylawSource())
