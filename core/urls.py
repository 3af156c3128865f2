"""Addresses that belong to no part of the record."""

from django.urls import path

from core.views.resume import resume

app_name = "core"
urlpatterns = [
    path("resume/", resume, name="resume"),
]
