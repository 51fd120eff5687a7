"""`manage.py take_bounce`: takes what mail servers write back of our letters."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from outbox.actions.reporting import keep_mail
from outbox.bounces import LARGEST

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the letter and asks again later


class Command(BaseCommand):
    """Reads one letter that a mail server pipes in, or the new ones of a maildir."""

    help = "Take a bounce from standard input, or all new ones of a maildir. Says nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where."""
        parser.add_argument(
            "--maildir",
            type=Path,
            metavar="FOLDER",
            help="read the letters in FOLDER/new and move them to FOLDER/cur",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """A letter that reports nothing is taken as well: a mail server must not bounce it."""
        folder: Path | None = options["maildir"]
        try:
            if folder is None:
                keep_mail(_piped(), at=timezone.now())
                return
            read, kept = _take(folder)
        except DatabaseError as fault:
            message = f"The database does not answer: {type(fault).__name__}. Try again later."
            raise CommandError(message, returncode=TRY_AGAIN) from fault
        self.stdout.write(f"{read} letters read, {kept} reports kept.")


def _piped() -> bytes:
    """The letter, cut; the rest is read too, because a mail server waits to be rid of it."""
    raw = sys.stdin.buffer.read(LARGEST)
    while sys.stdin.buffer.read(LARGEST):
        pass
    return raw


def _take(folder: Path) -> tuple[int, int]:
    """Keep what the new letters report, and move each once that is kept."""
    if not (folder / "new").is_dir():
        raise CommandError(f"{folder} is no maildir: it has no folder `new`.")
    (folder / "cur").mkdir(exist_ok=True)
    read = kept = 0
    for path in sorted((folder / "new").iterdir()):
        try:
            with path.open("rb") as file:
                kept += keep_mail(file.read(LARGEST), at=timezone.now())
            path.rename(folder / "cur" / f"{path.name}:2,S")
        except FileNotFoundError:  # another run has taken it
            continue
        read += 1
    return read, kept
