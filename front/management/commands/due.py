"""`manage.py due`: what would go out on a day, to whom and why, and who is skipped and why."""

import json
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from front.queries.due import DueDay, DuePart, as_json, due_on
from front.queries.held_back import held_back
from kit.dates import clock, in_full, moment_in_full

HELP = """What would go out on a day: every letter, to whom and why, and who is skipped and why.
Reads only. For a past day the rules are asked as things stand now.

With --json, one object with these keys, which do not change:

  on           the day asked about
  asked_at     when it was asked
  down_since   the day of --down-since, or null
  held_back    sentences: why no letter leaves at all just now; empty if letters leave
  letters      a list, in the order in which they can leave, of objects with
    person       the person's number
    name, email  who gets it, and where
    leaves_at    when it can first leave: in the person's hours, not before it is due
    parts        what it tells, in order, each with
      kind, about, occasion   of which kind, about which row, which time: unique with person
      title        the kind in words
      why          why it is due
      since        from when on it is due
      useful_until when it is worse than silence, or null
      state        "due" if nobody promised it yet; else waiting, bundled or told
  skipped      a list of objects with kind, title, who and why
"""


class Command(BaseCommand):
    """The same question as the office's page "What would go out on …"."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Keeps the lines of the help as they are written."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day, and how it is told."""
        parser.add_argument(
            "--on", type=_day, required=True, metavar="DATE", help="the day, as 2026-11-25"
        )
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--down-since",
            type=_day,
            metavar="DATE",
            help="as if nothing had run from that day on: what one letter each would catch up",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Ask and tell."""
        at = timezone.now()
        found = due_on(options["on"], down_since=options["down_since"], at=at)
        stopped = held_back()
        if options["json"]:
            told = as_json(found, at=at, held_back=stopped)
            self.stdout.write(json.dumps(told, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
            return
        for line in [*stopped, *_lines(found)]:
            self.stdout.write(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"“{text}” is no day: write it as 2026-11-25.") from fault


def _lines(day: DueDay) -> list[str]:
    """The answer for people."""
    lines = [f"{in_full(day.on)}: {_counted(len(day.letters), 'letter')}"]
    for letter in day.letters:
        lines += ["", f"{letter.name} <{letter.email}>, from {clock(letter.leaves_at)}"]
        for part in letter.parts:
            word = f" [{part.word}]" if part.word else ""
            until = (
                f", of use until {moment_in_full(part.useful_until)}" if part.useful_until else ""
            )
            lines.append(f"  {part.title}: {part.why}{until}{word}")
    if day.skipped:
        lines += ["", f"Skipped: {len(day.skipped)}"]
        lines += [f"  {one.who}, {one.title}: {one.why}" for one in day.skipped]
    return lines


def _line(part: DuePart) -> str:
    word = f" [{part.word}]" if part.word else ""
    until = f", of use until {moment_in_full(part.useful_until)}" if part.useful_until else ""
    return f"  {part.title}: {part.why}{until}{word}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
