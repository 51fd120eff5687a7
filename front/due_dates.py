"""What a change in a council's holidays does to due dates: stored ones stay, later ones follow."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kit.dates import in_full, month_name
from kit.periods import month_of, shift
from kit.words import listed
from people.models import User
from reflections.models import Obligation
from towns.models import Council, Town
from towns.queries.holidays import holidays_of
from towns.working_days import nth_working_day


@dataclass(frozen=True)
class Effect:
    """One sentence on one month's due dates."""

    sentence: str
    moves: bool


def effects_of(council: Council, *, day: date, user: User, on: date) -> list[Effect]:
    """What a holiday on `day`, added or removed, means for the reports that fall due in its month.

    Only the due date of the month before can hang on it.
    """
    month = shift(month_of(day), -1)
    towns = list(
        Town.objects.visible_to(user, on=on)
        .filter(council=council)
        .select_related("programme")
        .order_by("name")
    )
    stored = {
        row.town_id: row
        for row in Obligation.objects.visible_to(user, on=on).filter(town__in=towns, month=month)
    }
    effects = []
    kept = [town for town in towns if town.pk in stored]
    for due_at in sorted({stored[town.pk].due_at for town in kept}):
        names = listed([town.name for town in kept if stored[town.pk].due_at == due_at])
        due = in_full(timezone.localdate(due_at))
        effects.append(
            Effect(
                f"{names}: {month_name(month)} is open already and stays due on {due}.", moves=False
            )
        )
    to_come = [town for town in towns if town.pk not in stored]
    if to_come and (moved := _moved(council, to_come[0], month, day)):
        before, after = moved
        names = listed([town.name for town in to_come])
        effects.append(
            Effect(
                f"{names}: {month_name(month)} will be due on {in_full(after)} "
                f"instead of {in_full(before)}.",
                moves=True,
            )
        )
    return effects


def _moved(council: Council, town: Town, month: date, day: date) -> tuple[date, date] | None:
    """The due date without the day's change and with it, if they differ."""
    first = shift(month, 1)
    now = holidays_of(council, first=first, last=shift(first, 2))
    nth = town.programme.report_due_working_day
    before, after = (nth_working_day(first, nth, holidays=days) for days in (now ^ {day}, now))
    return (before, after) if before != after else None
