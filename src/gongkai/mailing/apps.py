# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """邮件订阅"""

    name = "gongkai.mailing"
    label = "mailing"
    verbose_name = "邮件订阅"
    default_auto_field = "django.db.models.BigAutoField"
