"""The many boxes of a report's entries, drawn once a page and stamped for each entry.

Every entry has the same thirty boxes. Drawing them anew for fifty entries is most of the
page's cost.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from partners.models import STRENGTH_HINTS, Strength
from reflections.queries.entry_rows import Entry, Tags

register = template.Library()

KEY = "key-of-the-entry"  # stands in the pattern where an entry's key will stand


@register.simple_tag
def boxes(tags: Tags) -> SafeString:
    """The boxes of one entry, with nothing ticked: who may read it, and what it touches."""
    return render_to_string("reflections/_boxes.html", {"key": KEY, "tags": tags})


@register.simple_tag
def strengths() -> SafeString:
    """How close the organisations of a connection are, with nothing ticked."""
    levels = [(value, label, STRENGTH_HINTS[value]) for value, label in Strength.choices]
    return render_to_string("reflections/_strengths.html", {"key": KEY, "levels": levels})


@register.simple_tag
def stamped(pattern: SafeString, entry: Entry) -> SafeString:
    """The boxes of this entry, with its own ticked."""
    for name, value in entry.ticked:
        box = f'name="{KEY}-{name}" value="{value}"'
        pattern = pattern.replace(box, f"{box} checked", 1)  # type: ignore[assignment]
    return mark_safe(pattern.replace(KEY, entry.key))  # noqa: S308 -- a template drew it; keys are UUIDs
