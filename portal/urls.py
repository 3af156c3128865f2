"""Addresses of the pages that look across the whole record."""

from django.urls import path

from portal.views import (
    about,
    attention,
    gallery,
    groups,
    home,
    localities,
    my_work,
    new,
    organisations,
    outbox,
    people,
    periodic_reports,
    private_calendar,
    search,
    topics,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-work/", my_work.my_work, name="my_work"),
    path("calendar/<str:key>.ics", private_calendar.private_calendar, name="private_calendar"),
    path("new/", new.new, name="new"),
    path("search/", search.search, name="search"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("localities/<slug:slug>/", localities.locality, name="locality"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("regular-reports/", periodic_reports.periodic_reports, name="periodic_reports"),
    path("regular-reports/make/", periodic_reports.choose_report, name="choose_report"),
    path("regular-reports/make/<slug:kind>/", periodic_reports.make_report, name="make_report"),
    path("regular-reports/digest/", periodic_reports.make_digest, name="make_digest"),
    path("regular-reports/<int:pk>/", periodic_reports.periodic_report, name="periodic_report"),
    path(
        "regular-reports/<int:pk>/report.pdf",
        periodic_reports.periodic_report_pdf,
        name="periodic_report_pdf",
    ),
    path(
        "regular-reports/<int:pk>/report.xlsx",
        periodic_reports.periodic_report_excel,
        name="periodic_report_excel",
    ),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("manage/attention/", attention.attention_page, name="attention"),
    path("manage/components/", gallery.gallery, name="gallery"),
    path("outbox/", outbox.sent_mail, name="sent_mail"),
    path("outbox/<str:name>/", outbox.sent_message, name="sent_message"),
    path("outbox/<str:name>/<int:number>/", outbox.sent_file, name="sent_file"),
    path("privacy/", about.privacy, name="privacy"),
]
