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
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("manage/attention/", attention.attention_page, name="attention"),
    path("manage/components/", gallery.gallery, name="gallery"),
    path("outbox/", outbox.sent_mail, name="sent_mail"),
    path("outbox/<str:name>/", outbox.sent_message, name="sent_message"),
    path("outbox/<str:name>/<int:number>/", outbox.sent_file, name="sent_file"),
    path("privacy/", about.privacy, name="privacy"),
]
