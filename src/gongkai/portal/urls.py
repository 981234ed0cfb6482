# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of the portal; they do not change once published."""

from django.urls import path, re_path

from gongkai.portal import (
    calculator,
    checkup,
    copy_views,
    file_views,
    report_views,
    search_views,
    subscribe_views,
    survey_views,
    views,
)
from gongkai.portal.apply import matters
from gongkai.portal.apply import views as apply
from gongkai.portal.engage import urls as engage
from gongkai.portal.status import letters as status_letters
from gongkai.portal.status import views as status

app_name = "portal"
urlpatterns = [
    path("", views.pressed, name="home"),
    path("search/", search_views.search, name="search"),
    path("search/suggest/", search_views.suggest, name="suggest"),
    path("guide/", views.pressed, name="guide"),
    path("rules/", views.pressed, name="rules"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("law/", calculator.law, name="law"),
    path("disclosure/", views.pressed, name="disclosure"),
    path("fields/", views.pressed, name="fields"),
    path("column/<slug:slug>/", views.column, name="column"),
    path("column/<slug:slug>/ended/", views.column, {"ended": True}, name="column_ended"),
    path("column/<slug:slug>/page/<int:number>/", views.pressed, name="column_page"),
    path("column/<slug:slug>/ended/page/<int:number>/", views.pressed, name="column_ended_page"),
    path("document/<int:pk>/", views.pressed, name="document"),
    re_path(r"^document/(?P<pk>[1-9][0-9]{0,17})/document\.(?P<form>docx|pdf)$", copy_views.copy, name="document_copy"),
    path("column/<slug:slug>/feed.xml", views.pressed, name="column_feed"),
    path("organ/<slug:slug>/", views.pressed, name="organ"),
    path("organ/<slug:slug>/page/<int:number>/", views.pressed),
    path("organ/<slug:slug>/feed.xml", views.pressed, name="organ_feed"),
    path("feed.xml", views.pressed, name="feed"),
    path("catalogue/", views.pressed, name="catalogue"),
    path("topics/", views.pressed, name="topics"),
    path("subscribe/", subscribe_views.subscribe, name="subscribe"),
    re_path(r"^subscribe/(?P<pk>[1-9][0-9]{0,17})/(?P<purpose>confirm|end)/(?P<said>[0-9a-f]{40})/$", subscribe_views.link, name="subscribe_link"),
    path("statistics/", views.pressed, name="statistics"),
    path("policies/", views.pressed, name="policies"),
    path("interpretations/", views.pressed, name="interpretations"),
    re_path(r"^policies/(?:[-a-z]+/){0,2}(?:[0-9]{4}/)?(?:page/[0-9]+/)?$", views.pressed),
    re_path(r"^interpretations/(?:[a-z]+/)?(?:page/[0-9]+/)?$", views.pressed),
    path("sitemap.xml", views.pressed, name="sitemap_xml"),
    path("robots.txt", views.pressed),
    re_path(r"^sitemap/[-a-z0-9]+\.xml$", views.pressed),
    path("file/<slug:key>.<slug:ending>", file_views.file, name="file"),
    path("apply/", apply.door, name="apply"),
    path("apply/form/", apply.form, name="apply_form"),
    path("apply/similar/", apply.similar, name="similar"),
    path("apply/organs/", apply.organs, name="apply_organs"),
    path("apply/receipt.txt", apply.receipt_file, name="receipt_file"),
    path("matter/<slug:kind>/", matters.form, name="matter"),
    path("status/", status.door, name="status"),
    path("status/case/", status.case, name="status_case"),
    path("status/case/send/<slug:kind>/", status.send, name="status_send"),
    path("status/case/letter/<int:pk>/<slug:form>/", status_letters.letter, name="status_letter"),
    path("status/case/file/<int:pk>/", status_letters.released, name="status_file"),
    path("status/case/withdraw/", status.withdraw, name="status_withdraw"),
    path("status/matter/", status.matter, name="status_matter"),
    path("status/close/", status.close, name="status_close"),
    path("survey/", survey_views.survey, name="survey"),
    path("report-check/", checkup.checkup, name="checkup"),
    path("reports/", views.pressed, name="reports"),
    path("report/<int:year>/", report_views.report, name="report"),
    path("report/<int:year>/edition/<int:number>/", views.pressed, name="report_edition"),
    path("report/<int:year>/infographic/", views.pressed, name="infographic"),
    path("report/<int:year>/report.docx", report_views.word, name="report_docx"),
    path("report/<int:year>/report.json", report_views.data, name="report_json"),
    path("report/<int:year>/figure/<str:key>/", views.pressed, name="figure"),
    path("accessibility/", views.pressed, name="accessibility"),
    path("sitemap/", views.pressed, name="sitemap"),
    path("mode/<str:mode>/", views.mode, name="mode"),
    *engage.urlpatterns,
]
