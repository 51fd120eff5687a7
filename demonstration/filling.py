"""Fills an empty database with the demonstration, as it would stand at a moment."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from demonstration.baselines import fill_baselines
from demonstration.contacts import fill_contacts
from demonstration.digests import DigestsFiller
from demonstration.echoes import fill_echoes
from demonstration.holidays import fill_holidays
from demonstration.invitations import fill_invitations
from demonstration.programme import ProgrammeFiller, read_texts
from demonstration.quotes import fill_quotes
from demonstration.reflections import ReflectionsFiller
from demonstration.reuses import fill_reuses
from demonstration.sectors import fill_sectors
from demonstration.sessions import SessionsFiller
from front.actions.words import gather_words
from people.models import Person
from reflections.actions.obligations import settle_obligations
from reflections.actions.observing import observe_reported
from towns.models import Town

MONTHS = 18


@transaction.atomic
def fill_demonstration(
    *, at: datetime, towns: int = 0, months: int = MONTHS, people: int = 0
) -> None:
    """Everything, or nothing. `towns` and `people` are how many there are at least."""
    today = timezone.localdate(at)
    filler = ProgrammeFiller(today=today)
    filler.fill(towns=towns)
    fill_holidays(years=range(today.year - 2, today.year + 2), at=at)
    settle_obligations(at=at)
    for town in Town.objects.order_by("pk"):
        texts = read_texts(filler.texts_of[town.slug])
        ReflectionsFiller(town, texts, now=at).fill(months=months)
    fill_echoes(now=at)
    SessionsFiller(now=at).fill(months=months)
    fill_sectors()
    while observe_reported(at=at):
        pass
    fill_baselines(now=at)
    fill_contacts(now=at)
    fill_quotes(now=at)
    fill_invitations(now=at)
    fill_reuses(now=at)
    DigestsFiller(now=at).fill(months=months)
    missing = people - Person.objects.count()
    Person.objects.bulk_create(Person(name=f"Person {n}") for n in range(1, missing + 1))
    settle_obligations(at=at)
    gather_words()
