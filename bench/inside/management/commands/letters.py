"""`letters`: sends many letters through the whole outbox, beside the bare mail server; as JSON."""

import json
import smtplib
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import timedelta
from email import message_from_bytes

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from bench.inside.digest import DIGEST
from bench.inside.memory import memory_mib
from bench.inside.ready import ready_made
from outbox import kinds
from outbox.actions.bundling import bundle
from outbox.actions.promising import promise_all
from outbox.delivery import steps
from outbox.delivery.lines import deliver_by_lines
from outbox.delivery.steps import Written
from outbox.models import Letter
from outbox.promises import Promise
from people.models import Person, User

ROUNDS = 4  # of ours, each between two of the floor
FLOOR = 1000  # letters of the floor in a round
SAMPLE = 200  # letters by which a part of the work is measured alone


class Command(BaseCommand):
    help = "Measure delivery in this one process: an empty database, and EMAIL_URL's server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *_args: object, **options: object) -> None:
        number = int(str(options["number"]))
        kinds.register(DIGEST)
        kinds.register_hours(lambda _persons, _at: {})  # at night as by day
        since = time.perf_counter()
        persons = _fill(number)
        filled = time.perf_counter()
        at = timezone.now()
        promises = [
            Promise(DIGEST.name, person, "bench.quarter:1", "2026-10") for person in persons
        ]
        promise_all(promises, at=at)
        promised = time.perf_counter()
        bundle(at=timezone.now())
        bundled = time.perf_counter()
        ready = Letter.objects.filter(state=Letter.State.READY).order_by("pk")
        raw, writing = ready_made(ready[:SAMPLE])
        commits = _commits()
        floor, ours, memory = [_floor(raw)], [], [memory_mib()]
        while Letter.objects.filter(state=Letter.State.READY).exists():
            ours.append(_ours(number // ROUNDS))
            floor.append(_floor(raw))
            memory.append(memory_mib())
        self.stdout.write(
            json.dumps(
                {
                    "accepted": Letter.objects.filter(state=Letter.State.ACCEPTED).count(),
                    "bytes": len(raw[0]),
                    "fill": filled - since,
                    "promise": promised - filled,
                    "bundle": bundled - promised,
                    "writing": writing,
                    "commits": commits,
                    "floor": floor,
                    "ours": ours,
                    "memory": memory,
                }
            )
        )


def _fill(number: int) -> list[int]:
    """So many people with accounts."""
    persons = Person.objects.bulk_create(
        [Person(name=f"Person {one} of the Steering Group") for one in range(number)]
    )
    User.objects.bulk_create(
        [User(email=f"person.{person.pk}@example.org", person=person) for person in persons]
    )
    return [person.pk for person in persons]


def _commits() -> float:
    """Seconds that the database takes for one letter: opened and settled, which frees it again."""
    words = Written("reader@example.org", "Subject", "Text\n" * 500, "Footer", timezone.now())
    seconds, letters = 0.0, 0
    while letters < SAMPLE:
        batch = steps.claim(DIGEST.lane, at=timezone.now())
        since = time.perf_counter()
        for letter in batch:
            steps.open_data(letter, words, at=timezone.now())
            steps.settle(letter, Letter.State.READY, at=timezone.now())
        seconds += time.perf_counter() - since
        letters += len(batch)
    return seconds / letters


def _floor(raw: Sequence[bytes]) -> float:
    """Letters a second over one kept line, with nothing else to do."""
    readers = [str(message_from_bytes(one)["To"]) for one in raw]
    server = settings.MAIL_SERVER
    with smtplib.SMTP(server["EMAIL_HOST"], server["EMAIL_PORT"]) as line:
        since = time.perf_counter()
        for one, reader in _again(raw, readers):
            line.sendmail(settings.SENDER_ADDRESS, [reader], one, mail_options=["BODY=8BITMIME"])
        return FLOOR / (time.perf_counter() - since)


def _again(raw: Sequence[bytes], readers: Sequence[str]) -> Iterator[tuple[bytes, str]]:
    return ((raw[one % len(raw)], readers[one % len(raw)]) for one in range(FLOOR))


def _ours(number: int) -> float:
    """Letters a second through claim, question, writing, opening, handing over and settling."""
    left = Letter.objects.filter(state=Letter.State.READY)
    beyond = [letter.pk for letter in left.order_by("not_before", "pk")[number:]]
    later = timezone.now() + timedelta(days=1)
    Letter.objects.filter(pk__in=beyond).update(not_before=later)
    since = time.perf_counter()
    sent = deliver_by_lines(seconds=600)["accepted"]
    rate = sent / (time.perf_counter() - since)
    Letter.objects.filter(pk__in=beyond).update(not_before=timezone.now())
    return rate
