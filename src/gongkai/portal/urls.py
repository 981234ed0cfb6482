# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of the portal; they do not change once published."""

from django.urls import path

from gongkai.portal import calculator, checkup, report_views, search_views, views
from gongkai.portal.apply import matters
from gongkai.portal.apply import views as apply
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
    path("report-check/", checkup.checkup, name="checkup"),
    path("reports/", report_views.index, name="reports"),
    path("report/<int:year>/", report_views.report, name="report"),
    path("report/<int:year>/edition/<int:number>/", report_views.edition, name="report_edition"),
    path("report/<int:year>/infographic/", report_views.graphic, name="infographic"),
    path("report/<int:year>/report.docx", report_views.word, name="report_docx"),
    path("report/<int:year>/report.json", report_views.data, name="report_json"),
    path("report/<int:year>/figure/<str:key>/", report_views.figure, name="figure"),
    path("accessibility/", views.pressed, name="accessibility"),
    path("sitemap/", views.pressed, name="sitemap"),
    path("mode/<str:mode>/", views.mode, name="mode"),
]
