"""`manage.py health` tells how delivery stands, and by its exit status whether all is well."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from outbox import fence
from outbox.actions.pausing import pause
from outbox.actions.running import run
from outbox.models import Letter
from tests import make

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> tuple[str, int]:
    """What it prints, and its exit status."""
    out = StringIO()
    try:
        call_command("health", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def at_work() -> None:
    fence.arm(by="the test", at=timezone.now())
    run("deliver", lambda: 3)


def test_all_is_well_ends_with_nought() -> None:
    at_work()

    text, status = told()

    assert status == 0
    assert text.splitlines()[-1] == "All is well."
    assert "waiting, urgent: 0" in text


def test_something_wrong_ends_with_one() -> None:
    at_work()
    make.letter(at=timezone.now(), state="aside")

    text, status = told()

    assert status == 1
    assert text.splitlines()[-1] == "Set aside, for a person to look at: 1 letter."


def test_a_file_that_nobody_checks_ends_with_one() -> None:
    at_work()
    long_ago = timezone.now() - timedelta(minutes=31)
    waiting = {"scan": "waiting", "scanned_at": None, "scan_due_at": long_ago}
    team = make.team_member()
    for key, added_at in (("ab", long_ago), ("cd", timezone.now())):
        make.resource(of=make.session(), by=team.user, file_key=key, added_at=added_at, **waiting)

    text, status = told()

    assert status == 1
    assert text.splitlines()[-1].startswith("1 file has waited for the check for more than 30")


def test_what_must_never_be_ends_with_one() -> None:
    at_work()
    letter = make.letter(at=timezone.now())
    Letter.objects.filter(pk=letter.pk).update(state="accepted", accepted_at=timezone.now())

    text, status = told()

    assert status == 1
    assert "Must not be: 1 ended with a notice that is not." in text


def test_the_same_for_programs() -> None:
    at_work()
    pause(lane=None, why="The text is wrong.", by=1, at=timezone.now())

    text, status = told("--json")

    found = json.loads(text)
    assert status == 0
    assert (found["well"], found["troubles"], found["is_paused"]) == (True, [], True)
    assert found["held_back"][0].startswith("No letter leaves since ")
    assert found["waiting"] == {"urgent": 0, "mail": 0, "bulk": 0}
