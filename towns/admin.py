"""Places, calendars, groups and posts for support: to look at only."""

from django.contrib import admin

from kit.admin import ReadOnlyAdmin
from towns.models import (
    Absence,
    Council,
    Group,
    Holiday,
    Outcome,
    Programme,
    Seat,
    Stage,
    Tenure,
    Town,
    TownStatus,
)


@admin.register(Programme, Stage, Council, Group)
class NamedAdmin(ReadOnlyAdmin):
    """Rows that a name tells apart."""

    list_display = ("name", "created_at", "changed_at")
    search_fields = ("name",)


@admin.register(Town)
class TownAdmin(ReadOnlyAdmin):
    """Project Towns."""

    list_display = ("name", "council", "programme")
    list_select_related = ("council", "programme")


@admin.register(TownStatus)
class TownStatusAdmin(ReadOnlyAdmin):
    """How towns stood."""

    list_display = ("town", "status", "starts_on", "ends_on")
    list_select_related = ("town",)


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    """The vocabulary."""

    list_display = ("name", "theme", "valid_from", "valid_until")


@admin.register(Holiday)
class HolidayAdmin(ReadOnlyAdmin):
    """Days off."""

    list_display = ("on", "name", "council", "source")
    list_select_related = ("council",)


@admin.register(Tenure)
class TenureAdmin(ReadOnlyAdmin):
    """Who held which post."""

    list_display = ("person", "role", "town", "group", "starts_on", "ends_on", "covering")
    list_select_related = ("person", "town", "group")
    search_fields = ("person__name",)


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    """Days away; the reason is not stored."""

    list_display = ("tenure", "starts_on", "ends_on", "cover")
    list_select_related = ("tenure", "cover")


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    """Seats of organisations."""

    list_display = ("group", "organisation", "starts_on", "ends_on")
    list_select_related = ("group", "organisation")
