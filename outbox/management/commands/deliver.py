"""`manage.py deliver`: plans, sends and tidies up without a broker."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox import work
from outbox.models import Run

PAUSE_SECONDS = 5.0


class Command(BaseCommand):
    """The second engine: the same work as Celery's ticks, at the same time if need be."""

    help = "Send what is due now, without a broker. May run beside Celery."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """When, and for how long."""
        parser.add_argument("--forever", action="store_true", help="go on until stopped")
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
            return
        while True:
            work.plan_now()
            sent = work.deliver_now()
            work.sweep_now()
            self.stdout.write(f"{sent} letters sent.")
            if not options["forever"]:
                return
            time.sleep(PAUSE_SECONDS)


def _is_stale(seconds: float) -> bool:
    """Whether no delivery has ended within so many seconds."""
    since = timezone.now() - timedelta(seconds=seconds)
    return not Run.objects.filter(job="deliver", ended_at__gte=since).exists()
