"""Reports and what hangs on them for support, without a word that anybody wrote.

The administrator looks after the portal and is not a reader: texts, notes and versions stay out.
"""

from django.contrib import admin

from kit.admin import ReadOnlyAdmin
from reflections.models import (
    Echo,
    GroupQuestion,
    Introduction,
    Item,
    ItemEvent,
    Jot,
    Obligation,
    Question,
    Reply,
    Report,
    Reuse,
)


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyAdmin):
    """Who owes what."""

    list_display = ("town", "month", "state", "reason", "due_at", "met_at", "was_late")
    list_select_related = ("town",)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """How far each month's report is."""

    list_display = ("town", "month", "status", "submitted_at", "revised_at")
    list_select_related = ("town",)
    exclude = ("note",)


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """That an item is there, its kind and version."""

    list_display = ("key", "report", "kind", "audience", "version", "open_findings")
    list_select_related = ("report",)
    fields = ("key", "report", "kind", "audience", "version", "open_findings", "quarantined_at")


@admin.register(ItemEvent)
class ItemEventAdmin(ReadOnlyAdmin):
    """What became of items."""

    list_display = ("item", "kind", "at")
    list_select_related = ("item",)
    fields = ("item", "kind", "at")


@admin.register(Echo)
class EchoAdmin(ReadOnlyAdmin):
    """That an author said something of an item later, and when."""

    list_display = ("item", "months", "at")
    list_select_related = ("item",)
    fields = ("item", "months", "at")


@admin.register(Jot)
class JotAdmin(ReadOnlyAdmin):
    """That a jot arrived, and when."""

    list_display = ("key", "author", "town", "status", "received_at")
    list_select_related = ("author", "town")
    fields = ("key", "author", "town", "status", "received_at")


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """That a question was asked, and when."""

    list_display = ("key", "item", "asked_at")
    list_select_related = ("item",)
    fields = ("key", "item", "asked_at")


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    """That somebody replied, and when."""

    list_display = ("key", "question", "at")
    list_select_related = ("question",)
    fields = ("key", "question", "at")


@admin.register(GroupQuestion)
class GroupQuestionAdmin(ReadOnlyAdmin):
    """That a group asked something of a town, and whether it was answered and printed."""

    list_display = ("key", "town", "asked_at", "answered_at", "published_at")
    list_select_related = ("town",)
    fields = ("key", "town", "asked_at", "answered_at", "published_at")


@admin.register(Introduction)
class IntroductionAdmin(ReadOnlyAdmin):
    """That one town asked another about something learned, and whether it was answered."""

    list_display = ("key", "item", "town", "sent_at", "answered_at")
    list_select_related = ("item", "town")
    fields = ("key", "item", "town", "sent_at", "answered_at")


@admin.register(Reuse)
class ReuseAdmin(ReadOnlyAdmin):
    """That a town used what another one learned, and since when."""

    list_display = ("item", "town", "at")
    list_select_related = ("item", "town")
    fields = ("item", "town", "at")
