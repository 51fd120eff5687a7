"""Deeds for support: to look at only."""

from django.contrib import admin

from audit.models import Entry
from kit.admin import ReadOnlyAdmin


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Who did what, the latest first."""

    list_display = ("at", "verb", "about", "actor_id")
    search_fields = ("verb", "about")
    ordering = ("-at", "-pk")
