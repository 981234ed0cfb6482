# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions in the database, as Django keeps them; the query that every request of the desk begins with is made once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.utils import timezone

from gongkai.organs.prepared import Prepared

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(Kept):
    """django.contrib.sessions.backends.db.SessionStore."""

    def _get_session_from_db(self) -> Any:
        found = next(iter(_BY_KEY(self.session_key)), None)
        if found is not None and found.expire_date > timezone.now():
            return found
        return super()._get_session_from_db()  # which says and logs why there is none
