# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of 政民互动, a part of the desk's."""

from django.urls import path

from gongkai.desk import engagement_activities as activities
from gongkai.desk import engagement_announcements as announcements
from gongkai.desk import engagement_consultations as consultations
from gongkai.desk import engagement_decisions as decisions
from gongkai.desk import engagement_hotline as hotline
from gongkai.desk import engagement_imports as imports
from gongkai.desk import engagement_messages as citizen
from gongkai.desk import engagement_responses as responses

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
    path("engage/import/<slug:name>/", imports.upload, name="engage_import"),
    path("engage/import/<slug:name>/template.xlsx", imports.template, name="engage_template"),
    path("activities/", activities.index, name="activities"),
    path("activities/new/", activities.hold, name="activity_new"),
    path("activities/kinds/new/", activities.kind_new, name="activity_kind_new"),
    path("activities/activities.xlsx", activities.export, name="activity_export"),
    path("activities/<int:pk>/", activities.show, name="activity"),
    path("activities/<int:pk>/do/<slug:name>/", activities.act, name="activity_act"),
    path("activities/announcements/", announcements.index, name="announcements"),
    path("activities/announcements/new/", announcements.announce, name="announcement_new"),
    path("activities/announcements/<int:pk>/", announcements.show, name="announcement"),
    path("activities/announcements/<int:pk>/do/<slug:name>/", announcements.act, name="announcement_act"),
    path("problems/", activities.problems, name="problems"),
    path("problems/new/", activities.collect, name="problem_new"),
    path("problems/<int:pk>/", activities.problem, name="problem"),
    path("problems/<int:pk>/do/<slug:name>/", activities.problem_act, name="problem_act"),
    path("sentiments/", responses.sentiments, name="sentiments"),
    path("sentiments/new/", responses.sentiment_new, name="sentiment_new"),
    path("sentiments/<int:pk>/", responses.sentiment, name="sentiment"),
    path("sentiments/<int:pk>/do/<slug:name>/", responses.sentiment_act, name="sentiment_act"),
    path("stations/", responses.stations, name="stations"),
    path("stations/new/", responses.station_new, name="station_new"),
    path("stations/<int:pk>/", responses.station, name="station"),
    path("stations/<int:pk>/do/<slug:name>/", responses.station_act, name="station_act"),
    path("goals/", responses.goals, name="goals"),
    path("goals/new/", responses.goal_new, name="goal_new"),
    path("goals/<int:pk>/", responses.goal, name="goal"),
    path("goals/<int:pk>/do/<slug:name>/", responses.goal_act, name="goal_act"),
    path("catalogues/", decisions.index, name="catalogues"),
    path("catalogues/new/", decisions.publish, name="catalogue_new"),
    path("catalogues/<int:pk>/", decisions.show, name="catalogue"),
    path("catalogues/<int:pk>/do/<slug:name>/", decisions.act, name="catalogue_act"),
]
