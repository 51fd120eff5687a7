"""The demonstration: everything that runs in production, on one machine, until Ctrl-C."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

import psycopg

from local.errors import Stopped
from local.folders import free_port, held, is_taken, secret
from local.processes import RUN_MARK, Server, end_marked
from local.progress import Progress
from local.servers import running

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_ANSWER = 60.0
SIGN_INS = [
    ("Project Lead, Ayr", "lead.ayr@example.org"),
    ("Project Lead, Dunoon", "lead.dunoon@example.org"),
    ("Community Link Lead, Alloa", "link.alloa@example.org"),
    ("Programme Team", "team@example.org"),
    ("Steering Group, Ayr", "steering.ayr@example.org"),
    ("Administrator", "admin@example.org"),
]


def run_demo(folder: Path, *, port: int, started: float) -> None:
    """Run the demonstration from `folder` until it is told to stop or one of its processes ends.

    `started` is when the person gave the command, in seconds since 1970.
    """
    with held(folder.resolve()) as var:
        ended = end_marked(str(var))
        if ended:
            print(f"Ended {ended} processes that an earlier run had left behind.")
        if is_taken(port):
            raise Stopped(
                f"Port {port} is in use: choose another, as in `PORT={port + 1} make demo`."
            )
        progress = Progress(6)
        with running(var, kept=True, tell=progress.step) as (services, servers):
            environment = os.environ | _settings(var, port=port) | services
            prepare(environment, progress=progress)
            progress.step("Starting the portal")
            portal = _start_processes(environment, log=var / "log" / "demo.log")
            try:
                portal.wait_until(lambda: _answers(port), seconds=SECONDS_TO_ANSWER)
                progress.end()
                _print_welcome(port=port, log=portal.log, seconds=time.time() - started)
                _watch([*servers, portal])
            finally:
                portal.stop()
                end_marked(str(var))


def _settings(var: Path, *, port: int) -> dict[str, str]:
    """The demonstration's settings: production's, but for plain http and the sign-in cards."""
    smtp_port = free_port()
    return {
        "DJANGO_SETTINGS_MODULE": "cohort_portal.settings",
        "SECRET_KEY": secret(var / "secret_key"),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SMTP_PORT": str(smtp_port),
        "BASE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "ENVIRONMENT": "demonstration",
        "DEFAULT_FROM_EMAIL": "Local Learning Cohort <portal@example.org>",
        "PLAIN_HTTP": "true",
        "DEMO": "true",
        "VAR_DIR": str(var),
        "RELAY_JOURNAL": str(var / "journal"),
        "PORT": str(port),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        RUN_MARK: str(var),
    }


def prepare(environment: dict[str, str], *, progress: Progress) -> None:
    """Bring tables, static files and rows to where the code is; quick when they are."""
    var = Path(environment["VAR_DIR"])
    progress.step("Preparing the database")
    _migrate(environment, stamp=var / "migrations.stamp")
    progress.step("Collecting static files")
    _collect_static(environment, stamp=var / "static.stamp")
    progress.step("Filling the demonstration programme")
    if _has_no_towns(environment["DATABASE_URL"]):
        _manage(environment, "demo_data")


def _migrate(environment: dict[str, str], *, stamp: Path) -> None:
    """Bring the tables to where the code is, unless they were there the last time."""
    files = _state_of(ROOT.glob("*/migrations/*.py"))
    address = environment["DATABASE_URL"]
    if stamp.exists() and stamp.read_text() == f"{files} {_migrations_done(address)}":
        return
    _manage(environment, "migrate", "--no-input", "--verbosity=0")
    stamp.write_text(f"{files} {_migrations_done(address)}")


def _collect_static(environment: dict[str, str], *, stamp: Path) -> None:
    """Hash and compress static files, unless none of them changed since the last time."""
    files = _state_of(path for name in ("static", "assets") for path in (ROOT / name).rglob("*"))
    if stamp.exists() and stamp.read_text() == files:
        return
    _manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity=0")
    stamp.write_text(files)


def _state_of(paths: Iterable[Path]) -> str:
    """A short name for these files as they are, and for the packages that are installed."""
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(path for path in paths if path.is_file()):
        found = path.stat()
        state.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _migrations_done(database_url: str) -> int:
    """How many migrations the database says it has had; 0 for an empty one."""
    with psycopg.connect(database_url) as connection:
        there = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if there.fetchone() == (False,):
            return 0
        found = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    return found[0] if found else 0


def _has_no_towns(database_url: str) -> bool:
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT EXISTS (SELECT FROM towns_town)").fetchone()
    return found is not None and not found[0]


def _manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(f"\n{done.stdout}{done.stderr}", file=sys.stderr)
        raise Stopped(
            f"`manage.py {arguments[0]}` failed, as printed above:"
            " mend that, or begin anew with `make fresh`."
        )


def _start_processes(environment: dict[str, str], *, log: Path) -> Server:
    """Start what the Procfile lists; when one of them ends, honcho ends the others and itself."""
    log.write_bytes(b"")
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "honcho", "--env", os.devnull, "--no-colour"),
                *("--procfile", str(ROOT / "Procfile"), "--app-root", str(ROOT), "start"),
            ],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return Server("the portal", process, signal.SIGTERM, log)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _watch(servers: list[Server]) -> None:
    """Return never; raise when one of the servers ends by itself."""
    while True:
        for server in servers:
            if server.process.poll() is not None:
                name = _first_to_end(server.log) or server.name
                raise Stopped(
                    f"{name} ended by itself, so everything was stopped:"
                    f" read the end of {server.log}, mend what it says, and start again."
                )
        time.sleep(0.2)


def _first_to_end(log: Path) -> str | None:
    """The process of the Procfile that honcho saw ending first."""
    found = re.search(r"system +\| (\w+)\.1 stopped", log.read_text(errors="replace"))
    return found.group(1) if found else None


def _print_welcome(*, port: int, log: Path, seconds: float) -> None:
    width = max(len(role) for role, _ in SIGN_INS)
    lines = [
        "",
        f"Ready in {seconds:.0f} s.",
        "",
        f"  Portal    http://localhost:{port}/",
        f"  Mailbox   http://localhost:{port}/mailbox/",
        "",
        "  Sign in with a card on the sign-in page, or by a code, which arrives in the mailbox:",
        *(f"  {role:<{width}}   {email}" for role, email in SIGN_INS),
        "",
        f"Logs are in {log}. Stop with Ctrl-C.",
    ]
    print("\n".join(lines), flush=True)
