"""The handbook, followed step by step: two web servers, two workers, one clock, real servers."""

import json
import mailbox
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import psycopg
import pytest

from local.folders import free_port, is_taken, secret
from local.processes import RUN_MARK, Server, end_marked
from local.servers import throw_away_folder
from local.valkey import start_valkey
from tests.operations.handbook import ROOT, Shell, bare_environment, blocks
from tests.operations.reader import HOST, Reader, Visitors

TITLE = "The same without containers"
WHO = "isla@example.org"
NUMBER = "0f9a1c2e-55aa-4b1e-9f00-aa12bc34de56"


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database of its own: a copy of the one whose tables are made already, if there is one."""
    address = os.environ["DATABASE_URL"]
    template = os.environ.get("TEST_DATABASE_TEMPLATE", "template1")
    name = f"handbook_{os.getpid()}"
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield f"{address.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def var(database_url: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder, and settings of production for a broker and a relay of its own."""
    with throw_away_folder() as folder:
        valkey, redis_url = start_valkey(folder / "valkey", log=folder / "valkey.log")
        port = free_port()
        relay = start_relay(folder, port=port)
        try:
            services = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
            yield folder, services | settings_in(folder, relay_port=port)
        finally:
            relay.stop()
            end_marked(str(folder))
            print_log(folder / "portal.log")
            valkey.stop()


def print_log(log: Path) -> None:
    """What happened besides requests: shown where the test fails."""
    lines = log.read_text().splitlines() if log.exists() else []
    print("\n".join([line for line in lines if '"request"' not in line and "Task " not in line]))


def start_relay(folder: Path, *, port: int) -> Server:
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "mailbox", "--port", str(port), str(folder / "mail")],
        cwd=ROOT,
    )
    server = Server("The relay", process, signal.SIGTERM, folder / "relay.log")
    server.wait_until(lambda: is_taken(port))
    return server


def settings_in(folder: Path, *, relay_port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "cohort_portal.settings",
        "SECRET_KEY": secret(folder / "key"),
        "ENVIRONMENT": "rehearsal",
        "BASE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "DEFAULT_FROM_EMAIL": "Local Learning Cohort <portal@example.org>",
        "EMAIL_URL": f"smtp://127.0.0.1:{relay_port}",
        "TRUSTED_PROXIES": "1",
        "VAR_DIR": str(folder),
    }


def settings_file(folder: Path, settings: dict[str, str]) -> Path:
    """The file of the handbook; one setting is kept in a file of its own, as secrets are."""
    path = folder / "portal.env"
    (folder / "key").write_text(f"{settings.pop('SECRET_KEY')}\n")
    lines = [f"{name}='{value}'" for name, value in settings.items()]
    path.write_text("\n".join([*lines, f"SECRET_KEY_FILE={folder / 'key'}", ""]))
    return path


def free_ports() -> int:
    """A port that is free, as are those behind it that the handbook names."""
    while True:
        first = free_port()
        if first < 65000 and not any(is_taken(first + number) for number in (1, 2, 10, 11)):
            return first


def wait_for[Found](what: str, look: Callable[[], Found | None], *, seconds: float = 90) -> Found:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.1)
    raise TimeoutError(what)


def in_letter(folder: Path, pattern: str) -> str | None:
    """What one of the letters that came says by this pattern."""
    kept = mailbox.Maildir(folder / "mail")
    for key in kept.keys():  # noqa: SIM118 -- a Maildir iterates over letters
        letter = BytesParser(policy=default).parsebytes(kept.get_bytes(key))
        body = letter.get_body(("plain",))
        text = "" if body is None else str(body.get_content()).replace("\r\n", "\n")
        if found := re.search(pattern, text, re.MULTILINE):
            return found.group(1)
    return None


def lines_of(log: Path) -> list[dict[str, Any]]:
    """What the processes logged; honcho's own lines and those that Celery prints are no log."""
    lines = [line for line in log.read_text().splitlines() if line.strip()]
    spoken = [line for line in lines if not line.startswith("{")]
    theirs = r"(web|worker|beat|system)(\.\d)? (started|stopped|sen)|(sending )?SIG|worker: Warm"
    strangers = [line for line in spoken if not re.match(theirs, line)]
    assert strangers == [], "\n".join(strangers)
    return [json.loads(line) for line in lines if line.startswith("{")]


def count_of(metrics: str, route: str) -> float:
    found = re.search(rf'_count{{method="GET",route="{route}",status="2xx"}} (\d+)', metrics)
    return float(found.group(1)) if found else 0


def delivered(shell: Shell, port: int) -> bool:
    """Whether the first letter was settled, and the job that sent it has ended."""
    told = shell.run(f"PORT={port} bin/ask metrics")
    return all(
        figure in told
        for figure in (
            'portal_letters_30_days{state="accepted"} 1.0\n',
            'portal_job_age_seconds{job="deliver"}',
        )
    )


def test_the_handbook_leads_from_nothing_to_a_renewed_portal_that_lost_no_request(
    var: tuple[Path, dict[str, str]],
) -> None:
    folder, settings = var
    since = time.monotonic()
    first = free_ports()
    ports = {f"80{number:02}": str(first + number) for number in (0, 1, 2, 10, 11)}
    named = ports | {"/etc/portal.env": str(settings_file(folder, settings))}
    shell = Shell(bare_environment({RUN_MARK: str(folder)}), replaced=named)
    prepare, start, begin, look, scale, renew, leave, stop = blocks(TITLE)

    shell.run(prepare)
    shell.run(start)
    begun = time.monotonic() - since
    shell.run(begin)
    token = wait_for("the invitation", lambda: in_letter(folder, r"/account/invitation/([\w-]+)/"))
    wait_for("the end of its delivery", lambda: delivered(shell, first) or None)
    told = shell.run(look)
    assert told.startswith("up\nready\n")
    assert "portal_mail_armed 1.0\n" in told
    assert "\nAll is well.\nFriday 25 December 2026: " in told

    reader = Reader([first])
    reader.ask(f"/account/invitation/{token}/")
    opened = reader.ask(f"/account/invitation/{token}/", {})
    assert (opened.status, opened.headers["Location"]) == (302, "/account/login/code/")
    code = wait_for("the code", lambda: in_letter(folder, r"^ *([B-Z]{4}-[B-Z]{4})$"))
    reader.ask("/account/login/code/")
    typed = reader.ask("/account/login/code/", {"code": code}, number=NUMBER)
    assert (typed.status, typed.headers["X-Request-ID"]) == (302, NUMBER)
    assert reader.ask("/account/second-step/").status == 200

    for _ in range(30):
        Reader([first]).ask("/accessibility/")
    kept = sorted((folder / "metrics" / str(first)).iterdir())
    told = shell.run(f"PORT={first} bin/ask metrics")
    assert count_of(told, "front:accessibility") == 30
    assert [len(kept), count_of(told, "front:healthz")] == [2, 0]

    shell.run(scale)
    with Visitors([first, first + 1, first + 2]) as visitors:
        shell.run(renew)
        visitors.go_to([first + 10, first + 11])
        shell.run(leave)
    shell.run(f"PORT={first + 10} bin/ask readyz")
    shell.run(stop)
    shell.close()

    assert set(visitors.answered) == {"200"}
    lines = lines_of(folder / "portal.log")
    assert NUMBER in {line.get("request_id") for line in lines}
    tasks = {line["task"] for line in lines if "task_id" in line}
    assert "outbox.deliver" in tasks
    assert [line for line in lines if line["level"] in {"error", "critical"}] == []
    for word in (token, code, WHO, "Isla"):
        assert word not in (folder / "portal.log").read_text()
    assert end_marked(str(folder)) == 0
    print(
        f"Up in {begun:.0f} s; renewed under {visitors.answered.total()} requests, none lost;"
        f" {time.monotonic() - since:.0f} s in all."
    )
