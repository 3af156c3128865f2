"""Representatives' reports of meetings: what everyone reads, and where they are written."""

from django.urls import path

from meetings.views import representative_report_writing as report_writing
from meetings.views import representative_reports

REPORT = "reports/<slug:group>/<day:day>/<slug:author>/"

urlpatterns = [
    path("reports/", representative_reports.representative_reports, name="representative_reports"),
    path(REPORT, representative_reports.representative_report, name="representative_report"),
    path(
        f"{REPORT}report.pdf",
        representative_reports.representative_report_pdf,
        name="representative_report_pdf",
    ),
    path(
        f"{REPORT}report.docx",
        representative_reports.representative_report_word,
        name="representative_report_word",
    ),
    path(
        f"{REPORT}versions/",
        representative_reports.representative_report_versions,
        name="representative_report_versions",
    ),
    path(
        "meetings/<slug:group>/<day:day>/report/",
        report_writing.start_representative_report,
        name="start_representative_report",
    ),
    path(f"{REPORT}write/", report_writing.write_representative_report, name="write_representative_report"),
    path(
        f"{REPORT}publish/",
        report_writing.publish_representative_report,
        name="publish_representative_report",
    ),
    path(
        f"{REPORT}withdraw/",
        report_writing.withdraw_representative_report,
        name="withdraw_representative_report",
    ),
]
