"""Letters and what holds them back for support: who got what when, without a word of any letter.

The administrator looks after the portal and is not a reader: texts, subjects and secrets stay out.
"""

from django.contrib import admin

from kit.admin import ReadOnlyAdmin
from outbox.models import Installation, Letter, Notice, Pause, Preference, Run, Suppression


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """That a letter left, or why not."""

    list_display = ("key", "to", "lane", "state", "promised_at", "accepted_at")
    list_filter = ("state", "lane")
    fields = (
        *("key", "message_id", "person", "to", "lane", "is_routine", "day", "state", "reason"),
        *("promised_at", "not_before", "useful_until", "attempts", "crashes"),
        *("data_opened_at", "accepted_at", "bounced_at"),
    )


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What was promised to whom, and what came of it."""

    list_display = ("kind", "person", "about", "occasion", "state", "promised_at")
    list_filter = ("state",)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """How jobs went the last time."""

    list_display = ("job", "began_at", "ended_at", "failed_at", "failure")


@admin.register(Pause)
class PauseAdmin(ReadOnlyAdmin):
    """When letters waited because somebody said so."""

    list_display = ("lane", "why", "began_at", "ended_at")


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    """Addresses that cannot be reached, or could not."""

    list_display = ("email", "reason", "since", "lifted_at")
    search_fields = ("email",)


@admin.register(Preference)
class PreferenceAdmin(ReadOnlyAdmin):
    """What people chose to get."""

    list_display = ("person", "choice", "chosen_at")


@admin.register(Installation)
class InstallationAdmin(ReadOnlyAdmin):
    """From which database letters may leave."""

    list_display = ("environment", "system_identifier", "timeline", "armed_at", "armed_by")
