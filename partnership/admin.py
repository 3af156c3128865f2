"""Django's own pages, for reference data only. Everything with a history is changed by operations, never here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partnership.models import Organisation, Topic


class ReadOnly(admin.ModelAdmin):
    """May be looked through; a change here would leave no history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ["name", "sector", "closed_on"]
    list_filter = ["sector"]
    search_fields = ["name", "short_name"]


@admin.register(Topic)
class TopicAdmin(ReadOnly):
    list_display = ["name", "slug"]
    search_fields = ["name"]
