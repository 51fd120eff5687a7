"""`manage.py demo_data`: fills an empty database with the demonstration programme."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from demonstration.holidays import fill_holidays
from demonstration.programme import ProgrammeFiller, read_texts
from demonstration.reflections import ReflectionsFiller
from people.models import Person
from reflections.actions.obligations import settle_obligations
from towns.models import Programme, Town

MONTHS = 18


class Command(BaseCommand):
    """Real towns and councils, invented people, months of reports that end today. Deterministic."""

    help = "Fill an empty database with the demonstration programme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much of it."""
        parser.add_argument("--towns", type=int, default=0, help="add towns up to this number")
        parser.add_argument("--months", type=int, default=MONTHS, help="months of reports")
        parser.add_argument("--people", type=int, default=0, help="add people up to this number")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Fills everything or nothing; refuses where a programme is already there."""
        if Programme.objects.exists():
            raise CommandError(
                "There is a programme already: demo_data fills an empty database only."
            )
        now = timezone.now()
        filler = ProgrammeFiller(today=timezone.localdate(now))
        filler.fill(towns=options["towns"])
        fill_holidays(years=range(now.year - 2, now.year + 2), at=now)
        settle_obligations(at=now)
        for town in Town.objects.order_by("pk"):
            texts = read_texts(filler.texts_of[town.slug])
            ReflectionsFiller(town, texts, now=now).fill(months=options["months"])
        missing = options["people"] - Person.objects.count()
        Person.objects.bulk_create(Person(name=f"Person {n}") for n in range(1, missing + 1))
        settle_obligations(at=now)
