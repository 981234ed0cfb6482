# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of 政民互动, a part of the portal's."""

from django.urls import path, re_path

from gongkai.portal import views
from gongkai.portal.engage import opinion_views

urlpatterns = [
    path("engage/", views.pressed, name="engage"),
    path("engage/consultations/", views.pressed, name="consultations"),
    path("engage/consultations/<int:year>/", views.pressed, name="consultation_year"),
    path("engage/consultation/<int:pk>/", views.pressed, name="consultation"),
    path("engage/consultation/<int:pk>/say/", opinion_views.say, name="say"),
    path("engage/decisions/", views.pressed, name="decisions"),
    re_path(r"^engage/decisions/[0-9]{4}/$", views.pressed),
]
