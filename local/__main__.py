"""`python -m local`: the demonstration, servers for one command, the mailbox, copied assets."""

import argparse
import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from local.assets import copy_assets
from local.demo import run_demo
from local.errors import Stopped
from local.mailbox import HEARTBEAT_SECONDS, IDLE_SECONDS, keep_letters
from local.servers import forget, run_with_services

ROOT = Path(__file__).resolve().parent.parent


class Told(BaseException):
    """Somebody asked us to stop: Ctrl-C, a closed terminal, or `kill`."""


def main(arguments: list[str]) -> int:
    """Run one of the commands; returns the exit status."""
    asked = _parser().parse_args(arguments)
    if asked.command == "mailbox":
        asyncio.run(
            keep_letters(
                asked.folder,
                port=asked.port,
                journal=asked.journal,
                idle_seconds=asked.idle,
                heartbeat_seconds=asked.heartbeat,
            )
        )
        return 0
    _stop_when_told()
    try:
        return _run(asked)
    except Stopped as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except Told:
        print("\nStopped. Nothing is left running.", flush=True)
        return 0 if asked.command == "demo" else 130


def _run(asked: argparse.Namespace) -> int:
    if asked.command == "assets":
        copy_assets()
        return 0
    if asked.command == "demo":
        run_demo(asked.var, port=asked.port, started=asked.started)
        return 0
    if asked.command == "forget":
        forget(asked.var)
        return 0
    return run_with_services(asked.words)


def _stop_when_told() -> None:
    """Turn the first of these signals into an orderly end; later ones do not disturb it."""

    def stop(_number: int, _frame: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Told

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` means: go on
        signal.signal(signal.SIGHUP, stop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("assets", help="copy what browsers need from node_modules")
    demo = commands.add_parser("demo", help="run the demonstration until Ctrl-C")
    demo.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    demo.add_argument("--started", type=float, default=time.time(), help="seconds since 1970")
    forget = commands.add_parser("forget", help="remove a demonstration's database for good")
    for command in (demo, forget):
        command.add_argument(
            "--var", type=Path, default=Path(os.environ.get("VAR") or ROOT / "var")
        )
    mailbox = commands.add_parser("mailbox", help="take letters by SMTP into a maildir")
    mailbox.add_argument("--port", type=int, required=True)
    mailbox.add_argument("--journal", type=Path, help="default: journal, beside the folder")
    mailbox.add_argument("--idle", type=float, default=IDLE_SECONDS, help="seconds until hang-up")
    mailbox.add_argument("--heartbeat", type=float, default=HEARTBEAT_SECONDS, help="seconds")
    mailbox.add_argument("folder", type=Path)
    services = commands.add_parser("with-services", help="run a command beside its own servers")
    services.add_argument("words", nargs="+", metavar="-- COMMAND")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
