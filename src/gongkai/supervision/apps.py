# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """监督保障"""

    name = "gongkai.supervision"
    label = "supervision"
    verbose_name = "监督保障"
    default_auto_field = "django.db.models.BigAutoField"
