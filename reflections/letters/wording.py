"""Words that several letters of this room share. Pure."""

from datetime import date, datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from kit.dates import clock, day_of, in_full
from kit.links import link_to
from outbox.kinds import Unneeded
from outbox.layout import quoted
from reflections.models import Report
from towns.models import Town

LONGEST_SUBJECT = 100  # characters
LONGEST_QUOTATION = 600  # the rest is behind the link
LONGEST_EXCERPT = 160  # of the item that something is about

NOT_THEIRS = Unneeded("They may not read it any more.")


def report_of(town: Town, month: date) -> str:
    """As in "Ayr's October report", with a typographic apostrophe."""
    return f"{town.name}\u2019s {month:%B} report"


def wrote_in(report: Report) -> str:
    """Why an author hears of what became of an item. Needs the report's town loaded."""
    return f"you wrote in {report_of(report.town, report.month)}"


def page_of(name: str, town: Town, month: date) -> str:
    """The whole address of a page of a town's month."""
    return link_to(reverse(f"reflections:{name}", args=[town.slug, month]))


def text_of(template: str, **context: object) -> str:
    """The text of a letter, in the conventions of `outbox.layout`."""
    return render_to_string(f"reflections/mail/{template}.txt", context).strip()


def headline(subject: str) -> str:
    """A subject that is not too long for a list of letters, whatever names stand in it."""
    return Truncator(subject).chars(LONGEST_SUBJECT)


def quotation(text: str) -> str:
    """What somebody wrote, as a quotation that is not too long."""
    return quoted(Truncator(text).chars(LONGEST_QUOTATION))


def excerpt(text: str) -> str:
    """The beginning of an item, as a quotation: enough to know which one it is."""
    return quoted(Truncator(" ".join(text.split())).chars(LONGEST_EXCERPT))


def hour_of(moment: datetime) -> str:
    """A time of day as people say it: "noon", "11.59 pm"."""
    local = timezone.localtime(moment)
    if clock(moment) == "12.00":
        return "noon"
    return f"{local.hour % 12 or 12}.{local:%M} {'am' if local.hour < 12 else 'pm'}"


def day_said(day: date, *, on: date) -> str:
    """A day as said on another: "yesterday", "today", "tomorrow", else in full after "on"."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - on).days)
    return near or f"on {in_full(day)}"


def hour_and_day(moment: datetime, *, on: date) -> str:
    """As in "noon tomorrow"."""
    return f"{hour_of(moment)} {day_said(day_of(moment), on=on)}"
