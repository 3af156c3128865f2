"""Django's own pages, for looking through places. They are changed by operations, never here."""

from django.contrib import admin

from localities.models import Locality
from partnership.admin import ReadOnly


@admin.register(Locality)
class LocalityAdmin(ReadOnly):
    list_display = ["name", "slug", "position"]
