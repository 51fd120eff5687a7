"""`manage.py rearm`: lets letters leave from a database that was restored, cloned or promoted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outbox import fence
from outbox.models import Letter, Notice
from outbox.rearming import rearm


class Command(BaseCommand):
    """Shows what is open first; arms only when the installation's name is typed."""

    help = "Let letters leave from this database again, after a person has looked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who says so, and what becomes of what may have been sent."""
        parser.add_argument("--by", required=True, help="who arms it, by name")
        parser.add_argument(
            "--yes", metavar="ENVIRONMENT", help="this installation's name, to confirm"
        )
        parser.add_argument(
            "--send-open", action="store_true", help="send letters that were open in the backup"
        )
        parser.add_argument(
            "--send-due", action="store_true", help="send what is due now, even if sent before"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Tell how it stands; with the right name, arm."""
        here = fence.identity()
        if why := fence.why_disarmed():
            fence.note_disarmed(at=timezone.now())
        self.stdout.write(why or "This database is armed already.")
        self.stdout.write(f"Open letters: {Letter.objects.open().count()}")
        waiting = Notice.objects.filter(state=Notice.State.WAITING).count()
        self.stdout.write(f"Notices that wait for a letter: {waiting}")
        if options["yes"] is None:
            self.stdout.write(f"Nothing is sent. To arm: --yes {here.environment}")
            return
        if options["yes"] != here.environment:
            raise CommandError(f"This installation is “{here.environment}”: nothing is changed.")
        found = rearm(
            by=options["by"],
            send_open=options["send_open"],
            send_due=options["send_due"],
            at=timezone.now(),
        )
        self.stdout.write(
            f"Armed. Of the open letters the relay had taken {found.accepted}, "
            f"{found.sent_again} go out now, {found.set_aside} are set aside; "
            f"{found.passed_over} notices are taken as told."
        )
