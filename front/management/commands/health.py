"""`manage.py health`: how delivery stands; ends with 1 when something is wrong."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from front.queries.held_back import held_back
from outbox.health import Health, health
from outbox.invariants import broken
from sessions.queries.resources import long_unchecked


class Command(BaseCommand):
    """The figures of the office's page "How it runs", for a terminal or a program."""

    help = "Tell how letters stand; exit with 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How it is told."""
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Ask, tell, and say by the exit status whether all is well."""
        at = timezone.now()
        found = health(at=at)
        unchecked = files_unchecked(at=at)
        troubles = [
            *found.troubles,
            *unchecked,
            *(f"Must not be: {what}." for what in broken(at=at)),
        ]
        if options["json"]:
            told = {"well": not troubles, "troubles": troubles, "held_back": held_back()}
            self.stdout.write(json.dumps(told | asdict(found.figures), indent=2))
        else:
            for line in [*_lines(found), *held_back(), *(troubles or ["All is well."])]:
                self.stdout.write(line)
        if troubles:
            sys.exit(1)


def files_unchecked(*, at: datetime) -> list[str]:
    """That files of sessions wait for their check too long, if any do."""
    number = long_unchecked(at=at)
    if not number:
        return []
    files = "1 file has" if number == 1 else f"{number} files have"
    return [f"{files} waited for the check for more than 30 minutes: see the log of the workers."]


def _lines(found: Health) -> list[str]:
    """The figures, one a line."""
    figures = found.figures
    waiting = [f"waiting, {lane}: {number}" for lane, number in figures.waiting.items()]
    ended = [f"of 30 days, {state}: {number}" for state, number in sorted(figures.ended.items())]
    jobs = [
        f"job {job}: ended {seconds:.0f} seconds ago"
        for job, seconds in sorted(figures.seconds_since.items())
    ]
    return [
        *waiting,
        f"notices waiting: {figures.notices_waiting}",
        f"notices held: {figures.notices_held}",
        f"in doubt: {figures.in_doubt}",
        *ended,
        *jobs,
    ]
