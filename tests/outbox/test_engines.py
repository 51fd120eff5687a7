"""Celery's tasks and the command do the same work, and either does without the other."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from local.folders import free_port
from outbox import tasks, work
from outbox.actions.promising import write
from outbox.models import Letter, Run
from tests.outbox.world import PLAIN, address_of
from tests.relay import Relay

pytestmark = pytest.mark.django_db


def write_one(person: int) -> None:
    write(
        PLAIN.name,
        to=address_of(person),
        subject="Something",
        text="Something happened.",
        about="test.thing:1",
        at=timezone.now(),
    )


@pytest.mark.usefixtures("world")
def test_each_task_may_run_twice(relay: Relay) -> None:
    write_one(1)

    for _ in range(2):
        for task in (tasks.plan, tasks.deliver, tasks.sweep):
            task()

    assert relay.copies() == {address_of(1): 1}
    jobs = set(Run.objects.filter(ended_at__isnull=False).values_list("job", flat=True))
    assert {"bundle", "deliver", "sweep"} <= jobs


@pytest.mark.usefixtures("world")
def test_the_command_delivers_without_a_broker(relay: Relay) -> None:
    write_one(1)
    out = StringIO()

    call_command("deliver", stdout=out)

    assert relay.copies() == {address_of(1): 1}
    assert out.getvalue() == "1 letters sent.\n"


@pytest.mark.usefixtures("world")
def test_beside_celery_the_command_waits_until_celery_is_gone(relay: Relay) -> None:
    write_one(1)
    Run.objects.create(job="deliver", began_at=timezone.now(), ended_at=timezone.now())
    out = StringIO()

    call_command("deliver", if_stale=60, stdout=out)
    assert (relay.taken, out.getvalue()) == ([], "Celery delivers: nothing to do.\n")
    Run.objects.update(ended_at=timezone.now() - timedelta(seconds=61))
    call_command("deliver", if_stale=60, stdout=out)

    assert relay.copies() == {address_of(1): 1}


def test_for_ever_ends_with_its_round_when_it_is_told_to() -> None:
    running = subprocess.Popen(
        [sys.executable, "manage.py", "deliver", "--forever"],
        stdout=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    said = next(line for line in running.stderr if "database does not answer" in line)
    reader = Thread(target=running.stderr.read)
    reader.start()

    running.send_signal(signal.SIGTERM)

    assert running.wait(20) == 0
    reader.join(10)
    assert "OperationalError" in said
    assert running.stdout is not None
    running.stdout.close()
    running.stderr.close()


def test_a_broker_that_is_away_stops_no_deed(settings: Settings) -> None:
    script = (
        "import django, time; django.setup(); from outbox import tasks;"
        "began = time.monotonic(); tasks.nudge(); print(time.monotonic() - began)"
    )
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | away,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "The broker took no nudge" in done.stderr
    assert float(done.stdout) < 1.5


@pytest.mark.usefixtures("world")
def test_a_fault_is_kept_with_the_job_and_the_next_run_clears_it(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**_: object) -> int:
        raise LookupError

    write_one(1)
    with monkeypatch.context() as patch:
        patch.setattr(work, "bundle", break_down)
        work.deliver_now()
    run = Run.objects.get(job="bundle")
    assert (run.failure, run.failed_at is None) == ("LookupError", False)
    assert relay.copies() == {address_of(1): 1}

    work.deliver_now()

    run = Run.objects.get(job="bundle")
    assert (run.failure, run.failed_at, run.figures) == ("", None, {"new": 0})
    assert Letter.objects.count() == 1
