"""`fill`: people and rows for the floor; prints the session key of the one who asks for pages."""

from datetime import date, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand

from bench.floor.models import Entry

PEOPLE = 100
ROWS_OF_EACH = 40
TEXT = (
    "A parking consultation meets the walking route to the health centre; the next step is agreed"
    " with the town centre officer, who asks for the map by the end of the month."
)


class Command(BaseCommand):
    help = "Fill the floor and print a session key."

    def handle(self, *_args: object, **_options: object) -> None:
        """Forty rows for each of a hundred people; the first one is signed in."""
        people = User.objects.bulk_create(
            User(username=f"person{number}@example.org") for number in range(PEOPLE)
        )
        Entry.objects.bulk_create(
            Entry(
                owner=person,
                title=f"Entry {number} of the month",
                text=TEXT,
                happens_on=date(2026, 1, 1) + timedelta(days=7 * number),
            )
            for person in people
            for number in range(ROWS_OF_EACH)
        )
        session = SessionStore()
        session[SESSION_KEY] = str(people[0].pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = people[0].get_session_auth_hash()
        session.save()
        self.stdout.write(session.session_key or "")
