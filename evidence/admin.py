"""Quotes for support: to look at only."""

from django.contrib import admin

from evidence.models import Consent, Quote
from kit.admin import ReadOnlyAdmin


@admin.register(Quote)
class QuoteAdmin(ReadOnlyAdmin):
    """Which there are, without their words."""

    fields = ("key", "town", "attribution", "said_on", "added_at", "removed_at")
    list_display = ("key", "town", "said_on", "removed_at")
    list_select_related = ("town",)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """What was agreed, without by whom."""

    fields = ("key", "quote", "scopes", "how", "given_on", "until", "withdrawn_at", "replaced_at")
    list_display = ("key", "given_on", "until", "withdrawn_at", "replaced_at")
