"""`manage.py begin_programme`: the first programme and its first person, in an empty portal."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

import audit.actions
from people.actions.invitations import open_invitation
from people.actions.persons import add_person
from towns.models import Programme, Role, Tenure


class Command(BaseCommand):
    """Everybody else is invited by somebody; the first person is invited by whoever runs this."""

    help = "Begin the first programme, and write to the first of its Programme Team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the programme is called, and who begins it."""
        parser.add_argument("--programme", required=True, help="the programme's name")
        parser.add_argument(
            "--starts-on", required=True, type=date.fromisoformat, help="2026-01-31"
        )
        parser.add_argument("--name", required=True, help="who is invited first")
        parser.add_argument("--email", required=True, type=_address, help="and where to")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """All or nothing; refuses where a programme has begun."""
        if Programme.objects.exists():
            raise CommandError("A programme has begun already: invite people in its office.")
        now = timezone.now()
        programme = Programme.objects.create(
            name=options["programme"],
            slug=slugify(options["programme"])[:60] or "programme",
            starts_on=options["starts_on"],
        )
        person = add_person(options["name"], by=None, at=now)
        Tenure.objects.create(
            person=person,
            role=Role.PROGRAMME_TEAM,
            programme=programme,
            starts_on=min(programme.starts_on, timezone.localdate(now)),
        )
        audit.actions.record("programme.begun", about=programme, by=None, at=now)
        open_invitation(person, email=options["email"], purpose="Programme Team", by=None, at=now)
        self.stdout.write(
            f"{programme} has begun; a letter to {options['email']} opens the way in."
        )


def _address(text: str) -> str:
    validate_email(text)
    return text
