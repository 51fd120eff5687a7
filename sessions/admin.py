"""Sessions for support: to look at only."""

from django.contrib import admin

from kit.admin import ReadOnlyAdmin
from sessions.models import CohortSession, Contribution, Invited, Kind, Series


@admin.register(Kind)
class KindAdmin(ReadOnlyAdmin):
    """What sessions there are."""

    list_display = ("name", "minutes", "is_used")


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    """How they recur."""

    list_display = ("name", "kind", "starts_on", "ends_on")
    list_select_related = ("kind",)


@admin.register(CohortSession)
class CohortSessionAdmin(ReadOnlyAdmin):
    """Each of them."""

    list_display = ("slug", "kind", "state", "on", "begins_at")
    list_select_related = ("kind",)


@admin.register(Invited, Contribution)
class PartAdmin(ReadOnlyAdmin):
    """Whom a session invites, and what partners bring."""

    list_display = ("session",)
    list_select_related = ("session",)
