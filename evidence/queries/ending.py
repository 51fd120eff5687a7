"""Which consents end soon, and who is told: for the outbox's plan. Reads only, for any moment."""

from datetime import datetime, timedelta

from evidence.models import Consent
from evidence.notices import ENDING
from kit.dates import day_of, in_full
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of
from people.models import Person
from towns.letters.wording import beginning_of
from towns.queries.holders import leads_of, team
from towns.spans import DAY

AHEAD = timedelta(days=30)


def plan(at: datetime) -> Plan:
    """The town's leads, or the Programme Team where nobody leads: four statements."""
    today = day_of(at)
    ending = Consent.objects.holding(on=today).filter(
        until__lte=today + AHEAD, quote__removed_at=None
    )
    consents = list(ending.select_related("quote__town").order_by("pk"))
    leads = leads_of({one.quote.town_id for one in consents}, on=today)
    everywhere = team(on=today)
    told = {one.pk: leads[one.quote.town_id] or everywhere for one in consents}
    names = dict(
        Person.objects.filter(pk__in=frozenset().union(*told.values())).values_list("pk", "name")
    )
    due, spared = [], []
    for consent in consents:
        said = f"a consent to a quote from {consent.quote.town} ends on {in_full(consent.until)}"
        if not told[consent.pk]:
            spared.append(Spared(ENDING, str(consent.quote.town), f"{said}; nobody keeps them"))
        due += [
            _due(consent, person, f"{names[person]}: {said}") for person in sorted(told[consent.pk])
        ]
    return Plan(due, spared)


def _due(consent: Consent, person: int, why: str) -> Due:
    since = beginning_of(consent.until - AHEAD)
    promise = Promise(
        ENDING,
        person,
        key_of(consent),
        consent.until.isoformat(),
        not_before=since,
        useful_until=beginning_of(consent.until + DAY),
    )
    return Due(promise, why, since)
