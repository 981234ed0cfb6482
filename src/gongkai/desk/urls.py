# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of the desk."""

from django.urls import path

from gongkai.desk import (
    case_views,
    citizen_views,
    document_views,
    draft_views,
    import_views,
    proceeding_views,
    record_views,
    report_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("cases/", views.cases, name="cases"),
    path("cases/<int:pk>/", case_views.case, name="case"),
    path("cases/<int:pk>/applicant/", case_views.applicant, name="applicant"),
    path("cases/<int:pk>/do/<slug:name>/", case_views.verb, name="verb"),
    path("cases/<int:pk>/proceedings/", proceeding_views.open_new, name="proceeding_open"),
    path("proceedings/", proceeding_views.index, name="proceedings"),
    path("proceedings/<int:pk>/", proceeding_views.show, name="proceeding"),
    path("proceedings/<int:pk>/do/<slug:name>/", proceeding_views.act, name="proceeding_act"),
    path("cases/<int:pk>/confirm/", citizen_views.confirm, name="confirm_today"),
    path("cases/<int:pk>/file/<int:file>/", citizen_views.case_file, name="case_file"),
    path("cases/<int:pk>/code/", citizen_views.case_code, name="case_code"),
    path("matters/", citizen_views.matters, name="matters"),
    path("matters/<int:pk>/", citizen_views.matter, name="matter"),
    path("matters/<int:pk>/person/", citizen_views.matter_person, name="matter_person"),
    path("import/", import_views.register, name="import"),
    path("import/template.xlsx", import_views.template, name="import_template"),
    path("drafts/", draft_views.index, name="drafts"),
    path("drafts/new/", draft_views.write, name="draft_new"),
    path("drafts/<int:pk>/", draft_views.show, name="draft"),
    path("drafts/<int:pk>/write/", draft_views.write, name="draft_write"),
    path("drafts/<int:pk>/do/<slug:name>/", draft_views.act, name="draft_act"),
    path("documents/", views.documents, name="documents"),
    path("documents/<int:pk>/", document_views.show, name="document"),
    path("documents/<int:pk>/do/<slug:name>/", document_views.act, name="document_act"),
    path("activities/", views.activities, name="activities"),
    path("findings/", views.findings, name="findings"),
    path("reports/", report_views.index, name="reports"),
    path("reports/<slug:slug>/<int:year>/", report_views.editor, name="report"),
    path("reports/<slug:slug>/<int:year>/write/<str:part>/", report_views.write, name="report_write"),
    path("reports/<slug:slug>/<int:year>/publish/", report_views.publish, name="report_publish"),
    path("reports/<slug:slug>/<int:year>/correct/", report_views.correct, name="report_correct"),
    path("reports/<slug:slug>/<int:year>/report.docx", report_views.word, name="report_docx"),
    path("reports/<slug:slug>/<int:year>/figure/<str:key>/", report_views.records, name="records"),
    path("records/<slug:kind>/<int:pk>/", record_views.show, name="record"),
]
