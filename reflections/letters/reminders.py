"""The letters about a month that is owed: ready to review, due soon, due today, late.

Each asks once more, at the moment of sending, whether the month is owed still, and by whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from kit.dates import day_near, day_of, in_full, in_short, month_name
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from reflections.letters.wording import (
    day_said,
    hour_and_day,
    hour_of,
    page_of,
    report_of,
    text_of,
)
from reflections.queries.echoes import waiting_by_author
from reflections.queries.reminding import Reminding, remindings
from reflections.queries.waiting import Place, Waiting, waiting_for
from reflections.reminders import Stage
from towns.models import Town

NOT_ASKED = Unneeded("This month is not asked for any more.")
OVERTAKEN = Unneeded("A later letter takes its place.")
IN_ORDER = list(Stage)


@dataclass(frozen=True)
class Reminder:
    """One notice beside the month that it is about, as both stand now."""

    notice: Notice
    stage: Stage
    month: Reminding

    @property
    def place(self) -> Place:
        """Whose month of which town it is."""
        return Place(self.notice.person or 0, self.month.row.town_id, self.month.row.month)


def remind(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each reminder says now, or why it is not needed any more: nine statements."""
    keys = {notice.pk: (number_in(notice.about), _month(notice)) for notice in notices}
    towns = Town.objects.filter(pk__in={town for town, _ in keys.values()})
    since = min(month for _, month in keys.values())
    months = {
        (one.row.town_id, one.row.month): one for one in remindings(at=at, towns=towns, since=since)
    }
    said: dict[int, Said] = {}
    wanted: list[Reminder] = []
    for notice in notices:
        month = months.get(keys[notice.pk])
        stage = Stage(notice.facts["stage"])
        why = _why_not(notice, stage, month)
        if month is None or why is not None:
            said[notice.pk] = why or NOT_ASKED
        else:
            wanted.append(Reminder(notice, stage, month))
    waiting = waiting_for([one.place for one in wanted]) if wanted else {}
    echoes = _echoes_for([one.place for one in wanted if one.stage == Stage.READY], at=at)
    for one in wanted:
        said[one.notice.pk] = _part(one, waiting[one.place], echoes.get(one.place, 0), at=at)
    return said


def _month(notice: Notice) -> date:
    return date.fromisoformat(f"{notice.facts['month']}-01")


def _why_not(notice: Notice, stage: Stage, month: Reminding | None) -> Unneeded | None:
    if month is None:
        return NOT_ASKED
    tenure = month.asked.tenure
    if tenure is None:
        return Unneeded(month.asked.why)
    if tenure.person_id != notice.person:
        return Unneeded(f"{tenure.person.name} answers for this month now.")
    if month.step and IN_ORDER.index(month.step.stage) > IN_ORDER.index(stage):
        return OVERTAKEN
    return None


def _echoes_for(places: Sequence[Place], *, at: datetime) -> dict[Place, int]:
    """How many learning moments each reader is asked about at the top of the report."""
    persons, towns = {place.person for place in places}, {place.town for place in places}
    found = waiting_by_author(persons, towns, at=at) if places else {}
    return {place: found.get((place.person, place.town), 0) for place in places}


def _part(one: Reminder, waiting: Waiting, echoes: int, *, at: datetime) -> Part:
    month, on = one.month, day_of(at)
    row, town = month.row, month.town
    due_on = day_of(row.due_at)
    text = text_of(
        one.stage,
        town=town.name,
        month=month_name(row.month),
        due=in_full(due_on),
        near=day_near(due_on, on=on),
        until=hour_of(row.due_at),
        grace=hour_and_day(row.grace_until, on=on),
        was_due=day_said(due_on, on=on),
        is_late=at > row.grace_until,
        is_in_grace=row.due_at < at <= row.grace_until,
        next_on=_second_on(month),
        waiting=_waiting(waiting),
        echoes=_asked_about(echoes),
        report_url=page_of("report", town, row.month),
        nothing_url="" if waiting.items else page_of("nothing", town, row.month),
        contact=settings.CONTACT_EMAIL,
    )
    post = f"Project Lead in {town.name}"
    covering = month.asked.tenure is not None and month.asked.tenure.covering
    reason = f"you stand in as {post}" if covering else f"you are {post}"
    return Part(_subject(one, due_on, on=on), text, reason)


def _subject(one: Reminder, due_on: date, *, on: date) -> str:
    report = report_of(one.month.town, one.month.row.month)
    if one.stage == Stage.READY:
        return f"{report} is ready to review"
    if one.stage == Stage.LATE_SECOND:
        return f"{report}: somebody will get in touch"
    if due_on < on:
        return f"{report} was due {day_said(due_on, on=on)}"
    return f"{report} is due {day_said(due_on, on=on)}"


def _second_on(month: Reminding) -> str:
    """The day of the second letter that the report is late."""
    return in_short(day_of(month.steps[-1].since))


def _waiting(waiting: Waiting) -> str:
    """What is there already, in a sentence."""
    parts = []
    if waiting.items:
        parts.append("1 item is" if waiting.items == 1 else f"{waiting.items} items are")
        parts[-1] += " written"
    if waiting.jots:
        parts.append("1 jot waits" if waiting.jots == 1 else f"{waiting.jots} jots wait")
        parts[-1] += " for it"
    if not parts:
        return "No jot waits for it, and nothing is written yet."
    return f"{' and '.join(parts)}."


def _asked_about(echoes: int) -> str:
    """What the page asks besides, in a sentence; empty if nothing."""
    if not echoes:
        return ""
    them = "a learning moment that" if echoes == 1 else f"{echoes} learning moments that"
    are = "is it" if echoes == 1 else "are they"
    return f"It also asks about {them} you wrote some months ago: {are} still true?"
