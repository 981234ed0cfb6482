# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of 政民互动, a part of the portal's."""

from django.urls import path, re_path

from gongkai.portal import views
from gongkai.portal.engage import coming_views, message_views, opinion_views

urlpatterns = [
    path("engage/", views.pressed, name="engage"),
    path("engage/consultations/", views.pressed, name="consultations"),
    path("engage/consultations/<int:year>/", views.pressed, name="consultation_year"),
    path("engage/consultation/<int:pk>/", views.pressed, name="consultation"),
    path("engage/consultation/<int:pk>/opinions/<int:number>/", views.pressed, name="opinion_page"),
    path("engage/consultation/<int:pk>/say/", opinion_views.say, name="say"),
    path("engage/ask/", message_views.ask, name="ask"),
    path("engage/messages/", views.pressed, name="messages"),
    re_path(r"^engage/messages/[0-9]{4}-[0-9]{2}/$", views.pressed),
    path("engage/message/<int:pk>/", views.pressed, name="message_page"),
    path("engage/faq/", views.pressed, name="faq"),
    path("engage/faq/<slug:slug>/", views.pressed, name="faq_organ"),
    path("engage/coming/", coming_views.coming, name="coming"),
    path("engage/coming/<int:pk>/", coming_views.one, name="coming_one"),
    path("engage/activities/", views.pressed, name="engage_activities"),
    path("engage/activities/<slug:kind>/<int:year>/", views.pressed, name="engage_activity_year"),
    path("engage/activity/<int:pk>/", views.pressed, name="engage_activity"),
    path("engage/stations/", views.pressed, name="engage_stations"),
    path("engage/goals/", views.pressed, name="engage_goals"),
    path("site-error/", message_views.site_error, name="site_error"),
    path("useful/", message_views.useful, name="useful"),
    path("status/message/", message_views.own, name="status_message"),
    path("engage/decisions/", views.pressed, name="decisions"),
    re_path(r"^engage/decisions/[0-9]{4}/$", views.pressed),
]
