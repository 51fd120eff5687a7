"""`quarter`: a digest from its quarter's reports to the promise of each letter; figures as JSON."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from bench.inside.memory import memory_mib
from bench.inside.quarter import Filled, fill
from bench.inside.ready import ready_made
from bench.pieces import Phase
from digests import work
from digests.actions.checking import begin_check
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish
from digests.models import Digest, Passage, Telling
from digests.notices import EDITION
from outbox import kinds
from outbox.actions.bundling import bundle
from outbox.models import Letter, Notice

SAMPLE = 200  # letters that are made ready for the floor


@dataclass
class Pieces:
    """One phase while it goes on."""

    statements: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def go_on(self, goes_on: Callable[[], bool]) -> None:
        """Do one piece after the other as the worker does; the one that ends it is not kept."""
        while True:
            since = time.perf_counter()
            with _counted() as asked:
                work.work_on(seconds=0)
            self.seconds += time.perf_counter() - since
            if not goes_on():
                return
            self.statements.append(len(asked))
            self.memory.append(memory_mib())

    def phase(self, name: str, unit: str, number: int) -> Phase:
        """What it came to."""
        return Phase(name, unit, number, self.seconds, self.statements, self.memory)


class Command(BaseCommand):
    help = "Measure how a digest is made: an empty database. Letters are left to be sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("readers", type=int)
        parser.add_argument("--towns", type=int, required=True)
        parser.add_argument("--ready", type=Path, required=True, help="where letters are kept")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        kinds.register_hours(lambda _persons, _at: {})  # at night as by day
        since = time.perf_counter()
        filled = fill(towns=options["towns"], readers=options["readers"], at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum would have by the time a quarter is over
        fill_seconds = time.perf_counter() - since
        digest, gathered = _gather(filled)
        frozen = _freeze(digest, filled)
        echoed, promised = _publish(digest, filled)
        bundling = _bundle()
        _keep_ready_made(options["ready"])
        phases = [gathered, frozen, echoed, promised]
        letters = Letter.objects.filter(notices__kind=EDITION).count()
        figures = {"fill": fill_seconds, "bundling": bundling, "letters": letters}
        self.stdout.write(json.dumps({**figures, "phases": [asdict(one) for one in phases]}))


def _gather(filled: Filled) -> tuple[Digest, Phase]:
    pieces, since = Pieces(), time.perf_counter()
    digest = begin_digest(filled.quarter, by=filled.editor, at=timezone.now())
    pieces.seconds = time.perf_counter() - since
    pieces.go_on(lambda: _state(digest) == Digest.State.COLLECTING)
    return digest, pieces.phase("Gathered", "towns", digest.sections.exclude(town=None).count())


def _freeze(digest: Digest, filled: Filled) -> Phase:
    begin_check(digest, by=filled.editor, at=timezone.now())
    pieces, since = Pieces(), time.perf_counter()
    begin_freeze(digest, by=filled.editor, at=timezone.now())
    pieces.seconds = time.perf_counter() - since
    pieces.go_on(lambda: _state(digest) == Digest.State.FREEZING)
    return pieces.phase("Frozen", "sections", digest.sections.count())


def _publish(digest: Digest, filled: Filled) -> tuple[Phase, Phase]:
    """First a letter is promised to each reader, then those whose items it holds are told."""
    authors, readers, since = Pieces(), Pieces(), time.perf_counter()
    edition = publish(digest, by=filled.editor, at=timezone.now())
    readers.seconds = time.perf_counter() - since
    telling = edition.tellings.get()
    readers.go_on(lambda: _phase(telling) == Telling.Phase.READERS)
    authors.go_on(lambda: _phase(telling) == Telling.Phase.AUTHORS)
    telling.refresh_from_db()
    items = Passage.objects.kept().filter(section__digest=digest, item__isnull=False).count()
    return (
        readers.phase("Promised", "letters", telling.told),
        authors.phase("Noted with its author", "items", items),
    )


def _bundle() -> float:
    """Seconds. What leads are told besides is no part of what is counted, and not sent."""
    Notice.objects.exclude(kind=EDITION).delete()
    since = time.perf_counter()
    bundle(at=timezone.now())
    return time.perf_counter() - since


def _keep_ready_made(folder: Path) -> None:
    letters = Letter.objects.filter(state=Letter.State.READY).order_by("pk")
    raw, _ = ready_made(letters[:SAMPLE])
    for number, one in enumerate(raw):
        (folder / f"{number}.eml").write_bytes(one)


def _state(digest: Digest) -> str:
    return Digest.objects.values_list("state", flat=True).get(pk=digest.pk)


def _phase(telling: Telling) -> str:
    return Telling.objects.values_list("phase", flat=True).get(pk=telling.pk)


@contextmanager
def _counted() -> Iterator[list[None]]:
    """One entry for each statement within; their texts are not kept."""
    asked: list[None] = []

    def note(execute: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 -- Django's signature
        asked.append(None)
        return execute(*arguments)

    with connection.execute_wrapper(note):
        yield asked
