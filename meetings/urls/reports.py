"""Structured reports: written, cleared, put on an agenda, read, decided on."""

from django.urls import path

from meetings.views import (
    clearances,
    placing,
    recommendations,
    report_reading,
    report_templates,
    report_writing,
    reports,
)

REPORT = "papers/<int:pk>/report"

urlpatterns = [
    path("papers/in-preparation/", reports.reports_in_preparation, name="reports_in_preparation"),
    path("groups/<slug:slug>/reports/begin/", reports.begin_report, name="begin_report"),
    path("papers/<int:pk>.pdf", report_reading.report_pdf, name="report_pdf"),
    path("papers/<int:pk>.docx", report_reading.report_word, name="report_word"),
    path(f"{REPORT}/versions/", report_reading.report_versions, name="report_versions"),
    path(f"{REPORT}/versions/compare/", report_reading.compare_report, name="compare_report"),
    path(f"{REPORT}/write/", report_writing.write_report, name="write_report"),
    path(f"{REPORT}/edit/", reports.edit_report, name="edit_report"),
    path(f"{REPORT}/history/", reports.report_history, name="report_history"),
    path(f"{REPORT}/clearances/ask/", clearances.ask_clearance, name="ask_clearance"),
    path(f"{REPORT}/clearances/<int:clearance>/give/", clearances.give_clearance, name="give_clearance"),
    path(
        f"{REPORT}/clearances/<int:clearance>/changes/",
        clearances.clearance_changes,
        name="clearance_changes",
    ),
    path(f"{REPORT}/clearances/waive/<slug:area>/", clearances.waive_clearance, name="waive_clearance"),
    path(f"{REPORT}/approve/", clearances.approve_report, name="approve_report"),
    path(f"{REPORT}/place/", placing.place_report, name="place_report"),
    path(f"{REPORT}/take-off/", placing.take_report_off, name="take_report_off"),
    path(f"{REPORT}/correct/", placing.correct_report, name="correct_report"),
    path(
        "meetings/<slug:group>/<day:day>/items/<slug:number>/recommendations/",
        recommendations.resolve_recommendations,
        name="resolve_recommendations",
    ),
    path("manage/report-templates/", report_templates.report_templates, name="report_templates"),
    path(
        "manage/report-templates/<slug:slug>/",
        report_templates.edit_report_template,
        name="edit_report_template",
    ),
]
