"""`manage.py deliver`: plans, sends and tidies up without a broker."""

import logging
import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from outbox import work
from outbox.models import Run

PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """The second engine: the same work as Celery's ticks, at the same time if need be."""

    help = "Send what is due now, without a broker. May run beside Celery."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """When, and for how long."""
        parser.add_argument(
            "--forever", action="store_true", help="go on until stopped (by TERM: after this round)"
        )
        parser.add_argument(
            "--if-stale",
            type=float,
            metavar="SECONDS",
            help="only if nobody has delivered for so long: for a timer beside Celery",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """One round, or rounds for ever."""
        if options["if_stale"] is not None and not _is_stale(options["if_stale"]):
            self.stdout.write("Celery delivers: nothing to do.")
        elif options["forever"]:
            self._go_on()
        else:
            self._round()

    def _go_on(self) -> None:
        """Round after round; a database that is away for a while ends no more than the round."""
        stopped = threading.Event()
        former = signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                self._round()
            except (DatabaseError, InterfaceError) as fault:
                logger.warning("The database does not answer: %s", type(fault).__name__)
            stopped.wait(PAUSE_SECONDS)
        signal.signal(signal.SIGTERM, former)

    def _round(self) -> None:
        work.plan_now()
        sent = work.deliver_now()
        work.sweep_now()
        self.stdout.write(f"{sent} letters sent.")


def _is_stale(seconds: float) -> bool:
    """Whether no delivery has ended within so many seconds."""
    since = timezone.now() - timedelta(seconds=seconds)
    return not Run.objects.filter(job="deliver", ended_at__gte=since).exists()
