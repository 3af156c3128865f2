"""Addresses that belong to no part of the record."""

from django.urls import path

from core.views.gallery import gallery
from core.views.resume import resume

app_name = "core"
urlpatterns = [
    path("resume/", resume, name="resume"),
    path("manage/components/", gallery, name="gallery"),
]
