# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every address: the portal at the root, the desk under /desk/."""

from django.urls import include, path

handler404 = "gongkai.portal.views.missing"
urlpatterns = [
    path("desk/", include("gongkai.desk.urls")),
    path("", include("gongkai.portal.urls")),
]
