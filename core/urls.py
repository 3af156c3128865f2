"""Addresses that belong to no part of the record."""

from django.urls import path

from core.views.resume import resume
from core.views.runs import run, run_file

app_name = "core"
urlpatterns = [
    path("runs/<int:pk>/", run, name="run"),
    path("runs/<int:pk>/file/", run_file, name="run_file"),
    path("resume/", resume, name="resume"),
]
