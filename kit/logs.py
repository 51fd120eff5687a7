"""Logs: one JSON object a line, instants in UTC, and never what a person wrote.

Everybody logs by Python's `logging`; structlog renders. Others' words are taken apart first:
Django's end in an address that may hold a token, Celery's hold what a task was given, and the text
of an exception may quote a form or a row.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, TextIO

import django.db
import psycopg
import redis
import structlog
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist

# The setting of that name. Who it names is found by Django at start-up.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kit.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "kit.logs.StderrLines", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # refusals stand in the line of each request
        "django.server": {"handlers": [], "propagate": True},
    },
}
# What a line of ours may carry beside its text: `logger.info("…", extra={"status": 200})`.
FIELDS = ("method", "route", "status", "milliseconds", "user_id")
# Faults whose text is written by code alone, never by what somebody typed or a row holds.
TOLD_IN_FULL = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    NameError,
    TemplateDoesNotExist,
    redis.ConnectionError,
    redis.TimeoutError,
)
# Faults of the database whose text names no value of a row.
ABOUT_NO_ROW = (
    django.db.OperationalError,
    django.db.ProgrammingError,
    psycopg.OperationalError,
    psycopg.ProgrammingError,
)
# What Celery would say of a task besides its name and number.
OF_A_TASK = ("args", "exc", "kwargs", "return_value", "traceback")
# An e-mail address, or who signs in to a server by its address.
ADDRESS = re.compile(
    r"(?<=://)[^\s/@]{1,200}(?=@)"
    r"|[^\s\"'<>(),:;/@]{1,64}@[^\s\"'<>(),:;/@]{1,250}\.[\w-]{1,60}"
)

type Line = structlog.typing.EventDict


class JsonLines(structlog.stdlib.ProcessorFormatter):
    """Renders every record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                _said,
                structlog.stdlib.ExtraAdder(allow=FIELDS),
                structlog.contextvars.merge_contextvars,
            ],
            processors=[
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                _fault,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_addresses,
                structlog.processors.JSONRenderer(),
            ],
            pass_foreign_args=True,
            use_get_message=False,
        )


class StderrLines(logging.StreamHandler[TextIO]):
    """Writes lines to standard error. A line that cannot be told breaks nothing."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        """Says which logger it was; Python's own would print what the record holds."""
        fault = sys.exc_info()[0]
        why = fault.__name__ if fault else "unknown"
        try:
            self.stream.write(
                f'{{"event": "A line could not be told: {why}", "level": "error",'
                f' "logger": "{record.name}"}}{self.terminator}'
            )
        except OSError:  # nobody reads us any more
            return


def _said(logger: Any, name: str, line: Line) -> Line:  # noqa: ANN401, ARG001 -- structlog's way
    """The text of a record that was logged by Python's `logging`."""
    record, args = line["_record"], line.pop("positional_args")
    if hasattr(record, "request"):
        line["event"] = _of_request(record, args)
    elif record.name.startswith("celery") and isinstance(args, dict) and "id" in args:
        line.update(task=args.get("name"), task_id=args["id"])
        line["event"] = record.msg % {**args, **dict.fromkeys(OF_A_TASK, "…")}
    elif args:
        line["event"] = record.msg % args
    return line


def _of_request(record: logging.LogRecord, args: tuple[object, ...]) -> str:
    """Django's word for an answer, and why a form was refused; no address, no header."""
    words = [HTTPStatus(getattr(record, "status_code", HTTPStatus.BAD_REQUEST)).phrase]
    if record.name == "django.security.csrf" and args:
        words.append(str(args[0]).partition(" - ")[0])
    return ": ".join(words)


def _fault(logger: Any, name: str, line: Line) -> Line:  # noqa: ANN401, ARG001 -- structlog's way
    """The exception of a line, with where it came from and without what it quotes."""
    exc_info = line.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    fault = exc_info if isinstance(exc_info, BaseException) else (exc_info or (None, None))[1]
    if fault is not None:
        line["exception"] = "".join(_story(fault))
    return line


def _story(fault: BaseException) -> Iterator[str]:
    """What Python's own trace tells, causes first."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _story(before)
        yield "\nthen\n\n"
    yield from traceback.format_tb(fault.__traceback__)
    yield told(fault)


def told(fault: BaseException) -> str:
    """An exception by its name, and by its text where code alone wrote that.

    A fault of the database is told by its number and by the names of constraint and column: its own
    text quotes the row.
    """
    kind = type(fault)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if isinstance(fault, TOLD_IN_FULL):
        return f"{name}: {fault}"
    if isinstance(fault, django.db.Error | psycopg.Error):
        return f"{name}: {_of_database(fault)}"
    if isinstance(fault, OSError) and fault.strerror:
        return f"{name}: {fault.strerror}"
    return name


def _of_database(fault: django.db.Error | psycopg.Error) -> str:
    source = fault if isinstance(fault, psycopg.Error) else fault.__cause__
    facts = source.diag if isinstance(source, psycopg.Error) else None
    if facts is None or facts.sqlstate is None:  # found by the client: mostly that nobody answers
        return str(fault) if isinstance(fault, ABOUT_NO_ROW) else "refused by the client"
    words = [facts.sqlstate, facts.table_name, facts.column_name, facts.constraint_name]
    if isinstance(fault, ABOUT_NO_ROW):
        words.append(facts.message_primary)
    return " ".join(word for word in words if word)


def _without_addresses(logger: Any, name: str, line: Line) -> Line:  # noqa: ANN401, ARG001 -- structlog's way
    """The last net: whatever looks like an e-mail address or a password in one of a server."""
    return {
        key: ADDRESS.sub("(address)", value) if isinstance(value, str) and "@" in value else value
        for key, value in line.items()
    }
