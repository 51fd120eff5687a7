"""`manage.py restore_drill`: backs the database up, restores it, and proves what was restored."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from local.backups import base_backup, identity_of, restored
from local.errors import Stopped
from local.servers import throw_away_folder
from outbox.drill import address_of, rows_of

# Nobody listens there: what the restored database might do reaches nobody.
NO_MAIL, NO_BROKER = "smtp://127.0.0.1:9", "redis://127.0.0.1:9/0"


class Command(BaseCommand):
    """Needs the packages of `requirements-local.txt`, and a role that may copy the database."""

    help = "Rehearse a restore beside the running portal; changes nothing in it."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Each step with its figure; fails at the first that does not hold."""
        try:
            self._rehearse()
        except Stopped as reason:
            raise CommandError(str(reason)) from None

    def _rehearse(self) -> None:
        here = address_of(connection.settings_dict)
        with throw_away_folder() as folder, psycopg.connect(here) as portal:
            before = rows_of(portal)
            since = time.monotonic()
            backup = base_backup(here, folder / "backup")
            self._tell(f"Backed up and verified in {time.monotonic() - since:.1f} s.")
            portal.rollback()
            after = rows_of(portal)
            since = time.monotonic()
            with restored(backup, folder / "restored") as there:
                self._tell(f"Restored in {time.monotonic() - since:.1f} s.")
                with psycopg.connect(there) as copy:
                    self._compare(rows_of(copy), before, after)
                self._tell(f"It was {identity_of(here)}; restored it is {identity_of(there)}.")
                self._prove_disarmed(there)
        self._tell("The restore holds. Nothing is left of it.")

    def _compare(
        self, found: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]
    ) -> None:
        """Every table holds as many rows as the portal's did while it was copied."""
        wrong = [
            f"{table}: {found.get(table)} instead of {rows}"
            for table, rows in before.items()
            if not min(rows, after[table]) <= found.get(table, -1) <= max(rows, after[table])
        ]
        if wrong:
            raise CommandError("Rows are missing after the restore: " + "; ".join(wrong))
        self._tell(f"{len(found)} tables with {sum(found.values())} rows, as in the portal.")

    def _prove_disarmed(self, there: str) -> None:
        """No letter leaves from the restored database, though it is asked to send."""
        why = self._manage(there, "rearm", "--by", "restore drill").splitlines()[0]
        sent = self._manage(there, "deliver").splitlines()[-1]
        if sent != "0 letters sent.":
            raise CommandError(f"The restored database would have sent letters: {sent}")
        self._tell(f"{sent} {why}")

    def _manage(self, database: str, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
            env=os.environ
            | {"DATABASE_URL": database, "EMAIL_URL": NO_MAIL, "REDIS_URL": NO_BROKER},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CommandError(f"`manage.py {words[0]}` failed: {done.stderr.strip()[-500:]}")
        return done.stdout.strip()

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
