# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of 政民互动, a part of the desk's."""

from django.urls import path

from gongkai.desk import engagement_consultations as consultations
from gongkai.desk import engagement_decisions as decisions

urlpatterns = [
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/new/", consultations.open_new, name="consultation_new"),
    path("consultations/<int:pk>/", consultations.show, name="consultation"),
    path("consultations/<int:pk>/judge/", consultations.judge, name="consultation_judge"),
    path("consultations/<int:pk>/do/<slug:name>/", consultations.act, name="consultation_act"),
    path("consultations/<int:pk>/sender/<int:item>/", consultations.sender, name="consultation_sender"),
    path("catalogues/", decisions.index, name="catalogues"),
    path("catalogues/new/", decisions.publish, name="catalogue_new"),
    path("catalogues/<int:pk>/", decisions.show, name="catalogue"),
    path("catalogues/<int:pk>/do/<slug:name>/", decisions.act, name="catalogue_act"),
]
