# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of 政民互动, a part of the desk's."""

from django.urls import path

from gongkai.desk import engagement_consultations as consultations
from gongkai.desk import engagement_decisions as decisions
from gongkai.desk import engagement_hotline as hotline
from gongkai.desk import engagement_imports as imports
from gongkai.desk import engagement_messages as citizen

urlpatterns = [
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/new/", consultations.open_new, name="consultation_new"),
    path("consultations/<int:pk>/", consultations.show, name="consultation"),
    path("consultations/<int:pk>/judge/", consultations.judge, name="consultation_judge"),
    path("consultations/<int:pk>/do/<slug:name>/", consultations.act, name="consultation_act"),
    path("consultations/<int:pk>/sender/<int:item>/", consultations.sender, name="consultation_sender"),
    path("citizen-messages/", citizen.index, name="citizen_messages"),
    path("citizen-messages/<int:pk>/", citizen.show, name="citizen_message"),
    path("citizen-messages/<int:pk>/do/<slug:name>/", citizen.act, name="citizen_message_act"),
    path("citizen-messages/<int:pk>/writer/", citizen.writer, name="citizen_message_writer"),
    path("votes/", citizen.votes, name="votes"),
    path("tickets/", hotline.tickets, name="tickets"),
    path("tickets/<int:pk>/", hotline.ticket, name="ticket"),
    path("tickets/<int:pk>/do/<slug:name>/", hotline.ticket_act, name="ticket_act"),
    path("faqs/", hotline.faqs, name="faqs"),
    path("faqs/new/", hotline.faq_new, name="faq_new"),
    path("faqs/<int:pk>/", hotline.faq, name="faq"),
    path("faqs/<int:pk>/do/<slug:name>/", hotline.faq_act, name="faq_act"),
    path("engage/import/<slug:key>/", imports.upload, name="engage_import"),
    path("engage/import/<slug:key>/template.xlsx", imports.template, name="engage_template"),
    path("catalogues/", decisions.index, name="catalogues"),
    path("catalogues/new/", decisions.publish, name="catalogue_new"),
    path("catalogues/<int:pk>/", decisions.show, name="catalogue"),
    path("catalogues/<int:pk>/do/<slug:name>/", decisions.act, name="catalogue_act"),
]
