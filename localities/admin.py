"""Django's own pages, for looking through places. They are changed by operations, never here."""

from django.contrib import admin

from localities.models import Area, Audience, Locality, ParishCouncil
from partnership.admin import ReadOnly


@admin.register(Locality)
class LocalityAdmin(ReadOnly):
    list_display = ["name", "slug", "position"]


@admin.register(Area)
class AreaAdmin(ReadOnly):
    list_display = ["name", "kind", "code", "council"]
    list_filter = ["kind"]


@admin.register(Audience, ParishCouncil)
class NamedAdmin(ReadOnly):
    list_display = ["name", "slug"]
