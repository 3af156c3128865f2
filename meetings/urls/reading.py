"""What everyone reads."""

from django.urls import path

from meetings.views import actions, attendance_statistics, decisions, documents, reading, versions

MEETING = "meetings/<slug:group>/<day:day>/"

urlpatterns = [
    path("meetings/", reading.meetings, name="meetings"),
    path("meetings/meetings.csv", reading.meetings_csv, name="meetings_csv"),
    path(MEETING, reading.meeting, name="meeting"),
    path(f"{MEETING}agenda.pdf", documents.agenda_pdf, name="agenda_pdf"),
    path(f"{MEETING}agenda.docx", documents.agenda_word, name="agenda_word"),
    path(f"{MEETING}minutes.pdf", documents.minutes_pdf, name="minutes_pdf"),
    path(f"{MEETING}minutes.docx", documents.minutes_word, name="minutes_word"),
    path(f"{MEETING}minutes/versions/", versions.versions, name="versions"),
    path(f"{MEETING}minutes/versions/compare/", versions.compare, name="compare"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/decisions.csv", decisions.decisions_csv, name="decisions_csv"),
    path("decisions/<str:ref>/", decisions.decision, name="decision"),
    path("actions/", actions.actions, name="actions"),
    path("actions/actions.csv", actions.actions_csv, name="actions_csv"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path(
        "groups/<slug:slug>/attendance/",
        attendance_statistics.attendance_statistics,
        name="attendance_statistics",
    ),
    path(
        "groups/<slug:slug>/attendance.csv",
        attendance_statistics.attendance_statistics_csv,
        name="attendance_statistics_csv",
    ),
]
