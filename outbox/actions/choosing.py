"""What a person chose to get."""

from datetime import datetime

from outbox.kinds import Standing
from outbox.models import Preference

# Which choice leaves out letters of this sort, and no more than it must.
STOPS = {Standing.NEWS: Preference.Choice.OWED, Standing.REMINDER: Preference.Choice.DUTY}
_ORDER = list(Preference.Choice)


def choose(person: int, choice: str, *, at: datetime) -> Preference:
    """Keep which letters a person wants. Whoever calls has asked whether it is they who say so."""
    found, _ = Preference.objects.update_or_create(
        person=person, defaults={"choice": Preference.Choice(choice), "chosen_at": at}
    )
    return found


def stop(person: int, standing: Standing, *, at: datetime) -> Preference | None:
    """Stop letters of one sort; who gets fewer already goes on getting fewer. Twice is once.

    None for letters that cannot be stopped.
    """
    wanted = STOPS.get(standing)
    if wanted is None:
        return None
    known = Preference.objects.filter(person=person).first()
    if known and _ORDER.index(Preference.Choice(known.choice)) >= _ORDER.index(wanted):
        return known
    return choose(person, wanted, at=at)
