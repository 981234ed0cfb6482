# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """行政机关与人员"""

    name = "gongkai.organs"
    label = "organs"
    verbose_name = "行政机关与人员"
    default_auto_field = "django.db.models.BigAutoField"
