"""A line of the log is one JSON object, and holds nothing that a person wrote."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import django.db
import psycopg
import pytest
import redis
from django.db import connection, transaction
from django.test import RequestFactory

from kit.logs import JsonLines, StderrLines
from people.models import User
from tests import make

TYPED = "What Morag told me in confidence"
ADDRESS = "morag.bain@example.org"


class Log:
    """A logger whose lines can be read back."""

    def __init__(self, name: str) -> None:
        self.stream = io.StringIO()
        self.handler = StderrLines(self.stream)
        self.handler.setFormatter(JsonLines())
        self.logger = logging.getLogger(name)
        self.logger.addHandler(self.handler)

    def text(self) -> str:
        return self.stream.getvalue()

    def line(self) -> dict[str, Any]:
        """The only line there is."""
        (line,) = self.text().splitlines()
        found: dict[str, Any] = json.loads(line)
        return found


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    """A logger of this test's own, or of the name that the test gives."""
    kept = Log(getattr(request, "param", "tests.logs"))
    yield kept
    kept.logger.removeHandler(kept.handler)


def fail_with(fault: BaseException, log: Log) -> str:
    """What a line tells of this exception."""
    told_as = TYPED
    try:
        assert told_as
        raise fault
    except type(fault):
        log.logger.exception("It failed")
    exception: str = log.line()["exception"]
    return exception


def test_a_line_tells_when_who_and_how_bad(log: Log) -> None:
    log.logger.warning("%s of %s letters", 3, 7)

    line = log.line()
    said_at = datetime.fromisoformat(line.pop("at"))
    assert line == {"event": "3 of 7 letters", "level": "warning", "logger": "tests.logs"}
    assert said_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - said_at) < timedelta(minutes=1)


def test_what_stands_on_a_line_of_its_own_begins_no_line_of_ours(log: Log) -> None:
    log.logger.warning('one\r\n{"event": "forged"}\u2028%s', "two\nthree")

    assert log.line()["event"] == 'one\r\n{"event": "forged"}\u2028two\nthree'


def test_fields_of_others_are_left_out(log: Log) -> None:
    log.logger.warning("request", extra={"status": 200, "body": TYPED, "email": ADDRESS})

    assert log.line().keys() == {"event", "status", "level", "logger", "at"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"No letter to {ADDRESS}: why?", "No letter to (address): why?"),
        ("Morag <morag@a.example.org>", "Morag <(address)>"),
        ("redis://:secret@valkey:6379/0 is away", "redis://(address)@valkey:6379/0 is away"),
        ("worker-7@8f3a2c ready", "worker-7@8f3a2c ready"),
        ("an @ alone", "an @ alone"),
    ],
)
def test_an_address_never_stands_in_a_line(said: str, told: str, log: Log) -> None:
    log.logger.warning(said)

    assert log.line()["event"] == told


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ValueError(TYPED), "ValueError"),
        (KeyError(TYPED), "KeyError"),
        (AttributeError("'NoneType' object has no attribute 'pk'"), None),
        (TypeError(f"Field 'id' expected a number but got ['{TYPED}']."), "TypeError"),
        (redis.ConnectionError("Error 111 connecting to valkey:6379."), None),
        (redis.ResponseError(TYPED), "redis.exceptions.ResponseError"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection"),
        (FileNotFoundError(2, "No such file", TYPED), "FileNotFoundError: No such file"),
        (django.db.OperationalError("nobody answers"), None),
        (django.db.DataError(TYPED), "django.db.utils.DataError: refused by the client"),
        (psycopg.OperationalError("nobody answers"), "psycopg.OperationalError: nobody answers"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_exception_is_told_by_where_it_came_from_and_not_by_what_it_quotes(
    fault: BaseException, told: str | None, log: Log
) -> None:
    exception = fail_with(fault, log)

    assert "in fail_with" in exception
    assert "raise fault" in exception
    assert (told or f"{type(fault).__name__}: {fault}") in exception.splitlines()[-1]
    assert TYPED not in log.text()


def test_causes_are_told_first(log: Log) -> None:
    fault = RuntimeError(TYPED)
    fault.__cause__ = KeyError(TYPED)
    log.logger.error("It failed", exc_info=fault)

    told = [line for line in log.line()["exception"].splitlines() if not line.startswith(" ")]
    assert told == ["KeyError", "then", "", "RuntimeError"]
    assert TYPED not in log.text()


@pytest.mark.django_db
def test_a_refusal_of_the_database_names_the_rule_and_not_the_row(log: Log) -> None:
    make.user(email=ADDRESS)
    try:
        with transaction.atomic():
            User.objects.create(email=ADDRESS, person=make.person())
    except django.db.IntegrityError:
        log.logger.exception("It failed")

    exception = log.line()["exception"]
    assert exception.splitlines()[-1].startswith(
        "django.db.utils.IntegrityError: 23505 people_user"
    )
    assert "morag" not in log.text()


@pytest.mark.django_db
def test_a_value_that_the_database_refuses_is_not_quoted(log: Log) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [TYPED])
    except django.db.DataError:
        log.logger.exception("It failed")

    assert log.line()["exception"].splitlines()[-1] == "django.db.utils.DataError: 22P02"
    assert TYPED not in log.text()


@pytest.mark.django_db
def test_a_mistake_in_our_own_sql_is_told_in_full(log: Log) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM people_user")
    except django.db.ProgrammingError:
        log.logger.exception("It failed")

    assert 'column "no_such_column" does not exist' in log.line()["exception"]


@pytest.mark.parametrize("log", ["django.request", "django.security.csrf"], indirect=True)
def test_djangos_own_words_lose_their_address(log: Log) -> None:
    request = RequestFactory().get("/letters/why/a-token/")

    log.logger.error(
        "Forbidden (%s): %s",
        "Referer checking failed - /account/invitation/a-token/ is elsewhere.",
        request.path,
        extra={"status_code": 403, "request": request},
    )

    line = log.line()
    assert line["event"] in {"Forbidden", "Forbidden: Referer checking failed"}
    assert (line["event"] == "Forbidden") == (log.logger.name == "django.request")
    assert "a-token" not in log.text()


@pytest.mark.parametrize("log", ["celery.app.trace"], indirect=True)
def test_a_task_is_told_by_name_and_number_and_not_by_what_it_was_given(log: Log) -> None:
    of_task = {"id": "5", "name": "outbox.deliver", "exc": TYPED, "args": TYPED, "kwargs": TYPED}

    log.logger.error("Task %(name)s[%(id)s] retry: %(exc)s", of_task, extra={"data": of_task})

    line = log.line()
    assert [line["task"], line["task_id"]] == ["outbox.deliver", "5"]
    assert line["event"] == "Task outbox.deliver[5] retry: …"
    assert TYPED not in log.text()


def test_a_line_that_cannot_be_told_breaks_nothing_and_prints_nothing(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    # Handed to our handler alone: pytest's own would raise.
    log.handler.handle(
        logging.LogRecord("tests.logs", logging.WARNING, "", 0, "%d letters", (TYPED,), None)
    )

    assert log.line() == {
        "event": "A line could not be told: TypeError",
        "level": "error",
        "logger": "tests.logs",
    }
    assert TYPED not in "".join(capsys.readouterr())


def test_a_log_that_nobody_reads_breaks_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(log.stream, "write", refuse)

    log.logger.warning("Nobody hears this")

    assert log.text() == ""
