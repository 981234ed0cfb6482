# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """查找"""

    name = "gongkai.search"
    label = "search"
    verbose_name = "查找"
    default_auto_field = "django.db.models.BigAutoField"
