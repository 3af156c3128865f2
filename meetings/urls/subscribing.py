"""What calendar programs and feed readers ask for."""

from django.urls import path

from meetings.views import calendars, feeds

urlpatterns = [
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("groups/<slug:group>/calendar.ics", calendars.group_calendar, name="group_calendar"),
    path("groups/<slug:group>/feed.atom", feeds.group_feed, name="group_feed"),
    path("localities/<slug:slug>/calendar.ics", calendars.locality_calendar, name="locality_calendar"),
    path("localities/<slug:slug>/feed.atom", feeds.locality_feed, name="locality_feed"),
    path("meetings/<slug:group>/<day:day>/meeting.ics", calendars.meeting_calendar, name="meeting_calendar"),
    # Before the page of a decision, which would take it for a reference.
    path("decisions/feed.atom", feeds.decisions_feed, name="decisions_feed"),
]
