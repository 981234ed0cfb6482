# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RoomConfig(AppConfig):
    """账本"""

    name = "gongkai.ledger"
    label = "ledger"
    verbose_name = "账本"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.ledger.checkpointing import committed
        from gongkai.ledger.projectors import Projector, register

        register(Projector("数据库日志", ("",), committed))
