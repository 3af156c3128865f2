"""Addresses of the pages that look across the whole record."""

from django.urls import path

from portal.views import (
    about,
    gallery,
    groups,
    home,
    localities,
    my_work,
    new,
    organisations,
    people,
    search,
    topics,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-work/", my_work.my_work, name="my_work"),
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
    path("manage/components/", gallery.gallery, name="gallery"),
    path("privacy/", about.privacy, name="privacy"),
]
