"""Digests for support: how far each is, without a word that anybody wrote.

What an edition says is read on its own page. Who has read one stands nowhere here: the chair of a
group alone is told that, of that group.
"""

from django.contrib import admin

from digests.models import (
    AskBack,
    Correction,
    Digest,
    Edition,
    EditionPart,
    Passage,
    Section,
    Telling,
)
from kit.admin import ReadOnlyAdmin


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """How far each quarter is."""

    list_display = ("quarter", "state", "gathered_at", "freeze_on", "published_at", "withdrawn_at")
    exclude = ("opening", "withdrawn_why")


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    """How the towns' check stands."""

    fields = ("digest", "town", "version", "asked_at", "answer_by", "approved_at", "remarked_at")
    list_display = ("digest", "town", "version", "asked_at", "approved_at", "remarked_at")
    list_select_related = ("digest", "town")


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """That a passage is there, of which sort and how deep."""

    fields = ("key", "section", "sort", "depth", "month", "position", "version")
    list_display = ("key", "section", "sort", "depth", "version")
    list_select_related = ("section__digest", "section__town")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What was frozen, and its seal."""

    fields = (
        "digest",
        "number",
        "checksum",
        "frozen_at",
        "published_at",
        "replaced_at",
        "discarded_at",
        "redacted_at",
    )
    list_display = ("digest", "number", "frozen_at", "published_at", "replaced_at", "discarded_at")
    list_select_related = ("digest",)


@admin.register(EditionPart)
class EditionPartAdmin(ReadOnlyAdmin):
    """The parts of an edition, each with its seal."""

    fields = ("edition", "position", "town", "checksum", "redacted_at")
    list_display = ("edition", "position", "town", "redacted_at")
    list_select_related = ("edition__digest", "town")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """That something was corrected, and when."""

    fields = ("key", "digest", "edition", "sort", "town", "at")
    list_display = ("key", "digest", "sort", "town", "at")
    list_select_related = ("digest", "town")


@admin.register(Telling)
class TellingAdmin(ReadOnlyAdmin):
    """How far the telling of each edition has come."""

    list_display = ("edition", "sort", "phase", "told", "began_at", "done_at")
    list_select_related = ("edition__digest",)


@admin.register(AskBack)
class AskBackAdmin(ReadOnlyAdmin):
    """Which groups have asked about which digest."""

    fields = ("digest", "group", "asked_at")
    list_display = ("digest", "group", "asked_at")
    list_select_related = ("digest", "group")
