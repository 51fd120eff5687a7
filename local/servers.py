"""The servers that the portal needs: those of the environment, or our own for a while."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from local.folders import free_port, held, is_held, is_taken, secret
from local.postgres import DATABASE, cluster_in, remove_cluster
from local.processes import RUN_MARK, Server, end_marked
from local.valkey import start_valkey, stop_left_valkey

THROW_AWAY = "cohort-throw-away-"


def nothing_to_tell(_line: str) -> None:
    """For callers who show no progress."""


@contextmanager
def running(
    folder: Path, *, kept: bool, tell: Callable[[str], None] = nothing_to_tell
) -> Iterator[tuple[dict[str, str], list[Server]]]:
    """The environment in which the portal finds its servers, and those started for it in `folder`.

    What the environment names already is used as it is. The servers end with the block.
    """
    settings: dict[str, str] = {}
    servers: list[Server] = []
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            tell("Starting PostgreSQL")
            cluster = cluster_in(folder / "postgres", kept=kept)
            servers.append(cluster.start(log=logs / "postgres.log"))
            stack.callback(servers[-1].stop)
            settings["DATABASE_URL"] = cluster.url
        if "REDIS_URL" not in os.environ:
            tell("Starting Valkey")
            server, settings["REDIS_URL"] = start_valkey(folder / "valkey", log=logs / "valkey.log")
            servers.append(server)
            stack.callback(server.stop)
        yield settings, servers


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder for one run; also removes those that killed runs left behind, with their servers."""
    for left in Path(tempfile.gettempdir()).glob(f"{THROW_AWAY}{os.geteuid()}-*"):
        if (left / "lock").exists() and not is_held(left):
            _remove(left)
    begun = Path(tempfile.mkdtemp(prefix="cohort-begun-")).resolve()
    with held(begun):
        # Named as ours only now that it is locked, so that nobody takes it for a left one.
        name = begun.name.replace("cohort-begun-", f"{THROW_AWAY}{os.geteuid()}-")
        folder = begun.rename(begun.with_name(name))
        try:
            yield folder
        finally:
            _remove(folder)


def run_with_services(command: list[str]) -> int:
    """Run `command` beside servers of its own and an SMTP mailbox; returns its exit status."""
    with (
        throw_away_folder() as folder,
        running(folder, kept=False) as (services, _),
        ExitStack() as stack,
    ):
        settings = _settings_for_tests(folder) | services
        if "DATABASE_URL" in services:
            settings["TEST_DATABASE_TEMPLATE"] = DATABASE
        if "EMAIL_URL" not in os.environ:
            port = free_port()
            stack.callback(_start_mailbox(folder, port=port).stop)
            settings["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        return _wait(subprocess.Popen(command, env=settings | dict(os.environ)))


def _settings_for_tests(folder: Path) -> dict[str, str]:
    """What the portal asks of its environment and a test need not choose."""
    return {
        "SECRET_KEY": secret(folder / "secret_key"),
        "BASE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "ENVIRONMENT": "test",
        "DEFAULT_FROM_EMAIL": "Local Learning Cohort <portal@example.org>",
        "PLAIN_HTTP": "true",
        "DEMO": "false",
        "VAR_DIR": str(folder),
    }


def _start_mailbox(folder: Path, *, port: int) -> Server:
    log = folder / "log" / "mailbox.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local", "mailbox", "--port", str(port), str(folder / "mail")],
            cwd=Path(__file__).resolve().parent.parent,
            env=os.environ | {RUN_MARK: str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server("The mailbox", process, signal.SIGTERM, log)
    server.wait_until(lambda: is_taken(port))
    return server


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for a command; Ctrl-C reaches it by itself, other ends are passed on."""

    def pass_on(number: int, _frame: object) -> None:
        process.send_signal(number)

    former = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        signal.SIGHUP: signal.signal(signal.SIGHUP, pass_on),
    }
    try:
        status = process.wait()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def _remove(folder: Path) -> None:
    end_marked(str(folder))
    stop_left_valkey(folder / "valkey")
    restored = [version.parents[1] for version in folder.glob("*/data/PG_VERSION")]
    for cluster in {folder / "postgres", *restored}:
        remove_cluster(cluster)
    shutil.rmtree(folder, ignore_errors=True)


def forget(folder: Path) -> None:
    """Remove the database of `folder`, which root keeps elsewhere; nothing else may use it now."""
    if folder.exists():
        with held(folder.resolve()) as var:
            _remove(var)
