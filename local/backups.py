"""A copy of a running database, started beside it: what a rehearsed restore is made of.

The copy is PostgreSQL's own base backup, so it needs a role with the right of REPLICATION, and a
line for `replication` in `pg_hba.conf`. It is restored as a real loss would be: recovery ends on a
new timeline, by which the portal knows that it is not the database that it was. The copy takes
nothing from the settings of the server it was made of: it archives nothing, follows nobody and
listens on no network.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from local.errors import Stopped
from local.postgres import Cluster, cluster_in, remove_cluster
from local.programs import programs_of

LABEL = "rehearsed restore"
SECONDS_TO_RECOVER = 600.0
SETTINGS = {
    "restore_command": "false",  # the copy holds all that it needs
    "recovery_target": "immediate",
    "recovery_target_action": "promote",
    "hot_standby": "off",  # nobody is let in before it takes writes
    "archive_mode": "off",
    "max_logical_replication_workers": "0",
    "max_connections": "200",
}
IDENTITY = """
SELECT system_identifier,
       CASE WHEN pg_is_in_recovery() THEN NULL
            ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint END,
       (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
FROM pg_control_system()
"""


@dataclass(frozen=True)
class Identity:
    """Which database this is: a restored or copied one differs in at least one of these.

    Not told: files put back without a recovery, and rows put back into the same database.
    """

    system: int
    timeline: int | None  # None while it recovers or follows another
    database: int


@dataclass(frozen=True)
class Backup:
    """A base backup in a folder, and how the database in it is reached once it runs."""

    folder: Path
    programs: Path
    role: str
    database: str


def identity_of(database_url: str) -> Identity:
    """Which database answers there; any role may ask.

    The timeline is that of the log being written. `pg_control_checkpoint()` would tell that of the
    last checkpoint, which after a promotion may come minutes later.
    """
    with psycopg.connect(database_url) as connection:
        row = connection.execute(IDENTITY).fetchone()
    if row is None:
        raise Stopped("The database did not say which one it is.")
    return Identity(*row)


def base_backup(database_url: str, into: Path) -> Backup:
    """Copy the running database into the new folder `into`, checked against its own checksums.

    It is for a rehearsal, so it is not forced to disk.

    Raises:
        Stopped: PostgreSQL's programs are missing, or the role may not make copies.
    """
    if into.exists() and any(into.iterdir()):
        raise Stopped(f"The folder {into} holds something already: name a new one.")
    address, secrets = _address(database_url)
    backup = _announced(address, secrets, into=into)
    into.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(backup, address, secrets)
        verify(backup)
    except BaseException:  # also when we are told to stop just now
        shutil.rmtree(into, ignore_errors=True)
        raise
    return backup


def verify(backup: Backup) -> None:
    """Compare every file of a backup with the list that PostgreSQL made of it.

    Raises:
        Stopped: a file is missing, damaged or too many.
    """
    told = _run(backup.programs / "pg_verifybackup", "--quiet", str(backup.folder))
    if told:
        raise Stopped(f"The backup in {backup.folder} is damaged: {told}")


@contextmanager
def restored(backup: Backup, into: Path) -> Iterator[str]:
    """The address of the backup's database, restored and running in the new folder `into`.

    It takes writes on a timeline of its own. Server and folder are gone after the block; of a
    killed run they are swept up with the `throw_away_folder` in which `into` lies.
    """
    if into.exists() or into.is_symlink():
        raise Stopped(f"The folder {into} exists already: name a new one.")
    cluster = cluster_in(into, kept=False, programs=backup.programs)
    try:
        _put_back(backup, cluster)
        server = cluster.serve(
            log=cluster.home / "log",
            settings=SETTINGS,
            seconds=SECONDS_TO_RECOVER,
        )
        try:
            yield cluster.url_of(backup.database, role=backup.role)
        finally:
            server.stop()
    finally:
        remove_cluster(into)
        shutil.rmtree(cluster.sockets, ignore_errors=True)


def _address(database_url: str) -> tuple[str, dict[str, str]]:
    """The database's address without its password, and the password for the environment."""
    try:
        parts = conninfo_to_dict(database_url)
    except psycopg.Error:  # its text may hold a piece of the password
        raise Stopped("The database's address is not one that PostgreSQL understands.") from None
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {} if password is None else {"PGPASSWORD": str(password)}


def _announced(address: str, secrets: dict[str, str], *, into: Path) -> Backup:
    """The backup that will be made of the database; refused if its role has not the right."""
    sought = "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user"
    password = secrets.get("PGPASSWORD")
    try:
        with psycopg.connect(address, password=password, connect_timeout=10) as connection:
            right = connection.execute(sought).fetchone()
            told = connection.info
            role, database, version = told.user, told.dbname, told.server_version
    except psycopg.Error as error:
        raise Stopped(f"The database does not answer: {_one_line(str(error))}") from None
    if right != (True,):
        raise Stopped(
            f"The role {role} may not copy the database: name a role that may in the address,"
            f" or let an administrator run ALTER ROLE {role} REPLICATION."
        )
    return Backup(into, programs_of(version // 10_000), role, database)


def _copy(backup: Backup, address: str, secrets: dict[str, str]) -> None:
    words = [f"--dbname={address}", f"--pgdata={backup.folder}", "--no-password"]
    words += ["--format=plain", "--wal-method=stream", "--checkpoint=fast"]
    words += ["--no-sync", f"--label={LABEL}"]
    told = _run(backup.programs / "pg_basebackup", *words, environment=secrets)
    if "pg_hba.conf" in told:  # also in translated messages
        raise Stopped(
            f"The server lets {backup.role} in, but not to copy it: add a line for the database"
            f" `replication` and this role to its pg_hba.conf, and reload it. It said: {told}"
        )
    if told:
        raise Stopped(f"The database was not copied: {told}")


def _run(program: Path, *words: str, environment: dict[str, str] | None = None) -> str:
    """Run a program to its end; what it complained of if it failed, else nothing."""
    done = subprocess.run(
        [str(program), *words],
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    return _one_line(done.stderr) or f"{program.name} ended with {done.returncode}"


def _put_back(backup: Backup, cluster: Cluster) -> None:
    """Copy a backup to where its server finds it, with settings of its own, to be recovered."""
    shutil.copytree(backup.folder, cluster.data, symlinks=True)
    (cluster.data / "standby.signal").unlink(missing_ok=True)
    for name in ("postgresql.conf", "postgresql.auto.conf", "pg_ident.conf", "recovery.signal"):
        (cluster.data / name).write_text("")
    # Nobody else enters the folder of its socket.
    (cluster.data / "pg_hba.conf").write_text("local all,replication all trust\n")
    cluster.own(cluster.data)


def _one_line(text: str) -> str:
    return " ".join(text.split())
