"""`manage.py demo_data`: fills an empty database with the demonstration programme."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demonstration.filling import MONTHS, fill_demonstration
from towns.models import Programme


class Command(BaseCommand):
    """Real towns and councils, invented people, months of reports that end today. Deterministic."""

    help = "Fill an empty database with the demonstration programme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much of it."""
        parser.add_argument("--towns", type=int, default=0, help="add towns up to this number")
        parser.add_argument("--months", type=int, default=MONTHS, help="months of reports")
        parser.add_argument("--people", type=int, default=0, help="add people up to this number")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Fills everything or nothing; refuses where a programme is already there."""
        if Programme.objects.exists():
            raise CommandError(
                "There is a programme already: demo_data fills an empty database only."
            )
        fill_demonstration(
            at=timezone.now(),
            towns=options["towns"],
            months=options["months"],
            people=options["people"],
        )
