# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """年度报告"""

    name = "gongkai.annual_report"
    label = "annual_report"
    verbose_name = "年度报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.annual_report import scored

        scored.bring()
