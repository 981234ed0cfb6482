# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The whole site as one WSGI application: pressed files first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
django_application = get_wsgi_application()

from gongkai.portal.press.serving import PressedSite  # noqa: E402 - Django has to be set up first
from gongkai.web.middleware import HEADERS  # noqa: E402

application = PressedSite(django_application, HEADERS.items())
